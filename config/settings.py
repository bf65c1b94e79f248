"""Every setting, from the environment. A missing or unreadable one fails with a sentence.

PORTAL_DEMO=1 serves the fictional trust: fixed sign-in buttons, mail to a folder, tasks in process.
PORTAL_TEST=1 is set by the test suite. Both may fix today's date with PORTAL_TODAY=2026-11-23.
"""

import os
import re
from datetime import date
from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured

from config.beat import SCHEDULE
from config.policy import content_policy
from config.providers import social_providers

django_stubs_ext.monkeypatch()  # lets ModelForm[School] and QuerySet[School] run

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environ.Env()("PORTAL_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

env = environ.Env()
DEMO = env.bool("PORTAL_DEMO", default=False)
TEST = env.bool("PORTAL_TEST", default=False)
DEBUG = env.bool("DEBUG", default=False)
VERSION = re.findall(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0]


def _fixed_today() -> date | None:
    text = env("PORTAL_TODAY", default="")
    if not text:
        return None
    if not (DEMO or TEST):
        raise ImproperlyConfigured(
            "PORTAL_TODAY fixes the date and is for the demo and the tests only: unset it."
        )
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"PORTAL_TODAY is {text!r}: write it as 2026-11-23.") from error


PORTAL_TODAY = _fixed_today()

SECRET_KEY = env("SECRET_KEY", default="x" * 50 if DEMO or TEST else "")
if len(SECRET_KEY) < 50:
    said = f"has {len(SECRET_KEY)} characters" if SECRET_KEY else "is not set"
    raise ImproperlyConfigured(f"SECRET_KEY {said}: give it 50 or more random characters.")

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO or TEST or DEBUG else []
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set: without it every page is refused. Give the host names, with commas between."
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where links in mails and feeds point, e.g. https://portal.example.org
_here = f"http://127.0.0.1:{env('PORT', default='8000')}" if DEMO or TEST or DEBUG else ""
PUBLIC_URL = env("PUBLIC_URL", default=_here).rstrip("/")
if not PUBLIC_URL:
    raise ImproperlyConfigured(
        "PUBLIC_URL is not set: links in mails need it, e.g. https://portal.example.org."
    )

INSTALLED_APPS = [
    "people",
    "search",
    "schools",
    "handbook",
    "schedule",
    "documents",
    "copies",
    "plans",
    "reminders",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "lucide",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.requests.UnreadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "writing.signed_in.SameWriterMiddleware",
    "writing.signed_in.SignInMiddleware",
    "schools.middleware.AccessMiddleware",
    "schools.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "schools.context.portal",
            ],
            "builtins": ["people.templatetags.portal"],
        },
    },
]

# What apps above put on a page of one below, which knows none of them: HTML, as schedule/queries/parts.py has it.
PARTS_OF_WHAT_COMES_NEXT = ("plans.views.waiting.on_first_page",)
COLUMNS_OF_SCHOOLS = ("plans.views.waiting.column_of_schools",)
PARTS_OF_A_SCHOOL = ("plans.views.glance.on_school_page",)
PARTS_OF_AN_EVENT = ("plans.views.glance.on_event_page",)
# Which steps are done, left out and undone in an app above and not at the step: schedule/queries/owners.py.
OWNERS_OF_AN_EVENT = ("plans.queries.reviewing.owner_of_event",)

# Database: PostgreSQL by DATABASE_URL; an SQLite file is the embedded default.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if not DATABASES["default"].get("ENGINE"):
    raise ImproperlyConfigured("DATABASE_URL cannot be read: write it as postgres://user:password@host/name.")
# An SQLite file is kept open too: to open it for each request takes longer than a feed's "not modified".
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.signin.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TEST or DEMO
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SITE_ID = None
ACCOUNT_ADAPTER = "people.signin.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "people.signin.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # only invited addresses exist, and the invitation proves the address
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes the portal write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when a password or a second factor changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "people.signin.shown_name"
ACCOUNT_FORMS = {"reset_password": "people.signin.ResetPasswordForm"}
ACCOUNT_SESSION_REMEMBER = False
# Added to allauth's own. A whole staff room signs in from one address; one account is tried 5 times in 5 minutes.
ACCOUNT_RATE_LIMITS = (
    {"login": "300/m/ip"} if TEST or DEMO else {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
)
# How many proxies of yours stand before the portal: the limits count the address that the outermost saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if DEMO or TEST or DEBUG else 1)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation proved the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TEST
MFA_TOTP_ISSUER = "School improvement portal"
# Outside the demo every trust-wide role needs a second factor.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (DEMO or TEST))
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = social_providers(os.environ)
INVITATION_DAYS = 14
SESSION_COOKIE_AGE = 60 * 60 * 12

# Transport and content security
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not (DEMO or TEST or DEBUG))
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a host asks from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEMO or TEST or DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (DEMO or TEST or DEBUG)
CSRF_FAILURE_VIEW = "writing.signed_in.not_sent"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_policy(SOCIALACCOUNT_PROVIDERS)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a document with three full tables has 2,400
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
IMPORT_MAX_BYTES = 120 * 1024 * 1024  # the national GIAS extract is about 60 MB

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "adapters.typefaces.TypefaceFinder",
]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or TEST or DEBUG
# Compressing source maps takes nine tenths of collectstatic's time and nobody asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "map",
]  # fmt: skip

# Mail: SMTP by EMAIL_URL; in the demo to a folder of .eml files.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="School improvement portal <portal@localhost>")
if env("EMAIL_URL", default=""):
    globals().update(env.email("EMAIL_URL"))
elif DEMO:
    EMAIL_BACKEND = "adapters.mail.EmlFolderBackend"
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = str(VAR_DIR / "mail")

# Tasks: Celery on Redis by REDIS_URL; without it the same tasks run in process.
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL and not TEST:  # so that all processes count sign-in attempts together
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
# A test run has a Redis, but only the tests of the queue itself go through it.
CELERY_TASK_ALWAYS_EAGER = env.bool("TASKS_IN_PROCESS", default=TEST or not REDIS_URL)
CELERY_TASK_EAGER_PROPAGATES = TEST
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING" if TEST else "INFO")},
}
