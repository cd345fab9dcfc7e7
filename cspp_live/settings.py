"""All settings, read from the environment once; what is missing or contradictory is named at start."""

import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

# Lets `ModelAdmin[Conference]` and its like be written where mypy wants them.
django_stubs_ext.monkeypatch()

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()

# Development is the embedded default that `make run` starts; production is asked for by name.
PRODUCTION = env.str("CSPP_ENV", default="development") == "production"
DEBUG = False
DEMONSTRATION_ALLOWED = not PRODUCTION
# /styleguide/, which shows every part of the pages in every state.
STYLEGUIDE = env.bool("STYLEGUIDE", default=not PRODUCTION)


def _required(name: str, why: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        msg = f"{name} is not set: {why}"
        raise ImproperlyConfigured(msg)
    return value


def _own_secret() -> str:
    """Return the key kept in DATA_DIR, made at the first start and readable by its owner only."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _hosts() -> list[str]:
    if PRODUCTION:
        return _required("ALLOWED_HOSTS", "the names this site answers to, with commas").split(",")
    local: list[str] = ["localhost", "127.0.0.1", "[::1]", "testserver"]
    return list(env.list("ALLOWED_HOSTS", default=local))


SECRET_KEY = (
    _required("SECRET_KEY", "a long random text that signs cookies and tickets")
    if PRODUCTION
    else env.str("SECRET_KEY", default="") or _own_secret()
)
ALLOWED_HOSTS = _hosts()
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    # Its server is a quarter of a second of every start, and only this command asks for it.
    *(["daphne"] if "runserver" in sys.argv[1:2] else []),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "django_countries",
    "django_vite",
    "csp",
    "allauth",
    "allauth.account",
    "kit",
    "live",
    "accounts",
    "conferences",
    "groups",
    "sessions",
    "attendance",
    "records",
    "grants",
    "portal",
]
# What sessions never heard of: a folder with something for the live room adds itself. Taking part
# needs no line here, so a feature can be added, or taken out, without touching another's file.
INSTALLED_APPS += sorted(
    app.parent.name
    for app in BASE_DIR.glob("*/live.py")
    if (app.parent / "apps.py").exists() and app.parent.name not in INSTALLED_APPS
)

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.strangers.StrangersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.confined.ConfinedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "kit.troubles.LastWordMiddleware",
    "kit.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "cspp_live.urls"
ASGI_APPLICATION = "cspp_live.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.programme",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# The database: SQLite in DATA_DIR, or what DATABASE_URL names. A transaction begins IMMEDIATE, or a
# read that turns into a write fails at once with "database is locked"; FULL, or a power cut loses
# what was acknowledged.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Django's default test database lives in shared memory, which has no WAL and no second process.
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default=None)}
else:
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=5000 -c lock_timeout=2000",
        "connect_timeout": 5,
    }
# Each ASGI request has its own thread context: a persistent connection would strand in it.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The doorbell: in memory for one process, Redis pub/sub for many.
REDIS_URL = env.str("REDIS_URL", default="")
WEB_PROCESSES = env.int("WEB_PROCESSES", default=1)
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "kit.caches.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            # A bell may be late, but nobody waits for a cache that does not answer.
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# People and sign-in: a code sent by e-mail is the door; nobody needs a password.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.RuleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Digits are typed alike on a Latin and on a Cyrillic keyboard.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Behind a proxy every visitor seems to come from one address, and would share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)

# Where the site is read, for what is written when nobody asks: mail, calendars. No slash at its end.
SITE_URL = env.str(
    "SITE_URL",
    default=(
        f"https://{next((name for name in ALLOWED_HOSTS if name[:1] not in '.*'), 'localhost')}"
        if PRODUCTION
        else f"http://localhost:{env.str('PORT', default='8000')}"
    ),
).rstrip("/")
# What the identifiers of calendar entries and of mails end in. Never change it: calendars would take
# everything for new.
CALENDAR_DOMAIN = env.str("CALENDAR_DOMAIN", default=urlsplit(SITE_URL).hostname or "localhost")

# The mail address to which pages of error, and the foot of every page, send who needs help. It stands here
# and not in the database, which may be what is away.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# Mail: files in DATA_DIR while nobody has named a server.
MAIL_DIR = DATA_DIR / "mail"
EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
elif PRODUCTION:
    _required("EMAIL_URL", "the mail server that sends sign-in codes, smtp+tls://user:pw@host:587")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="noreply@localhost")
# Seconds. A mail server that does not answer holds up one thread, and not for ever.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
# Days after which what a letter said is forgotten.
LETTER_DAYS = env.int("LETTER_DAYS", default=7)
# Seconds for which a plan must have been left alone before its changes are mailed, all in one.
MEETING_QUIET_SECONDS = env.int("MEETING_QUIET_SECONDS", default=60)
# When the weekly letter goes: the day of the week (Monday is 1) and the hour, on the clocks of a zone.
DIGEST_DAY = env.int("DIGEST_DAY", default=1)
DIGEST_HOUR = env.int("DIGEST_HOUR", default=9)
DIGEST_ZONE = env.str("DIGEST_ZONE", default="Europe/Moscow")
# Milliseconds that the database may work for one search.
SEARCH_PATIENCE_MS = env.int("SEARCH_PATIENCE_MS", default=1000)

# Two languages from the first line.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Its Russian name is written there without the letter that the rest of the site writes.
COUNTRIES_OVERRIDE = {"US": _("United States of America")}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Published grants: the prefix under which 360Giving knows this publisher (360G-…); without one, it is made
# of the programme's short name.
GRANTS_PREFIX = env.str("GRANTS_PREFIX", default="")
# The address of the licence under which others may use them; without one, none is named.
GRANTS_LICENCE = env.str("GRANTS_LICENCE", default="")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else DATA_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_URL = "/files/"
MEDIA_ROOT = DATA_DIR / "files"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "static" / "dist" / ".vite" / "manifest.json",
        "static_url_prefix": "",
    }
}
# Without a collectstatic step the embedded server finds the files where they were built.
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# No other site's pages take ours.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# A built file's name changes with what is in it: whoever has it need never ask again. Beside each lies what
# the build has packed (brotli, gzip), which is sent instead to who takes it.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/assets/\w+-[\w-]{8}\.\w+$"

# The wire
LIVE_LOCK_TIMEOUT = 2.0
LIVE_EXECUTOR_THREADS = env.int("LIVE_THREADS", default=8)
LIVE_EXECUTOR_BACKLOG = 256
LIVE_MAX_SOCKETS = 6
# Commands a second that one room takes in each process.
LIVE_ROOM_RATE = env.int("LIVE_ROOM_RATE", default=50)
LIVE_LIMITS: dict[str, tuple[float, float]] = {
    # name: (at once, then a minute)
    "chat": (5, 30),
    "questions": (3, 3),
    "votes": (20, 20),
    "reactions": (20, 60),
    "enter": (20, 20),
    # By a reply link: its holder may mend and add, a program that floods is stopped.
    "replies": (5, 0.5),
}
for _entry in env.list("LIVE_LIMITS", default=[]):
    # "chat=1000/600": at once and a minute, for a load test
    _name, _figures = _entry.split("=")
    _burst, _minute = _figures.split("/")
    LIVE_LIMITS[_name] = (float(_burst), float(_minute))

# How long before its start a session's doors open by the clock.
ENTRY_MINUTES = env.int("ENTRY_MINUTES", default=15)

# Whose videos may stand inside a session's page: services that set no cookie before one plays.
STAGE_EMBED_HOSTS: list[str] = env.list(
    "STAGE_EMBED_HOSTS",
    default=["www.youtube-nocookie.com", "player.vimeo.com", "meet.jit.si", "rutube.ru"],
)

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "kit.api.Pages",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "kit.api.answer_refusal",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Conference platform",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "LanguageEnum": "kit.bilingual.LANGUAGES",
        "ShownAsEnum": "accounts.models.ShownAs",
        "SessionStateEnum": "sessions.models.State",
        "RegistrationStateEnum": "conferences.models.RegistrationState",
        "TranslationStateEnum": "kit.bilingual.TranslationState",
        "RecommendationStandingEnum": "records.recommendations.models.Standing",
        "ActionStateEnum": "records.decisions.models.ActionState",
        "StepStateEnum": "groups.plans.models.StepState",
        "GrantApplicationStateEnum": "grants.models.applications.State",
    },
}

# Security: nothing from another origin, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}
# But for the log of a session, which stands in a frame of its room (sessions.views.log).
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kit.troubles.stale_form"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "kit.reports.SecretsFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        # A Redis that is away would be told with a traceback each second; live.fanout says it once.
        "channels_redis": {"level": "CRITICAL"},
        # Statements quote whom they ask for, also for who asks a question that nobody shall know of.
        "django.db.backends": {"level": "INFO"},
        # Whoever logs the address of a request: cut before any handler, that of mails too.
        "django.request": {"filters": ["secrets"]},
        "django.security.csrf": {"filters": ["secrets"]},
    },
}
# Mails about errors say where it broke, never for whom.
DEFAULT_EXCEPTION_REPORTER = "kit.reports.NamelessReporter"
