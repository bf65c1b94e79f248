"""Reads an evaluation framework from YAML, or says everything that is wrong with it, each fault with its place."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from schools.models import School

LARGEST = 200_000  # bytes
PHASES = tuple(School.Phase.values)
KEYS = ("code", "title", "summary", "source", "from", "to", "scales", "areas")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class FrameworkError(Exception):
    """Nothing was written. `problems` has at least one."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class GradeText:
    scale: str
    code: str
    title: str
    meaning: str
    position: int


@dataclass(frozen=True)
class AreaText:
    code: str
    title: str
    meaning: str
    position: int
    phases: tuple[str, ...]
    scale: str


@dataclass(frozen=True)
class FrameworkText:
    code: str
    title: str
    summary: str
    source: str
    from_date: date
    to_date: date | None
    grades: tuple[GradeText, ...]
    areas: tuple[AreaText, ...]

    @property
    def digest(self) -> str:
        """Of what it says: the same however the file is laid out."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


def read_folder(folder: Path) -> list[FrameworkText]:
    """Every framework of the folder, by its first day. FrameworkError names the faults of all of them."""
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not paths:
        raise FrameworkError([f"{folder}: no folder with a .yaml file in it."])
    found: list[FrameworkText] = []
    problems: list[str] = []
    for path in paths:
        try:
            one = read_framework(path)
        except FrameworkError as error:
            problems += error.problems
            continue
        if one.code in {other.code for other in found}:
            problems.append(f"{path.name}, code: another file here has the code {one.code} already.")
        found.append(one)
    if problems:
        raise FrameworkError(problems)
    return sorted(found, key=lambda one: (one.from_date, one.code))


def read_framework(path: Path) -> FrameworkText:
    faults = _Faults(path.name)
    values = _load(path, faults)
    if values is None:
        raise FrameworkError(faults.said)
    for key in values:
        if key not in KEYS:
            faults.say(str(key)[:60], f"is no key of a framework: they are {', '.join(KEYS)}.")
    grades = tuple(_grades(values.get("scales"), faults))
    text = FrameworkText(
        code=faults.code(values, "code", "code"),
        title=faults.text(values, "title", "title", 120),
        summary=faults.text(values, "summary", "summary", 2_000, blank=True),
        source=faults.text(values, "source", "source", 200),
        from_date=faults.day(values, "from") or date.min,
        to_date=faults.day(values, "to", blank=True),
        grades=grades,
        areas=tuple(_areas(values.get("areas"), {grade.scale for grade in grades}, faults)),
    )
    if text.to_date and text.to_date < text.from_date:
        faults.say("to", "is before the day it began.")
    if faults.said:
        raise FrameworkError(faults.said)
    return text


def _grades(value: object, faults: _Faults) -> Iterator[GradeText]:
    if not isinstance(value, dict) or not value:
        faults.say("scales", "expected at least one scale, each with its grades, best first.")
        return
    for scale, rows in value.items():
        where = f"scales, {str(scale)[:60]}"
        if not isinstance(scale, str) or not _CODE.fullmatch(scale) or len(scale) > 20:
            faults.say(where, "a scale is named in small letters, digits and hyphens, at most 20.")
            continue
        for number, (place, row) in enumerate(_rows(rows, where, ("code", "title", "meaning"), faults), 1):
            yield GradeText(
                scale,
                faults.code(row, "code", f"{place}, code"),
                faults.text(row, "title", f"{place}, title", 60),
                faults.text(row, "meaning", f"{place}, meaning", 1_000, blank=True),
                number,
            )


def _areas(value: object, scales: set[str], faults: _Faults) -> Iterator[AreaText]:
    keys = ("code", "title", "meaning", "scale", "phases")
    for number, (place, row) in enumerate(_rows(value, "areas", keys, faults), 1):
        scale, phases = row.get("scale"), row.get("phases", [])
        if scale not in scales:
            faults.say(f"{place}, scale", f"expected one of {', '.join(sorted(scales)) or 'the scales'}.")
        if not isinstance(phases, list) or any(phase not in PHASES for phase in phases):
            faults.say(f"{place}, phases", f"expected a list out of {', '.join(PHASES)}.")
            phases = []
        yield AreaText(
            faults.code(row, "code", f"{place}, code"),
            faults.text(row, "title", f"{place}, title", 120),
            faults.text(row, "meaning", f"{place}, meaning", 1_000, blank=True),
            number,
            tuple(phases),
            str(scale),
        )


def _rows(
    value: object, where: str, keys: tuple[str, ...], faults: _Faults
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with its place. The same code twice is a fault."""
    if not isinstance(value, list) or not value:
        faults.say(where, "expected a list with at least one entry.")
        return
    seen: set[object] = set()
    for number, row in enumerate(value, 1):
        if not isinstance(row, dict):
            faults.say(f"{where}, entry {number}", f"expected the keys {', '.join(keys)}.")
            continue
        code = row.get("code")
        place = f"{where}, {code}" if isinstance(code, str) and code else f"{where}, entry {number}"
        for key in row:
            if key not in keys:
                faults.say(place, f'the key "{str(key)[:60]}" is unknown: known keys are {", ".join(keys)}.')
        if isinstance(code, str) and code in seen:
            faults.say(place, "is here twice.")
        elif isinstance(code, str):
            seen.add(code)
        yield place, row


