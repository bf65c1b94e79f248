"""The drawing: half-terms as bands, the load of each week, closed days, today, and the events as marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString

from adapters.svg import element, join
from people.words import duration
from schedule.ribbon import words
from schedule.ribbon.axis import Axis, Week, axis_near, axis_of_year
from schedule.ribbon.listing import describe, items_of, list_of, next_of, standing_of
from schedule.ribbon.marks import COLUMN, ROW, Placed, mark, place_marks
from schedule.ribbon.paint import LARGER, Paint
from schedule.ribbon.pieces import STANDING_WORDS, Around, Ribbon, RibbonEvent
from schedule.ribbon.strip import load_list, over_words, week_words
from schools.terms import Calendar, bank_holidays, monday_of, period_names

YEAR_WIDTH = 1180.0
NEAR_WIDTH = 400.0
TODAY_ROW = 18.0
BAND = 36.0
GAP = 7.0
NAMES_ROW = 17.0
DATES_ROW = 14.0
# Minutes: a week's bar fills the band at this, or at the year's fullest week when that is more.
FULL_WEEK = 240
# The heat strip hangs under the band.
STRIP_GAP, STRIP, STRIP_OVER = 3.0, 6.0, 10.0
STRIP_ROW = STRIP_GAP + STRIP_OVER


def ribbon(
    *,
    calendar: Calendar,
    today: date,
    events: Sequence[RibbonEvent],
    title: str,
    names: Mapping[str, str] | None = None,
    ident: str = "ribbon",
    next_event: RibbonEvent | None = None,
    paint: Paint | None = None,
    around: Around | None = None,
) -> Ribbon:
    """`names`: half-terms as the trust calls them. `next_event`: the one to emphasise, when not the first to come.

    `around`: the heat strip under the band, and the days to keep free.
    `paint` is for paper: colours in the drawing, the whole description in its title, no links.
    """
    ordered = tuple(sorted(events, key=lambda event: (event.date, event.title)))
    upcoming = next_event if next_event and not next_event.standing(today) else next_of(ordered, today)
    named = tuple((names or period_names("half-terms")).items())
    return _drawn(calendar, today, ordered, upcoming, named, title, ident, paint, around or Around())


@lru_cache(maxsize=64)
def _drawn(
    calendar: Calendar,
    today: date,
    events: tuple[RibbonEvent, ...],
    upcoming: RibbonEvent | None,
    named: tuple[tuple[str, str], ...],
    title: str,
    ident: str,
    paint: Paint | None,
    around: Around,
) -> Ribbon:
    names = dict(named)
    description = describe(calendar, today, events, upcoming, names) + over_words(around.weeks)
    drawer = _Drawer(calendar, today, events, upcoming, names, paint, around)
    year = axis_of_year(calendar, [event.date for event in events], YEAR_WIDTH)
    near = axis_near(calendar, today, NEAR_WIDTH)
    heading = f"{title}. {description}" if paint else title
    items = items_of(calendar, today, events, upcoming, names, ident, around.marked)
    return Ribbon(
        drawer.draw(year, "year", ident, heading, description),
        drawer.draw(near, "near", ident, heading, description) if near and not paint else SafeString(),
        items,
        list_of(items),
        title,
        description,
        load_list(around.weeks),
        load_url=around.load_url,
    )


class _Drawer:
    """One year's content, drawn along any axis."""

    def __init__(
        self,
        calendar: Calendar,
        today: date,
        events: Sequence[RibbonEvent],
        upcoming: RibbonEvent | None,
        names: Mapping[str, str],
        paint: Paint | None,
        around: Around,
    ) -> None:
        self.around, self.below = around, 0.0
        self.calendar, self.today, self.events, self.upcoming = calendar, today, events, upcoming
        self.names, self.paint = names, paint
        self.size = LARGER if paint else 1.0
        self.minutes: dict[date, int] = defaultdict(int)
        for event in events:
            if event.minutes and event.state != "not_needed":
                self.minutes[monday_of(event.date)] += event.minutes
        self.fullest = max([FULL_WEEK, *self.minutes.values()])

    def draw(self, axis: Axis, which: str, ident: str, title: str, description: str) -> SafeString:
        placed = place_marks(axis, self.events, self.upcoming, self.today)
        rows = max([one.row for one in placed], default=0) + 1
        top = TODAY_ROW * self.size + rows * ROW + GAP
        self.below = top + BAND + (STRIP_ROW if self.around.weeks else 0)
        height = self.below + (NAMES_ROW + DATES_ROW) * self.size + 4
        parts = [
            element("title", title),
            *([] if self.paint else [element("desc", description)]),
            *self._terms(axis, top),
            *self._weeks(axis, top),
            *self._closed(axis, top),
            *self._strip(axis, top + BAND),
            *self._free(axis, top),
            *self._today(axis),
            *self._marks(placed, top - GAP, ident),
        ]
        return element(
            "svg",
            join(parts),
            class_=f"ribbon ribbon-{which}",
            viewBox=f"0 0 {axis.width:.0f} {height:.0f}",
            # On a page its words stand beside it as text: a picture may hold no links, and these marks are links.
            role="img" if self.paint else None,
            aria_hidden=None if self.paint else "true",
            font_family=self.paint.family if self.paint else None,
        )

    def _part(self, name: str, class_: str, *children: str, **attributes: str | float | None) -> SafeString:
        colours = self.paint.of(class_) if self.paint else {}
        return element(name, *children, class_=class_, **attributes, **colours)

    def _terms(self, axis: Axis, top: float) -> list[SafeString]:
        parts = []
        for period in self.calendar.periods:
            if period.last < axis.first or period.first > axis.last:
                continue
            x, end = axis.x(period.first), axis.end(period.last)
            parts += [
                self._part("rect", "term", x=x, y=top, width=end - x, height=BAND, rx=2.0),
                self._part(
                    "text", "lab", self.names.get(period.code, period.code), x=x, y=self.below + NAMES_ROW * self.size
                ),
                self._part(
                    "text", "dates", f"{words.short(period.first)} to {words.short(period.last)}",
                    x=x, y=self.below + (NAMES_ROW + DATES_ROW) * self.size,
                ),
            ]  # fmt: skip
        if axis.lead:
            parts.append(self._part("text", "dates", "Before", x=0.0, y=self.below + NAMES_ROW * self.size))
        return parts

    def _weeks(self, axis: Axis, top: float) -> list[SafeString]:
        """A bar for each week's load, upon a fine line between the weeks."""
        bottom = top + BAND
        lines = "".join(
            f"M{week.x:.1f} {bottom - 4:.1f}v4"
            for before, week in zip(axis.weeks, axis.weeks[1:], strict=False)
            if before.is_school and week.is_school
        )
        parts = [self._part("path", "weeks", d=lines)] if lines else []
        for week in axis.weeks:
            minutes = self.minutes.get(week.monday, 0)
            if minutes:
                height = max(1.5, (BAND - 4) * minutes / self.fullest)
                left, right = self._within_term(axis, week)
                told = element("title", f"Week from {words.full(week.monday)}: {duration(minutes)} of work")
                parts.append(
                    self._part(
                        "rect", "load", "" if self.paint else told,
                        x=left, y=bottom - height, width=right - left, height=height,
                    )
                )  # fmt: skip
        return parts

    def _within_term(self, axis: Axis, week: Week) -> tuple[float, float]:
        """Where a week's bar begins and ends: not before the half-term's first day nor after its last."""
        left, right = week.x, week.x + week.width
        for period in self.calendar.periods:
            if week.monday in self.calendar.weeks(period.code):
                left, right = max(left, axis.x(period.first)), min(right, axis.end(period.last))
        return left + 1.2, max(right - 1.2, left + 2)

    def _closed(self, axis: Axis, top: float) -> list[SafeString]:
        """INSET and data days as dark strips, closures and bank holidays as gaps in the band."""
        days = {day.date: (day.kind, words.closed(day)) for day in self.calendar.closed}
        for day, name in {**bank_holidays(axis.first.year), **bank_holidays(axis.last.year)}.items():
            if self.calendar.period_of(day):
                days.setdefault(day, ("closure", name))
        parts = []
        for day, (kind, told) in sorted(days.items()):
            if axis.first <= day <= axis.last and day.weekday() < 5:
                title = "" if self.paint else element("title", f"{told}, {words.full(day)}")
                class_, inset = ("closed", 1.0) if kind == "closure" else ("inset", 0.6)
                x, width = axis.x(day), axis.end(day) - axis.x(day)
                parts.append(
                    self._part(
                        "rect", class_, title, x=x + inset, y=top, width=width - 2 * inset, height=BAND
                    )
                )
        return parts

    def _strip(self, axis: Axis, bottom: float) -> list[SafeString]:
        """The tint of each week by what the busiest role is asked for. Over the limit it hangs lower as well."""
        weeks = {week.monday: week for week in self.around.weeks}
        parts = []
        for place in axis.weeks if weeks else ():
            week = weeks.get(place.monday)
            if week is None and not place.is_school:
                continue
            left, right = self._within_term(axis, place)
            told = "" if self.paint or week is None else element("title", week_words(week))
            parts.append(
                self._part(
                    "rect", f"heat{week.step if week else 0}", told, x=left, y=bottom + STRIP_GAP,
                    width=right - left, height=STRIP_OVER if week and week.is_over else STRIP, rx=1.0,
                )
            )  # fmt: skip
        return parts

    def _free(self, axis: Axis, top: float) -> list[SafeString]:
        """Days to keep free, as a line upon the band."""
        parts = []
        for one in self.around.marked:
            if one.last >= axis.first and one.first <= axis.last:
                x = axis.x(max(one.first, axis.first))
                width = max(axis.end(min(one.last, axis.last)) - x, 2.0)
                told = "" if self.paint else element("title", f"Keep free: {one.label}, {one.dates}")
                parts.append(self._part("rect", "free", told, x=x, y=top - 1.0, width=width, height=2.5))
        return parts

    def _today(self, axis: Axis) -> list[SafeString]:
        if not axis.first <= self.today <= axis.last:
            return []
        x = (axis.x(self.today) + axis.end(self.today)) / 2
        at_end = x > axis.width - 50
        return [
            self._part("line", "now", x1=x, x2=x, y1=2.0, y2=self.below + 3),
            self._part(
                "text", "nowlab", "Today",
                x=x - 5 if at_end else x + 5, y=12.0 * self.size, text_anchor="end" if at_end else None,
            ),
        ]  # fmt: skip

    def _marks(self, placed: Sequence[Placed], bottom: float, ident: str) -> list[SafeString]:
        parts = []
        for one in placed:
            y = bottom - one.row * ROW - ROW / 2
            if one.more:
                told = f"{one.more} more in the week from {words.full(monday_of(one.event.date))}"
                text = self._part("text", "more", f"+{one.more}", x=one.x - COLUMN / 2, y=y + 4)
                parts.append(self._linked(text, told, f"#{ident}-{monday_of(one.event.date)}"))
                continue
            standing = standing_of(one.event, self.upcoming, self.today)
            name, attributes = mark(one.event.kind, standing, one.x, y)
            drawn = self._part(name, f"mk {standing}".rstrip(), **attributes)
            status = STANDING_WORDS[standing]
            told = (
                f"{words.full(one.event.date)}: {one.event.title}{f' ({status.lower()})' if status else ''}"
            )
            parts.append(self._linked(drawn, told, one.event.url))
        return parts

    def _linked(self, drawn: SafeString, told: str, url: str) -> SafeString:
        """The list beside the drawing is for the keyboard: 120 stops before the page begins would be in its way."""
        if self.paint:
            return drawn
        title = element("title", told)
        if not url:
            return element("g", title, drawn)
        return element("a", title, drawn, href=url, tabindex="-1")
