"""What a page is about: found for those who may see it, 404 for all others."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cities.models import User
from cities.requests import AnyRequest
from scorecard import permissions
from scorecard.actions import visits
from scorecard.models import Answer, Assessment
from scorecard.models.visits import with_news, with_visit


def find_assessment(request: AnyRequest, pk: int) -> Assessment:
    """Return the assessment, or 404 for all who may not open it."""
    visible = Assessment.objects.visible_to(request.user)
    return get_object_or_404(visible.with_parts(), pk=pk)


def find_named_assessment(request: AnyRequest, pk: int) -> Assessment:
    """Return the same for pages that say neither its lead nor its scenarios."""
    visible = Assessment.objects.visible_to(request.user)
    return get_object_or_404(visible.with_names(), pk=pk)


def find_visited_assessment(
    request: AnyRequest, pk: int, *, whole: bool = False
) -> Assessment:
    """Return the assessment with what is new to the person; 404 as ever.

    `whole` brings what the overview names and counts. A page that is found says so to
    `note_visit`.
    """
    visible = Assessment.objects.visible_to(request.user)
    if whole:
        found = with_news(visible.with_parts(), request.user)
    else:
        found = with_visit(visible.with_names(), request.user)
    return get_object_or_404(found, pk=pk)


def note_visit(request: AnyRequest, assessment: Assessment) -> None:
    """Note that somebody who works on the visited assessment is there."""
    if isinstance(request.user, User) and permissions.works_on(
        request.user, assessment
    ):
        seen_at = getattr(assessment, "seen_at", None)
        visits.arrive(assessment=assessment, by=request.user, seen_at=seen_at)


def find_answer(request: AnyRequest, pk: int, code: str) -> Answer:
    """Return the answer, or 404 for all who may not open its Essential."""
    visible = Answer.objects.visible_to(request.user).with_parts()
    answer = get_object_or_404(visible, assessment=pk, question__code=code)
    essentials = permissions.visible_essentials(request.user, answer.assessment)
    if answer.question.essential.number not in essentials:
        raise Http404
    return answer


def card_address(answer: Answer) -> str:
    """Return where the answer's card stands on the page of its Essential."""
    number = answer.question.essential.number
    page = reverse("scorecard:essential", args=[answer.assessment_id, number])
    return f"{page}#{answer.question.code}"


def steps_to(assessment: Assessment, here: str) -> list[tuple[str, str | None]]:
    """Return the way to a page of the assessment: city, assessment, the page's name."""
    return [
        (assessment.city.name, reverse("home")),
        (str(assessment), assessment.get_absolute_url()),
        (here, None),
    ]


def steps_at(answer: Answer) -> list[tuple[str, str | None]]:
    """Return the way to what stands behind an answer's card."""
    assessment = answer.assessment
    return [
        (assessment.city.name, reverse("home")),
        (str(assessment), assessment.get_absolute_url()),
        (answer.question.code, card_address(answer)),
    ]
