"""Writes YAML in one way only: the same data always gives the same bytes, and lines stay short enough to compare.

Texts are what handbook.pack.kinds lets through: one line with single spaces, or Markdown with no space at the
end of a line. A long line is folded (`>-`), several lines are kept as they are (`|`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import yaml

from handbook.pack.yaml_in import Value

WIDTH = 120
ROW_WIDTH = 160  # of a list item written on one line, like a row of a table
SENTENCES = {"success", "questions"}  # lists of sentences: one to a line
ROWS = {"prepare", "fields"}  # lists of small mappings: one to a line where they fit

_resolve: Callable[..., str] = yaml.resolver.Resolver().resolve
_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@`")
_STR = "tag:yaml.org,2002:str"


def write_yaml(values: Mapping[str, Value]) -> str:
    return "\n".join(_mapping(values, "")) + "\n"


def _mapping(values: Mapping[str, Value], indent: str) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(key, value, indent)


def _entry(key: str, value: Value, indent: str) -> Iterator[str]:
    start = f"{indent}{key}:"
    if isinstance(value, str):
        yield from _text(start, value, indent)
    elif isinstance(value, dict) and value:
        if key == "minutes" and len(line := f"{start} {_flow(value)}") <= WIDTH:
            yield line
        else:
            yield start
            yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, list) and value:
        if key not in SENTENCES and _is_flat(value) and len(line := f"{start} {_flow(value)}") <= WIDTH:
            yield line
        else:
            yield start
            for item in value:
                yield from _item(item, indent, as_row=key in ROWS)
    else:
        yield f"{start} {_flow(value)}"


def _item(item: Value, indent: str, *, as_row: bool) -> Iterator[str]:
    if isinstance(item, str):
        yield from _text(f"{indent}-", item, indent)
    elif isinstance(item, dict) and item:
        if (
            as_row
            and all(not isinstance(v, list | dict) or not v for v in item.values())
            and len(row := f"{indent}- {_flow(item)}") <= ROW_WIDTH
        ):
            yield row
            return
        lines = _mapping(item, f"{indent}  ")
        yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
        yield from lines
    else:
        yield f"{indent}- {_flow(item)}"


def _text(start: str, text: str, indent: str) -> Iterator[str]:
    if "\n" in text:
        yield f"{start} |"
        for line in text.split("\n"):
            yield f"{indent}  {line}" if line else ""
        return
    line = f"{start} {_scalar(text, flow=False)}"
    if len(line) <= WIDTH or " " not in text or "  " in text:
        yield line
        return
    yield f"{start} >-"
    yield from _folded(text.split(" "), f"{indent}  ")


def _folded(words: Sequence[str], indent: str) -> Iterator[str]:
    line = indent + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > WIDTH:
            yield line
            line = indent + word
        else:
            line += f" {word}"
    yield line


def _is_flat(values: Sequence[Value]) -> bool:
    return not any(isinstance(value, list | dict) for value in values)


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return _scalar(value, flow=True)


def _scalar(value: str | float | date | None, *, flow: bool) -> str:
    if isinstance(value, str):
        return value if _is_plain(value, flow=flow) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value)


@lru_cache(maxsize=8192)  # the same words stand in a pack again and again
def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether YAML reads the text as that text without quotes."""
    return not (
        not text
        or text.startswith(_INDICATORS)
        or text.endswith((":", " "))
        or ": " in text
        or " #" in text
        or text.startswith(" ")
        or (flow and any(sign in text for sign in ",[]{}:?"))
        or _resolve(yaml.ScalarNode, text, (True, False)) != _STR
    )
