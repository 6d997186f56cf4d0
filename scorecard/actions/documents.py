"""Documents of a city are added, changed, renewed and deleted.

What stands with a frozen round stays as it was handed in: then only what helps to find
a document may be filled in, and a new edition takes its place in the open rounds.
"""

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City, User
from cities.permissions import Refused
from scorecard.models import Assessment, Evidence, files

# What no frozen round tells: it may be filled in, and a secret taken off, at any time.
ALWAYS = frozenset(("kind", "issuer", "is_classified"))


def add(
    *,
    city: City,
    by: User,
    title: str,
    kind: str = Evidence.Kind.OTHER,
    number: str = "",
    issuer: str = "",
    issued: dt.date | None = None,
    valid_until: dt.date | None = None,
    kept: str = "",
    description: str = "",
    is_classified: bool = False,
    replaces: Evidence | None = None,
    file_name: str = "",
    file_type: str = "",
    file_content: bytes = b"",
) -> Evidence:
    """Put a document, or a reference to one, into the city's library.

    The file's content was checked by `scorecard.uploads`; it is kept under a random
    name, and its digest beside it.
    """
    evidence = Evidence(
        city=city,
        title=title,
        kind=kind,
        number=number,
        issuer=issuer,
        issued=issued,
        valid_until=valid_until,
        kept=kept,
        description=description,
        is_classified=is_classified,
        replaces=replaces,
        added_by=by,
    )
    if file_content:
        _keep(evidence, file_name, file_type, file_content)
    evidence.save()
    return evidence


def edit(
    *,
    evidence: Evidence,
    file_name: str = "",
    file_type: str = "",
    file_content: bytes = b"",
    **particulars: Any,
) -> None:
    """Change a document's particulars, and its file where there is a new one.

    Raises Refused for what a frozen round tells of it. A document that turns out to be
    classified loses its file, wherever it stands.
    """
    with transaction.atomic():
        if file_content or not particulars.keys() <= ALWAYS:
            _hold_open(evidence)
        if file_content and evidence.file and evidence.named_elsewhere():
            raise Refused(
                _(
                    "This file stands outside the answers too, and stays there. Add a "
                    "new edition of the document instead."
                )
            )
        for name, value in particulars.items():
            setattr(evidence, name, value)
        before = evidence.file.name
        if file_content:
            _keep(evidence, file_name, file_type, file_content)
        elif evidence.is_classified and before:
            evidence.file = evidence.file_name = evidence.file_type = ""
            evidence.file_sha256, evidence.file_size = "", 0
        evidence.save()
        if before and evidence.file.name != before:
            files.discard(evidence.file.storage, before)


def delete(*, evidence: Evidence) -> None:
    """Take a document away that was never used. Raises Refused for another."""
    with transaction.atomic():
        if evidence.is_named:
            raise Refused(
                _(
                    "This document is in use: it cannot be deleted. Take it off the "
                    "answers of open rounds, or add its new edition."
                )
            )
        name = evidence.file.name
        if name:
            files.discard(evidence.file.storage, name)
        evidence.delete()


def stands_frozen(evidence: Evidence) -> bool:
    """Tell whether a submitted or accepted round names the document."""
    return evidence.answers.filter(assessment__status__in=Assessment.FROZEN).exists()


def _hold_open(evidence: Evidence) -> None:
    """Keep every round that names it open until the transaction ends, or refuse."""
    held = Assessment.objects.select_for_update(no_key=True).filter(
        pk__in=evidence.answers.values("assessment")
    )
    if any(one.is_frozen for one in held):
        raise Refused(
            _(
                "This document stands with a submitted round, which keeps it as it was "
                "handed in. Add a new edition of it instead."
            )
        )


def _keep(evidence: Evidence, name: str, media_type: str, content: bytes) -> None:
    if evidence.is_classified:
        raise ValidationError(
            _("A classified document is never uploaded. Only say where it is kept.")
        )
    evidence.file_name = name[-200:]
    evidence.file_type = media_type
    evidence.file_size = len(content)
    evidence.file_sha256 = hashlib.sha256(content).hexdigest()
    evidence.file.save(name, ContentFile(content), save=False)
