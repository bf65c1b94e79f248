import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbook.timing import (
    PERIODS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Timing,
    TimingError,
    Trigger,
    Weeks,
    friendly,
    parse,
    print_timing,
    references,
    triggers,
)
from schools.terms import period_names
from tests.examples import examples
from tests.handbook.timings import timings

many = examples(300)

LANGUAGE = [
    ("AUT1 W3", Weeks("AUT1", 3, "AUT1", 3), "Autumn 1, week 3"),
    ("AUT1 W3 Tue", Weeks("AUT1", 3, "AUT1", 3, weekday=1), "Autumn 1, week 3, Tuesday"),
    ("AUT1 W1-3", Weeks("AUT1", 1, "AUT1", 3), "Autumn 1, weeks 1 to 3"),
    ("AUT1 W6 to AUT2 W2", Weeks("AUT1", 6, "AUT2", 2), "Autumn 1, week 6 to Autumn 2, week 2"),
    ("SUM2 W-1", Weeks("SUM2", -1, "SUM2", -1), "Summer 2, last week"),
    ("SUM2 W-2 Mon", Weeks("SUM2", -2, "SUM2", -2, weekday=0), "Summer 2, last week but one, Monday"),
    ("SUM2 W-5", Weeks("SUM2", -5, "SUM2", -5), "Summer 2, week 5 from the end"),
    ("SUM2 W3 to SUM2 W-1", Weeks("SUM2", 3, "SUM2", -1), "Summer 2, week 3 to last week"),
    ("previous SUM2 W5", Weeks("SUM2", 5, "SUM2", 5, previous=True), "Summer 2, week 5, of the year before"),
    ("inset 1", Inset(1), "first INSET day of the year"),
    ("on 20 Aug", OnDay(20, 8), "on 20 August"),
    ("by 31 Jan", ByDay(31, 1), "by 31 January"),
    ("by 31 Dec statutory", ByDay(31, 12, statutory=True), "by 31 December (legal deadline)"),
    ("10wd before visit", Relative(10, "wd", True, "visit"), "10 working days before the visit"),
    ("1sd after draft-note", Relative(1, "sd", False, "draft-note"), "1 school day after the draft note"),
    ("2w after P06.data", Relative(2, "w", False, "P06.data"), "2 weeks after the data (P06)"),
    ("12m after appointment", Relative(12, "m", False, "appointment"), "12 months after appointment"),
    ("3d after inspection", Relative(3, "d", False, "inspection"), "3 days after the inspection call"),
    ("on appointment", Trigger("appointment"), "on appointment"),
    (
        "each AUT2 W1-3, SPR1 W5 to SPR2 W3, SUM2 W3",
        Each((Weeks("AUT2", 1, "AUT2", 3), Weeks("SPR1", 5, "SPR2", 3), Weeks("SUM2", 3, "SUM2", 3))),
        "Autumn 2, weeks 1 to 3; Spring 1, week 5 to Spring 2, week 3; and Summer 2, week 3",
    ),
    (
        "each inset 1, inset 2",
        Each((Inset(1), Inset(2))),
        "first INSET day of the year and second INSET day of the year",
    ),
]


@pytest.mark.parametrize(("text", "timing", "said"), LANGUAGE)
def test_the_language(text: str, timing: Timing, said: str) -> None:
    assert parse(text) == timing
    assert print_timing(timing) == text
    assert friendly(timing) == said


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("  aut1   w3  ", "AUT1 W3"),
        ("AUT1W3 tuesday", "AUT1 W3 Tue"),
        ("Aut 1 W3", "AUT1 W3"),
        ("AUT1 W1 - 3", "AUT1 W1-3"),
        ("AUT1 W1\u20133", "AUT1 W1-3"),
        ("AUT1\u00a0W3", "AUT1 W3"),
        ("AUT1 W1 to W3", "AUT1 W1-3"),
        ("AUT1 W2-2", "AUT1 W2"),
        ("SUM2 W-3 to W-1", "SUM2 W-3 to SUM2 W-1"),
        ("PREVIOUS sum2 w5", "previous SUM2 W5"),
        ("Inset 01", "inset 1"),
        ("BY 31 december Statutory", "by 31 Dec statutory"),
        ("on 1 sept", "on 1 Sep"),
        ("10 WD Before Visit", "10wd before visit"),
        ("2w after p06.Data", "2w after P06.data"),
        ("On Appointment", "on appointment"),
        ("each aut1 w1 ,aut2 w1", "each AUT1 W1, AUT2 W1"),
    ],
)
def test_case_and_spaces_do_not_matter(written: str, canonical: str) -> None:
    assert print_timing(parse(written)) == canonical


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("", "stops too early", "a half-term (AUT1, AUT2"),
        ("AUT3 W99", 'at "AUT3" (character 1)', "AUT1, AUT2, SPR1, SPR2, SUM1 or SUM2"),
        ("AUT1 W99", 'at "99" (character 7)', "a week from 1 to 12, or from -1 to -12"),
        ("AUT1 W0", 'at "0" (character 7)', "a week from 1 to 12"),
        ("AUT1 W-13", 'at "-13" (character 7)', "a week from 1 to 12"),
        ("AUT1", "stops too early", "a week such as W3"),
        ("AUT1 W3 Sat", 'at "Sat" (character 9)', "a day from Mon to Fri"),
        ("AUT1 W1-3 Tue", 'at "Tue" (character 11)', "nothing more"),
        ("AUT1 W3-1", 'at "-1" (character 8)', "a later week"),
        ("AUT2 W1 to AUT1 W3", 'at "to" (character 9)', "a later week"),
        ("AUT1 W-1 to W3", 'at "to" (character 10)', "a later week"),
        ("previous inset 1", 'at "inset" (character 10)', 'after "previous"'),
        ("inset 0", 'at "0" (character 7)', "a number from 1 to 10"),
        ("by 30 Feb", 'at "30" (character 4)', "a day from 1 to 28 for February"),
        ("on 31 Nov", 'at "31" (character 4)', "a day from 1 to 30 for November"),
        ("on 3 Brumaire", 'at "Brumaire" (character 6)', "a month from Jan to Dec"),
        ("on banana", 'at "banana" (character 4)', "one of appointment, vacancy"),
        ("0d after visit", 'at "0d" (character 1)', "1 to 730 days"),
        ("501wd after visit", 'at "501wd" (character 1)', "1 to 500 working days"),
        ("5x after visit", 'at "x" (character 2)', "wd, sd, w, m or d"),
        ("5wd visit", 'at "visit" (character 5)', '"before" or "after"'),
        ("2w after P06", 'at "P06" (character 10)', "such as P06.visit"),
        ("2w before appointment", 'at "appointment" (character 11)', 'before the trigger "appointment"'),
        ("each AUT1 W1", "stops too early", "a comma and another timing"),
        ("each AUT1 W1, each AUT1 W2, AUT1 W3", 'at "each" (character 15)', "a half-term"),
        ("AUT1 W3, AUT1 W4", 'at "," (character 8)', "nothing more"),
        ("by 31 Dec statutory please", 'at "please" (character 21)', "nothing more"),
        ("\u0662wd after visit", 'at "\u0662wd" (character 1)', "a half-term"),
        ("W" * 301, "is too long", "at most 300 characters"),
    ],
)
def test_an_unreadable_timing_is_refused_with_the_place_and_the_reason(
    text: str, place: str, expected: str
) -> None:
    with pytest.raises(TimingError) as refused:
        parse(text)
    message = str(refused.value)
    assert message.startswith(f'"{text[:40]}')
    assert place in message
    assert expected in message
    assert message.count("\n") == 0


