"""The keys of what is carried into the next year: "P10.visit" becomes "P10.visit#from-2026". Pure."""

import re

MOST = 80  # letters of a key
_TAIL = re.compile(r"(?:[#-]from-[0-9]{4})+$")
_FROM = re.compile(r"#(?:.*-)?from-([0-9]{4})$")


def key_carried(key: str, start_year: int) -> str:
    """The key in the next year of what the year that began in `start_year` leaves unfinished."""
    step, _, rest = key.partition("#")
    tail = f"#{rest}-from-{start_year}" if rest else f"#from-{start_year}"
    return step[: MOST - len(tail)] + tail


def key_of_rule(key: str) -> str:
    """The key that the step's own rule gives, whatever year it was carried from."""
    return _TAIL.sub("", key)


def is_carried(key: str) -> bool:
    """Cheap enough to be asked of every event of a hundred schools."""
    return "from-" in key.partition("#")[2]


def year_carried_from(key: str) -> int | None:
    """The year it was first asked in, where it is carried over."""
    found = _FROM.search(key)
    return int(found[1]) if found else None
