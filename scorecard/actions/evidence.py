"""Documents are linked to the answers that they prove, and taken off them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import documents, journal
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Assessment, Evidence


def attach(*, answer: Answer, by: User, **document: Any) -> Evidence:
    """Add a document, or a reference to one, to an answer; see `documents.add`."""
    with transaction.atomic():
        hold_open(answer.assessment)
        evidence = documents.add(city=answer.assessment.city, by=by, **document)
        link(answer=answer, evidence=evidence, by=by)
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
            evidence = documents.add(
                city=assessment.city, by=by, title=title, description=whole
            )
            _put(answer, evidence, by)


def text_of(evidence: Evidence) -> str:
    """Return the evidence as one text, as `refer_many` would have taken it."""
    if evidence.description:
        return evidence.description
    named = ", ".join(part for part in (evidence.title, evidence.number) if part)
    date = date_format(evidence.issued, "SHORT_DATE_FORMAT") if evidence.issued else ""
    parts = (named, date, evidence.kept)
    return "; ".join(part for part in parts if part)


def link(*, answer: Answer, evidence: Evidence, by: User) -> None:
    """Let a document that the city has already prove one more answer."""
    link_many(answers=[answer], evidence=evidence, by=by)


def link_many(*, answers: Iterable[Answer], evidence: Evidence, by: User) -> None:
    """Let a document prove several answers at once, or none where one is refused."""
    with transaction.atomic():
        for answer in answers:
            if answer.assessment.city_id != evidence.city_id:
                raise Refused(
                    _(
                        "This document is of another local government: it proves "
                        "nothing here."
                    )
                )
            hold_open(answer.assessment)
            _put(answer, evidence, by)


def detach(*, answer: Answer, evidence: Evidence, by: User) -> None:
    """Take evidence off an answer; the document stays with the city."""
    with transaction.atomic():
        hold_open(answer.assessment)
        evidence.answers.remove(answer)
        journal.note_proof(evidence=evidence, answer=answer, is_linked=False, by=by)


def renew(*, old: Evidence, by: User, **document: Any) -> Evidence:
    """Add a new edition: it proves from now on what the old one did in open rounds.

    The old one stays with the frozen rounds. Raises Refused where it has been renewed.
    """
    with transaction.atomic():
        held = Evidence.objects.select_for_update().get(pk=old.pk)
        if held.newer:
            raise Refused(
                _("There is a newer edition already: %(title)s. Go on from that one.")
                % {"title": held.newer.title}
            )
        new = documents.add(city=old.city, by=by, replaces=old, **document)
        for answer in Answer.objects.open().proved_by(old).with_parts():
            link(answer=answer, evidence=new, by=by)
            detach(answer=answer, evidence=old, by=by)
    return new


def _put(answer: Answer, evidence: Evidence, by: User) -> None:
    evidence.answers.add(answer)
    journal.note_proof(evidence=evidence, answer=answer, is_linked=True, by=by)
