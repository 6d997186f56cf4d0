"""Pages on which answers are given: an Essential, one save, history, evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from cities.limits import limited
from cities.models import User
from cities.requests import AnyRequest, PersonRequest
from scorecard import cards, independence, library, permissions, prompts
from scorecard.actions import answers as actions
from scorecard.actions import evidence as evidence_actions
from scorecard.card import Standing
from scorecard.forms.answers import AnswerForm, ProposalForm
from scorecard.forms.documents import EvidenceForm
from scorecard.models import Answer, Assessment, Evidence, Proposal
from scorecard.views import documents, files, kept
from scorecard.views.found import (
    card_address,
    find_answer,
    find_visited_assessment,
    note_visit,
    steps_at,
)


@require_GET
def essential(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    assessment = find_visited_assessment(request, pk)
    if number not in permissions.visible_essentials(request.user, assessment):
        raise Http404
    made = cards.cards(request.user, assessment, number)
    page = _essential_page(request, assessment, number, made)
    note_visit(request, assessment)
    return page


@login_not_required
@require_POST
def save(request: AnyRequest, pk: int, code: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    if kept.is_of_another(request):
        return kept.of_another(request)
    answer = find_answer(request, pk, code)
    form = AnswerForm(request.POST, answer=answer)
    may = permissions.can_answer(request.user, answer.assessment)
    if not may and _arrived(request.user, answer, form):
        return _saved(request, answer)
    may.enforce()
    if not form.is_valid():
        return _trouble(request, answer, form, status=422)
    try:
        actions.save(
            answer=answer,
            content=form.content,
            version=form.based_on,
            by=request.user,
            key=form.cleaned_data["key"],
        )
    except actions.Conflict as conflict:
        standing = Standing.of_answer(conflict.answer)
        return _trouble(request, answer, form, conflict=standing, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _trouble(request, answer, form, status=422)
    return _saved(request, answer)


@login_not_required
@require_POST
def propose(request: AnyRequest, pk: int, code: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return kept.session_ended(request)
    if kept.is_of_another(request):
        return kept.of_another(request)
    answer = find_answer(request, pk, code)
    permissions.can_propose(request.user, answer).enforce()
    form = ProposalForm(request.POST, answer=answer)
    if not form.is_valid():
        return _trouble(request, answer, form, status=422)
    try:
        proposal = actions.propose(
            answer=answer,
            score=form.content.score,
            not_applicable=form.content.not_applicable,
            comment=form.content.comment,
            version=form.based_on,
            by=request.user,
        )
    except actions.ProposalConflict as conflict:
        standing = Standing.of_proposal(answer, conflict.proposal)
        return _trouble(request, answer, form, conflict=standing, status=409)
    is_apart = independence.is_apart(answer.assessment)
    return _saved(
        request, answer, proposal, can_look=is_apart and proposal.is_explained
    )


def attach(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    answer = find_answer(request, pk, code)
    permissions.can_attach(request.user, answer).enforce()
    form = EvidenceForm(request.POST or None, request.FILES or None, answer=answer)
    if request.method == "POST" and form.is_valid():
        with files.keeping(form):
            _attach(request, answer, form)
            messages.success(request, _("The evidence was added."))
            return redirect(card_address(answer))
    words = request.GET.get("q", "").strip()[:200]
    return render(
        request,
        "scorecard/evidence.html",
        {
            "answer": answer,
            "assessment": answer.assessment,
            "form": form,
            "suggested": library.suggestions(answer),
            "words": words,
            "found": library.found_for(answer, words) if words else [],
            "steps": [*steps_at(answer), (_("Evidence"), None)],
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def detach(request: PersonRequest, pk: int, code: str, evidence: int) -> HttpResponse:
    answer = find_answer(request, pk, code)
    permissions.can_attach(request.user, answer).enforce()
    document = get_object_or_404(answer.evidence, pk=evidence)
    evidence_actions.detach(answer=answer, evidence=document, by=request.user)
    messages.success(request, _("The evidence no longer stands with this answer."))
    if request.POST.get("then") == "document":
        return redirect(document)
    return redirect(card_address(answer))


@require_GET
@limited("export")
def evidence_file(request: PersonRequest, pk: int) -> FileResponse:
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if not evidence.file:
        raise Http404
    return files.attachment(evidence)


def _essential_page(
    request: AnyRequest,
    assessment: Assessment,
    number: int,
    made: list[cards.Card],
    status: int = 200,
) -> HttpResponse:
    visible = permissions.visible_essentials(request.user, assessment)
    rail = cards.rail(assessment, visible)
    step = next((one for one in rail if one.number == number), None)
    if step is None:
        raise Http404
    place = rail.index(step)
    sections = [card.answer.question.section for card in made]
    said = prompts.prompts(request.user, assessment, sections)
    can_answer = permissions.can_answer(request.user, assessment)
    return render(
        request,
        "scorecard/essential.html",
        {
            "assessment": assessment,
            "essential": step,
            "step": step,
            "rail": rail,
            "groups": cards.groups(made, said),
            "conditions": cards.conditions(made),
            "can_answer": can_answer,
            "shows_presence": assessment.is_open
            and permissions.is_team(request.user, assessment),
            "sees_whole": permissions.sees_whole(request.user, assessment),
            "previous": rail[place - 1] if place else None,
            "following": rail[place + 1] if place + 1 < len(rail) else None,
            "remarks_count": sum(len(card.remarks) for card in made),
        },
        status=status,
    )


def _trouble(
    request: AnyRequest,
    answer: Answer,
    form: AnswerForm,
    status: int,
    conflict: Standing | None = None,
) -> HttpResponse:
    """Show what is wrong beside what was typed; nothing typed is lost."""
    code = answer.question.code
    number = answer.question.essential.number
    made = cards.cards(request.user, answer.assessment, number)
    cards.with_trouble(made, code, form, conflict)
    if not request.htmx:
        return _essential_page(request, answer.assessment, number, made, status)
    card = next(one for one in made if one.answer.pk == answer.pk)
    return render(
        request, "scorecard/answer_state.jinja", {"card": card}, status=status
    )


def _arrived(user: User, answer: Answer, form: AnswerForm) -> bool:
    """Tell whether this save is a repeat of one that arrived while it still could."""
    return form.is_valid() and bool(
        actions.arrived(
            answer=answer, content=form.content, by=user, key=form.cleaned_data["key"]
        )
    )


def _saved(
    request: AnyRequest,
    answer: Answer,
    proposal: Proposal | None = None,
    *,
    can_look: bool = False,
) -> HttpResponse:
    then = request.POST.get("then")
    address = card_address(answer)
    if then == "evidence":
        address = reverse(
            "scorecard:attach", args=[answer.assessment_id, answer.question.code]
        )
    if request.htmx and then:
        return HttpResponseClientRedirect(address)
    if request.htmx:
        # Another address than the page's own, or the browser would not ask for it.
        look = address.replace("#", "?seen=1#") if can_look else ""
        may_undo = permissions.can_answer(request.user, answer.assessment)
        return render(
            request,
            "scorecard/_answer_saved.html",
            {
                "answer": answer,
                "version": proposal.version if proposal else answer.version,
                "can_undo": answer.version and may_undo,
                "look": look,
            },
        )
    if not then:
        messages.success(
            request, _("%(code)s was saved.") % {"code": answer.question.code}
        )
    return redirect(address)


def _attach(request: PersonRequest, answer: Answer, form: EvidenceForm) -> None:
    existing, by = form.cleaned_data["existing"], request.user
    if existing is None:
        evidence_actions.attach(answer=answer, by=by, **form.particulars)
        return
    evidence_actions.link(answer=answer, evidence=existing, by=by)
    documents.tell_if_expired(request, existing)
