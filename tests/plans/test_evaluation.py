"""Judging, writing, a view from outside, and agreeing: what is written, what is refused, what is kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import AuditEntry, User
from plans.actions import agree_evaluation
from plans.actions.evaluation_agreeing import seen_of
from plans.models import Area, EvaluationVersion, Framework, SelfEvaluation
from plans.queries.evaluation import can_take_over, in_force, why_closed
from plans.queries.evaluation_changes import changes_between
from plans.queries.evaluation_sheets import (
    MOST,
    ago,
    applies,
    areas_of,
    sheet_of_evaluation,
    version_sheet,
)
from plans.queries.evaluation_texts import Agreed
from schedule.actions import ChangedMeanwhile, Refused
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, MakePerson
from tests.plans.evaluations import a_framework, an_evaluation, grade_of, judge, row_of, view, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def evaluation(alder: School, year: SchoolYear, head: User) -> SelfEvaluation:
    a_framework()
    return an_evaluation(alder, year, head)


def agree(
    evaluation: SelfEvaluation, by: User, note: str = "", seen: str = "", **agreed: Agreed
) -> EvaluationVersion:
    sheet = sheet_of_evaluation(evaluation, areas_of(evaluation))
    return agree_evaluation(
        evaluation=evaluation,
        agreed=agreed,
        note=note,
        seen=seen or seen_of(sheet),
        by=by,
        now=NOW,
        today=TODAY,
    )


# ---------------------------------------------------------------- beginning


def test_an_area_is_shown_where_the_school_has_the_ages(
    evaluation: SelfEvaluation, alder: School, birch: School
) -> None:
    sixth = Area.objects.get(code="sixth")
    early = Area(phases=["nursery", "primary"])
    assert [area.code for area, _ in areas_of(evaluation)] == ["reading", "conduct"]
    assert [applies(sixth, school) for school in (alder, birch)] == [False, False]
    birch.has_sixth_form = True
    assert applies(sixth, birch)
    birch.has_sixth_form, birch.high_age = False, 18
    assert applies(sixth, birch)
    assert (applies(early, alder), applies(early, birch)) == (True, False)
    alder.low_age = 7
    assert not applies(early, alder)


def test_it_is_begun_with_what_is_in_force_on_the_day(alder: School, year: SchoolYear, head: User) -> None:
    old = a_framework("old", date(2019, 9, 1), date(2025, 11, 9))
    new = a_framework("new", date(2025, 11, 10))
    assert in_force(TODAY) == [new]
    assert in_force(date(2025, 11, 9)) == [old]
    with pytest.raises(Refused, match="Framework old is not in force today"):
        an_evaluation(alder, year, head, old)
    assert not SelfEvaluation.objects.exists()


def test_a_second_one_is_refused(
    evaluation: SelfEvaluation, alder: School, year: SchoolYear, head: User
) -> None:
    with pytest.raises(Refused, match="There is a self-evaluation of Alder for 2026/27 already"):
        an_evaluation(alder, year, head)
    assert SelfEvaluation.objects.count() == 1


def test_words_are_taken_over_and_the_judgement_is_not(alder: School, year: SchoolYear, head: User) -> None:
    framework, last_year = a_framework(), SchoolYear.objects.create(start_year=2025)
    last = an_evaluation(alder, last_year, head)
    judge(last, head)
    write(last, head, evidence="As it was.")
    assert can_take_over(alder, year, framework) == last
    made = an_evaluation(alder, year, head, with_last_words=True, now=NOW + timedelta(days=30))
    row = row_of(made)
    assert (row.evidence, row.grade, row.saved_at) == ("As it was.", None, NOW)
    assert (
        why_closed(last, TODAY) == "There is a newer self-evaluation, of 2026/27. This one stays as it was."
    )
    with pytest.raises(Refused, match="There is a newer self-evaluation"):
        judge(last, head, "conduct")


def test_nothing_is_carried_into_another_framework(alder: School, year: SchoolYear, head: User) -> None:
    a_framework("old", date(2019, 9, 1), TODAY)
    last = an_evaluation(alder, SchoolYear.objects.create(start_year=2025), head)
    judge(last, head)
    new = a_framework("new")
    assert can_take_over(alder, year, new) is None
    Framework.objects.filter(code="old").update(to_date=TODAY - timedelta(days=1))
    last.framework.refresh_from_db()
    made = an_evaluation(alder, year, head, new, with_last_words=True)
    assert list(made.areas.all()) == []
    assert why_closed(last, TODAY).startswith("Framework old is no longer in force.")


# ---------------------------------------------------------------- judging and writing


def test_judge_first(evaluation: SelfEvaluation, head: User) -> None:
    with pytest.raises(Refused, match="Judge first"):
        write(evaluation, head, evidence="We know.")
    judge(evaluation, head)
    write(evaluation, head, evidence="We know.")
    row = row_of(evaluation)
    assert (row.grade, row.evidence, row.saved_by) == (grade_of(evaluation, "secure"), "We know.", head)
    deeds = AuditEntry.objects.filter(action="self-evaluation.write").order_by("pk")
    assert [(one.before, one.after) for one in deeds] == [("", "Reading: Secure"), ("", "Reading")]


def test_two_judgements_at_once_are_not_laid_over_each_other(evaluation: SelfEvaluation, head: User) -> None:
    judge(evaluation, head)
    with pytest.raises(ChangedMeanwhile):
        judge(evaluation, head, grade="strong", instead_of="")
    judge(evaluation, head, grade="secure", instead_of="")  # the same: nobody loses anything
    judge(evaluation, head, grade="strong", instead_of="secure")
    assert row_of(evaluation).grade == grade_of(evaluation, "strong")


def test_a_grade_of_another_framework_is_refused(evaluation: SelfEvaluation, head: User) -> None:
    other = a_framework("other")
    foreign = other.grades.get(code="strong")
    from plans.actions import judge_area  # noqa: PLC0415 -- beside what it tests

    with pytest.raises(Refused, match="is no grade of this area"):
        judge_area(
            evaluation=evaluation, area=evaluation.framework.areas.get(code="reading"), grade=foreign,
            instead_of="", by=head, now=NOW, today=TODAY,
        )  # fmt: skip


def test_two_people_in_two_texts_both_keep_theirs(
    evaluation: SelfEvaluation, head: User, make_person: MakePerson, alder: School
) -> None:
    deputy = make_person("senior_leader", alder)
    judge(evaluation, head)
    write(evaluation, head, evidence="Hers.")
    write(evaluation, deputy, helps="His.")
    saved = write(evaluation, deputy, evidence="His.", hinders="His too.")
    row = row_of(evaluation)
    assert (row.evidence, row.helps, row.hinders) == ("Hers.", "His.", "His too.")
    assert [(one.name, one.mine, one.theirs, one.who) for one in saved.conflicts] == [
        ("evidence", "His.", "Hers.", None)  # the deputy saved this area last, and the head wrote this
    ]
    assert saved.written == ("hinders",)


def test_writing_is_told_once_an_hour(evaluation: SelfEvaluation, head: User) -> None:
    judge(evaluation, head)
    for minutes, text in ((1, "a"), (30, "b"), (62, "c")):
        was = row_of(evaluation).evidence
        write(evaluation, head, was=was, now=NOW + timedelta(minutes=minutes), evidence=text)
    assert AuditEntry.objects.filter(action="self-evaluation.write", after="Reading").count() == 2


def test_a_closed_year_stays_as_it_was(evaluation: SelfEvaluation, head: User, lead: User) -> None:
    judge(evaluation, head)
    SchoolYear.objects.update(closed_at=NOW, closed_by=lead)
    for deed in (
        lambda: judge(evaluation, head, "conduct"),
        lambda: write(evaluation, head, evidence="Late."),
        lambda: view(evaluation, lead),
        lambda: agree(evaluation, lead),
    ):
        with pytest.raises(Refused, match="The year 2026/27 is closed"):
            deed()
    assert row_of(evaluation).evidence == ""


# ---------------------------------------------------------------- the view from outside, and agreeing


def test_a_view_stands_beside_a_judgement(evaluation: SelfEvaluation, head: User, lead: User) -> None:
    with pytest.raises(Refused, match="has not judged this area yet"):
        view(evaluation, lead)
    judge(evaluation, head)
    view(evaluation, lead, grade="weak", text="Not in Year 4.")
    row = row_of(evaluation)
    assert (row.partner_grade, row.partner_view, row.partner_by) == (
        grade_of(evaluation, "weak"), "Not in Year 4.", lead,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        view(evaluation, lead, text="Another, from an older page.")


def test_what_is_agreed_is_kept_for_good(evaluation: SelfEvaluation, head: User, lead: User) -> None:
    for area in ("reading", "conduct"):
        judge(evaluation, head, area)
    write(evaluation, head, evidence="21 of 28.")
    view(evaluation, lead, grade="weak")
    secure, weak = grade_of(evaluation, "secure"), grade_of(evaluation, "weak")
    version = agree(
        evaluation,
        lead,
        "After the visit.",
        reading=Agreed(weak, "Year 4 decides it."),
        conduct=Agreed(secure),
    )
    before = version_sheet(version)
    assert [(a.title, a.grade, a.partner_grade, a.agreed_grade, a.difference) for a in before.areas] == [
        ("Reading", "Secure", "Weak", "Weak", "Year 4 decides it."),
        ("Conduct", "Secure", "", "Secure", ""),
    ]
    assert before.areas[0].lines == [("How we know", "21 of 28.")]
    # Whatever becomes of the rows it was made from
    write(evaluation, head, was="21 of 28.", evidence="28 of 28.")
    Area.objects.update(title="Another title")
    head.name = "Ruth Other"
    head.save()
    assert version_sheet(EvaluationVersion.objects.select_related("agreed_by").get()) == before
    assert AuditEntry.objects.get(action="self-evaluation.agree").after == "Version 1"


def test_what_stands_in_the_way_of_agreeing(evaluation: SelfEvaluation, head: User, lead: User) -> None:
    judge(evaluation, head)
    secure = grade_of(evaluation, "secure")
    with pytest.raises(Refused, match="Not judged yet: Conduct"):
        agree(evaluation, lead, reading=Agreed(secure))
    judge(evaluation, head, "conduct")
    write(evaluation, head, evidence="word " * (MOST + 1))
    with pytest.raises(Refused, match="A page holds 500: take 1 out"):
        agree(evaluation, lead, reading=Agreed(secure), conduct=Agreed(secure))
    assert len(row_of(evaluation).evidence.split()) == MOST + 1  # all of it is saved
    write(evaluation, head, was=row_of(evaluation).evidence, evidence="word " * MOST)
    with pytest.raises(Refused, match="Conduct: choose the grade that you agreed"):
        agree(evaluation, lead, reading=Agreed(secure))
    with pytest.raises(Refused, match="Conduct: say in a sentence why"):
        agree(evaluation, lead, reading=Agreed(secure), conduct=Agreed(grade_of(evaluation, "weak"), " "))
    assert (EvaluationVersion.objects.count(), row_of(evaluation).agreed_at) == (0, None)


def test_nobody_agrees_to_words_they_have_not_read(
    evaluation: SelfEvaluation, head: User, lead: User
) -> None:
    for area in ("reading", "conduct"):
        judge(evaluation, head, area)
    seen = seen_of(sheet_of_evaluation(evaluation, areas_of(evaluation)))
    write(evaluation, head, evidence="Written while the partner read.")
    secure = grade_of(evaluation, "secure")
    with pytest.raises(ChangedMeanwhile):
        agree(evaluation, lead, seen=seen, reading=Agreed(secure), conduct=Agreed(secure))
    assert not EvaluationVersion.objects.exists()


def test_two_versions_word_by_word(evaluation: SelfEvaluation, head: User, lead: User) -> None:
    judge(evaluation, head)
    write(evaluation, head, evidence="21 of 28 <b>children</b>.")
    old = sheet_of_evaluation(evaluation, areas_of(evaluation))
    assert changes_between(old, old) == ()
    write(evaluation, head, was="21 of 28 <b>children</b>.", evidence="25 of 28 <b>children</b>.")
    (area,) = changes_between(old, sheet_of_evaluation(evaluation, areas_of(evaluation)))
    assert (area.title, [change.label for change in area.changes]) == ("Reading", ["How we know"])
    words = str(area.changes[0].words)
    assert "<b>" not in words
    assert ("25" in words, "21" in words, "<ins>" in words, "<del>" in words) == (True,) * 4


@given(st.integers(0, 4000))
def test_how_long_ago_is_never_more_than_it_is(days: int) -> None:
    said = ago(TODAY - timedelta(days), TODAY)
    if days < 2:
        assert said == ("today", "yesterday")[days]
        return
    count, word, _ = said.split(" ")
    length = {"day": 1, "week": 7, "month": 30.4, "year": 365}[word.rstrip("s")]
    assert 0 <= days - int(count) * length < length
    assert word.endswith("s") == (count != "1")
