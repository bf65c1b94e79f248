"""The first page of the trust on widths where its table is no list yet: the page itself never scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenAs


@pytest.mark.parametrize("width", [545, 640])
def test_the_table_of_schools_scrolls_and_not_the_page(person: OpenAs, width: int) -> None:
    page = person("lead", viewport={"width": width, "height": 900})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("region", name="Every school")).to_be_visible()
