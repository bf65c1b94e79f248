"""Reads YAML down to texts, whole numbers, dates, true, false, null, lists and mappings, and nothing else.

Built on the parser's events: an alias, a tag or a tenth level is met before anything is made of it.
"""

from __future__ import annotations

import re
from datetime import date

import yaml

from handbook.pack.problems import Place

Value = str | int | float | bool | date | list["Value"] | dict[str, "Value"] | None

DEEPEST = 10
_CORE = "tag:yaml.org,2002:"
# Without libyaml the same events come more slowly.
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Unreadable(Exception):
    def __init__(self, reason: str, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else "unknown"
        super().__init__(f"line {line}: {reason}")


def read_yaml(text: str, place: Place) -> dict[str, Value] | None:
    """The mapping a file holds. None when it cannot be read, and `place` has been told why."""
    try:
        value = _Reader(text).document()
    except _Unreadable as error:
        place.say(str(error))
        return None
    except yaml.YAMLError as error:
        place.say(_said(error))
        return None
    if not isinstance(value, dict):
        place.say("expected keys and values, such as `title: Starter handbook`.")
        return None
    return value


def _said(error: yaml.YAMLError) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is None:
        return "cannot be read as YAML: it holds a character that YAML does not allow."
    return f"line {mark.line + 1}: cannot be read as YAML: {problem or 'unknown fault'}."


class _Reader:
    def __init__(self, text: str) -> None:
        self.parser = _Parser(text)

    def document(self) -> Value:
        self.next()  # the stream begins
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        value = self.value(self.next(), 1)
        self.next()  # the document ends
        if not isinstance(event := self.next(), yaml.StreamEndEvent):
            raise _Unreadable("a second document begins here: a file holds one.", event)
        return value

    def next(self) -> yaml.Event:
        event: yaml.Event = self.parser.get_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Unreadable("anchors (&) and aliases (*) are not allowed: write the text again.", event)
        if tag := getattr(event, "tag", None):
            raise _Unreadable(f"the tag {tag[:60]} is not allowed.", event)
        return event

    def value(self, event: yaml.Event, depth: int) -> Value:
        if depth > DEEPEST:
            raise _Unreadable(f"more than {DEEPEST} levels deep.", event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(depth)
        if isinstance(event, yaml.SequenceStartEvent):
            values: list[Value] = []
            while not isinstance(event := self.next(), yaml.SequenceEndEvent):
                values.append(self.value(event, depth + 1))
            return values
        return self.scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def mapping(self, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not isinstance(key, str):
                raise _Unreadable("a key has to be a word.", event)
            if key in values:
                raise _Unreadable(f'the key "{key[:60]}" is here twice.', event)
            values[key] = self.value(self.next(), depth + 1)
        return values

    def scalar(self, event: yaml.ScalarEvent) -> Value:
        text: str = event.value
        tag: str = self.parser.resolve(yaml.ScalarNode, text, event.implicit).removeprefix(_CORE)
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() in ("yes", "true", "on")
            case "int" if re.fullmatch(r"0|-?[1-9][0-9]{0,8}", text):
                return int(text)
            case "int" | "float":
                return float("nan")  # a number, but none that a pack can hold
            case "timestamp":
                return _read_date(text)
            case _:
                return text


def _read_date(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
    except ValueError:
        return text
