"""How many examples a property is tried with: a few each time, all of them with PORTAL_EXAMPLES=all.

Each run draws others, so that what a few miss today a few find tomorrow; `make test` keeps what failed in .hypothesis.
"""

import os
from typing import Any

from hypothesis import settings

FEW = 3  # one in three
ALL = os.environ.get("PORTAL_EXAMPLES") == "all"


def dear(most: int) -> int:
    """Of a property whose every example fills the database anew: never fewer than two."""
    return most if ALL else max(2, most // 6)


def examples(most: int, **more: Any) -> settings:
    """`@examples(100)` above `@given`; never fewer than ten."""
    return settings(max_examples=most if ALL else max(10, most // FEW), deadline=None, **more)
