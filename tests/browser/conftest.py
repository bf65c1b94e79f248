"""One demo for all that a worker runs, one browser for each file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.servers import chromium
from tests.browser.portal import Portal, served
from tests.browser.visit import TIMEOUT, Window, context_for

OpenAs = Callable[..., Page]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with served(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file only: while it lives an event loop runs here, and Django refuses its database beside one."""
    program = chromium()  # without a browser this fails, and nothing is skipped
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def window(browser: Browser, portal: Portal) -> Window:
    return Window(browser, portal)


@pytest.fixture
def person(browser: Browser, portal: Portal) -> Iterator[OpenAs]:
    """`person("head.alder")` is a page of their own; closed when the test ends."""
    opened: list[BrowserContext] = []

    def open_as(name: str, **options: Any) -> Page:
        opened.append(context_for(browser, portal, name, **options))
        return opened[-1].new_page()

    yield open_as
    for context in opened:
        context.close()
