"""Indicators are handed to people and departments, and taken back."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership, User
from scorecard import competence
from scorecard.actions import answers as actions
from scorecard.actions import journal
from scorecard.actions.answers import Handed
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, Assessment, Department
from scorecard.models.lengths import NOTE_MAXIMUM


def hand_out(
    *,
    assessment: Assessment,
    codes: Iterable[str],
    to: User | Department,
    due: dt.date | None = None,
    note: str = "",
) -> Handed:
    """Give indicators to a contributor or a department, or renew date and note.

    Raises ValidationError for an unknown code, a past day, somebody who is not there
    any more; Refused where the assessment is closed. Then nothing is handed out.
    """
    answers = _named(assessment, codes)
    check_due(due)
    _check_receiver(assessment, to)
    check_note(note)
    with transaction.atomic():
        hold_open(assessment)
        return actions.assign(answers=answers, user=to, due=due, note=note.strip())


def hand_out_by_competence(
    *, assessment: Assessment, due: dt.date | None = None, note: str = ""
) -> Handed:
    """Give every indicator that nobody has to the departments it is usually for."""
    check_due(due)
    check_note(note)
    departments = {one.pk: one for one in Department.objects.of_city(assessment.city)}
    competences = {pk: one.competence for pk, one in departments.items()}
    free = assessment.answers.filter(assignments__isnull=True).select_related(
        "question__essential", "question__section"
    )
    shares: dict[int, list[Answer]] = {}
    for answer in free:
        question = answer.question
        subject = question.section.subject if question.section else ""
        number = question.essential.number
        for key in competence.holders(competences, question.code, number, subject):
            shares.setdefault(key, []).append(answer)
    if not shares:
        raise ValidationError(
            _(
                "No department is competent for an indicator that nobody has. Take "
                "over the usual departments first, or change what yours are "
                "competent for."
            )
        )
    handed = 0
    with transaction.atomic():
        hold_open(assessment)
        for key, answers in shares.items():
            handed += actions.assign(
                answers=answers, user=departments[key], due=due, note=note.strip()
            ).new
    return Handed(new=handed, renewed=0)


def take_back(
    *, assessment: Assessment, codes: Iterable[str], of: User | Department | None
) -> int:
    """Take indicators back, from one or from all who have them; words stay."""
    answers = _named(assessment, codes)
    with transaction.atomic():
        hold_open(assessment)
        return actions.unassign(answers=answers, user=of)


def agree_how(
    *, assessment: Assessment, is_independent: bool, shows_agreement: bool, by: User
) -> None:
    """Say whether levels are given apart first, and whether reports tell of it."""
    wanted = {"is_independent": is_independent, "shows_agreement": shows_agreement}
    with transaction.atomic():
        hold_open(assessment)
        Assessment.objects.filter(pk=assessment.pk).update(**wanted)
        for name, after in wanted.items():
            before = getattr(assessment, name)
            if before != after:
                journal.note(
                    assessment=assessment, field=name, before=before, after=after, by=by
                )


def check_due(due: dt.date | None) -> None:
    if due and due < timezone.localdate():
        raise ValidationError(
            {"due": _("This day has passed. Choose today or a later day.")}
        )


def check_note(note: str) -> None:
    if len(note) > NOTE_MAXIMUM:
        raise ValidationError(
            {
                "note": _("The note is too long: at most %(maximum)s characters fit.")
                % {"maximum": NOTE_MAXIMUM}
            }
        )


def _named(assessment: Assessment, codes: Iterable[str]) -> list[Answer]:
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        raise ValidationError({"codes": _("Choose at least one indicator.")})
    found = assessment.answers.filter(question__code__in=wanted)
    answers = list(found.select_related("question"))
    unknown = set(wanted) - {one.question.code for one in answers}
    if unknown:
        raise ValidationError(
            {
                "codes": _("This questionnaire has no indicator %(codes)s.")
                % {"codes": ", ".join(sorted(unknown)[:5])}
            }
        )
    return answers


def _check_receiver(assessment: Assessment, to: User | Department) -> None:
    if isinstance(to, Department):
        if to.city_id != assessment.city_id:
            raise ValidationError({"to": _("This is a department of another city.")})
        return
    serving = Membership.objects.current().contributors_of(assessment.city)
    if not serving.filter(user=to).exists():
        raise ValidationError(
            {
                "to": _(
                    "%(name)s does not contribute to this city any more. Choose "
                    "somebody else."
                )
                % {"name": to.name}
            }
        )
