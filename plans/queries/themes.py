"""What several schools work on at once, so that training or support can be shared. By school name, never by rank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from plans.queries.plan_list import ListedPriority, PlanLine

SEVERAL = 2
GOES_WELL = frozenset({"B", "G"})
MOST_WORDS = 12
# Words that join others, and what every plan says.
EMPTY = frozenset(
    """
    about above across after again all also always and another any are around been before being between both but
    can child children choose class classes could do does during each early every everyone first for from full get give
    good has have help high how improve improved improves improving into its keep lead leaders like made make
    makes making more most need needs new next not now off one only other our out over own people plan pupil pupils put
    quality school schools secure set should so some staff strong stronger such take than that the their them
    then there they this those through time to together trust two under until up use used using very want was
    way week well were what when where which while who whole why will with without work year years your
    """.split()  # noqa: SIM905 -- one word a line would fill two screens
)


@dataclass(frozen=True)
class Part:
    """One school's share in a theme. `goes_well`: its last review says that it works."""

    school: str
    plan_pk: int
    priority: ListedPriority

    @property
    def goes_well(self) -> bool:
        return bool(self.priority.said and self.priority.said.impact in GOES_WELL)


@dataclass(frozen=True)
class Theme:
    title: str
    parts: tuple[Part, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.school for part in self.parts))

    @property
    def shows_others(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.school for part in self.parts if part.goes_well))


@dataclass(frozen=True)
class Themes:
    served: tuple[Theme, ...]
    areas: tuple[Theme, ...]
    words: tuple[Theme, ...]


def themes_in(lines: Iterable[PlanLine]) -> Themes:
    """Of the schools' own plans; no question to the database."""
    parts = [
        Part(line.name, line.plan.pk, priority)
        for line in lines
        if line.school is not None and line.plan is not None
        for priority in line.priorities
    ]
    return Themes(
        _shared(_by(parts, lambda one: (one.serves,) if one.serves else ())),
        _shared(_by(parts, lambda one: one.areas)),
        _by_word(parts),
    )


def _by(parts: Iterable[Part], names: Callable[[ListedPriority], Iterable[str]]) -> Mapping[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        for name in names(part.priority):
            found[name].append(part)
    return found


def _shared(found: Mapping[str, list[Part]]) -> tuple[Theme, ...]:
    """What most schools share comes first: there training reaches most people."""
    themes = [Theme(name, tuple(parts)) for name, parts in found.items()]
    several = [theme for theme in themes if len(theme.schools) >= SEVERAL]
    return tuple(sorted(several, key=lambda theme: (-len(theme.schools), theme.title)))


def _by_word(parts: Iterable[Part]) -> tuple[Theme, ...]:
    shown: dict[str, str] = {}
    for part in parts:
        for key, word in words_of(part.priority.title).items():
            shown.setdefault(key, word)
    themes = _shared(_by(parts, lambda one: words_of(one.title)))[:MOST_WORDS]
    return tuple(Theme(shown[theme.title], theme.parts) for theme in themes)


def words_of(title: str) -> dict[str, str]:
    """The words that say what a priority is about: one form for one and many, and as it is written."""
    words = re.findall(r"[A-Za-z]{3,}(?:-[A-Za-z]+)*", title)
    found = {_one(word.lower()): word if word.isupper() else word.lower() for word in words}
    return {key: word for key, word in found.items() if key not in EMPTY and word.lower() not in EMPTY}


def _one(word: str) -> str:
    """ "lessons" as "lesson"; "class" and "focus" as they are."""
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word
    )
