"""Settings, all from the environment; docs/settings.md lists them with their defaults."""

from __future__ import annotations

import environ
from csp.constants import NONE, SELF

from artstudio import __version__, paths
from artstudio.embedded.address import embedded_database, home_of
from artstudio.embedded.cores import usable_cores
from artstudio.ops import logs
from artstudio.ops.secret_key import read_or_make_secret_key
from rmos_runs.blobs.s3.settings import DEFAULT_REGION, s3_store, signed_origin

env = environ.Env()

DATA_DIR = paths.data_folder()
DEBUG = env.bool("ARTSTUDIO_DEBUG", default=False)
SECRET_KEY = env.str("ARTSTUDIO_SECRET_KEY", default="") or read_or_make_secret_key(DATA_DIR)
BIND = env.str("ARTSTUDIO_BIND", default="127.0.0.1:8000")
_MOST_WEB_PROCESSES_BY_DEFAULT = 8
ARTSTUDIO_WEB_PROCESSES = env.int(
    "ARTSTUDIO_WEB_PROCESSES", default=min(usable_cores(), _MOST_WEB_PROCESSES_BY_DEFAULT)
)
ALLOWED_HOSTS = env.list("ARTSTUDIO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("ARTSTUDIO_TRUSTED_ORIGINS", default=[])

ARTSTUDIO_ACCESS = env.str("ARTSTUDIO_ACCESS", default="trusted")
ARTSTUDIO_TRUSTED_NETWORK = env.bool("ARTSTUDIO_TRUSTED_NETWORK", default=False)
ARTSTUDIO_RATE_LIMIT = env.str(
    "ARTSTUDIO_RATE_LIMIT", default="off" if ARTSTUDIO_ACCESS == "trusted" else "60/h"
)
ARTSTUDIO_MCP = env.bool("ARTSTUDIO_MCP", default=False)
ARTSTUDIO_HTTPS = env.bool("ARTSTUDIO_HTTPS", default=False)
ARTSTUDIO_TRUSTED_PROXIES = env.list("ARTSTUDIO_TRUSTED_PROXIES", default=[])

DATABASES = {
    "default": env.db("DATABASE_URL")
    if env.str("DATABASE_URL", default="")
    else embedded_database(DATA_DIR)
}
#: The private server's own folder; that of any other is asked for where it is on this machine.
RMOS_DATABASE_DIR = None if env.str("DATABASE_URL", default="") else home_of(DATA_DIR) / "cluster"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

RMOS_RUN_ATTACHMENTS_DIR = paths.absolute(
    env.str("RMOS_RUN_ATTACHMENTS_DIR", default=str(DATA_DIR / "run_attachments"))
)

RMOS_STORE = env.str("ARTSTUDIO_STORE", default="local")
_S3_BUCKET = env.str("ARTSTUDIO_S3_BUCKET", default="")
_S3_ENDPOINT_URL = env.str("ARTSTUDIO_S3_ENDPOINT_URL", default="")
_S3_REGION = env.str("ARTSTUDIO_S3_REGION", default=DEFAULT_REGION)
_S3_REDIRECT = env.bool("ARTSTUDIO_S3_REDIRECT", default=False)
#: What copy_store may name; `attachments` below is the one in use.
RMOS_STORES = {
    "local": {
        "BACKEND": "rmos_runs.blobs.local.ContentAddressedStorage",
        "OPTIONS": {"location": RMOS_RUN_ATTACHMENTS_DIR},
    },
    "s3": s3_store(
        bucket=_S3_BUCKET,
        prefix=env.str("ARTSTUDIO_S3_PREFIX", default=""),
        endpoint_url=_S3_ENDPOINT_URL,
        region=_S3_REGION,
        access_key=env.str("AWS_ACCESS_KEY_ID", default=""),
        secret_key=env.str("AWS_SECRET_ACCESS_KEY", default=""),
        redirect=_S3_REDIRECT,
    ),
}

RMOS_MAX_UPLOAD_BYTES = env.int("RMOS_MAX_UPLOAD_BYTES", default=100 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = ["artstudio.web.studio.upload_handler.LimitedUpload"]
RMOS_LOW_SPACE_BYTES = env.int("RMOS_LOW_SPACE_BYTES", default=1024**3)

OPENAI_API_KEY = env.str("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", default="")
ARTSTUDIO_OPENAI_IMAGE_MODEL = env.str(
    "ARTSTUDIO_OPENAI_IMAGE_MODEL", default="gpt-image-2.6-flare"
)
ARTSTUDIO_OPENAI_TEXT_MODEL = env.str("ARTSTUDIO_OPENAI_TEXT_MODEL", default="gpt-6.1-terra")
ARTSTUDIO_OPENAI_IMAGE_API = env.str("ARTSTUDIO_OPENAI_IMAGE_API", default="auto")
ARTSTUDIO_OPENAI_TEXT_API = env.str("ARTSTUDIO_OPENAI_TEXT_API", default="auto")
ARTSTUDIO_OPENAI_SVG_MODEL = env.str("ARTSTUDIO_OPENAI_SVG_MODEL", default="")
ARTSTUDIO_OPENAI_TIMEOUT_S = env.float("ARTSTUDIO_OPENAI_TIMEOUT_S", default=600.0)
ARTSTUDIO_OPENAI_CONCURRENCY = env.int("ARTSTUDIO_OPENAI_CONCURRENCY", default=8)
ARTSTUDIO_WORKER_GRACE_S = env.float("ARTSTUDIO_WORKER_GRACE_S", default=20.0)
ARTSTUDIO_PRICES = paths.absolute(
    env.str("ARTSTUDIO_PRICES", default=str(paths.PACKAGE / "prices.json"))
)
ARTSTUDIO_DAILY_BUDGET_USD = env.float("ARTSTUDIO_DAILY_BUDGET_USD", default=None)
ARTSTUDIO_C2PA_CERT = env.str("ARTSTUDIO_C2PA_CERT", default="")
ARTSTUDIO_C2PA_KEY = env.str("ARTSTUDIO_C2PA_KEY", default="")
ARTSTUDIO_C2PA_ALG = env.str("ARTSTUDIO_C2PA_ALG", default="es256")
ARTSTUDIO_SEND_TO = env.list("ARTSTUDIO_SEND_TO", default=[])
ARTSTUDIO_TRACER = env.str("ARTSTUDIO_TRACER", default="auto")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "procrastinate.contrib.django",
    "rmos_runs",
    "artstudio",
]

MIDDLEWARE = [
    "rmos_runs.request_id.RequestIdMiddleware",
    # Before anything reads what a proxy says.
    "artstudio.access.client_address.ProxyHeadersMiddleware",
    "rmos_runs.http.trailing_slash.TrailingSlashMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After the static files: they would drown what people do.
    "artstudio.ops.logs.AccessLogMiddleware",
    "artstudio.ops.metrics.requests.RequestMetricsMiddleware",
    "artstudio.ops.health.HealthMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before the first look at the database, for which a cookie may ask.
    "rmos_runs.http.request_text.RequestTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # After the check of the host's name, which the origin is compared with.
    "artstudio.access.origin_guard.OriginGuardMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "artstudio.access.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Before anything is counted: a request with a misspelt parameter was none.
    "rmos_runs.http.query_names.QueryNamesMiddleware",
    "artstudio.access.rate_limit.RateLimitMiddleware",
    "rmos_runs.http.free_space_guard.FreeSpaceMiddleware",
    "artstudio.access.capacity.CapacityMiddleware",
    "rmos_runs.http.problems.ProblemMiddleware",
]

ROOT_URLCONF = "artstudio.urls"
WSGI_APPLICATION = "artstudio.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [paths.RESOURCES / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "artstudio.access.context.logged_in",
            ],
            "builtins": ["artstudio.templatetags.icons"],
        },
    },
]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "web:studio"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ARTSTUDIO_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ARTSTUDIO_HTTPS else None

