"""The check in the calendar, its pages and its command."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.actions import load_pack
from handbook.models import Edition
from handbook.pack import pack_of
from handbook.queries import Finding
from people.models import AuditEntry
from schedule.models import Event
from schedule.queries import check_edition, findings_of
from schools.models import NonPupilDay, School, SchoolYear, Trust
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, publish
from tests.schedule.starter import the_starter

pytestmark = pytest.mark.django_db
CALENDAR = {"too-much-in-a-week", "closed-day", "no-date"}


def step(code: str, timing: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "timing": timing, "owner": "headteacher", "minutes": {"headteacher": 10}, **values}


def found(*steps: dict[str, Any]) -> list[Finding]:
    edition = publish({"P01": steps})
    return [one for one in findings_of(edition, TODAY) if one.kind in CALENDAR]


def test_nothing_is_found_in_a_quiet_year(year: SchoolYear, alder: School) -> None:
    assert found(step("a", "AUT1 W3"), step("b", "SPR1 W2 Tue"), step("c", "2w after a")) == []


def test_more_minutes_than_the_trust_allows_are_told_with_what_asks_for_them(
    year: SchoolYear, alder: School, birch: School
) -> None:
    one = found(
        step("a", "AUT1 W3 Tue", minutes={"headteacher": 200}, title="Long meeting"),
        step("b", "AUT1 W3 Thu", minutes={"headteacher": 90, "senco": 400}, title="Short meeting"),
        step("c", "AUT1 W3", minutes={"headteacher": 11}, phases=["primary"], title="For primaries"),
        step("d", "AUT1 W4", minutes={"headteacher": 300}),
    )
    heads, senco = one
    assert heads.sentence == (
        "Headteacher: 5 hours 1 minute asked in the week of 14 September 2026, more than the 5 hours your trust "
        "allows, at Alder: Long meeting (P01.a, 3 hours 20); Short meeting (P01.b, 1 hour 30); For primaries "
        "(P01.c, 11 minutes)."
    )
    assert (heads.kind, heads.stops, heads.place) == ("too-much-in-a-week", False, "P01.a")
    assert "SENCO: 6 hours 40 asked" in senco.sentence
    assert "at Alder and Birch" in senco.sentence


def test_the_limit_is_the_trusts_own(year: SchoolYear, alder: School, trust: Trust) -> None:
    steps = [step("a", "AUT1 W3", minutes={"headteacher": 200})]
    assert found(*steps) == []
    Trust.objects.update(minutes_a_week=199)
    Edition.objects.all().update(number=None, status="draft")
    assert [one.place for one in found(*steps)] == ["P01.a"]


def test_what_the_trust_asks_counts_for_the_schools_and_for_itself(year: SchoolYear, alder: School) -> None:
    minutes = {"headteacher": 160, "improvement_lead": 320}
    one = found(
        step("session", "AUT1 W3 Tue", minutes=minutes, scope="trust", owner="improvement_lead"),
        step("own", "AUT1 W3 Wed", minutes={"headteacher": 160, "improvement_lead": 200}),
    )
    assert sorted(finding.sentence.partition(" asked")[0] for finding in one) == [
        "Headteacher: 5 hours 20",
        "School improvement lead: 5 hours 20",
    ]


def test_a_day_that_is_closed_somewhere_is_told_with_where_it_went(
    year: SchoolYear, alder: School, birch: School
) -> None:
    NonPupilDay.objects.create(
        year=year, school=birch, kind="closure", first_date=date(2026, 11, 24), last_date=date(2026, 11, 24)
    )
    (one,) = found(step("a", "AUT2 W4 Tue"))
    assert one.sentence == (
        "Meets closed days. At Birch: Tuesday 24 November 2026 is a day without pupils, so this is on Wednesday 25 "
        "November 2026."
    )
    assert (one.kind, one.stops, one.place) == ("closed-day", False, "P01.a")


def test_a_fixed_day_that_is_closed_stays_and_is_told(year: SchoolYear, alder: School) -> None:
    NonPupilDay.objects.create(
        year=year, school=alder, kind="closure", first_date=date(2026, 11, 24), last_date=date(2026, 11, 24)
    )
    (one,) = found(step("a", "on 24 Nov"))
    assert "24 November 2026 is a day without pupils" in one.sentence
    assert found_kinds_after_holiday() == []


def found_kinds_after_holiday() -> list[str]:
    """Results day is in the holidays on purpose."""
    Edition.objects.all().update(number=None, status="draft")
    return [one.kind for one in found(step("a", "on 20 Aug"))]


def test_a_step_without_a_date_anywhere_is_told(year: SchoolYear, alder: School) -> None:
    year.periods.filter(code="SUM1").delete()
    one = found(
        step("a", "SUM1 W2"),
        step("b", "on inspection"),
        step("c", "1w after b"),
        step("d", "SUM1 W2", phases=["special"]),
    )
    assert [(finding.kind, finding.place) for finding in one] == [("no-date", "P01.a")]


def test_an_unreadable_timing_stops_the_calendar_and_says_so(year: SchoolYear, alder: School) -> None:
    edition = publish({"P01": [step("a", "some day"), step("b", "AUT1 W3", minutes={"headteacher": 999})]})
    check = check_edition(edition, TODAY)
    assert check.not_laid == "The dates were not looked at: mend the timings first."
    assert [one.kind for one in check.findings if one.kind in CALENDAR] == []


def test_without_term_dates_only_the_words_are_looked_at(alder: School) -> None:
    check = check_edition(publish({"P01": [step("a", "AUT1 W3")]}), TODAY)
    assert check.not_laid == "No school year has the trust’s term dates yet, so no dates were looked at."


@pytest.mark.once  # the words of the pack
def test_the_starter_handbook_has_nothing_that_must_be_mended(
    year: SchoolYear, alder: School, birch: School
) -> None:
    draft = load_pack(pack=the_starter(), by=None, now=NOW, reason="")
    check = check_edition(draft, TODAY)
    assert [one.place for one in check.findings if one.stops] == []
    assert {one.kind for one in check.findings} <= {"too-much-in-a-week", "closed-day"}
    assert len(check.findings) < 30


def test_a_draft_is_checked_without_a_trace(year: SchoolYear, alder: School) -> None:
    draft = load_pack(pack=the_starter(), by=None, now=NOW, reason="")
    before = (Event.objects.count(), AuditEntry.objects.count())
    check_edition(draft, TODAY)
    assert (Event.objects.count(), AuditEntry.objects.count()) == before


# ------------------------------------------------------------------ pages


def test_the_page_groups_by_process_and_leads_to_the_reading_page(
    year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    publish({"P01": [step("a", "AUT1 W3", minutes={"headteacher": 400}), step("b", "")]})
    html = client_of(make_person("improvement_lead")).get("/handbook/check/").content.decode()
    assert "<h2>P01 Process P01</h2>" in html
    assert '<a href="/handbook/process-p01/#b">P01 b</a>' in html
    assert "Must be mended" in html
    assert "It has no timing yet" in html
    assert "mend the timings first" in html


def test_the_page_of_a_draft_leads_to_where_it_is_mended(
    year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    draft = load_pack(pack=the_starter(), by=None, now=NOW, reason="")
    draft.processes.get(code="P01").steps.filter(code="book").update(owner="")
    client = client_of(make_person("improvement_lead"))
    html = client.get(f"/handbook/drafts/{draft.pk}/check/").content.decode()
    assert f'href="/handbook/drafts/{draft.pk}/P01/steps/book/"' in html
    assert "1 thing must be mended before this draft is published." in html
    assert "Worth a look" in html
    only = client.get(f"/handbook/drafts/{draft.pk}/check/?only=must").content.decode()
    assert ("Must be mended" in only, "Worth a look" in only) == (True, False)
    assert client.get("/handbook/drafts/999999/check/").status_code == 404
    assert client_of(make_person("headteacher", alder)).get("/handbook/check/").status_code == 403


def test_when_all_is_well_the_page_says_what_was_looked_at(
    year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("improvement_lead"))
    assert client.get("/handbook/check/").status_code == 200  # no handbook yet
    edition = publish({"P01": [step("a", "AUT1 W3", guidance="Do it.")]})
    edition.processes.update(key_idea="An idea", activity="Ten minutes", questions=["Why?"])
    html = client.get("/handbook/check/").content.decode()
    assert "Everything fits together. Nothing was found." in html
    assert "No role is asked for more minutes in one week than the trust allows." in html
    assert "2026/27, for 1 school and the trust" in html


def test_the_number_of_queries_does_not_grow_with_schools_or_processes(
    year: SchoolYear, alder: School, trust: Trust
) -> None:
    taken = []
    for number, codes in ((1, ["P01"]), (2, ["P01", "P02", "P03"])):
        edition = publish({code: [step("a", "AUT1 W3")] for code in codes}, number=number)
        with CaptureQueriesContext(connection) as caught:
            check_edition(edition, TODAY)
        taken.append(len(caught))
        for urn in (900010, 900011):
            School.objects.create(
                trust=trust, urn=urn + 10 * number, name=f"School {urn}", phase="primary", roll=1
            )
    assert taken[0] == taken[1]


# ------------------------------------------------------------------ the command


def run(*args: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("check_handbook", *args, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    return out.getvalue(), code


def test_the_command_prints_and_fails_when_something_must_be_mended(year: SchoolYear, alder: School) -> None:
    edition = publish({"P01": [step("a", "", guidance="Do it.")]})
    edition.processes.update(key_idea="An idea", activity="Ten minutes", questions=["Why?"])
    said, code = run()
    assert code == 1
    assert said == (
        "MUST  P01.a: It has no timing yet: say when it comes.\n"
        "The dates were not looked at: mend the timings first.\n"
        "Small handbook, edition 1: 1 must be mended, 0 worth a look.\n"
    )
    plain = json.loads(run("--json")[0])
    assert (plain["must"], plain["findings"][0]["place"], plain["edition"]) == (1, "P01.a", 1)
    edition.processes.get().steps.update(timing="AUT1 W3")
    assert run() == ("Small handbook, edition 1: 0 must be mended, 0 worth a look.\n", 0)


def test_the_command_checks_a_draft_and_names_what_is_not_one(year: SchoolYear, alder: School) -> None:
    with pytest.raises(CommandError, match="no edition in force"):
        run()
    with pytest.raises(CommandError, match="“7” is not the number of a draft: there is no draft"):
        run("--draft", "7")
    edition = publish({"P01": [step("a", "AUT1 W3")]})
    with pytest.raises(CommandError, match="not the number of a draft"):
        run("--draft", str(edition.pk))
    draft = load_pack(pack=the_starter(), by=None, now=NOW, reason="")
    said, code = run("--draft", str(draft.pk))
    assert (code, said.splitlines()[-1].startswith(f"Starter handbook, draft {draft.pk}: 0 must")) == (
        0,
        True,
    )
    with pytest.raises(CommandError, match=f"drafts are {draft.pk}"):
        run("--draft", "x")
    assert pack_of(draft) is not None
