"""Every way in that needs no other service."""

import re
from email import message_from_bytes, policy

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs
from tests.browser.portal import Portal
from tests.browser.visit import fill_in_sign_in

HEAD = "head.alder@demo.example"


def _expect_next_at_alder(page: Page) -> None:
    expect(page.locator(".place b")).to_have_text("Alder")
    expect(page.locator(".kicker")).to_have_text(re.compile("What (comes next|waits longest)"))
    expect(page.locator("article.next h1")).to_have_count(1)
    expect(page.locator("details.me > summary")).to_contain_text("Ruth Ellison")


def test_by_the_form(person: OpenAs) -> None:
    page = person("")
    fill_in_sign_in(page, HEAD)
    _expect_next_at_alder(page)


def test_by_the_demo_button(person: OpenAs) -> None:
    page = person("")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Ruth Ellison").click()
    _expect_next_at_alder(page)


def test_to_the_page_that_was_asked_for(person: OpenAs) -> None:
    page = person("")
    page.goto("/handbook/targets/study/")
    page.get_by_role("button", name="Ruth Ellison").click()
    expect(page).to_have_url(re.compile("/handbook/targets/study/$"))


def test_a_wrong_password_says_so_and_keeps_the_address(person: OpenAs) -> None:
    page = person("")
    fill_in_sign_in(page, HEAD, "not this")
    expect(page.get_by_role("alert")).to_contain_text("You are not signed in")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(HEAD)


def test_with_a_second_step(person: OpenAs, portal: Portal) -> None:
    page = person("")
    fill_in_sign_in(page, "second@demo.example")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    page.goto("/next/")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))  # half-way is not in
    page.get_by_label("Code").fill(portal.sessions["recovery_code"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("details.me > summary")).to_contain_text("Second Person")


def test_an_invitation_opens_an_account_once(person: OpenAs, portal: Portal) -> None:
    page = person("lead")
    page.goto("/people/invite/")
    page.get_by_label("Name").fill("Bridget Foley")
    page.get_by_label("E-mail").fill("bridget@example.org")
    page.get_by_label("Role").select_option("headteacher")
    page.get_by_label("School").select_option(label="Birch Academy (900002)")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").filter(has_text="invited")).to_contain_text("bridget@example.org")
    [mail] = portal.mails.glob("*-bridget@example.org.eml")
    text = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
    assert text is not None
    link = re.search(rf"{portal.url}/invitation/\S+", text.get_content())
    assert link is not None
    guest = person("")
    guest.goto(link[0])
    guest.get_by_label("A password").fill("a long walk by the river")
    guest.get_by_role("button", name="Open my account").click()
    expect(guest.locator(".place b")).to_have_text("Birch")
    second = person("")
    second.goto(link[0])
    expect(second.get_by_role("heading", level=1)).to_have_text("This invitation cannot be used")


def test_a_passkey(person: OpenAs) -> None:
    """Added, used to sign in, and removed: the scripts of it run under the content policy."""
    page = person("sure")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("details.me > summary")).to_contain_text("Chidi Okafor")
