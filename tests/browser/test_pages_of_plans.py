"""Self-evaluation and plans: no page has a fault that a browser can find."""

import pytest

from tests.browser.pages import PLANS
from tests.browser.rows import Row
from tests.browser.soundness import faults
from tests.browser.visit import Window


@pytest.mark.parametrize("row", PLANS, ids=str)
def test_page(row: Row, window: Window) -> None:
    found = faults(row, window)
    assert found == [], "\n".join(found)
