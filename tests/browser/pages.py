"""Every page and who opens it. test_every_page.py compares this with the URL resolver."""

from playwright.sync_api import Page

from tests.browser.areas import (
    check,
    copies,
    documents,
    drafts,
    editing,
    feeds,
    load,
    moving,
    openings,
    planner,
    plans_evaluation,
    plans_imports,
    plans_outputs,
    plans_reviews,
    plans_writing,
    publishing,
    reading,
    rollover,
    search,
)
from tests.browser.rows import AS_SCRIPT, CSV, JSON, PDF, POST, TEXT, Row, Without

AREAS = (
    check, copies, documents, drafts, editing, feeds, load, moving, openings, planner,
    plans_evaluation, plans_imports, plans_outputs, plans_reviews, plans_writing,
    publishing, reading, rollover, search,
)  # fmt: skip


# ------------------------------------------------------------------ what is done on a page first


def _send_unchecked(page: Page, button: str) -> None:
    """The browser's own checks are off, so that the portal's are seen, and every form is open."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.evaluate("for (const more of document.querySelectorAll('main details')) more.open = true")
    page.get_by_role("button", name=button, exact=True).click()


def without_a_reason(page: Page) -> None:
    _send_unchecked(page, "Mark as not needed")


def without_a_file(page: Page) -> None:
    _send_unchecked(page, "Attach it")


def without_an_answer(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.locator("main form[method=post]").last.locator("[type=submit], button").first.click()


def with_a_wrong_password(page: Page) -> None:
    page.get_by_label("E-mail address").fill("head.alder@demo.example")
    page.get_by_label("Password").fill("not this")
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_a_wrong_file(page: Page) -> None:
    wrong = b"urn,academic_year,kind,code,first_day,last_day,label\n1,2026/27,holiday,,soon,,\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "dates.csv", "mimeType": "text/csv", "buffer": wrong}
    )
    page.locator("main form[method=post] [type=submit]").click()


def marked_as_done(page: Page) -> None:
    page.get_by_role("button", name="Mark as done").click()


def with_the_year_as_a_list(page: Page) -> None:
    page.locator("details.ribbon-list > summary").click()


def with_the_menu_open(page: Page) -> None:
    page.locator("details.me > summary").click()


def with_a_stale_form(page: Page) -> None:
    page.locator("details.me [name=csrfmiddlewaretoken]").evaluate("field => field.remove()")
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Sign out").click()


# ------------------------------------------------------------------ the pages

ENTRANCE = [
    Row("account_login", "/accounts/login/"),
    Row("account_login", "/accounts/login/", then=with_a_wrong_password),
    Row("account_login", "/accounts/login/", outside_demo=True),
    Row("account_login", "/accounts/login/", outside_demo=True, then=with_a_wrong_password),
    Row("account_signup", "/accounts/signup/"),
    Row("account_inactive", "/accounts/inactive/"),
    Row("account_reset_password", "/accounts/password/reset/"),
    Row("account_reset_password", "/accounts/password/reset/", then=without_an_answer),
    Row("account_reset_password_done", "/accounts/password/reset/done/"),
    Row("account_reset_password_from_key", "/accounts/password/reset/key/{reset}/"),
    Row("account_reset_password_from_key", "/accounts/password/reset/key/1-wrong/"),
    Row("account_reset_password_from_key_done", "/accounts/password/reset/key/done/"),
    Row("account_confirm_email", "/accounts/confirm-email/nothing/"),
    Row("account_email_verification_sent", "/accounts/confirm-email/"),
    Row("mfa_authenticate", "/accounts/2fa/authenticate/", "half.second"),
    Row("socialaccount_login_cancelled", "/accounts/3rdparty/login/cancelled/"),
    Row("socialaccount_login_error", "/accounts/3rdparty/login/error/", "head.alder", 401),
    Row("people:accept", "/invitation/{invitation}/"),
    Row("people:accept", "/invitation/{invitation}/", then=without_an_answer),
    Row("people:accept", "/invitation/forged/", status=410),
]

ACCOUNT = [
    Row("account_logout", "/accounts/logout/", "head.alder"),
    Row("account_reauthenticate", "/accounts/reauthenticate/", "head.alder"),
    Row("people:address", "/accounts/email/", "head.alder"),
    Row("account_change_password", "/accounts/password/change/", "head.alder"),
    Row("account_change_password", "/accounts/password/change/", "head.alder", then=without_an_answer),
    Row("account_set_password", "/accounts/password/set/", "microsoft"),
    Row("socialaccount_connections", "/accounts/3rdparty/", "head.alder"),
    Row("mfa_index", "/accounts/2fa/", "head.alder"),
    Row("mfa_index", "/accounts/2fa/", "second"),
    Row("mfa_activate_totp", "/accounts/2fa/totp/activate/", "sure"),
    Row("mfa_activate_totp", "/accounts/2fa/totp/activate/", "sure", then=without_an_answer),
    Row("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/", "second"),
    Row("mfa_reauthenticate", "/accounts/2fa/reauthenticate/", "second"),
    Row("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/", "second"),
    Row("mfa_generate_recovery_codes", "/accounts/2fa/recovery-codes/generate/", "second"),
    Row("mfa_list_webauthn", "/accounts/2fa/webauthn/", "head.alder"),
    Row("mfa_list_webauthn", "/accounts/2fa/webauthn/", "second"),
    Row("mfa_add_webauthn", "/accounts/2fa/webauthn/add/", "sure"),
    Row("mfa_edit_webauthn", "/accounts/2fa/webauthn/keys/{passkey}/edit/", "second"),
    Row("mfa_remove_webauthn", "/accounts/2fa/webauthn/keys/{passkey}/remove/", "second"),
    Row("mfa_reauthenticate_webauthn", "/accounts/2fa/webauthn/reauthenticate/", "second"),
    Row("people:me", "/me/", "head.alder"),
    Row("people:me", "/me/", "head.cedar", then=with_the_menu_open),
    Row("people:second_factor", "/me/second-factor/", "ceo"),
    Row("people:roles", "/who-can-see-what/", "governor.alder"),
    Row("people:audit", "/audit/", "lead"),
]

SCHEDULE = [
    Row("schedule:home", "/", "head.alder"),
    Row("schedule:home", "/", "head.alder", then=with_the_year_as_a_list),
    Row("schedule:home", "/", "head.hazel", then=marked_as_done),
    Row("schedule:home", "/", "deputy.alder"),
    Row("schedule:home", "/", "middle.alder"),
    Row("schedule:home", "/", "governor.alder"),
    Row("schedule:home", "/", "partner"),
    Row("schedule:home", "/", "ceo"),
    Row("schedule:home", "/", "trustee"),
    Row("schedule:home", "/", "clerk"),
    Row("schedule:home", "/", "admin"),
    Row("schedule:next", "/next/", "head.elm"),
    Row("schedule:next", "/next/", "lead"),
    Row("schedule:next", "/next/", "partner"),
    Row("schedule:next", "/next/", "head.cedar"),
    Row("schedule:next_school", "/next/900007/", "head.larch"),
    Row("schedule:next_school", "/next/900007/", "lead"),
    Row("schedule:next_school", "/next/900006/", "head.cedar"),
    Row("schedule:event", "/events/{coming}/", "head.alder"),
    Row("schedule:event", "/events/{coming}/", "head.alder", 422, without_a_reason),
    Row("schedule:event", "/events/{coming}/", "head.alder", 422, without_a_file),
    Row("schedule:event", "/events/{late}/", "head.alder"),
    Row("schedule:event", "/events/{done}/", "head.alder"),
    Row("schedule:event", "/events/{visit}/", "partner"),
    Row("schedule:event", "/events/{moved}/", "governor.alder"),
    Row("schedule:event", "/events/{not_needed}/", "lead"),
    Row("schedule:event", "/events/{deadline}/", "ceo"),
    Row("schedule:event", "/events/{of_trust}/", "trustee"),
    Row("schedule:event", "/events/{birch}/", "head.alder", 404),
    Row("schedule:process", "/handbook/autumn-headteacher-meetings/", "head.alder"),
    Row("schedule:process", "/handbook/improvement-partner-visits/", "trustee"),
    Row("schedule:process", "/handbook/pupil-premium-strategy/?school=900002", "lead"),
    Row("schedule:build", "/years/", "lead"),
    Row("schedule:build_preview", "/years/2026/", "lead"),
    Row("schedule:build_preview", "/years/2027/", "lead"),
]

HANDBOOK = [
    Row("handbook:contents", "/handbook/", "head.alder"),
    Row("handbook:contents", "/handbook/?role=me&phase=primary", "middle.alder"),
    Row("handbook:contents", "/handbook/?role=nobody", "governor.alder"),
    Row("handbook:chapter", "/handbook/chapters/starting-the-year/", "head.alder"),
    Row("handbook:document", "/handbook/autumn-headteacher-meetings/documents/autumn-meeting-pack/", "head.alder"),
    Row("handbook:document", "/handbook/targets/documents/target-sheet/", "trustee"),
    Row("handbook:study", "/handbook/school-development-plan/study/", "head.alder"),
    Row("handbook:study", "/handbook/targets/study/", "deputy.alder"),
]  # fmt: skip

SCHOOLS = [
    Row("schools:list", "/schools/", "lead"),
    Row("schools:list", "/schools/", "head.alder"),
    Row("schools:school", "/schools/900002/", "lead"),
    Row("schools:school", "/schools/900001/", "governor.alder"),
    Row("schools:edit", "/schools/900002/edit/", "lead"),
    Row("schools:trust", "/schools/trust/", "lead"),
    Row("schools:read_schools", "/schools/import/", "lead"),
    Row("schools:read_schools", "/schools/import/", "lead", 400, with_a_wrong_file),
    Row("schools:read_term_dates", "/schools/term-dates/", "lead"),
    Row("schools:read_term_dates", "/schools/term-dates/", "lead", 400, with_a_wrong_file),
    Row("schools:import", "/schools/imports/{dates_import}/", "lead"),
    Row("schools:import", "/schools/imports/{applied_import}/", "lead"),
    Row("schools:import", "/schools/imports/{schools_import}/", "lead"),
    Row("appointments:list", "/people/", "lead"),
    Row("appointments:list", "/people/", "head.alder", 403),
    Row("appointments:invite", "/people/invite/", "lead"),
    Row("appointments:invite", "/people/invite/", "lead", then=without_an_answer),
    Row("appointments:end", "/people/appointments/{appointment}/end/", "lead"),
]

# What the portal says when it has no page, or will not act.
REFUSALS = [
    Row("", "/nowhere/", "head.alder", 404),
    Row("", "/nowhere/", "", 404),
    Row("people:me", "/me/", "head.larch", 403, with_a_stale_form),
]

WRITING = [row for area in (drafts, editing, publishing, check) for row in area.PAGES]
TAKING = [row for area in (copies, documents, reading, search) for row in area.PAGES]
YEAR = [row for area in (feeds, load, moving, openings, planner, rollover) for row in area.PAGES]
PLANS = [
    row
    for area in (plans_evaluation, plans_imports, plans_outputs, plans_reviews, plans_writing)
    for row in area.PAGES
]

PAGES = [*ENTRANCE, *ACCOUNT, *SCHEDULE, *HANDBOOK, *SCHOOLS, *REFUSALS, *WRITING, *TAKING, *YEAR, *PLANS]


# ------------------------------------------------------------------ addresses without a page


# Addresses of allauth at which a page of ours stands.
TAKEN_OVER = {"account_email": "people:address"}

WITHOUT_A_PAGE = {
    "schedule:seen": Without("/next/seen/", POST, "an action"),
    "schedule:done": Without("/events/{coming}/done/", POST, "an action"),
    "schedule:not_needed": Without("/events/{coming}/not-needed/", POST, "an action"),
    "schedule:undo": Without("/events/{coming}/undo/", POST, "an action"),
    "schedule:attach": Without("/events/{coming}/attach/", POST, "an action"),
    "schedule:remove_attachment": Without("/attachments/{attachment}/remove/", POST, "an action"),
    "schedule:build_apply": Without("/years/2026/build/", POST, "an action", "lead"),
    "schools:apply_import": Without("/schools/imports/{dates_import}/apply/", POST, "an action", "lead"),
    "appointments:resend": Without("/people/1/resend/", POST, "an action", "lead"),
    "appointments:withdraw": Without("/people/1/withdraw/", POST, "an action", "lead"),
    "people:weekly_mail": Without("/me/weekly-mail/", POST, "an action"),
    "schedule:attachment": Without("/attachments/{attachment}/", PDF, "a file"),
    "schedule:my_year_pdf": Without("/next/900001/my-year.pdf", PDF, "a file"),
    "schools:term_dates_example": Without("/schools/term-dates/example.csv", CSV, "a file", "lead"),
    "mfa_download_recovery_codes": Without(
        "/accounts/2fa/recovery-codes/download/", TEXT, "a file", "second"
    ),
    "mfa_login_webauthn": Without(
        "/accounts/2fa/webauthn/login/", JSON, "asked by the passkey script", "", AS_SCRIPT
    ),
    "healthz": Without("/healthz", TEXT, "for the machine", ""),
    "readyz": Without("/readyz", TEXT, "for the machine", ""),
    "account_confirm_login_code": Without(
        "/accounts/login/code/confirm/", 302, "codes by mail are switched off", ""
    ),
    "socialaccount_signup": Without("/accounts/3rdparty/signup/", 302, "nobody signs up", ""),
    "google_login": Without("/accounts/google/login/", 404, "not set up: no page"),
    "google_callback": Without("/accounts/google/login/callback/", 404, "not set up: no page"),
    "google_login_by_token": Without("/accounts/google/login/token/", 404, "not set up: no page"),
    "microsoft_login": Without("/accounts/microsoft/login/", 404, "not set up: no page"),
    "microsoft_callback": Without("/accounts/microsoft/login/callback/", 404, "not set up: no page"),
}
for area in AREAS:
    WITHOUT_A_PAGE |= area.WITHOUT_A_PAGE
