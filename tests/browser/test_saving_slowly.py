"""A page that saves itself where the answer is long in coming, or does not come: nothing typed meanwhile is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal, served
from tests.browser.test_signed_out import open_to_write, sign_out


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One of its own: what is written in it would change the pages that other files visit."""
    with served(tmp_path_factory.mktemp("saving-slowly")) as running:
        yield running


def hold_the_first_save(page: Page) -> list[Route]:
    held: list[Route] = []

    def on_its_way(route: Route) -> None:
        if route.request.method == "POST" and not held and "here" not in route.request.url:
            held.append(route)
        else:
            route.continue_()

    page.route("**/plans/**", on_its_way)
    return held


def typed_and_on_its_way(page: Page, held: list[Route]) -> None:
    page.get_by_label("Because").fill("One.")
    wait_until_on_its_way(page, held)


def wait_until_on_its_way(page: Page, held: list[Route]) -> None:
    for _ in range(200):
        if held:
            return
        page.wait_for_timeout(50)
    pytest.fail("The page did not save itself.")


def is_save(request: Request) -> bool:
    return request.method == "POST" and "as-you-go" in request.headers.get("x-save", "")


def test_what_is_typed_meanwhile_is_saved_after_it(person: OpenAs, portal: Portal) -> None:
    page = open_to_write(person, portal)
    held = hold_the_first_save(page)
    typed_and_on_its_way(page, held)
    page.get_by_label("Because").fill("One. Two.")
    page.wait_for_timeout(2700)  # longer than the page's own pause: it has tried again, and was told to wait
    with page.expect_request_finished(is_save):
        held[0].continue_()
    with page.expect_request_finished(is_save):
        pass
    expect(page.locator(".save-bar [data-part=state]")).to_contain_text("Saved at")
    page.reload()
    expect(page.get_by_label("Because")).to_have_value("One. Two.")


def test_the_button_waits_for_it(person: OpenAs, portal: Portal) -> None:
    page = open_to_write(person, portal)
    held = hold_the_first_save(page)
    typed_and_on_its_way(page, held)
    page.get_by_label("Because").fill("Three. Four.")
    page.get_by_role("button", name="Save").last.click()
    with page.expect_navigation():
        held[0].continue_()
    expect(page.locator(".notice")).to_contain_text("Saved at")
    expect(page.get_by_label("Because")).to_have_value("Three. Four.")


@pytest.mark.parametrize("why", ["a save is on its way", "signed out"])
def test_the_browser_asks_whoever_leaves_then(person: OpenAs, portal: Portal, why: str) -> None:
    page = open_to_write(person, portal)
    if why == "signed out":
        sign_out(page.context.new_page())
        page.get_by_label("Because").press_sequentially("Words. ")
        expect(page.locator(".save-bar [data-part=state]")).to_contain_text("you are signed out")
    else:
        held = hold_the_first_save(page)
        page.get_by_label("Because").press_sequentially("Words. ")
        wait_until_on_its_way(page, held)
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
