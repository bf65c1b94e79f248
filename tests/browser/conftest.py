"""One demo for all that a worker runs, one browser for each file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.servers import chromium
from tests.browser.portal import Portal, served
from tests.browser.visit import Visitor

AsPerson = Callable[[str], Visitor]

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
def visitors(browser: Browser, portal: Portal) -> Iterator[dict[str, Visitor]]:
    """Who has a window open in this file, by name."""
    opened: dict[str, Visitor] = {}
    yield opened
    for visitor in opened.values():
        visitor.context.close()


@pytest.fixture
def as_person(browser: Browser, portal: Portal, visitors: dict[str, Visitor]) -> AsPerson:
    """`as_person("head.alder")` is a window in which they are signed in; `""` is nobody."""

    def open_window(name: str) -> Visitor:
        if name not in visitors:
            visitors[name] = Visitor.enter(browser, portal, name)
        return visitors[name]

    return open_window
