"""Whether the settings may meet the world: what is insecure, each in a sentence."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

MAIL_THAT_GOES_NOWHERE = ("console", "dummy", "filebased", "locmem")
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def faults() -> list[str]:
    """Return what has to be mended before people are let in; nothing where all is well.

    `check --deploy` looks at what Django itself can know; this, at what we promise.
    """
    return [
        *_start(),
        *_names(),
        *_mail(),
        *_folder(Path(settings.DATA_DIR)),
        *_eid(settings.EID.get("issuer", "")),
        *_storage(settings.STORAGES["default"].get("OPTIONS", {})),
    ]


def _start() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on and shows everybody the insides of errors: set it to False."
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        yield (
            "SECRET_KEY is too short to sign links and sessions with. Make one: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not settings.SECURE_SSL_REDIRECT:
        yield "HTTPS is off, and passwords would travel unencrypted: set it to True."


def _names() -> Iterator[str]:
    hosts = settings.ALLOWED_HOSTS
    if not hosts or any(host.startswith(("*", ".")) for host in hosts):
        yield (
            "ALLOWED_HOSTS has to name the site, such as mcr2030.example.rs, and no "
            "more: links in mails are made from what is let in there."
        )
    address = urlsplit(settings.SITE_ADDRESS)
    if address.scheme != "https" or address.hostname not in hosts:
        yield (
            "SITE_ADDRESS has to be https:// and a name out of ALLOWED_HOSTS: mails "
            "of the day lead there."
        )


def _mail() -> Iterator[str]:
    if any(f".{one}." in settings.EMAIL_BACKEND for one in MAIL_THAT_GOES_NOWHERE):
        yield (
            "EMAIL_BACKEND sends no mail, so nobody could set a new password: set it "
            "to django.core.mail.backends.smtp.EmailBackend and name a server."
        )
    if (
        settings.EMAIL_HOST_PASSWORD
        and not settings.EMAIL_USE_TLS
        and settings.EMAIL_HOST not in ON_THIS_MACHINE
    ):
        yield (
            "EMAIL_HOST_PASSWORD would travel to the mail server unencrypted: set "
            "EMAIL_USE_TLS to True."
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield "DEFAULT_FROM_EMAIL has to be an address that people can answer to."


def _folder(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        yield f"DATA_DIR: there is no folder {folder}. Make it, for the site's account."
    elif folder.stat().st_mode & 0o007:
        yield (
            f"DATA_DIR: everybody on this machine may look into {folder}. Type: "
            f"chmod o= {folder}"
        )


def _eid(issuer: str) -> Iterator[str]:
    address = urlsplit(issuer)
    if issuer and address.scheme != "https" and address.hostname not in ON_THIS_MACHINE:
        yield "OIDC_ISSUER has to start with https://: it says who somebody is."


def _storage(options: Mapping[str, Any]) -> Iterator[str]:
    endpoint = urlsplit(options.get("endpoint", ""))
    if endpoint.scheme == "http" and endpoint.hostname not in ON_THIS_MACHINE:
        yield "S3_ENDPOINT: documents would travel unencrypted. Use https:// there."
