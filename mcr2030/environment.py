"""What the environment says of an installation, read into settings; or a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_text(name: str, default: str | None = None) -> str:
    """Return the variable, or stop the start with a sentence where it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def env_flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} is '{value}': use 'True' or 'False'.")
    return value == "True"


def env_number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is '{value}': use a whole number.")
    return int(value)


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."""
    parts = urlsplit(url)
    is_pooled = env_flag("DATABASE_POOLER", False)
    seconds = env_number("DATABASE_TIMEOUT", 0)
    if parts.scheme == "sqlite":
        if is_pooled:
            raise ImproperlyConfigured("DATABASE_POOLER is for postgresql:// only.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path.removeprefix("/") or ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL must start with sqlite:/// or postgresql://."
        )
    options = {"connect_timeout": "10", **dict(parse_qsl(parts.query))}
    if seconds and not is_pooled:
        # A pooler lends connections as they are: deploy/pgbouncer.ini sets the same.
        options.setdefault(
            "options",
            f"-c statement_timeout={seconds}s -c lock_timeout={seconds}s "
            f"-c idle_in_transaction_session_timeout={2 * seconds}s",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # The pooler keeps connections itself, and lends one for a transaction: what
        # would outlast that, as a cursor on the server, is not to be had.
        "CONN_MAX_AGE": 0 if is_pooled else 600,
        "CONN_HEALTH_CHECKS": not is_pooled,
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
    }


def storage(folder: Path) -> dict[str, Any]:
    """Return where files are kept: in the folder, or in the bucket that is named."""
    endpoint, bucket, access, secret = (
        env_text(name, "")
        for name in ("S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    )
    if not (endpoint or bucket or access or secret):
        return {
            "BACKEND": "mcr2030.storage.Folder",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    if not (endpoint and bucket and access and secret):
        raise ImproperlyConfigured(
            "Set S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY together, or "
            "none of them to keep files in DATA_DIR."
        )
    if not endpoint.startswith(("https://", "http://")):
        raise ImproperlyConfigured("S3_ENDPOINT must start with https://.")
    return {
        "BACKEND": "mcr2030.objects.Objects",
        "OPTIONS": {
            "endpoint": endpoint.rstrip("/"),
            "bucket": bucket,
            "access": access,
            "secret": secret,
            "region": env_text("S3_REGION", "us-east-1"),
        },
    }


def eid() -> dict[str, str]:
    """Return whom people may show their eID to, or nothing where nobody is named."""
    issuer, client, secret = (
        env_text(name, "")
        for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    )
    if not (issuer or client or secret):
        return {}
    if not (issuer and client and secret):
        raise ImproperlyConfigured(
            "Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none "
            "of them to go without eID."
        )
    name = env_text("OIDC_NAME", "eID")
    return {
        "issuer": issuer.rstrip("/"),
        "client": client,
        "secret": secret,
        "name": name,
    }
