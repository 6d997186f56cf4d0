"""A request to an S3 storage signed as AWS Signature Version 4 wants it. No Django."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Key:
    """Who asks, and where: both halves of a key, and the region it is for."""

    access: str
    secret: str
    region: str


def path_of(*parts: str) -> str:
    """Return the path of an object as it is sent and signed."""
    return "/" + "/".join(quote(part, safe="/-_.~") for part in parts)


def signed(
    method: str,
    path: str,
    headers: Mapping[str, str],
    *,
    sha256: str,
    key: Key,
    now: dt.datetime,
) -> dict[str, str]:
    """Return the headers, `Host` among them, with what proves them to be ours.

    `sha256` is the digest of the body: the storage refuses a body that arrived changed.
    """
    moment = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "x-amz-content-sha256": sha256, "x-amz-date": moment}
    scope = f"{moment[:8]}/{key.region}/s3/aws4_request"
    names, request = _canonical(method, path, sent, sha256)
    to_sign = "\n".join((ALGORITHM, moment, scope, _digest(request)))
    signature = hmac.new(_daily(key, scope), to_sign.encode(), hashlib.sha256)
    proof = (
        f"{ALGORITHM} Credential={key.access}/{scope},"
        f"SignedHeaders={names},Signature={signature.hexdigest()}"
    )
    return {**sent, "Authorization": proof}


def _canonical(
    method: str, path: str, headers: Mapping[str, str], sha256: str
) -> tuple[str, str]:
    low = sorted((name.lower(), value.strip()) for name, value in headers.items())
    names = ";".join(name for name, _ in low)
    lines = [f"{name}:{value}" for name, value in low]
    return names, "\n".join((method, path, "", *lines, "", names, sha256))


def _daily(key: Key, scope: str) -> bytes:
    made = f"AWS4{key.secret}".encode()
    for part in scope.split("/"):
        made = hmac.new(made, part.encode(), hashlib.sha256).digest()
    return made


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