class _Faults:
    """Gathers what is wrong while reading goes on, and reads the single values."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: list[str] = []

    def say(self, where: str, reason: str) -> None:
        self.said.append(f"{self.name}, {where}: {reason}" if where else f"{self.name}: {reason}")

    def text(self, row: Mapping[str, Any], key: str, where: str, most: int, *, blank: bool = False) -> str:
        value = row.get(key, "" if blank else None)
        if not isinstance(value, str):
            self.say(where, "expected a text." if key in row else "is missing.")
            return ""
        tidy = " ".join(value.split())
        if not tidy and not blank:
            self.say(where, "is empty.")
        if len(tidy) > most:
            self.say(where, f"has {len(tidy):,} characters: at most {most:,}.")
        if not tidy.isprintable():
            self.say(where, "holds a character that is no part of a text.")
        return tidy

    def code(self, row: Mapping[str, Any], key: str, where: str) -> str:
        value = row.get(key)
        if isinstance(value, str) and len(value) <= 40 and _CODE.fullmatch(value):
            return value
        self.say(where, "expected small letters, digits and single hyphens, at most 40.")
        return ""

    def day(self, row: Mapping[str, Any], key: str, *, blank: bool = False) -> date | None:
        value = row.get(key)
        if value is None and blank:
            return None
        if type(value) is date:
            return value
        self.say(key, "expected a day such as 2025-11-10." if key in row else "is missing.")
        return None


class _Loader(yaml.SafeLoader):
    """Refuses a key written twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        keys = [key.value for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.constructor.ConstructorError(
                None, None, f'the key "{str(twice)[:60]}" is here twice', node.start_mark
            )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _load(path: Path, faults: _Faults) -> dict[Any, Any] | None:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            faults.say("", f"has {len(content):,} bytes: at most {LARGEST:,}.")
            return None
        value = yaml.load(content.decode("utf-8-sig"), _Loader)  # noqa: S506 -- a SafeLoader
    except OSError as error:
        faults.say("", f"cannot be read: {error.strerror}.")
    except UnicodeDecodeError as error:
        faults.say("", f"byte {error.start + 1} is not UTF-8: save the file as UTF-8.")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "unknown fault"
        faults.say(f"line {mark.line + 1}" if mark else "", f"cannot be read as YAML: {said}.")
    else:
        if isinstance(value, dict):
            return value
        faults.say("", "expected keys and values, such as `title: Our framework`.")
    return None
