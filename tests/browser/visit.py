"""Somebody's window on the portal, and what a page said while it was open."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.browser.pages import Row
from tests.browser.portal import Portal

PASSWORD = "demo"
TIMEOUT = 10_000  # milliseconds


@dataclass(frozen=True)
class Visitor:
    context: BrowserContext
    portal: Portal

    @classmethod
    def enter(cls, browser: Browser, portal: Portal, name: str, **options: Any) -> "Visitor":
        """Signs in once in a run; later windows get the same cookies."""
        if name and name not in portal.states:
            portal.states[name] = _sign_in(browser, portal, name)
        context = browser.new_context(base_url=portal.url, storage_state=portal.states.get(name), **options)
        context.set_default_timeout(TIMEOUT)
        return cls(context, portal)

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page


def _sign_in(browser: Browser, portal: Portal, name: str) -> Any:
    context = browser.new_context(base_url=portal.url)
    context.set_default_timeout(TIMEOUT)
    if name in portal.sessions:
        context.add_cookies([{"name": "sessionid", "value": portal.sessions[name], "url": portal.url}])
    else:
        page = context.new_page()
        fill_in_sign_in(page, f"{name.removeprefix('half.')}@demo.example")
    state = context.storage_state()
    context.close()
    return state


def fill_in_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show(page: Page, row: Row, portal: Portal) -> None:
    """The page as the row has it."""
    page.goto((portal.outside_demo if row.outside_demo else "") + row.address.format(**portal.places))
    if row.then:
        row.then(page)
        page.wait_for_load_state()


class Listener:
    """Every warning, error and failed request of a page, and the answer that brought what is seen."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        self.answer: Response | None = None
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"script: {error.message}"))
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self.said.append(f"not fetched: {request.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be fetched is told by its answer.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.said.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _response(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self.answer = answer
        elif answer.status >= 400:
            self.said.append(f"{answer.status}: {answer.url}")
