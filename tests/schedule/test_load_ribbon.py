"""The heat strip under the ribbon and the days to keep free upon it, drawn and in words."""

from datetime import date, timedelta

import pytest

from schedule.load import Week
from schedule.ribbon import Around, Paint, Ribbon, RibbonEvent, ribbon
from schools.marked import Marked
from schools.models import MarkedDays, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import Build, publish
from tests.schedule.test_ribbon import CALENDAR, TODAY, VISIT, number, parts

MONDAY = date(2026, 11, 23)
WEEKS = (Week(MONDAY, "headteacher", 320, 300), Week(MONDAY + timedelta(7), "senco", 40, 300))
PLAY = Marked(1, None, "quiet", date(2026, 12, 9), date(2026, 12, 10), "The <winter> play")


def draw(around: Around | None, paint: Paint | None = None, *events: RibbonEvent) -> Ribbon:
    return ribbon(
        calendar=CALENDAR, today=TODAY, events=(VISIT, *events), title="The year", around=around, paint=paint
    )


def test_each_school_week_has_its_tint_and_what_is_over_hangs_lower() -> None:
    svg = draw(Around(WEEKS)).year_svg
    assert [len(parts(svg, f"heat{step}")) for step in range(6)] == [38, 1, 0, 0, 0, 1]
    [over], [light] = parts(svg, "heat5"), parts(svg, "heat1")
    assert number(over, "height") > number(light, "height")
    assert over[0].text == (
        "Week from Monday 23 November: 5 hours 20 asked of the headteacher, over the limit of 5 hours"
    )


def test_without_a_strip_nothing_is_drawn_and_nothing_said() -> None:
    made = draw(None)
    assert (parts(made.year_svg, "heat0"), made.load_html, "limit" in made.description) == ([], "", False)


def test_the_same_in_words() -> None:
    made = draw(Around(WEEKS, (PLAY,), "/load/900001/"))
    assert made.description.endswith("One week asks more of one role than the limit of 5 hours.")
    assert made.load_html == (
        '<li><time datetime="2026-11-23">23 Nov</time> <span>5 hours 20, headteacher <span class="tag amber">Over the '
        'limit</span></span></li><li><time datetime="2026-11-30">30 Nov</time> <span>40 minutes, SENCO</span></li>'
    )
    [item] = [item for item in made.items if item.tag == "free"]
    assert (item.date, item.title, item.status) == (
        PLAY.first,
        "The <winter> play, until 10 Dec",
        "Keep free",
    )
    assert "The &lt;winter&gt; play" in made.list_html


def test_days_to_keep_free_lie_upon_the_band() -> None:
    [line] = parts(draw(Around((), (PLAY,))).year_svg, "free")
    [band, *_] = parts(draw(Around((), (PLAY,))).year_svg, "term")
    assert number(line, "y") < number(band, "y") + 3
    assert line[0].text == "Keep free: The <winter> play, 9 to 10 December 2026"
    before = Marked(2, None, "quiet", date(2025, 3, 3), date(2025, 3, 4), "Last year")
    assert parts(draw(Around((), (before,))).year_svg, "free") == []


def test_on_paper_the_strip_has_its_colours_and_no_titles() -> None:
    svg = draw(Around(WEEKS, (PLAY,)), Paint(accent="#0b5a63")).year_svg
    [over] = parts(svg, "heat5")
    assert (over.get("fill"), over.get("fill-opacity"), list(over)) == ("#0b5a63", "1", [])


@pytest.mark.django_db
def test_the_page_of_what_comes_next_shows_both(
    year: SchoolYear, alder: School, build: Build, make_person: MakePerson, client_of: ClientOf
) -> None:
    publish({
        "P01": [{"code": "a", "timing": "AUT2 W5 Tue", "owner": "headteacher", "minutes": {"headteacher": 320}}]
    })  # fmt: skip
    build()
    MarkedDays.objects.create(
        kind="festival",
        label="Eid al-Fitr",
        first_date=date(2027, 3, 9),
        last_date=date(2027, 3, 9),
        school=alder,
    )
    html = client_of(make_person("headteacher", alder)).get("/next/").content.decode()
    assert '<a href="/load/900001/">Every role, with what is behind it</a>' in html
    assert "5 hours 20, headteacher" in html
    assert "<span>Eid al-Fitr" in html