@many
@given(timings)
def test_what_is_printed_reads_back(timing: Timing) -> None:
    assert parse(print_timing(timing)) == timing
    assert parse(print_timing(timing).swapcase().replace(" ", "  ")) == timing
    assert friendly(timing).strip() != ""


def refused_or_canonical(text: str) -> None:
    try:
        timing = parse(text)
    except TimingError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 -- a text may be read or refused; both are checked
    else:
        assert parse(print_timing(timing)) == timing


@many
@given(st.text(max_size=400))
@example("\x00")
@example("AUT1 W" + "9" * 290)
@example("\ud800")
@example("on 1 \u017fep")
def test_any_text_is_read_or_refused(text: str) -> None:
    refused_or_canonical(text)


words = st.sampled_from(
    (  # noqa: SIM905 -- forty quotation marks would hide the words
        "AUT1 SPR2 AUT3 W1 W-1 W99 - 3 to Tue previous inset on by each 20 Aug 30 Feb statutory "
        "10wd 5 sd m before after visit P06.data P06 appointment ,"
    ).split()
)


@many
@given(st.lists(words, max_size=9), st.sampled_from(["", " "]))
def test_any_mixture_of_its_words_is_read_or_refused(chosen: list[str], space: str) -> None:
    refused_or_canonical(space.join(chosen))


@many
@given(timings, st.data())
def test_a_timing_with_a_slip_is_read_or_refused(timing: Timing, data: st.DataObject) -> None:
    text = print_timing(timing)
    place = data.draw(st.integers(0, len(text)))
    refused_or_canonical(
        text[:place] + data.draw(st.characters()) + text[place + data.draw(st.integers(0, 2)) :]
    )


def test_the_trust_chooses_how_half_terms_and_steps_are_called() -> None:
    assert friendly(parse("AUT2 W1-3"), names=period_names("terms")) == "Term 2, weeks 1 to 3"
    titles = {"visit": "Improvement partner visit"}
    assert friendly(parse("5wd after visit"), step_titles=titles) == (
        "5 working days after \u201cImprovement partner visit\u201d"
    )
    spoken = friendly(parse("each AUT1 W1, 2w after visit"), period_names("modules"), titles)
    assert spoken == "Module 1, week 1 and 2 weeks after \u201cImprovement partner visit\u201d"


def test_half_terms_are_called_the_same_here_and_in_the_calendar() -> None:
    assert {code: friendly(parse(f"{code} W1")) for code in PERIODS} == {
        code: f"{name}, week 1" for code, name in period_names("half-terms").items()
    }


@pytest.mark.parametrize(
    ("text", "steps", "words"),
    [
        ("AUT1 W3", (), ()),
        ("10wd before visit", ("visit",), ()),
        ("2w after P06.data", ("P06.data",), ()),
        ("6w after appointment", (), ("appointment",)),
        ("6w after P16.appointment", ("P16.appointment",), ()),
        ("on vacancy", (), ("vacancy",)),
        ("each 2w after visit, 4w after visit, 1w after P06.data", ("visit", "P06.data"), ()),
        ("each on joining, 6w after joining", (), ("joining",)),
    ],
)
def test_what_a_timing_leans_on(text: str, steps: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert references(parse(text)) == steps
    assert triggers(parse(text)) == words
