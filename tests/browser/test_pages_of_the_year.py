"""The year and the handbook: no page has a fault that a browser can find.

Two files share the pages, so that both cores have work.
"""

import pytest

from tests.browser.pages import HANDBOOK, SCHEDULE
from tests.browser.rows import Row
from tests.browser.soundness import faults
from tests.browser.visit import Window


@pytest.mark.parametrize("row", [*SCHEDULE, *HANDBOOK], ids=str)
def test_page(row: Row, window: Window) -> None:
    found = faults(row, window)
    assert found == [], "\n".join(found)
