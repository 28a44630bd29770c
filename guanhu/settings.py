"""Every setting, in one file. Variables come from the environment or `.env`; see `.env.example`."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from guanhu import outgoing
from guanhu.environment import REDIS_TIMEOUT, Environment, broker, subfolder
from tasks import file_types

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")
env = Environment(os.environ)

# Where things are kept ------------------------------------------------------------------------------------
GUANHU_DATA = env.folder("GUANHU_DATA", BASE_DIR / "data")
EVIDENCE_DIR = GUANHU_DATA / "evidence"
HEADS_DIR = GUANHU_DATA / "heads"
REDIS_URL = env.redis("REDIS_URL")
DATABASES = {"default": env.database("DATABASE_URL", GUANHU_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SEEDS_DIR = BASE_DIR / "seeds"

# Who may talk to it ---------------------------------------------------------------------------------------
SECRET_KEY = env.secret_key("SECRET_KEY", GUANHU_DATA / "secret_key")
DEBUG = env.flag("DEBUG", default=False)
GUANHU_DEMO = env.flag("GUANHU_DEMO", default=False)
PORT = env.whole("PORT", 8000, low=1, high=65535)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
GUANHU_HTTPS = env.flag("GUANHU_HTTPS", default=False)
# Proxies in front of us whose X-Forwarded-For is true.
GUANHU_PROXIES = env.whole("GUANHU_PROXIES", 0, low=0, high=9)

# With GUANHU_HTTPS a reverse proxy in front ends TLS and says so in X-Forwarded-Proto.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GUANHU_HTTPS else None
SECURE_SSL_REDIRECT = GUANHU_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if GUANHU_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GUANHU_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "guanhu_session"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# What it is made of ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    "indicators",
    "glossary",
    "tasks",
    "guanhu.apps.GuanhuConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanhu.body_limit.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guanhu.must_change.MustChangePasswordMiddleware",
    "tasks.middleware.OfficeDayMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guanhu.urls"
WSGI_APPLICATION = "guanhu.wsgi.application"

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
                "guanhu.context.shell",
            ],
        },
    }
]

# Static files ---------------------------------------------------------------------------------------------
# GUANHU_COLLECTED says that `collectstatic` has run: hashed names, compressed, cached for long.
# Without it they come straight from the source folders, so that runserver and the tests need no preparation.
GUANHU_COLLECTED = env.flag("GUANHU_COLLECTED", default=False) and not DEBUG
STATIC_URL = "/static/"
STATIC_ROOT = subfolder(GUANHU_DATA, "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if GUANHU_COLLECTED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not GUANHU_COLLECTED

# Uploads --------------------------------------------------------------------------------------------------
MEDIA_ROOT = GUANHU_DATA / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a card per task on one page, each with a dozen fields
FILE_UPLOAD_PERMISSIONS = 0o600
EVIDENCE_MAX_BYTES = env.whole("GUANHU_EVIDENCE_MB", 20, low=1, high=200) * 1024 * 1024
EVIDENCE_MAX_FILES = env.whole("GUANHU_EVIDENCE_FILES", 20, low=1, high=50)
EVIDENCE_TYPES = env.some_of("GUANHU_EVIDENCE_TYPES", file_types.ALL)
EVIDENCE_PICTURE_SIDE = env.whole("GUANHU_PICTURE_SIDE", 2000, low=400, high=10000)
# More is refused before it is read.
REQUEST_MAX_BYTES = max(64 * 1024 * 1024, EVIDENCE_MAX_BYTES + 1024 * 1024)

# Cache: shared by the processes of one machine (files) or of many (Redis) ---------------------------------
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "guanhu.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "guanhu",
            "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(GUANHU_DATA / "cache"),
        }
    }

# People ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tasks.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # by name alone, anybody could lock anybody out
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "tasks.trail.client_address"

# Language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# REST -----------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # The token first: its WWW-Authenticate header is what makes DRF answer 401 instead of 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "guanhu.api.authentication.TokenAuthentication",
        "guanhu.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "guanhu.api.permissions.TokenScopeAllows",
        "guanhu.api.permissions.KnownParameters",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["guanhu.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "guanhu.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "guanhu.api.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS would describe the views in English; the schema does it better
    "DEFAULT_THROTTLE_CLASSES": ["guanhu.api.throttling.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": "600/min"},
    "EXCEPTION_HANDLER": "guanhu.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is an unknown parameter like any other
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
KNOX_TOKEN_MODEL = "guanhu.ApiToken"
REST_KNOX = {
    "TOKEN_MODEL": KNOX_TOKEN_MODEL,
    "TOKEN_TTL": timedelta(days=env.whole("GUANHU_TOKEN_DAYS", 365, low=1, high=3650)),
    "AUTO_REFRESH": False,
    "AUTH_HEADER_PREFIX": "Token",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "观湖督办 API",
    "DESCRIPTION": "年度计划的任务、亮灯与进展。日期为办公日(Asia/Shanghai);数量为十进制字符串,"
    "百分比为 0 至 100 的数。错误一律为 application/problem+json(RFC 9457)。每个令牌每分钟至多 600 次请求。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "State": "tasks.states.State",
        "PlanState": "tasks.states.PlanState",
        "TaskKind": "tasks.states.Kind",
        "TaskRole": "tasks.states.TaskRole",
        "Colour": "tasks.states.Colour",
        "Outcome": "tasks.states.Outcome",
        "Action": "tasks.states.Action",
        "UnitKind": "tasks.states.UnitKind",
        "Comparator": "indicators.kinds.Comparator",
        "IndicatorKind": "indicators.kinds.IndicatorKind",
    },
}

# Notices: in the application always; by e-mail and webhook where these are named ---------------------------
GUANHU_ADDRESS = outgoing.web_address(env, "GUANHU_ADDRESS")  # how links outside the application begin
_mail = outgoing.mail(env, "EMAIL_URL")
GUANHU_MAIL = bool(_mail.host)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if GUANHU_MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "guanhu@localhost")
GUANHU_DIGEST_HOUR = env.whole("GUANHU_DIGEST_HOUR", 8, low=0, high=23)
GUANHU_NOTICE_WEBHOOK_URL = outgoing.web_address(env, "GUANHU_NOTICE_WEBHOOK_URL")
GUANHU_NOTICE_WEBHOOK_SECRET = outgoing.webhook_secret(
    env, "GUANHU_NOTICE_WEBHOOK_SECRET", needed=bool(GUANHU_NOTICE_WEBHOOK_URL)
)
GUANHU_DOORBELL = True  # every event wakes the worker; tests ring where they mean to

# Jobs: Celery is a doorbell, the database is the truth ----------------------------------------------------
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker(REDIS_URL, GUANHU_DATA)
CELERY_BROKER_CONNECTION_TIMEOUT = REDIS_TIMEOUT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_REDIS_SOCKET_TIMEOUT = CELERY_REDIS_SOCKET_CONNECT_TIMEOUT = REDIS_TIMEOUT
CELERY_TASK_PUBLISH_RETRY = False  # a web request does not wait for a broker: the next sweep finds the work
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(GUANHU_DATA / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # `expires`: sweeps that no worker fetched do not pile up, each finds all the work there is.
    "sweep every ten minutes": {"task": "tasks.sweep", "schedule": 600.0, "options": {"expires": 540}},
    "notify every minute": {"task": "tasks.notify", "schedule": 60.0, "options": {"expires": 55}},
    "digests every five minutes": {"task": "tasks.mail", "schedule": 300.0, "options": {"expires": 280}},
    "sweep after midnight": {
        "task": "tasks.sweep",
        "schedule": crontab(hour=0, minute=1),
        "options": {"expires": 540},
    },
    "heads of the chains": {
        "task": "tasks.export_heads",
        "schedule": crontab(hour=0, minute=30),
        "options": {"expires": 3600},
    },
    "loose uploads": {
        "task": "tasks.sweep_loose_files",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3600},
    },
}

# Logging: plain lines to stderr, collected by whatever runs the processes ---------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django mails errors to administrators by default; here they go where everything goes.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "guanhu": {"level": "INFO"},
        "tasks": {"level": "INFO"},
    },
}
