"""Settings from the environment; unset means the embedded default in GONGKAI_DATA_DIR (see docs/reference/settings.md)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

PACKAGE = Path(__file__).resolve().parent.parent


class SettingError(Exception):
    """A setting is missing or malformed; the sentence says what to write."""


def env(name: str, default: str = "") -> str:
    """Return GONGKAI_<name>, or the content of the file that GONGKAI_<name>_FILE names."""
    path = os.environ.get(f"GONGKAI_{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"GONGKAI_{name}_FILE 指向的文件无法读取：{path}（{error.strerror}）") from error
    return os.environ.get(f"GONGKAI_{name}", default)


def env_bool(name: str, *, default: bool) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise SettingError(f"GONGKAI_{name} 应为 1 或 0，现为 {value!r}")
    return value in {"1", "true", "yes"}


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


DATA_DIR = Path(env("DATA_DIR", "data")).resolve()
DEBUG = env_bool("DEBUG", default=False)


def secret_key() -> str:
    """Return the configured key, or one made once and kept in the data folder, readable by its owner only."""
    if configured := env("SECRET_KEY"):
        return configured
    path = DATA_DIR / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(50)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return path.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
        return key


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],.yunchuan.example")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django_filters",
    "django_prose_editor",
    "ninja",  # its own copy of the page /api/v1/docs: nothing is fetched from elsewhere
    "gongkai.base.ui",
    "gongkai.base.organisations",
    "gongkai.base.events",
    "gongkai.base.jobs",
    "gongkai.base.files",
    "gongkai.base.notify",
    "gongkai.base.guard",
    "gongkai.base.unsaved",
    "gongkai.base.vault",
    "gongkai.engine.answers",
    "gongkai.engine.casework",
    "gongkai.engine.duties",
    "gongkai.engine.publishing",
    "gongkai.engine.regulations",
    "gongkai.engine.screening",
    "gongkai.engine.search",
    "gongkai.engine.tags",
    "gongkai.proactive.documents",
    "gongkai.proactive.faq",
    "gongkai.proactive.gazette",
    "gongkai.proactive.interpretation",
    "gongkai.proactive.policy",
    "gongkai.proactive.services",
    "gongkai.proactive.stock",
    "gongkai.proactive.targeted",
    "gongkai.proactive.themes",
    "gongkai.responsive.applications",
    "gongkai.oversight.annual_report",
    "gongkai.oversight.outreach",
    "gongkai.oversight.safety",
    "gongkai.oversight.sitewatch",
    "gongkai.doors.desk",
    "gongkai.doors.exchange",
    "gongkai.doors.site",
    "gongkai.doors.subscriptions",
    "gongkai.doors.takeover",
    "gongkai.project",
]

MIDDLEWARE = [
    "gongkai.project.ops.metrics.RequestTimes",
    "gongkai.project.addresses.LongAddresses",
    "gongkai.doors.site.cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "gongkai.project.statics.StaticFiles",
    "gongkai.project.security.ContentSecurityPolicy",
    "gongkai.project.api.MethodNotAllowed",
    "gongkai.doors.site.sites.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.project.urls"
WSGI_APPLICATION = "gongkai.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gongkai.base.ui.context.appearance",
                "gongkai.doors.site.context.portal",  # after messages: public pages have none
            ],
        },
    },
]


def database() -> dj_database_url.DBConfig:
    url = env("DATABASE_URL")
    if url:
        return dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: a transaction that will write takes the lock at its start, so two writers wait instead of failing.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "CONN_MAX_AGE": 600,
        "NAME": str(DATA_DIR / "gongkai.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=33554432;",
        },
        # A file, not memory: tests with threads need a second connection to the same database.
        "TEST": {"NAME": env("TEST_DATABASE_FILE") or None},
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"
AXES_FAILURE_LIMIT = int(env("SIGN_IN_FAILURES", "5"))
AXES_COOLOFF_TIME = float(env("SIGN_IN_COOL_OFF_HOURS", "0.5"))
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "organisations/desk/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "公开"

SESSION_COOKIE_NAME = "gongkai_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CHECK_OUTSIDE_LINKS = env_bool("CHECK_OUTSIDE_LINKS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env_bool("HTTPS", default=False)
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gongkai.doors.site.portal.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = env("TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_DIR") or None  # only where nginx serves the files; otherwise they come from the packages
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "gongkai.project.statics.AddressedByContent"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "gongkai.base.ui.bundle.Bundles",
]
WHITENOISE_USE_FINDERS = True  # an installed package is enough; no collectstatic step in the two commands
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_INDEX_FILE = False

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("CACHE_URL")}
        if env("CACHE_URL")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "gongkai"}
    )
}

VAULT_DIR = env("VAULT_DIR")  # keys of personal data; unset means the folder vault in DATA_DIR
SEARCH_DIR = DATA_DIR / "index"
for _unbuilt in ("SEARCH_URL", "FILES_URL"):
    if env(_unbuilt):
        raise SettingError(f"GONGKAI_{_unbuilt} 尚不支持：目前检索和文件都保存在 GONGKAI_DATA_DIR，请取消这项设置。")
MAX_UPLOAD_BYTES = int(env("MAX_UPLOAD_MB", "200")) * 1024 * 1024
API_CALLS_PER_MINUTE = int(env("API_CALLS_PER_MINUTE", "240"))  # from one network address
EXCHANGE_LOOK_SECONDS = int(
    env("EXCHANGE_LOOK_SECONDS", "15")
)  # for receipts in folders, and handed-over documents that moved
LETTERS_BY_MAIL = env_bool("LETTERS_BY_MAIL", default=False)  # attach letters to mails; else the mail holds a link
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024


def email(url: str) -> dict[str, object]:
    """Return the mail settings of smtp://user:password@host:port or smtps://…; unset keeps mails as files."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA_DIR / "mail",
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise SettingError("GONGKAI_EMAIL_URL 应写作 smtp://用户:密码@主机:端口，加密用 smtps:// 或 smtp+tls://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


globals().update(email(env("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env("FROM_EMAIL", "gongkai@yunchuan.example")
# The city's own small programs for short messages and WeChat (contract: doors/subscriptions/actions/gateway.py).
PUSH_GATEWAYS = {
    channel: (url, secret)
    for channel, url, secret in (
        ("sms", env("SMS_GATEWAY_URL"), env("SMS_GATEWAY_SECRET")),
        ("wechat", env("WECHAT_GATEWAY_URL"), env("WECHAT_GATEWAY_SECRET")),
    )
    if url
}
WECHAT_ACCOUNT = env("WECHAT_ACCOUNT")  # name of the official account, as people search for it
METRICS_TOKEN = env("METRICS_TOKEN")
MESSAGE_BOARD_URL = env("MESSAGE_BOARD_URL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "gongkai.project.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Whoever asks for a name that is not served here is answered 400; scanners do it all day.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
# W006: locking by address would lock a whole building behind one NAT; by name an attacker who changes addresses is locked too.
# W008: the proxy in front sends plain HTTP to HTTPS; health checks on this machine stay plain.
SILENCED_SYSTEM_CHECKS = ["axes.W006", "security.W008"]
