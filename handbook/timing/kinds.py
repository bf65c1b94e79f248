"""The kinds of timing, as frozen values, and the words they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PERIODS = ("AUT1", "AUT2", "SPR1", "SPR2", "SUM1", "SUM2")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOST_WEEKS = 12  # no half-term is longer
MOST_INSET = 10
UNITS = {
    # name, and the most of them: two years, which is as far as schedule.dates looks
    "wd": ("working day", 500),
    "sd": ("school day", 380),
    "w": ("week", 104),
    "m": ("month", 24),
    "d": ("day", 730),
}
TRIGGERS: Mapping[str, str] = {
    # What starts a process in a school on a day nobody can plan, and how a page names it. The words are
    # reserved: "6w after appointment" always means the trigger, so no step may have one of them as its code.
    "appointment": "appointment",
    "vacancy": "the vacancy",
    "inspection": "the inspection call",
    "joining": "joining the trust",
    "concern": "the concern",
    "complaint": "the complaint",
    "trigger": "the day the process is opened",
}
PERIOD_NAMES: Mapping[str, str] = dict(
    zip(PERIODS, ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"), strict=True)
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class TimingError(ValueError):
    """One sentence for a person: the text, the place in it, and what was expected there."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """A week (both ends the same), a day of it, or a run of weeks. Negative weeks count from the end."""

    from_period: str
    from_week: int
    to_period: str
    to_week: int
    weekday: int | None = None  # 0 is Monday; only with a single week
    previous: bool = False  # in the school year before

    @property
    def single(self) -> bool:
        return (self.from_period, self.from_week) == (self.to_period, self.to_week)


@dataclass(frozen=True, slots=True)
class Inset:
    number: int


@dataclass(frozen=True, slots=True)
class OnDay:
    day: int
    month: int


@dataclass(frozen=True, slots=True)
class ByDay:
    day: int
    month: int
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Relative:
    amount: int
    unit: str  # a key of UNITS
    before: bool
    step: str  # "visit", "P06.data", or a trigger word (only when not before)

    @property
    def follows_trigger(self) -> bool:
        return self.step in TRIGGERS


@dataclass(frozen=True, slots=True)
class Trigger:
    word: str


Single = Weeks | Inset | OnDay | ByDay | Relative | Trigger


@dataclass(frozen=True, slots=True)
class Each:
    timings: tuple[Single, ...]


Timing = Single | Each


def references(timing: Timing) -> tuple[str, ...]:
    """The steps it follows, as written: ("visit",) or ("P06.data",)."""
    match timing:
        case Relative(step=step) if step not in TRIGGERS:
            return (step,)
        case Each(timings):
            return tuple(dict.fromkeys(step for part in timings for step in references(part)))
        case _:
            return ()


def triggers(timing: Timing) -> tuple[str, ...]:
    """The trigger words it waits for."""
    match timing:
        case Trigger(word):
            return (word,)
        case Relative(step=step) if step in TRIGGERS:
            return (step,)
        case Each(timings):
            return tuple(dict.fromkeys(word for part in timings for word in triggers(part)))
        case _:
            return ()
