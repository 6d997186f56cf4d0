"""The gaps that a plan can close, as one person may read them."""

import re

from cities.models import User
from roadmap.models import Finding, Plan, Recommendation
from scorecard.models import Answer, Assessment


def of(user: User, plan: Plan) -> list[Answer]:
    """Return the answers below the top, of assessments that the person may read."""
    return list(
        Answer.objects.visible_to(user)
        .told_to(user)
        .gaps_of(plan.cities)
        .select_related("question", "assessment__questionnaire")
        .order_by("assessment", "question__position")
    )


def latest(user: User, plan: Plan) -> dict[int, str]:
    """Return the rounds to choose from by key, with their names.

    Of each instrument and city it is the latest that was accepted, else the latest.
    """
    found: dict[tuple[int, str], Assessment] = {}
    rounds = Assessment.objects.visible_to(user).of_cities(plan.cities).with_parts()
    for one in rounds.latest_first():
        key = (one.city_id, one.questionnaire.code)
        known = found.get(key)
        if known is None or (
            known.status != Assessment.Status.ACCEPTED
            and one.status == Assessment.Status.ACCEPTED
        ):
            found[key] = one
    joint = len(plan.cities) > 1
    return {
        one.pk: f"{one.city.name}: {one}" if joint else str(one)
        for one in found.values()
    }


def advised(recommendation: Recommendation) -> list[int]:
    """Return the keys of the answers that a recommendation is about.

    They are those whose indicators its text names, of the indicators that the reviewers
    want strengthened; where it names none, all of these.
    """
    review = recommendation.review
    found = {one.code for one in Finding.objects.to_strengthen(review)}
    said = f"{recommendation.description} {recommendation.justification}"
    named = {one for one in found if _names(said, one)}
    rounds = {review.assessment_id, review.health_assessment_id} - {None}
    answers = Answer.objects.filter(
        assessment__in=rounds, question__code__in=named or found
    )
    return list(answers.values_list("pk", flat=True))


def _names(text: str, code: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){re.escape(code)}(?!\.?\w)", text))
