"""A PDF of a frozen assessment is made once and kept."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Model

from scorecard.models import Assessment, Paper

logger = logging.getLogger(__name__)
CYRILLIC = "sr"


def content(
    *, assessment: Assessment, kind: str, language: str, make: Callable[[], bytes]
) -> bytes:
    """Return the kept PDF of this state of the assessment, made now where none is.

    What the city still works on is made anew each time. A kept file that storage has
    lost, or that no longer matches its digest, is made again; while storage does not
    answer, papers are made and not kept.
    """
    if not assessment.is_frozen:
        return make()
    # Without its content: the whole questionnaire, and only its number is asked for.
    frozen = assessment.submissions.with_spelling().defer("content")
    submission: Any = frozen.first()
    if submission is None:
        return make()
    return kept(
        model=Paper,
        wanted={
            "submission": submission,
            "status": assessment.status,
            "kind": kind,
            "language": language,
            # Latin and English papers show words as they were typed.
            "spelling": submission.spelling if language == CYRILLIC else 0,
        },
        make=make,
    )


def kept(
    *, model: type[Model], wanted: Mapping[str, Any], make: Callable[[], bytes]
) -> bytes:
    """Return the paper that is kept under what is wanted, made now where none is.

    `model` has a file, its sha256, and a constraint that there is one such paper.
    """
    rows = model._default_manager
    paper: Any = rows.filter(**wanted).first()
    found = _read(paper) if paper else None
    if found is not None:
        return found
    made = make()
    try:
        if paper is not None:
            _replace(paper, made)
            return made
        return _keep(model(**wanted), wanted, made)
    except OSError:
        logger.exception("A paper was made and could not be kept.")
        return made


def _read(paper: Any) -> bytes | None:
    try:
        with paper.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content if _digest(content) == paper.sha256 else None


def _keep(paper: Any, wanted: Mapping[str, Any], made: bytes) -> bytes:
    """Store the new paper; where another request was quicker, return its paper."""
    paper.sha256 = _digest(made)
    paper.file.save("", ContentFile(made), save=False)
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        paper.file.delete(save=False)
        quicker = type(paper).objects.get(**wanted)
        return _read(quicker) or made
    return made


def _replace(paper: Any, made: bytes) -> None:
    paper.sha256 = _digest(made)
    paper.file.save("", ContentFile(made), save=False)
    paper.save(update_fields=["file", "sha256"])


def _digest(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()
