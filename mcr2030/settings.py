"""The project's settings, read from the environment; .env.example lists them all."""

from pathlib import Path

import fontpkg_source_sans_3
from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF

from mcr2030.environment import (
    database,
    eid,
    env_flag,
    env_list,
    env_number,
    env_text,
    storage,
)

BASE_DIR = Path(__file__).resolve().parent.parent


DEBUG = env_flag("DEBUG", False)
# Only a development start may go without a secret of its own.
SECRET_KEY = env_text("SECRET_KEY", "development only" if DEBUG else None)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

DATA_DIR = Path(env_text("DATA_DIR", str(BASE_DIR / "data")))
DATABASES = {
    "default": database(env_text("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "mcr2030",
    "roadmap",
    "scorecard",
    "cities",
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "lucide",
]

# Only where an eID is named: else there is no address, no table and no query of it.
if EID := eid():
    INSTALLED_APPS += [
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "mcr2030.middleware.PermissionsPolicyMiddleware",
    "mcr2030.clean_input.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mcr2030.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mcr2030.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mcr2030.middleware.SecondFactorMiddleware",
    "mcr2030.middleware.UnreachableMiddleware",
    "mcr2030.middleware.WrongMethodMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mcr2030.urls"
WSGI_APPLICATION = "mcr2030.wsgi.application"
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
                "mcr2030.context_processors.frame",
            ],
            "builtins": ["mcr2030.templatetags.mcr2030"],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja",
        "DIRS": [BASE_DIR / "templates" / "jinja"],
        "OPTIONS": {"environment": "mcr2030.jinja.environment"},
    },
]
FORM_RENDERER = "mcr2030.jinja.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Languages: Cyrillic is the official script; the Latin texts are derived from it.
LANGUAGE_CODE = "sr"
LANGUAGES = [("sr", "Ћирилица"), ("sr-latn", "Latinica"), ("en", "English")]
MODELTRANSLATION_LANGUAGES = ("sr", "sr-latn", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "sr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("sr",)
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Europe/Belgrade"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["mcr2030.formats"]

# People
AUTH_USER_MODEL = "cities.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": f"{_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mcr2030.adapters.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A whole room joins workshops from one address, so wrong codes alone are counted.
ACCOUNT_RATE_LIMITS = {"workshop_code": "40/10m/ip"}
# How many in how many seconds, by person: far above what anybody at work comes to.
LIMITS = {"export": (120, 600), "invitation": (60, 3600)}
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
if EID:
    SOCIALACCOUNT_ADAPTER = "mcr2030.eid.KnownPeople"
    # A form that led elsewhere would need an exception in the policy; a link does not.
    SOCIALACCOUNT_LOGIN_ON_GET = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "eid",
                    "name": EID["name"],
                    "client_id": EID["client"],
                    "secret": EID["secret"],
                    "settings": {
                        "server_url": EID["issuer"],
                        "oauth_pkce_enabled": True,
                    },
                }
            ]
        }
    }
MFA_ADAPTER = "mcr2030.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "mcr2030.forms.AddKeyForm",
    "edit_webauthn": "mcr2030.forms.EditKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "MCR2030"
# Nobody signs up with somebody else's address: people come by an invitation to it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Passkeys ask for HTTPS; browsers make an exception for localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
AUDITLOG_DISABLE_REMOTE_ADDR = True
# A cell that begins with = + - @ must not run in whoever's spreadsheet.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Mail
EMAIL_BACKEND = env_text(
    "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env_text("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "mcr2030@localhost")
# Where links in mails lead that no request sends: the address of the site.
SITE_ADDRESS = env_text("SITE_ADDRESS", "")
# Whom to tell of a hole in the site; named in /.well-known/security.txt.
SECURITY_CONTACT = env_text("SECURITY_CONTACT", "")
# Who answers for personal data, and where people turn to; the privacy page says both.
PRIVACY_CONTROLLER = env_text("PRIVACY_CONTROLLER", "")
PRIVACY_CONTACT = env_text("PRIVACY_CONTACT", "")

# Static files and what people upload
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", get_bootstrap_dir()),
    ("fonts", str(fontpkg_source_sans_3.ROOT / "files")),
]
MANIFEST_STATIC = env_flag("MANIFEST_STATIC", not DEBUG)
STORAGES = {
    "default": storage(DATA_DIR / "files"),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MANIFEST_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not MANIFEST_STATIC
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# One upload and its form must fit; Django refuses bigger bodies of plain fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "mcr2030.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
if not DEBUG:
    HTTPS = env_flag("HTTPS", True)
    SECURE_SSL_REDIRECT = HTTPS
    # A monitor on the same machine asks without the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SESSION_COOKIE_SECURE = HTTPS
    CSRF_COOKIE_SECURE = HTTPS
    LANGUAGE_COOKIE_SECURE = HTTPS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
    SECURE_HSTS_PRELOAD = HTTPS
    if env_flag("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # Limits count by the address that the proxy saw: the last one it names.
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

# Rate limits and caches are shared by all workers through the database's neighbour.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

# What takes longer than a page may: `manage.py work` does it, one after the other.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "mcr2030.logs.WithoutSecrets",
            "fmt": "{levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "mcr2030.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env_flag("LOG_JSON", False) else "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"fontTools": {"level": "ERROR"}},
}
