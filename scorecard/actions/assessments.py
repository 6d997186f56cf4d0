"""An assessment starts, is shared, handed in and published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from cities.permissions import Refused
from scorecard.actions import agreed, journal, spelling
from scorecard.models import (
    Answer,
    Assessment,
    Questionnaire,
    Submission,
    marks_of,
)
from scorecard.scoring import Mark

Status = Assessment.Status


@dataclass(frozen=True)
class Missing:
    """What still keeps an assessment from being handed in."""

    codes: tuple[str, ...]
    scenarios: bool

    def __bool__(self) -> bool:
        return bool(self.codes) or self.scenarios


def start(
    *,
    city: City,
    questionnaire: Questionnaire,
    year: int,
    occasion: str,
    by: User,
    team_lead: User | None = None,
    **scenarios: Any,
) -> Assessment:
    """Begin a round with an empty answer to every question.

    Raises ValidationError where the same round exists already.
    """
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                city=city,
                questionnaire=questionnaire,
                year=year,
                occasion=occasion,
                team_lead=team_lead or by,
                started_by=by,
                **scenarios,
            )
            Answer.objects.bulk_create(
                Answer(assessment=assessment, question=question)
                for question in questionnaire.questions.all()
            )
    except IntegrityError as error:
        raise ValidationError(
            _("This round exists already. Choose another year or occasion.")
        ) from error
    return assessment


def hold_open(assessment: Assessment) -> None:
    """Keep the assessment open until the transaction ends, or refuse.

    Whoever writes answers or evidence holds this lock, so that nothing slips in
    between what a submission checks and what it freezes.
    """
    held = Assessment.objects.select_for_update(no_key=True).filter(
        pk=assessment.pk, status__in=Assessment.OPEN
    )
    if not list(held.values_list("pk")):
        raise Refused(
            _(
                "The assessment was submitted: it cannot be changed until it is "
                "returned."
            )
        )


def missing(assessment: Assessment) -> Missing:
    """Return what is still to be done before submitting, as the database has it."""
    return missing_of(assessment, marks_of([assessment])[assessment.pk])


def missing_of(assessment: Assessment, marks: Mapping[str, Mark]) -> Missing:
    """Return what is still to be done, given the marks by the codes of questions.

    An earlier round that was entered afterwards lacks nothing: it is handed in as it
    was filled in then, blanks included.
    """
    if assessment.is_history:
        return Missing(codes=(), scenarios=False)
    return Missing(
        codes=tuple(code for code, mark in marks.items() if not mark.is_settled),
        scenarios=not (
            assessment.most_probable_hazard_id
            and assessment.most_severe_hazard_id
            and assessment.most_probable.strip()
            and assessment.most_severe.strip()
        ),
    )


def high_without_evidence(assessment: Assessment) -> list[str]:
    """Return the codes answered at the two highest levels that nothing proves yet."""
    unproved = assessment.answers.filter(
        score__gte=assessment.questionnaire.scale_maximum - 1, evidence__isnull=True
    )
    return list(unproved.values_list("question__code", flat=True))


def submit(*, assessment: Assessment, by: User) -> Submission:
    """Hand in: freeze wording and answers with their digest.

    Raises ValidationError while something is missing, Refused in the wrong state.
    """
    now = timezone.now()
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, status__in=Assessment.OPEN
        ).update(
            status=Status.SUBMITTED,
            submitted_at=now,
            submitted_by=by,
            decided_at=None,
            decided_by=None,
        )
        if not moved:
            raise Refused(_("This assessment was already submitted."))
        handed_in = Assessment.objects.with_parts().get(pk=assessment.pk)
        gaps = missing(handed_in)
        if gaps:
            raise ValidationError(_sentence(gaps))
        content = frozen(handed_in)
        submission = Submission.objects.create(
            assessment=handed_in,
            number=handed_in.submissions.count() + 1,
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            at=now,
            by=by,
        )
        spelling.freeze(submission=submission, by=by)
        journal.note(
            assessment=handed_in,
            field="status",
            before=assessment.status,
            after=Status.SUBMITTED,
            by=by,
        )
    assessment.refresh_from_db()
    return submission


def frozen(assessment: Assessment) -> str:
    """Return a submitted assessment as JSON in one form.

    Wording, answers, evidence and edition; the same assessment gives the same text.
    """
    probable, severe = assessment.most_probable_hazard, assessment.most_severe_hazard
    at, by = assessment.submitted_at, assessment.submitted_by
    if not (at and by):
        raise ValueError("Only a submitted assessment can be frozen.")
    questionnaire = assessment.questionnaire
    answers = assessment.answers.select_related(
        "question__essential", "question__section", "changed_by", "noted_action"
    ).prefetch_related("question__levels", "evidence")
    told = agreed.of(assessment)
    return json.dumps(
        {
            "format": "mcr2030-submission-3",
            "city": {
                "code": assessment.city.code,
                "name": assessment.city.name_sr,
            },
            "questionnaire": {
                "code": questionnaire.code,
                "edition": questionnaire.edition,
                "scale_maximum": questionnaire.scale_maximum,
                "source_note": questionnaire.source_note_en,
                "draft_note": questionnaire.draft_note_en or "",
            },
            "entered_afterwards": assessment.is_history,
            "year": assessment.year,
            "occasion": assessment.occasion,
            "scenarios": {
                "most_probable": {
                    "hazard": probable.code if probable else None,
                    "text": assessment.most_probable,
                },
                "most_severe": {
                    "hazard": severe.code if severe else None,
                    "text": assessment.most_severe,
                },
            },
            "submitted_at": at.isoformat(),
            "submitted_by": by.name,
            "answers": [
                _frozen_answer(answer) | _frozen_agreement(told.get(answer.pk))
                for answer in answers
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    )


def share(*, assessment: Assessment, shared: bool) -> None:
    """Let the focal point read the draft, or not. Raises Refused once submitted."""
    with transaction.atomic():
        hold_open(assessment)
        changed = Assessment.objects.filter(
            pk=assessment.pk, is_shared=not shared
        ).update(is_shared=shared)
        if changed:
            journal.note(
                assessment=assessment,
                field="is_shared",
                before=not shared,
                after=shared,
            )


def publish(*, assessment: Assessment, by: User) -> None:
    """Show the accepted assessment to everybody. Raises Refused in another state."""
    now = timezone.now()
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, status=Status.ACCEPTED, published_at__isnull=True
        ).update(published_at=now, published_by=by)
        if not moved:
            raise Refused(_("Only an accepted assessment can be published, and once."))
        journal.note(
            assessment=assessment,
            field="published_at",
            before=None,
            after=now.isoformat(),
            by=by,
        )


def unpublish(*, assessment: Assessment) -> None:
    """Take the assessment back from the public."""
    with transaction.atomic():
        moved = Assessment.objects.filter(
            pk=assessment.pk, published_at__isnull=False
        ).update(published_at=None, published_by=None)
        if not moved:
            raise Refused(_("This assessment is not published."))
        journal.note(
            assessment=assessment,
            field="published_at",
            before=assessment.published_at,
            after=None,
        )


def change_setup(*, assessment: Assessment, **fields: Any) -> None:
    """Change scenarios and lead while the assessment is with the city."""
    moved = Assessment.objects.filter(
        pk=assessment.pk, status__in=Assessment.OPEN
    ).update(**fields)
    if not moved:
        raise Refused(_("The assessment was submitted: its setup cannot be changed."))


def _sentence(gaps: Missing) -> str:
    if gaps.codes and gaps.scenarios:
        return _(
            "Answer every indicator and name both scenarios first. Missing: %(codes)s."
        ) % {"codes": ", ".join(gaps.codes)}
    if gaps.codes:
        return _(
            "Answer every indicator first, or say why it is not applicable. "
            "Missing: %(codes)s."
        ) % {"codes": ", ".join(gaps.codes)}
    return _("Name both scenarios first: the most probable and the gravest event.")


def _frozen_answer(answer: Answer) -> dict[str, Any]:
    question = answer.question
    return {
        "code": question.code,
        "essential": question.essential.number,
        "section": question.section.code if question.section else None,
        "certainty": question.certainty,
        "title": {"sr": question.title_sr, "en": question.title_en},
        "asks": {"sr": question.asks_sr, "en": question.asks_en},
        "levels": {
            str(level.score): {"sr": level.text_sr, "en": level.text_en}
            for level in question.levels.all()
        },
        "score": answer.score,
        "not_applicable": answer.not_applicable,
        "reason": answer.reason,
        "comment": answer.comment,
        "version": answer.version,
        "changed_by": answer.changed_by.name if answer.changed_by else None,
        "changed_at": answer.changed_at.isoformat() if answer.changed_at else None,
        "noted_action": _frozen_action(answer),
        "evidence": [
            {
                "kind": one.kind,
                "title": one.title,
                "number": one.number,
                "issuer": one.issuer,
                "issued": one.issued.isoformat() if one.issued else None,
                "valid_until": (
                    one.valid_until.isoformat() if one.valid_until else None
                ),
                "kept": one.kept,
                "description": one.description,
                "file_sha256": one.file_sha256,
            }
            for one in answer.evidence.all()
        ],
    }


def _frozen_agreement(one: agreed.Agreed | None) -> dict[str, Any]:
    """Return how far proposals agreed, where the city wants it in its reports."""
    if one is None:
        return {}
    return {
        "agreement": {
            "proposed": dict(one.proposed),
            "settled": one.value or None,
            "settled_on": one.on.isoformat() if one.on else None,
            "reason": one.reason,
            "dissents": [
                {"name": dissent.name, "level": dissent.value, "reason": dissent.reason}
                for dissent in one.dissents
            ],
        }
    }


def _frozen_action(answer: Answer) -> dict[str, str] | None:
    noted = getattr(answer, "noted_action", None)
    if noted is None:
        return None
    names = ("action", "institution", "timescale")
    return {name: getattr(noted, name) for name in names}
