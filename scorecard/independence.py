"""Levels are given apart first: who may not see yet what others said and agreed.

In an assessment that is independent first a contributor sees of an indicator of theirs
neither the others' proposals nor the agreed answer until they have given a level and a
reason. Who has no say in it reads the proposals once the team has settled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import YES, Decision, Person, role_of
from scorecard.models import Answer, Assessment, Assignment, Proposal
from scorecard.permissions import Role
from scorecard.scoring import Score


def is_apart(assessment: Assessment) -> bool:
    """Tell whether proposals are given apart in it now."""
    return assessment.is_independent and assessment.is_open


def owed(user: Person, assessment: Assessment) -> list[str]:
    """Return the codes that the person still owes a level on; often without a query."""
    if not is_apart(assessment) or not isinstance(user, User):
        return []
    if role_of(user, assessment.city_id) != Role.CONTRIBUTOR:
        return []
    theirs = Assignment.objects.owed_by(user).of_assessment(assessment)
    answers = assessment.answers.filter(pk__in=theirs.values("answer"))
    return list(answers.values_list("question__code", flat=True))


def can_see_whole(user: Person, assessment: Assessment) -> Decision:
    """Open reports, spreadsheets and figures, which tell all agreed answers."""
    codes = owed(user, assessment)
    if not codes:
        return YES
    return Decision(
        _(
            "Levels are given independently first. Give your own level and reason on "
            "%(codes)s; then you see the whole."
        )
        % {"codes": ", ".join(codes)}
    )


def can_see_agreed(user: Person, answer: Answer) -> Decision:
    """Read the agreed answer to one indicator, with its history."""
    if answer.question.code not in owed(user, answer.assessment):
        return YES
    return Decision(
        _(
            "Levels are given independently first. Give your own level and reason; "
            "then you see what others propose and what is agreed."
        )
    )


def sees_proposals(
    user: Person,
    assessment: Assessment,
    proposals: Iterable[Proposal],
    *,
    is_theirs: bool,
    is_settled: bool,
) -> bool:
    """Tell whether somebody of the team or the nation may read all proposals."""
    role = role_of(user, assessment.city_id)
    if not is_apart(assessment) or role == Role.LEAD:
        return True
    if any(one.by_id == user.pk and one.is_explained for one in proposals):
        return True
    is_owed = is_theirs and role == Role.CONTRIBUTOR
    return is_settled and not is_owed


def without_figures(scores: Mapping[int, Score]) -> dict[int, Score]:
    """Return how far the answers have come, and nothing of what they say."""
    return {
        number: replace(one, points=0, out_of=0, answered=0)
        for number, one in scores.items()
    }
