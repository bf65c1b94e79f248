"""Who is in front of the browser, what they open, and what a page says meanwhile."""

import re
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.browser.portal import Portal
from tests.browser.rows import Row

PASSWORD = "demo"
TIMEOUT = 30_000  # milliseconds: a busy machine is slow, and not wrong
WIDE = ViewportSize(width=1280, height=800)


def context_for(browser: Browser, portal: Portal, name: str = "", **options: Any) -> BrowserContext:
    """Windows of one person, signed in; `""` is nobody."""
    context = browser.new_context(
        base_url=portal.url,
        storage_state={"cookies": cookies_of(browser, portal, name)},
        reduced_motion="reduce",  # a colour that is still changing is not the page's colour
        **options,
    )
    context.set_default_timeout(TIMEOUT)
    return context


def cookies_of(browser: Browser, portal: Portal, name: str) -> list[Any]:
    """Everybody signs in once in a run."""
    if not name:
        return []
    if name not in portal.cookies:
        portal.cookies[name] = _sign_in(browser, portal, name)
    return portal.cookies[name]


def _sign_in(browser: Browser, portal: Portal, name: str) -> list[Any]:
    if name in portal.sessions:
        return [{"name": "sessionid", "value": portal.sessions[name], "domain": "localhost", "path": "/"}]
    # By request and without a page: the form itself has its tests in test_sign_in.py.
    context = context_for(browser, portal)
    form = context.request.get("/accounts/login/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token is not None
    email = f"{name.removeprefix('half.')}@demo.example"
    fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": PASSWORD}
    answer = context.request.post("/accounts/login/", form=fields, max_redirects=0)
    assert answer.status == 302, f"{email} cannot sign in"
    cookies: list[Any] = context.cookies()
    context.close()
    return cookies


def fill_in_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


class Window:
    """One page that everybody takes turns at: quick, for the browser keeps the styles and its process."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self._browser, self._portal = browser, portal
        self.page = context_for(browser, portal).new_page()
        self.said: list[str] = []
        self._asked: set[Request] = set()
        self.answer: Response | None = None
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error.message}"))
        self.page.on("response", self._response)
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)

    def show(self, row: Row) -> Page:
        cookies = cookies_of(self._browser, self._portal, row.who)
        self.page.context.clear_cookies()
        self.page.context.add_cookies(cookies)
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")
        # The page before may still be saving: what it asked is cut off here, and is not this page's fault.
        self.page.goto("about:blank")
        self.said.clear()
        self._asked.clear()
        self.page.goto((self._portal.outside_demo if row.outside_demo else "") + self._filled(row.address))
        if row.then:
            row.then(self.page)
            self.page.wait_for_load_state()
        return self.page

    def _filled(self, address: str) -> str:
        return address.format(**self._portal.places)

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be fetched is told by its answer.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.said.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self._asked.add(request)

    def _failed(self, request: Request) -> None:
        if request in self._asked:
            self.said.append(f"not fetched: {request.url}")

    def _response(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self.answer = answer
        elif answer.status >= 400:
            self.said.append(f"{answer.status}: {answer.url}")
