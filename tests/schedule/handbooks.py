"""A few steps written out, and a strategy for handbooks of any kind of step."""

from hypothesis import strategies as st

from handbook.timing import (
    Each,
    Timing,
    parse,
)
from schedule.dates import StepRule, Window, resolve
from schools.terms import Calendar
from tests.handbook.timings import after_triggers, fixed, relatives, triggers


def rules(**texts: str) -> list[StepRule]:
    """Steps of P01; two underscores stand for the dot of another process."""
    return [
        StepRule(name.replace("__", ".") if "__" in name else f"P01.{name}", parse(text))
        for name, text in texts.items()
    ]


def one(text: str, calendar: Calendar, previous: Calendar | None = None) -> Window:
    return resolve(rules(step=text), calendar, previous)["P01.step"]


@st.composite
def handbooks(draw: st.DrawFn) -> list[StepRule]:
    """A few steps of any kind, each free to follow those before it, in any order."""
    made: list[StepRule] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = st.sampled_from([rule.ref for rule in made]) if made else st.nothing()
        follower = relatives(earlier) if made else fixed
        single = fixed | triggers | after_triggers() | follower
        timing: Timing = draw(single | st.lists(single, min_size=2, max_size=3).map(lambda t: Each(tuple(t))))
        made.append(StepRule(f"P{number % 3:02}.s{number}", timing))
    return draw(st.permutations(made))