STATIC_URL = "/static/"
# No page of another site has any business here, not even with style sheets.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [paths.RESOURCES / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A name that stands for nothing is what `manage.py check` reports.
    "attachments": RMOS_STORES.get(RMOS_STORE, RMOS_STORES["local"]),
    "staticfiles": {"BACKEND": "artstudio.ops.static.StaticStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
if RMOS_STORE == "s3" and _S3_REDIRECT:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(
        signed_origin(bucket=_S3_BUCKET, endpoint_url=_S3_ENDPOINT_URL, region=_S3_REGION)
    )

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "artstudio.access.authentication.TokenAuthentication",
        "artstudio.access.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["artstudio.access.authentication.IsKnown"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rmos_runs.api.parsers.LimitedJson"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["rmos_runs.api.filter_backend.FilterBackend"],
    "EXCEPTION_HANDLER": "rmos_runs.http.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Art Studio",
    "DESCRIPTION": "A prompt becomes cut-ready SVG drawings whose every byte can be traced back.",
    "VERSION": __version__,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # The hook below says it for every path, plain views among them.
    "AUTHENTICATION_WHITELIST": [],
    "SERVE_PERMISSIONS": ["artstudio.access.authentication.IsKnown"],
    "SCHEMA_PATH_PREFIX": "/api/[a-z]+",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "rmos_runs.api.document_rules.describe_any_json",
        "rmos_runs.api.bytes_schema.describe_bytes",
        "artstudio.access.schema.describe_access",
        "rmos_runs.api.document_rules.describe_refusals",
        "artstudio.ops.api_summaries.describe_operations",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "ENUM_NAME_OVERRIDES": {
        "GenerationStatus": "artstudio.models.GenerationStatus",
        "VariantStatus": "artstudio.models.VariantStatus",
        "AssetKind": "artstudio.models.AssetKind",
        "RunStatus": "rmos_runs.models.RunStatus",
        "RiskLevel": "rmos_runs.models.RiskLevel",
        "ExplanationStatus": "rmos_runs.models.ExplanationStatus",
        "SessionStatus": "rmos_runs.models.SessionStatus",
        "AdvisoryKind": "rmos_runs.models.AdvisoryKind",
    },
}

LOGGING = logs.logging_config(json=env.bool("ARTSTUDIO_LOG_JSON", default=not logs.is_terminal()))
