"""Actions that a city notes beside its answers, until they stand in an action plan."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import User
from scorecard.actions.assessments import hold_open
from scorecard.models import Answer, NotedAction


def note(
    *, answer: Answer, action: str, institution: str = "", timescale: str = "", by: User
) -> NotedAction | None:
    """Write or renew the action noted beside an answer; three blanks take it away.

    Raises ValidationError where only who or when is given, Refused where the
    assessment is closed.
    """
    action, institution, timescale = (
        text.strip() for text in (action, institution, timescale)
    )
    with transaction.atomic():
        hold_open(answer.assessment)
        if not action:
            if institution or timescale:
                raise ValidationError(_("Write what is to be done."))
            NotedAction.objects.filter(answer=answer).delete()
            return None
        noted, _created = NotedAction.objects.update_or_create(
            answer=answer,
            defaults={
                "action": action,
                "institution": institution,
                "timescale": timescale,
                "changed_at": timezone.now(),
                "changed_by": by,
            },
        )
    return noted
