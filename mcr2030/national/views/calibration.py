"""One indicator across all cities: read it, ask cities about it, say how to read it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cities.models import User
from cities.requests import AnyRequest, PersonRequest
from mcr2030.national import calibration
from mcr2030.national.forms import CalibrationForm
from mcr2030.national.views.found import focal_point_or_404
from scorecard import permissions
from scorecard.actions import questions
from scorecard.actions.reviews import Overtaken
from scorecard.forms.review import NoteForm, QuestionForm
from scorecard.models import Question
from scorecard.views import kept

CITIES_A_PAGE = 40


@require_GET
def page(request: PersonRequest, edition: int, code: str) -> HttpResponse:
    return _page(request, _question_or_404(request, edition, code))


@login_not_required
@require_POST
def ask(request: AnyRequest, edition: int, code: str) -> HttpResponse:
    """Ask the ticked cities; where something is wrong, ticks and text stay."""
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    question = _question_or_404(request, edition, code)
    permissions.can_ask(request.user).enforce()
    ticked = request.POST.getlist("city")
    form = QuestionForm(request.POST, auto_id="ask_%s")
    if not form.is_valid():
        return _page(request, question, ask_form=form, ticked=ticked)
    text = form.cleaned_data["text"]
    try:
        asked = questions.ask(
            question=question, codes=ticked, text=text, by=request.user
        )
    except ValidationError as error:
        form.add_error("text", error)
        return _page(request, question, ask_form=form, ticked=ticked)
    _tell(request, len(asked), len(set(ticked)) - len(asked))
    return _back(request, question)


@login_not_required
@require_POST
def note(request: AnyRequest, edition: int, code: str) -> HttpResponse:
    """Save the note for all cities, or remove it."""
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    question = _question_or_404(request, edition, code)
    permissions.can_ask(request.user).enforce()
    form = NoteForm(request.POST, auto_id="note_%s")
    is_removed = "remove" in request.POST
    if not form.is_valid() and not is_removed:
        return _page(request, question, note_form=form)
    seen = request.POST.get("seen", "")
    try:
        if is_removed:
            questions.remove_note(question=question, seen=seen)
        else:
            text = form.cleaned_data["text"]
            questions.write_note(
                question=question, text=text, seen=seen, by=request.user
            )
    except Overtaken as overtaken:
        form.add_error("text", str(overtaken))
        # Read again: what stands now is shown above the one that was typed.
        question = _question_or_404(request, edition, code)
        return _page(request, question, note_form=form)
    messages.success(
        request,
        _("The note is removed from all cards.")
        if is_removed
        else _("The note is saved. All local governments see it at this indicator."),
    )
    return _back(request, question)


def _page(
    request: AnyRequest,
    question: Question,
    *,
    ask_form: QuestionForm | None = None,
    note_form: NoteForm | None = None,
    ticked: list[str] | None = None,
) -> HttpResponse:
    form = CalibrationForm(request.GET, questionnaire=question.questionnaire)
    made = calibration.build(form.selection, question, form.chosen_level)
    paginator = Paginator(made.standings, CITIES_A_PAGE)
    # Known already: counting them again would take as long as all the rest.
    paginator.count = made.cities
    standings = paginator.get_page(request.GET.get("page"))
    rows = made.rows(standings)
    written = {"text": made.note.text if made.note else ""}
    return render(
        request,
        "national/calibration.html",
        {
            "section": "country",
            "tab": "matrix",
            "form": form,
            "edition": question.questionnaire,
            "question": question,
            "calibration": made,
            "page": standings,
            "rows": rows,
            "ask_form": ask_form or QuestionForm(auto_id="ask_%s"),
            "note_form": note_form or NoteForm(auto_id="note_%s", initial=written),
            "stamp": questions.stamp(made.note),
            "ticked": ticked or [],
            "asked": request.GET.urlencode(),
            "shows_demo": any(row.answer.assessment.is_demo for row in rows),
        },
        status=422 if ask_form or note_form else 200,
    )


def _question_or_404(request: AnyRequest, edition: int, code: str) -> Question:
    focal_point_or_404(request)
    question = calibration.question_of(edition, code)
    if question is None:
        raise Http404
    return question


def _tell(request: AnyRequest, asked: int, before: int) -> None:
    """Say how many were asked, and how many had the same question already."""
    if asked:
        told = ngettext(
            "%(number)d local government was asked.",
            "%(number)d local governments were asked.",
            asked,
        )
        messages.success(request, told % {"number": asked})
    if before:
        told = ngettext(
            "%(number)d has this very question already and was not asked again.",
            "%(number)d have this very question already and were not asked again.",
            before,
        )
        messages.info(request, told % {"number": before})


def _back(request: AnyRequest, question: Question) -> HttpResponse:
    page = reverse(
        "national:calibration", args=[question.questionnaire_id, question.code]
    )
    asked = request.GET.urlencode()
    return redirect(f"{page}?{asked}" if asked else page)
