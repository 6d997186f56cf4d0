"""Pages on which a city's team works on while its assessment is frozen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.permissions import Refused
from cities.requests import PersonRequest
from scorecard import permissions
from scorecard.actions import answers as answer_actions
from scorecard.actions import next_version
from scorecard.actions.answers import Content
from scorecard.forms.next_version import NextAnswerForm
from scorecard.models import Answer, Assessment, NextAnswer
from scorecard.views.found import find_answer, find_named_assessment, steps_to

ANSWERS_ON_A_PAGE = 50


@require_safe
def next_answers(request: PersonRequest, pk: int) -> HttpResponse:
    """List every indicator: what was handed in, and what is prepared for next time."""
    assessment = find_named_assessment(request, pk)
    _for_the_team(request, assessment)
    found = assessment.answers.select_related(
        "question__essential", "next_answer__changed_by"
    )
    page = Paginator(found, ANSWERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": assessment,
        "page": page,
        "rows": [(one, getattr(one, "next_answer", None)) for one in page],
        "prepared": NextAnswer.objects.of_assessment(assessment).count(),
        "may_prepare": permissions.can_prepare(request.user, assessment),
        "steps": steps_to(assessment, _("Next version")),
    }
    return render(request, "scorecard/next_answers.html", context)


@require_http_methods(["GET", "POST"])
def next_answer(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    """Prepare one answer on top of the frozen one."""
    answer = find_answer(request, pk, code)
    _for_the_team(request, answer.assessment)
    if request.method == "GET":
        permissions.can_prepare(request.user, answer.assessment).enforce()
        prepared = NextAnswer.objects.on(answer)
        start = next_version.content_of(prepared) if prepared else None
        content = start or answer_actions.content_of(answer)
        return _page(request, answer, content, prepared.version if prepared else 0)
    may = permissions.leads(request.user, answer.assessment)
    if not may:
        permissions.can_prepare(request.user, answer.assessment).enforce()
    return _save(request, answer)


def _save(request: PersonRequest, answer: Answer) -> HttpResponse:
    form = NextAnswerForm(request.POST, answer=answer)
    if not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return _page(request, answer, _typed(request), _version(request), said, 422)
    try:
        if "drop" in request.POST:
            next_version.drop(answer=answer, version=form.based_on)
            messages.success(request, _("Nothing is prepared for it any more."))
        else:
            next_version.prepare(
                answer=answer,
                content=form.content,
                version=form.based_on,
                by=request.user,
            )
            messages.success(request, _("Prepared for the next version."))
    except ValidationError as error:
        said = error.messages
        return _page(request, answer, form.content, form.based_on, said, 422)
    except Refused as error:
        return _page(request, answer, form.content, form.based_on, [str(error)], 409)
    except next_version.Overtaken as error:
        return _overtaken(request, answer, form.content, error.found)
    return redirect("scorecard:next-answers", answer.assessment_id)


def _overtaken(
    request: PersonRequest, answer: Answer, content: Content, found: NextAnswer | None
) -> HttpResponse:
    said = [
        _(
            "A colleague changed this after you opened it. Your text is below and is "
            "not saved yet. Saving now puts it in the place of theirs."
        )
    ]
    version = found.version if found else 0
    return _page(request, answer, content, version, said, 409, found)


def _page(
    request: PersonRequest,
    answer: Answer,
    content: Content,
    version: int,
    trouble: list[str] | None = None,
    status: int = 200,
    theirs: NextAnswer | None = None,
) -> HttpResponse:
    assessment = answer.assessment
    back = reverse("scorecard:next-answers", args=[assessment.pk])
    context = {
        "answer": answer,
        "assessment": assessment,
        "levels": answer.question.levels.all(),
        "content": content,
        "version": version,
        "trouble": trouble,
        "theirs": theirs,
        "steps": [
            (assessment.city.name, reverse("home")),
            (str(assessment), assessment.get_absolute_url()),
            (_("Next version"), back),
            (answer.question.code, None),
        ],
    }
    return render(request, "scorecard/next_answer.html", context, status=status)


def _typed(request: PersonRequest) -> Content:
    """Return what was sent as far as it makes sense, to be shown again."""
    choice = request.POST.get("choice", "")
    return Content(
        score=whole_number(choice) if len(choice) == 1 else None,
        not_applicable=choice == "na",
        reason=request.POST.get("reason", ""),
        comment=request.POST.get("comment", ""),
    )


def _version(request: PersonRequest) -> int:
    return whole_number(request.POST.get("version", ""), VERSION_MAXIMUM) or 0


def _for_the_team(request: PersonRequest, assessment: Assessment) -> None:
    """What is prepared is the city's own: for all others there is nothing here."""
    if not permissions.is_team(request.user, assessment):
        raise Http404
