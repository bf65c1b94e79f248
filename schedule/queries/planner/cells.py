"""The cells of the planner's tables as HTML: a week of a hundred schools has six hundred, and through a template they
would take longer than everything else on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from schedule.queries.planner.entries import Entry, Group
from schedule.queries.planner.grids import Cell
from schedule.ribbon.words import full


@dataclass(frozen=True)
class Look:
    """What a cell says beside the titles."""

    by_school: bool  # its row is one school: each event on a line of its own
    says_where: bool
    says_who: bool
    list_address: str  # of one process; the day and the process are added


def cells_html(cells: Iterable[Cell], look: Look) -> SafeString:
    return SafeString("".join(_cell(cell, look) for cell in cells))


def _cell(cell: Cell, look: Look) -> str:
    classes = {
        "outside": cell.is_outside,
        "bare": cell.is_bare and not cell.is_outside,
        "closed": cell.is_closed,
        "today": cell.is_today and not look.by_school,
    }
    named = " ".join(name for name, holds in classes.items() if holds)
    if cell.is_outside or (cell.is_bare and look.by_school):
        return f'<td class="{named}"></td>'
    notes = "".join(f'<p class="day-note {note.kind}">{escape(note.words)}</p>' for note in cell.notes)
    lines = "".join(f"<li>{line}</li>" for group in cell.groups for line in _lines(group, cell, look))
    listed = f"<ul>{lines}</ul>" if lines else ""
    return f'<td class="{named}">{_day(cell, look)}{notes}{listed}</td>'


def _day(cell: Cell, look: Look) -> str:
    """The head of the column says it on a wide page; on a phone there is none."""
    moment = f'datetime="{cell.day}"'
    if look.by_school:
        return f'<time class="unseen-wide" {moment}>{full(cell.day)}</time>'
    today = " <b>Today</b>" if cell.is_today else ""
    before, after = (
        f'<span class="unseen-wide">{word}</span>' for word in (f"{cell.day:%A} ", f" {cell.day:%B}")
    )
    return f"<time {moment}>{before}{cell.day.day}{after}{today}</time>"


def _lines(group: Group, cell: Cell, look: Look) -> Iterable[str]:
    if look.by_school or group.is_one:
        return [_one(entry, look) for entry in group.entries]
    return [_several(group, cell, look)]


def _one(entry: Entry, look: Look) -> str:
    where = f" <small>{escape(entry.where)}</small>" if look.says_where else ""
    if entry.standing == "late":
        return f'{entry.marked}{where} <small class="late">{escape(entry.state)}</small>'
    who = f" <small>{escape(entry.owner)}</small>" if look.says_who else ""
    return f"{entry.marked}{where}{who}"


def _several(group: Group, cell: Cell, look: Look) -> str:
    late = f', <b class="late">{group.late} late</b>' if group.late else ""
    places = ", ".join(
        f'<a href="{entry.item.url}">{escape(entry.where)}</a>{f" at {entry.clock}" if entry.clock else ""}'
        for entry in group.shown
    )
    if group.more > 0:
        address = escape(f"{look.list_address}&day={cell.day}&process={group.process}")
        places += f' and {group.more} more: <a href="{address}">see them all</a>'
    title = escape(group.first.item.title)
    return (
        f'<details><summary class="ev {group.shape}">{title} <small>{len(group.entries)} schools{late}</small>'
        f"</summary><p>{places}</p></details>"
    )
