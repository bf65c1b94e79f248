"""What is wrong with a pack: every fault with its place, gathered while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Problem:
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class PackError(Exception):
    """Nothing was written. `problems` has at least one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if (more := len(self.problems) - MOST_SHOWN) > 0:
            lines.append(f"and {more:,} more.")
        super().__init__("\n".join(lines))


class Place:
    """Somewhere in a pack: it says what is wrong there and knows the places inside it."""

    def __init__(self, problems: list[Problem], path: tuple[str, ...] = ()) -> None:
        self._problems = problems
        self._path = path

    def at(self, part: str) -> Place:
        return Place(self._problems, (*self._path, part))

    def up(self) -> Place:
        return Place(self._problems, self._path[:-1])

    def say(self, reason: str) -> None:
        self._problems.append(Problem(", ".join(self._path), reason))
