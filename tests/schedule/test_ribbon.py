"""The year ribbon: what is drawn where, and the same as a list."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.ribbon import Paint, Ribbon, RibbonEvent, ribbon
from schedule.ribbon.axis import axis_near, axis_of_year
from schools.terms import Calendar, ClosedDay, Period, period_names
from tests.conftest import PERIODS_2026
from tests.examples import examples

TODAY = date(2026, 11, 23)
CALENDAR = Calendar(
    2026,
    tuple(Period(code, first, last) for code, (first, last) in PERIODS_2026.items()),
    (ClosedDay(date(2026, 9, 1), "inset", "September"), ClosedDay(date(2026, 11, 27), "closure", "Polling")),
)
VISIT = RibbonEvent(date(2026, 12, 1), date(2026, 12, 1), "Visit", "visit", "agreed", 60, "/events/7/")


def event(
    day: date, kind: str = "task", state: str = "planned", title: str = "T", minutes: int = 0
) -> RibbonEvent:
    return RibbonEvent(day, day, title, kind, state, minutes, "/events/1/")


def draw(
    *events: RibbonEvent, today: date = TODAY, calendar: Calendar = CALENDAR, paint: Paint | None = None
) -> Ribbon:
    return ribbon(calendar=calendar, today=today, events=events, title="The year at Alder", paint=paint)


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


def parts(svg: str, class_: str) -> list[ET.Element]:
    """Elements that carry the class, whatever others they carry."""
    return [part for part in root_of(svg).iter() if class_ in part.get("class", "").split()]


def number(part: ET.Element, name: str) -> float:
    return float(part.get(name, "nan"))


def test_six_half_terms_in_order_and_none_over_another() -> None:
    bands = parts(draw().year_svg, "term")
    edges = [(number(band, "x"), number(band, "x") + number(band, "width")) for band in bands]
    assert len(edges) == 6
    assert edges == sorted(edges)
    assert all(end < start for (_, end), (start, _) in pairwise(edges))
    assert [part.text for part in parts(draw().year_svg, "lab")] == list(period_names("half-terms").values())


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("meeting", "circle"), ("visit", "circle"), ("training", "circle"),
        ("task", "rect"), ("review", "rect"),
        ("deadline", "path"), ("publication", "path"),
    ],
)  # fmt: skip
def test_a_kind_has_its_shape(kind: str, shape: str) -> None:
    [_, mark] = parts(draw(VISIT, event(date(2027, 2, 1), kind)).year_svg, "mk")
    assert mark.tag == shape


@pytest.mark.parametrize(
    ("state", "day", "classes"),
    [
        ("done", date(2026, 11, 20), "mk done"),
        ("planned", date(2026, 11, 20), "mk late"),
        ("agreed", date(2026, 11, 20), "mk late"),
        ("not_needed", date(2026, 11, 20), "mk off"),
        ("planned", date(2026, 11, 23), "mk next"),
        ("done", date(2026, 11, 24), "mk done"),
        ("planned", date(2027, 1, 20), "mk"),
    ],
)
def test_a_state_has_its_class(state: str, day: date, classes: str) -> None:
    drawn = draw(VISIT, event(day, state=state)).year_svg
    [mark] = [link[1].get("class") for link in root_of(drawn).iter("a") if link.get("href") == "/events/1/"]
    assert mark == classes


def test_late_and_not_needed_have_shapes_of_their_own() -> None:
    past = date(2026, 11, 19)
    shapes = {part.get("d", "")[-1:] for part in parts(draw(event(past, "visit")).year_svg, "late")}
    dashes = {
        "h" in part.get("d", "") for part in parts(draw(event(past, "visit", "not_needed")).year_svg, "off")
    }
    assert (shapes, dashes) == ({"z"}, {True})


def test_marks_of_a_week_stand_in_rows_and_never_upon_each_other() -> None:
    week = [event(date(2027, 1, 11) + timedelta(n % 5), "visit", title=f"T{n}") for n in range(8)]
    drawn = draw(*week).year_svg
    places = [(number(mark, "cx"), number(mark, "cy")) for mark in parts(drawn, "mk")]
    near = [
        (one, other)
        for n, one in enumerate(places)
        for other in places[n + 1 :]
        if abs(one[0] - other[0]) < 9 and abs(one[1] - other[1]) < 9
    ]
    assert (len(places), near, parts(drawn, "more")) == (8, [], [])


def test_what_finds_no_room_is_counted_and_leads_to_the_list() -> None:
    week = [event(date(2027, 1, 11) + timedelta(n % 5), title=f"T{n}") for n in range(12)]
    made = draw(*week)
    [more] = parts(made.year_svg, "more")
    assert (len(parts(made.year_svg, "mk")), more.text) == (7, "+5")
    [link] = [link for link in root_of(made.year_svg).iter("a") if link[1].get("class") == "more"]
    target = link.get("href", "")[1:]
    assert f'id="{target}"' in made.list_html


def test_what_is_next_or_late_always_finds_room() -> None:
    monday = date(2026, 11, 23)
    week = [event(monday, state="done", title=f"A{n}") for n in range(12)]
    drawn = draw(*week, event(monday + timedelta(4), title="Z next"), today=monday + timedelta(2)).year_svg
    assert len(parts(drawn, "next")) == 1
    late = draw(*week, event(monday + timedelta(1), title="Z late"), today=monday + timedelta(2)).year_svg
    assert len(parts(late, "late")) == 1


def test_load_is_scaled_to_the_fullest_week_and_leaves_out_what_is_not_needed() -> None:
    full, half = date(2027, 1, 13), date(2027, 1, 20)
    gone = event(date(2027, 2, 3), state="not_needed", minutes=600)
    drawn = draw(event(full, minutes=300), event(full, minutes=300), event(half, minutes=300), gone).year_svg
    heights = [number(bar, "height") for bar in parts(drawn, "load")]
    assert heights == [32, 16]


def test_a_light_year_does_not_look_full() -> None:
    [bar] = parts(draw(event(date(2027, 1, 13), minutes=60)).year_svg, "load")
    assert number(bar, "height") == 8


def test_today_is_a_line_with_the_word() -> None:
    drawn = draw().year_svg
    [line], [word] = parts(drawn, "now"), parts(drawn, "nowlab")
    assert word.text == "Today"
    assert 0 < number(word, "x") - number(line, "x1") < 10
    summer = draw(today=date(2027, 7, 20)).year_svg
    assert parts(summer, "nowlab")[0].get("text-anchor") == "end"
    assert parts(draw(today=date(2025, 10, 1)).year_svg, "now") == []


def test_closed_days_and_bank_holidays() -> None:
    drawn = draw().year_svg
    assert [part[0].text for part in parts(drawn, "inset")] == ["INSET day: September, Tuesday 1 September"]
    assert [part[0].text for part in parts(drawn, "closed")] == [
        "Closed: Polling, Friday 27 November",
        "May Day, Monday 3 May",
    ]


def test_the_phone_sees_this_half_term_and_the_next() -> None:
    def shown(today: date) -> list[str | None]:
        return [part.text for part in parts(draw(today=today).near_svg, "lab")]

    assert shown(TODAY) == ["Autumn 2", "Spring 1"]
    assert shown(date(2026, 12, 25)) == ["Spring 1", "Spring 2"]
    assert shown(date(2026, 8, 1)) == ["Autumn 1", "Autumn 2"]
    assert shown(date(2027, 7, 30)) == ["Summer 1", "Summer 2"]


def test_words_for_those_who_do_not_see_it() -> None:
    made = draw(
        VISIT, event(date(2026, 9, 10), state="done"), event(date(2026, 11, 2)), event(date(2027, 1, 5))
    )
    assert made.description == (
        "Six half-terms. Today is Monday 23 November 2026, Autumn 2, week 4. 1 thing done, 1 late, 2 to come. "
        "Next: Visit, Tuesday 1 December 2026."
    )
    root = root_of(made.year_svg)
    assert (root[0].tag, root[0].text) == ("title", "The year at Alder")
    assert (root[1].tag, root[1].text) == ("desc", made.description)
    assert root.get("aria-hidden") == "true"
    assert {link.get("tabindex") for link in root.iter("a")} == {"-1"}


def test_the_list_holds_everything_in_order() -> None:
    made = draw(VISIT, event(date(2026, 11, 2), title="Late <one>"), event(date(2026, 6, 26), state="done"))
    assert [(item.date, item.place, item.title, item.status) for item in made.items] == [
        (date(2026, 6, 26), "Before Autumn 1", "T", "Done"),
        (date(2026, 9, 1), "Before Autumn 1", "INSET day: September", ""),
        (date(2026, 11, 2), "Autumn 2", "Late <one>", "Late"),
        (date(2026, 11, 27), "Autumn 2", "Closed: Polling", ""),
        (date(2026, 12, 1), "Autumn 2", "Visit", "Next"),
    ]
    assert '<a href="/events/7/">Visit</a>' in made.list_html
    assert "Late &lt;one&gt;" in made.list_html


def test_a_title_cannot_become_markup() -> None:
    made = draw(replace(VISIT, title='</title><script>alert("x")</script>', url='/"onclick="x'))
    assert "<script" not in made.year_svg + made.near_svg + made.list_html
    assert {name for part in root_of(made.year_svg).iter("a") for name in part.attrib} == {
        "href",
        "tabindex",
    }


def test_no_style_or_script_that_a_strict_policy_would_refuse() -> None:
    drawn = draw(VISIT).year_svg
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", drawn) == []


def test_on_paper_it_has_colours_one_title_and_no_links() -> None:
    drawn = draw(VISIT, event(date(2026, 9, 10), state="done"), paint=Paint(accent="#0b5a63")).year_svg
    root = root_of(drawn)
    assert root[0].text is not None
    assert root[0].text.startswith("The year at Alder. Six half-terms.")
    assert [part.tag for part in root.iter() if part.tag in ("a", "title", "desc")] == ["title"]
    assert root.get("role") == "img"
    assert parts(drawn, "next")[0].get("fill") == "#0b5a63"
    assert [part for part in parts(drawn, "mk") if not part.get("fill")] == []


def test_another_next_can_be_named_but_never_one_that_is_over() -> None:
    later, past = event(date(2027, 1, 5), title="Later"), event(date(2026, 11, 2), title="Past")

    def marked(chosen: RibbonEvent) -> list[str]:
        made = ribbon(
            calendar=CALENDAR, today=TODAY, events=[VISIT, later, past], title="x", next_event=chosen
        )
        return [item.title for item in made.items if item.status == "Next"]

    assert (marked(later), marked(past)) == (["Later"], ["Visit"])


def test_a_school_without_dates_is_drawn_all_the_same() -> None:
    made = draw(VISIT, calendar=Calendar(2026, ()))
    assert len(parts(made.year_svg, "mk")) == 1
    assert made.near_svg == ""
    assert made.description.startswith("No half-terms.")


@examples(40)
@given(
    days=st.lists(st.dates(date(2026, 5, 1), date(2027, 12, 31)), max_size=60),
    today=st.dates(date(2026, 5, 1), date(2027, 12, 31)),
)
def test_nothing_falls_outside_the_drawing(days: list[date], today: date) -> None:
    axis = axis_of_year(CALENDAR, days, 1180)
    assert all(0 <= axis.x(day) <= axis.end(day) <= 1180.01 for day in days)
    assert axis_near(CALENDAR, today, 400) is not None
    made = draw(*(event(day, "visit") for day in days), today=today)
    shown = len(parts(made.year_svg, "mk")) + sum(
        int((part.text or "0")[1:]) for part in parts(made.year_svg, "more")
    )
    assert shown == len([day for day in days if day <= axis.last])
    assert all(0 < number(mark, "cx") < 1180 for mark in parts(made.year_svg, "mk") if mark.get("cx"))
