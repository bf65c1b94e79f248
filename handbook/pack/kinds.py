"""What a value of a pack may be: each kind takes what YAML gave, says what is wrong, and returns a usable value."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.markup import DIRECTION_MARKS, find_faults
from handbook.pack.problems import Place
from handbook.pack.yaml_in import Value
from handbook.timing import TimingError, parse, print_timing
from people import roles

SENTENCE = 1_000  # characters
GUIDANCE = 6_000
GUIDE = 60_000
LONGEST_TIMING = 200
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SLUG_HINT = "small letters, digits and single hyphens"


@dataclass(frozen=True)
class Kind:
    """`empty` stands in for a value that cannot be used, so that reading goes on and finds the other faults."""

    read: Callable[[Value, Place], Any]
    empty: Any


def described(value: Value) -> str:  # noqa: PLR0911 -- a line for each type
    match value:
        case None:
            return "nothing"
        case bool():
            return f"{str(value).lower()} (a word such as Yes or No needs quotes to be a text)"
        case str():
            return f'the text "{value if len(value) <= 60 else value[:60] + "..."}"'
        case date():
            return f"the date {value} (it needs quotes to be a text)"
        case list():
            return "a list"
        case dict():
            return "keys and values"
        case int():
            return f"the number {value}"
        case _:
            return "a number"


def _odd_character(text: str) -> str:
    if text.replace("\n", "").replace("\t", "").isprintable():
        return ""  # nearly every text; sign by sign takes sixty times as long
    for sign in text:
        if sign in DIRECTION_MARKS:
            return (
                f"the direction mark U+{ord(sign):04X}, which makes words read differently from what they say"
            )
        if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") and sign not in "\n\t":
            return f"the character U+{ord(sign):04X}, which is no part of a text"
        if sign == "\ufeff" or ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF:
            return f"the character U+{ord(sign):04X}, which is no part of a text"
    return ""


def _as_text(value: Value, place: Place, most: int) -> str:
    if not isinstance(value, str):
        place.say(f"expected a text, found {described(value)}.")
    elif odd := _odd_character(value):
        place.say(f"holds {odd}.")
    elif len(value) > most:
        place.say(f"has {len(value):,} characters: at most {most:,}.")
    else:
        return value
    return ""


def text(most: int = SENTENCE, *, blank: bool = False) -> Kind:
    """One line of plain text."""

    def read(value: Value, place: Place) -> str:
        found = _as_text(value, place, most)
        tidy = " ".join(re.split(r"[ \n\t]+", found.strip(" \n\t")))
        if not blank and isinstance(value, str) and not value.strip():
            place.say("is empty.")
        return tidy

    return Kind(read, "")


def read_markdown(value: Value, place: Place, most: int) -> str:
    found = _as_text(value, place, most)
    for line, reason in find_faults(found):
        place.say(f"line {line}: {reason}")
    lines = (line.rstrip(" ") for line in found.expandtabs(4).split("\n"))
    return "\n".join(lines).strip(" \n")


def markdown() -> Kind:
    return Kind(lambda value, place: read_markdown(value, place, GUIDANCE), "")


def pattern(expression: str, most: int, expected: str) -> Kind:
    def read(value: Value, place: Place) -> str:
        if isinstance(value, str) and len(value) <= most and re.fullmatch(expression, value):
            return value
        place.say(f"expected {expected}, at most {most} characters; found {described(value)}.")
        return ""

    return Kind(read, "")


def slug(most: int) -> Kind:
    return pattern(SLUG, most, _SLUG_HINT)


def one_of(*words: str) -> Kind:
    def read(value: Value, place: Place) -> str:
        if isinstance(value, str) and value in words:
            return value
        place.say(f"expected one of {', '.join(words)}; found {described(value)}.")
        return ""

    return Kind(read, "")


def _read_role(value: Value, place: Place) -> str:
    if isinstance(value, str) and roles.is_known(value):
        return value
    place.say(f"expected a role or job code of people/roles.py, found {described(value)}.")
    return ""


role = Kind(_read_role, "")


def whole(lowest: int, highest: int) -> Kind:
    def read(value: Value, place: Place) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        place.say(f"expected a whole number from {lowest} to {highest}, found {described(value)}.")
        return lowest

    return Kind(read, lowest)


def _read_yes_no(value: Value, place: Place) -> bool:
    if isinstance(value, bool):
        return value
    place.say(f"expected true or false, found {described(value)}.")
    return False


yes_no = Kind(_read_yes_no, False)  # noqa: FBT003 -- the value itself


def _read_day(value: Value, place: Place) -> date | None:
    if isinstance(value, date):
        return value
    place.say(f"expected a date such as 2027-07-02, found {described(value)}.")
    return None


day = Kind(_read_day, None)


def _read_timing(value: Value, place: Place) -> str:
    found = _as_text(value, place, 1_000)
    if not isinstance(value, str) or (value and not found):
        return ""
    try:
        canonical = print_timing(parse(found))
    except TimingError as error:
        place.say(str(error))
        return ""
    if len(canonical) > LONGEST_TIMING:
        place.say(f"is too long: at most {LONGEST_TIMING} characters.")
        return ""
    return canonical


timing = Kind(_read_timing, "")


def optional(kind: Kind, absent: object = None) -> Kind:
    """`null` is allowed and read as `absent`."""
    return Kind(lambda value, place: absent if value is None else kind.read(value, place), absent)


def many(kind: Kind, label: str = "", *, least: int = 0, unique: bool = False) -> Kind:
    """With a `label` an item's place is "step review" beside the list's own name, without it "told, item 2"."""

    def read(value: Value, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            place.say(f"expected a list, found {described(value)}.")
            return ()
        around = place.up() if label else place
        items = tuple(
            kind.read(item, around.at(_label(label or "item", number, item)))
            for number, item in enumerate(value, 1)
        )
        if len(items) < least:
            place.say(f"needs at least {least}.")
        if unique:
            for item, times in Counter(items).items():
                if item and times > 1:
                    place.say(f"has {item} twice.")
        return items

    return Kind(read, ())


def _label(label: str, number: int, item: Value) -> str:
    """ "step review" where it has a code that can be shown, "step 3" where not."""
    code = item.get("code") if isinstance(item, dict) else None
    shown = isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,80}", code)
    return f"{label} {code if shown else number}"


def _read_minutes(value: Value, place: Place) -> dict[str, int]:
    if not isinstance(value, dict):
        place.say(f"expected roles with minutes, such as {{headteacher: 5}}; found {described(value)}.")
        return {}
    amount = whole(0, 10_000)
    order = (*roles.ROLES, *roles.JOBS)
    for code in value:
        if not roles.is_known(code):
            place.say(f'"{code[:60]}" is no role or job code of people/roles.py.')
    return {code: amount.read(value[code], place.at(code)) for code in order if code in value}


minutes = Kind(_read_minutes, {})
