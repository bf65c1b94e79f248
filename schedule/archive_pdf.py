"""A closed year as a PDF: of one school, or of the trust. What would tell a tier is left out of every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.template.loader import render_to_string

from adapters.pdf import render_pdf
from schedule.models import YearArchive
from schedule.queries.archive import Broken, Ended, Opened, broken_notice, ended, openings_of, time_of
from schedule.queries.items import TELLS_NO_TIER
from schedule.queries.year_figures import Figures, figures
from schedule.ribbon import Paint, Ribbon, RibbonEvent, ribbon
from schedule.words import SchoolTime
from schools.accent import DEFAULT, readable
from schools.models import School, SchoolYear, Trust
from schools.queries import calendar_of, the_trust
from schools.terms import Calendar, monday_of, period_names

STYLESHEETS = ("portal/faces.css", "print/page.css", "print/archive.css")


@dataclass(frozen=True)
class Week:
    heading: str
    lines: tuple[Ended, ...]


@dataclass(frozen=True)
class Section:
    name: str
    dates: str
    weeks: tuple[Week, ...]

    @property
    def lines(self) -> list[Ended]:
        return [line for week in self.weeks for line in week.lines]

    @property
    def counts(self) -> list[int]:
        """On time, late, not needed, not done."""
        found = Counter(line.outcome.kind for line in self.lines)
        return [found[kind] for kind in ("done", "amber", "off", "unknown")]


@dataclass(frozen=True)
class Archive:
    year: SchoolYear
    school: School | None
    trust: Trust | None
    figures: Figures
    schools: tuple[Figures, ...]  # every school's, for the trust
    ribbon: Ribbon
    sections: tuple[Section, ...]
    openings: tuple[Opened, ...]
    broken: tuple[Broken, ...]  # at every school, for the trust

    @property
    def title(self) -> str:
        return f"The year {self.year} at {self.name}"

    @property
    def name(self) -> str:
        return self.school.name if self.school else self.trust.name if self.trust else "the trust"

    @property
    def not_done(self) -> list[Ended]:
        return [line for one in self.sections for line in one.lines if line.outcome.kind == "unknown"]

    @property
    def closed_by(self) -> str:
        return self.year.closed_by.name if self.year.closed_by else "the portal"


def archive_pdf(archive: YearArchive) -> tuple[bytes, int]:
    """The file and the number of its pages. PdfUnavailable where the machine cannot make PDFs."""
    page = read_archive(archive.year, archive.school)
    last = 0

    def on_page(number: int) -> None:
        nonlocal last
        last = number  # each round over the document ends with its last page

    pdf = render_pdf(
        html=render_to_string("schedule/archive_paper.html", {"page": page}),
        stylesheets=STYLESHEETS,
        title=page.title,
        colours={"accent": readable(page.trust.accent if page.trust else DEFAULT).light},
        on_page=on_page,
    )
    return pdf, last


def read_archive(year: SchoolYear, school: School | None) -> Archive:
    trust = school.trust if school else the_trust()
    time = time_of(year, school, trust)
    calendar = calendar_of(year, school)
    lines = ended(year, school, time, TELLS_NO_TIER, Q())
    schools = list(School.objects.select_related("trust").order_by("name", "pk")) if school is None else []
    rows = figures(year, [school] if school else schools, TELLS_NO_TIER, trust=school is None)
    own = next((one for one in rows if one.school == school), Figures(school))
    return Archive(
        year=year,
        school=school,
        trust=trust,
        figures=own,
        schools=tuple(one for one in rows if one.school is not None) if school is None else (),
        ribbon=_drawn(calendar, lines, f"The year at {own.name}, {year}", time, trust),
        sections=tuple(_sections(calendar, time, lines)),
        openings=tuple(openings_of(year, school, time)),
        broken=tuple(broken_notice(year, time)) if school is None else (),
    )


def _drawn(
    calendar: Calendar, lines: Sequence[Ended], title: str, time: SchoolTime, trust: Trust | None
) -> Ribbon:
    """As on the day after the year: what was not done is drawn as what would be late."""
    after = date(calendar.start_year + 1, 9, 1)
    return ribbon(
        calendar=calendar,
        today=after,
        events=[
            RibbonEvent(one.due, one.opens, one.title, one.kind, one.state, one.minutes) for one in lines
        ],
        title=title,
        names=time.names or period_names("half-terms"),
        paint=Paint(accent=readable(trust.accent if trust else DEFAULT).light),
    )


def _sections(calendar: Calendar, time: SchoolTime, lines: Sequence[Ended]) -> list[Section]:
    by_code: dict[str, list[Ended]] = {}
    for line in lines:
        by_code.setdefault(_code(calendar, line.due), []).append(line)
    sections = []
    if "" in by_code:
        first = time.names.get(calendar.periods[0].code, "") if calendar.periods else "the year"
        sections.append(Section(f"Before {first}", "", _weeks(time, by_code[""], calendar.start_year)))
    for period in calendar.periods:
        dates = f"{period.first.day} {period.first:%B} to {period.last.day} {period.last:%B %Y}"
        weeks = _weeks(time, by_code.get(period.code, []), calendar.start_year)
        sections.append(Section(_named(time.names, period.code), dates, weeks))
    return sections


def _code(calendar: Calendar, day: date) -> str:
    """The half-term that has begun by then; nothing before the first."""
    return next((period.code for period in reversed(calendar.periods) if period.first <= day), "")


def _named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)


def _weeks(time: SchoolTime, lines: Sequence[Ended], start_year: int) -> tuple[Week, ...]:
    headed = groupby(lines, key=lambda line: _heading(time, line.due, start_year))
    return tuple(Week(heading, tuple(group)) for heading, group in headed)


def _heading(time: SchoolTime, day: date, start_year: int) -> str:
    """ "Week 5, from 30 November"; the month, for what prepares the year before it begins."""
    calendar = next((one for one in time.calendars if one.start_year == start_year), None)
    place = calendar.place_of(day) if calendar else None
    if place is not None:
        monday = monday_of(day)
        return f"Week {place[1]}, from {monday.day} {monday:%B}"
    if calendar is None or day < calendar.periods[0].first:
        return f"{day:%B %Y}"
    return time.holiday(day)
