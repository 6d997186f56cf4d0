"""Evidence is attached to answers and taken off them."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import Truncator

from cities.models import User
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Assessment, Evidence


def attach(
    *,
    answer: Answer,
    by: User,
    title: str,
    number: str = "",
    issued: dt.date | None = None,
    valid_until: dt.date | None = None,
    kept: str = "",
    description: str = "",
    file_name: str = "",
    file_type: str = "",
    file_content: bytes = b"",
) -> Evidence:
    """Add a document, or a reference to one, to an answer.

    The file's content was checked by `scorecard.uploads`; it is kept under a random
    name, and its digest beside it.
    """
    with transaction.atomic():
        hold_open(answer.assessment)
        evidence = Evidence(
            city=answer.assessment.city,
            title=title,
            number=number,
            issued=issued,
            valid_until=valid_until,
            kept=kept,
            description=description,
            added_by=by,
        )
        if file_content:
            evidence.file_name = file_name[-200:]
            evidence.file_type = file_type
            evidence.file_size = len(file_content)
            evidence.file_sha256 = hashlib.sha256(file_content).hexdigest()
            evidence.file.save(file_name, ContentFile(file_content), save=False)
        evidence.save()
        evidence.answers.add(answer)
    return evidence


def refer_many(
    *, assessment: Assessment, texts: Iterable[tuple[Answer, str]], by: User
) -> None:
    """Add what somebody wrote about evidence: its beginning becomes the title."""
    with transaction.atomic():
        hold_open(assessment)
        for answer, text in texts:
            first = text.strip().splitlines()[0].strip()
            title = Truncator(first).chars(200)
            whole = "" if title == text.strip() else text.strip()
            evidence = Evidence.objects.create(
                city=assessment.city, title=title, description=whole, added_by=by
            )
            evidence.answers.add(answer)


def text_of(evidence: Evidence) -> str:
    """Return the evidence as one text, as `refer_many` would have taken it."""
    if evidence.description:
        return evidence.description
    named = ", ".join(part for part in (evidence.title, evidence.number) if part)
    date = date_format(evidence.issued, "SHORT_DATE_FORMAT") if evidence.issued else ""
    parts = (named, date, evidence.kept)
    return "; ".join(part for part in parts if part)


def link(*, answer: Answer, evidence: Evidence) -> None:
    """Let a document that the city has already prove one more answer."""
    with transaction.atomic():
        hold_open(answer.assessment)
        evidence.answers.add(answer)


def detach(*, answer: Answer, evidence: Evidence) -> None:
    """Take evidence off an answer; the document stays with the city."""
    with transaction.atomic():
        hold_open(answer.assessment)
        evidence.answers.remove(answer)
