"""The same step in two windows, and the way back after an action."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenAs


def test_done_in_one_window_and_then_in_the_other(person: OpenAs) -> None:
    first = person("head.elm")
    first.goto("/")
    second = first.context.new_page()
    second.goto("/")
    title = first.get_by_role("heading", level=1).inner_text()
    first.get_by_role("button", name="Mark as done").click()
    expect(first.get_by_role("status")).to_contain_text("is marked as done.")
    second.get_by_role("button", name="Mark as done").click()
    refusal = second.get_by_role("alert")
    expect(refusal).to_contain_text(
        "changed a moment ago. Nothing is lost: look at it as it is now, then decide."
    )
    # Undone in the first, it is open in both again.
    first.get_by_role("button", name="Undo").first.click()
    expect(first.get_by_role("status")).to_contain_text("is as it was before.")
    second.goto("/")
    expect(second.get_by_role("heading", level=1)).to_have_text(title)


def test_the_way_back_repeats_nothing(person: OpenAs) -> None:
    page = person("head.larch")
    page.goto("/handbook/")
    page.goto("/")
    title = page.get_by_role("heading", level=1).inner_text()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("status")).to_contain_text(f"“{title}” is marked as done.")
    page.go_back()
    page.go_forward()
    page.reload()
    assert sent == ["POST"]
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
