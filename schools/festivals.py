"""Festivals and test weeks of a school year, to choose from when days are marked. Nothing is marked by itself.

Festivals come from the `holidays` library, which carries each where a country keeps it: Muslim ones by calculation
(Afghanistan's calendar, worked out and not announced), Hindu and Sikh ones from India, Jewish ones from Israel; those
of the Eastern churches from dateutil. Good Friday and Easter Monday are bank holidays already.
Days set by the moon can differ by one from what a community keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.easter import EASTER_ORTHODOX, easter

from schools.test_weeks import SOURCE, TEST_WEEKS

MUSLIM, HINDU, SIKH, JEWISH, CHRISTIAN, TESTS = "Muslim", "Hindu", "Sikh", "Jewish", "Christian", "Tests"
DAY = timedelta(1)
COVERED = range(2001, 2036)  # the years for which the library knows India's calendar


@dataclass(frozen=True, slots=True)
class Offer:
    """A run of days to tick. `code` is its place in the form; `phases` empty: at every school."""

    code: str
    group: str
    kind: str
    label: str
    first: date
    last: date
    note: str = ""
    phases: frozenset[str] = frozenset()

    @property
    def dates(self) -> str:
        """With the weekday, so that one on a Sunday is seen to need nothing."""
        first, last = self.first, self.last
        if first == last:
            return f"{first:%A} {first.day} {first:%B %Y}"
        return f"{first:%a} {first.day} {first:%B} to {last:%a} {last.day} {last:%B %Y}"


# As the library calls it, what it is called here, whose it is, and for how many days it is offered.
_INDIA = (
    ("Dussehra", "Dussehra", HINDU, 1),
    ("Diwali", "Diwali", HINDU, 1),
    ("Guru Nanak’s Birthday", "Guru Nanak Gurpurab", SIKH, 1),
    ("Holi", "Holi", HINDU, 1),
    ("Vaisakhi", "Vaisakhi", SIKH, 1),
    ("Janmashtami (Vaishnava)", "Janmashtami", HINDU, 1),
)
_ISRAEL = (
    ("Rosh Hashanah", "Rosh Hashanah", JEWISH, 2),
    ("Yom Kippur", "Yom Kippur", JEWISH, 1),
    ("Sukkot", "Sukkot, the first two days", JEWISH, 2),
    ("Pesach", "Passover, the first two days", JEWISH, 2),
    ("Shavuot", "Shavuot", JEWISH, 2),
)
_MUSLIM = (
    ("Eid al-Fitr", "Eid al-Fitr", MUSLIM, 1),
    ("Eid al-Adha", "Eid al-Adha", MUSLIM, 1),
)
BY_THE_MOON = "By the moon: can differ by a day."
FROM_THE_EVENING = "Begins on the evening before."


@lru_cache(maxsize=32)
def offers_of(start_year: int) -> tuple[Offer, ...]:
    """In order of date."""
    first, last = date(start_year, 9, 1), date(start_year + 1, 8, 31)
    found = [
        one
        for one in (*_of_library(start_year), *_of_the_east(start_year), *_tests(start_year))
        if first <= one.first <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.label)))


def _of_library(start_year: int) -> Iterator[Offer]:
    years = (start_year, start_year + 1)
    for country, rows, note in (
        ("IN", _INDIA, BY_THE_MOON),
        ("IL", _ISRAEL, FROM_THE_EVENING),
        ("AF", _MUSLIM, BY_THE_MOON),
    ):
        named = _named(country, years)
        for theirs, label, group, days in rows:
            for day in _starts(named.get(theirs, [])):
                yield _festival(
                    group, label, day, day + (days - 1) * DAY, "" if label == "Vaisakhi" else note
                )
    yield from _ramadan(_named("AF", years))


def _starts(days: list[date]) -> list[date]:
    """The first day of each run. The moon's year is shorter than ours, so one year may hold two."""
    return [day for day in days if day - DAY not in days]


def _ramadan(named: dict[str, list[date]]) -> Iterator[Offer]:
    """The month, up to the day before Eid."""
    for first in named.get("First Day of Ramadan", ()):
        eid = next((day for day in named.get("Eid al-Fitr", ()) if day > first), None)
        if eid:
            yield _festival(MUSLIM, "Ramadan", first, eid - DAY, BY_THE_MOON)


def _of_the_east(start_year: int) -> Iterator[Offer]:
    christmas, sunday = date(start_year + 1, 1, 7), easter(start_year + 1, EASTER_ORTHODOX)
    yield _festival(CHRISTIAN, "Orthodox Christmas", christmas, christmas, "")
    yield _festival(CHRISTIAN, "Orthodox Good Friday", sunday - 2 * DAY, sunday - 2 * DAY, "")
    ash = easter(start_year + 1) - 46 * DAY
    yield _festival(CHRISTIAN, "Ash Wednesday", ash, ash, "")


def _festival(group: str, label: str, first: date, last: date, note: str) -> Offer:
    return Offer(_code(label, first), group, "festival", label, first, last, note)


def _tests(start_year: int) -> Iterator[Offer]:
    note = f"Check before relying on it: {SOURCE}."
    for one in TEST_WEEKS.get(start_year, ()):
        yield Offer(
            _code(one.label, one.first), TESTS, "tests", one.label, one.first, one.last, note, one.phases
        )


def _code(label: str, first: date) -> str:
    return f"{label}-{first}".lower().replace(",", "").replace(" ", "-")


@lru_cache(maxsize=32)
def _named(country: str, years: tuple[int, ...]) -> dict[str, list[date]]:
    """Each name on its days, in order; a day may have several names, and an estimate says so in brackets."""
    kept = holidays.country_holidays(
        country,
        years=[year for year in years if year in COVERED],
        language="en_US",
        categories=tuple(holidays.country_holidays(country).supported_categories),
    )
    found: dict[str, list[date]] = {}
    for day in sorted(kept):
        for name in kept[day].split("; "):
            found.setdefault(name.removesuffix(" (estimated)"), []).append(day)
    return found
