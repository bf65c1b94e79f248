"""The lines of the planner's list as HTML: a page has a hundred, and printed it has all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString

from schedule.queries.planner.entries import Entry


@dataclass(frozen=True)
class LineLook:
    """`of_one_school`: only what is the trust's says where. `may_tick`: a box before what is open, `ticked` or not."""

    of_one_school: bool
    may_tick: bool = False
    ticked: frozenset[str] = frozenset()


def lines_html(entries: Iterable[Entry], look: LineLook) -> SafeString:
    return SafeString("".join(_line(entry, look) for entry in entries))


def _line(entry: Entry, look: LineLook) -> str:
    due = entry.item.due
    state = f"tag {entry.tag}" if entry.tag else "soft"
    return (
        f'<li class="event{" tickable" if look.may_tick else ""}">{_tick(entry, look)}'
        f'<time datetime="{due}">{_short(due)}</time>'
        f'<div class="what"><a href="{entry.item.url}">{escape(entry.item.title)}</a>'
        f"<small>{' · '.join(_facts(entry, look))}</small></div>"
        f'<span class="state"><span class="{state}">{escape(entry.state)}</span></span></li>'
    )


def _tick(entry: Entry, look: LineLook) -> str:
    if not look.may_tick:
        return ""
    if not entry.item.is_open:
        return '<span class="no-tick">&nbsp;</span>'
    pk = str(entry.item.pk)
    name = escape(f"{entry.item.title}, {entry.where}, {_short(entry.item.due)}")
    checked = " checked" if pk in look.ticked else ""
    return f'<input type="checkbox" name="event" value="{pk}"{checked} aria-label="{name}">'


def _facts(entry: Entry, look: LineLook) -> list[str]:
    item = entry.item
    facts = []
    if not look.of_one_school or item.school_id is None:
        facts.append(escape(entry.where))
    facts.append(escape(entry.owner))
    if entry.clock:
        facts.append(entry.clock)
    if item.opens != item.due:
        facts.append(f"from {_day(item.opens)}")
    if item.last_school_date and item.last_school_date != item.due:
        facts.append(f"last school day before it {_day(item.last_school_date)}")
    return facts


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
