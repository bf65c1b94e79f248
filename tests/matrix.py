"""Who may open which address, written by hand from what each role is for, and not from the code of the pages.

tests/test_matrix.py walks every address of the portal and asks each as each of the people of tests/rows.py.
Larger parts of the portal have rows of their own in tests/areas.
"""

from tests.areas import (
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
from tests.rows import (
    ACT_ON_STEP,
    ACTION,
    EVERYBODY,
    FORM,
    LEADERS,
    OFFICE,
    PAGE,
    READ_FILES,
    ROLES,
    SEE_EVENTS,
    SIGNED_IN,
    Row,
    school,
    thing,
)

AREAS = (
    check, copies, documents, drafts, editing, feeds, load, moving, openings, planner,
    plans_evaluation, plans_imports, plans_outputs, plans_reviews, plans_writing,
    publishing, reading, rollover, search,
)  # fmt: skip

OURS: dict[str, Row] = {
    # What comes next
    "schedule:home": Row(PAGE, SIGNED_IN),
    "schedule:next": Row(PAGE, SEE_EVENTS),
    "schedule:seen": Row(ACTION, SEE_EVENTS),
    "schedule:next_school": Row(PAGE, SEE_EVENTS, ("urn",), of_school=True, refused_first=True),
    "schedule:my_year_pdf": Row(PAGE, SEE_EVENTS, ("urn",), of_school=True, slow=True),
    "schedule:event": school(PAGE, SEE_EVENTS, "event"),
    "schedule:done": school(ACTION, ACT_ON_STEP, "event", post=422),
    "schedule:not_needed": school(ACTION, ACT_ON_STEP, "event", post=422),
    "schedule:undo": school(ACTION, ACT_ON_STEP, "event"),
    "schedule:attach": school(ACTION, ACT_ON_STEP, "event", post=422),
    "schedule:attachment": school(PAGE, READ_FILES, "attachment"),
    "schedule:remove_attachment": school(ACTION, ACT_ON_STEP, "attachment"),
    "schedule:build": Row(PAGE, SEE_EVENTS),  # others than leaders see the closed years
    "schedule:build_preview": thing(PAGE, LEADERS, "year"),
    "schedule:build_apply": thing(ACTION, LEADERS, "year"),
    # The handbook
    "schedule:process": thing(PAGE, ROLES, "process"),
    "handbook:contents": Row(PAGE, ROLES),
    "handbook:chapter": thing(PAGE, ROLES, "chapter"),
    "handbook:document": thing(PAGE, ROLES, "process", "document"),
    "handbook:study": thing(PAGE, ROLES, "process"),
    # Schools
    "schools:list": Row(PAGE, ROLES),
    "schools:school": school(PAGE, ROLES, "urn"),
    "schools:edit": school(FORM, OFFICE, "urn", post=200),
    "schools:trust": Row(FORM, OFFICE, post=200),
    "schools:read_schools": Row(FORM, OFFICE, post=200),
    "schools:read_term_dates": Row(FORM, OFFICE, post=200),
    "schools:term_dates_example": Row(PAGE, OFFICE),
    "schools:import": thing(PAGE, OFFICE, "import"),
    "schools:apply_import": thing(ACTION, OFFICE, "import"),
    # People
    "appointments:list": Row(PAGE, OFFICE),
    "appointments:invite": Row(FORM, OFFICE, post=200),
    "appointments:resend": thing(ACTION, OFFICE, "person"),
    "appointments:withdraw": thing(ACTION, OFFICE, "person"),
    "appointments:end": thing(FORM, OFFICE, "appointment", post=200),
    "people:roles": Row(PAGE, SIGNED_IN),
    "people:audit": Row(PAGE, OFFICE),
    "people:me": Row(PAGE, SIGNED_IN),
    "people:address": Row(PAGE, SIGNED_IN),
    "people:second_factor": Row(PAGE, SIGNED_IN),
    "people:weekly_mail": Row(ACTION, SIGNED_IN),
    "people:accept": Row(FORM, EVERYBODY, ("invitation",), post=200, missing=410),
    # For the host
    "healthz": Row(PAGE, EVERYBODY),
    "readyz": Row(PAGE, EVERYBODY),
}
for area in AREAS:
    OURS |= area.ROWS


# ---------------------------------------------------------------- signing in, which is allauth's

# What each word means for GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS.
WORDS: dict[str, tuple[int, ...]] = {
    "page": (200, 200, 405, 405, 405, 405, 200),
    "form": (200, 200, 200, 200, 405, 405, 200),  # PUT is a POST to Django's own form pages
    "page that says no": (200, 200, 200, 200, 200, 200, 200),
    "sign in": (302, 302, 302, 302, 302, 302, 302),
    "password again": (302, 302, 302, 302, 302, 302, 302),
    "elsewhere": (302, 302, 302, 302, 302, 302, 302),
    "moved": (301, 301, 301, 301, 301, 301, 301),
    "nothing": (404, 404, 404, 404, 404, 404, 404),
    "own address": (200, 200, 405, 405, 405, 405, 405),  # our page in place of allauth's
    "sign out": (200, 200, 302, 405, 405, 405, 200),
    "signed out": (302, 302, 302, 405, 405, 405, 200),
    "dead link": (200, 200, 404, 405, 405, 405, 200),
    "no codes yet": (404, 404, 405, 405, 405, 405, 200),
    "passkey": (302, 302, 302, 302, 405, 405, 200),
    "error": (401, 401, 405, 405, 405, 405, 200),
}
# Where "sign in" and "password again" lead.
LEADS = {"sign in": "/accounts/login/", "password again": "/accounts/reauthenticate/"}

# Address: (not signed in, signed in). allauth knows no roles.
ALLAUTH: dict[str, tuple[str, str]] = {
    "account_login": ("form", "elsewhere"),
    "account_logout": ("signed out", "sign out"),
    "account_inactive": ("page", "page"),
    "account_signup": ("page that says no", "elsewhere"),
    "account_reauthenticate": ("sign in", "form"),
    "account_email": ("sign in", "own address"),
    "account_email_verification_sent": ("page", "page"),
    "account_confirm_email": ("dead link", "dead link"),
    "account_change_password": ("sign in", "form"),
    "account_set_password": ("sign in", "elsewhere"),
    "account_reset_password": ("form", "form"),
    "account_reset_password_done": ("page", "page"),
    "account_reset_password_from_key": ("page that says no", "page that says no"),
    "account_reset_password_from_key_done": ("page", "page"),
    "account_confirm_login_code": ("sign in", "elsewhere"),
    "mfa_index": ("sign in", "page"),
    "mfa_authenticate": ("sign in", "elsewhere"),
    "mfa_reauthenticate": ("sign in", "password again"),
    "mfa_activate_totp": ("sign in", "password again"),
    "mfa_deactivate_totp": ("sign in", "nothing"),
    "mfa_view_recovery_codes": ("sign in", "no codes yet"),
    "mfa_generate_recovery_codes": ("sign in", "password again"),
    "mfa_download_recovery_codes": ("sign in", "nothing"),
    "mfa_list_webauthn": ("sign in", "page"),
    "mfa_add_webauthn": ("sign in", "password again"),
    "mfa_reauthenticate_webauthn": ("sign in", "password again"),
    "mfa_remove_webauthn": ("sign in", "password again"),
    "mfa_edit_webauthn": ("sign in", "password again"),
    "mfa_login_webauthn": ("passkey", "elsewhere"),
    "socialaccount_login_cancelled": ("page", "page"),
    "socialaccount_login_error": ("sign in", "error"),
    "socialaccount_signup": ("sign in", "elsewhere"),
    "socialaccount_connections": ("sign in", "form"),
    "social/login/cancelled/": ("sign in", "moved"),
    "social/login/error/": ("sign in", "moved"),
    "social/signup/": ("sign in", "moved"),
    "social/connections/": ("sign in", "moved"),
    # Not set up here: tests/people/test_social_signin.py sets them up
    "google_login": ("nothing", "nothing"),
    "google_callback": ("nothing", "nothing"),
    "google_login_by_token": ("nothing", "nothing"),
    "microsoft_login": ("nothing", "nothing"),
    "microsoft_callback": ("nothing", "nothing"),
}
