"""Pages of one action of a plan: to read, to write, its money, taking it out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.models.numbers import VERSION_MAXIMUM, whole_number
from cities.permissions import Refused
from cities.requests import PersonRequest
from roadmap import records
from roadmap.actions import measures, peer_work
from roadmap.actions.holding import Conflict
from roadmap.findings import warnings_of
from roadmap.forms.entry import Entry, FundingEntry
from roadmap.forms.progress import NoteForm
from roadmap.models import Action, Plan, Recommendation
from roadmap.permissions import peers
from roadmap.permissions import plans as permissions
from roadmap.views.found import find_action, find_plan, steps_in, steps_to


@require_safe
def action(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_action(request, pk)
    return render(request, "roadmap/action.html", about(request, found))


def about(request: PersonRequest, found: Action, form: Any = None) -> dict[str, Any]:
    """Return what the page of an action shows, with a note being written."""
    content = measures.content_of(found)
    plan = found.plan
    can_follow = permissions.can_follow(request.user, plan)
    return {
        "section": "cities",
        "plan": plan,
        "action": found,
        "warnings": warnings_of(content.fundings, content.costs),
        "notes": found.notes.with_parts(),
        "form": form or (NoteForm(action=found) if can_follow else None),
        "can_write": permissions.can_write(request.user, plan),
        "can_edit": permissions.can_edit(request.user, plan),
        "can_follow": can_follow,
        "steps": steps_in(found),
    }


def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Write an action; a link may bring its indicators, or a recommendation."""
    plan = find_plan(request, pk)
    permissions.can_write(request.user, plan).enforce()
    advice = _advice(request, plan)
    if request.method != "POST":
        keys = request.GET.getlist("answer")
        entry = Entry.asked(request.user, plan, keys, advice)
        return _form(request, plan, entry, advice=advice)
    entry = Entry.posted(request.user, plan, request.POST)
    if entry.is_asking_for_more:
        return _form(request, plan, entry, advice=advice)
    content = entry.content()
    if content is not None:
        try:
            if advice is None:
                added = measures.add(plan=plan, content=content, by=request.user)
            else:
                added = peer_work.plan_action(
                    recommendation=advice, plan=plan, content=content, by=request.user
                )
        except ValidationError as error:
            entry.take_errors(error.message_dict)
        except Refused as error:
            entry.take_errors({"advice": [str(error)]})
        else:
            messages.success(
                request,
                _("Action %(number)s stands in the plan.") % {"number": added.number},
            )
            return redirect(added)
    return _form(request, plan, entry, advice=advice, status=422)


def _advice(request: PersonRequest, plan: Plan) -> Recommendation | None:
    """Return the recommendation that a new action is to carry out, if one is named."""
    sent = request.POST if request.method == "POST" else request.GET
    key = sent.get("advice", "")
    if not key:
        return None
    if not key.isdecimal():
        raise Http404
    visible = Recommendation.objects.visible_to(request.user).with_review()
    found = get_object_or_404(visible, pk=key)
    if found.review.host not in plan.cities:
        raise Http404
    if request.method != "POST":
        peers.can_take_up(request.user, found).enforce()
    return found


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_action(request, pk)
    permissions.can_write(request.user, found.plan).enforce()
    standing = measures.content_of(found)
    if request.method != "POST":
        entry = Entry.standing(request.user, found.plan, standing, found.version)
        return _form(request, found.plan, entry, found)
    entry = Entry.posted(request.user, found.plan, request.POST, standing)
    if entry.is_asking_for_more:
        return _form(request, found.plan, entry, found)
    content = entry.content()
    conflict = None
    if content is not None:
        try:
            measures.change(
                action=found, content=content, version=entry.based_on, by=request.user
            )
        except ValidationError as error:
            entry.take_errors(error.message_dict)
        except Conflict:
            conflict = records.conflict(found, standing, content)
        else:
            messages.success(request, _("The action was saved."))
            return redirect(found)
    status = 409 if conflict else 422
    return _form(request, found.plan, entry, found, conflict=conflict, status=status)


def funding(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep the money of an action, also once its plan is adopted."""
    found = find_action(request, pk)
    permissions.can_edit(request.user, found.plan).enforce()
    standing = measures.content_of(found)
    conflict, status = None, 200
    if request.method != "POST":
        entry = FundingEntry.standing(found.plan, standing, found.version)
    else:
        entry = FundingEntry.posted(found.plan, request.POST, standing)
        amounts = None if entry.is_asking_for_more else entry.amounts()
        status = 200 if entry.is_asking_for_more else 422
        if amounts is not None:
            try:
                measures.fund(
                    action=found,
                    fundings=amounts,
                    version=entry.based_on,
                    by=request.user,
                )
            except ValidationError as error:
                entry.take_errors(error.message_dict)
            except Conflict:
                typed = measures.with_money(standing, amounts)
                conflict, status = records.conflict(found, standing, typed), 409
            else:
                messages.success(request, _("The money of the action was saved."))
                return redirect(found)
    context = {
        "section": "cities",
        "plan": found.plan,
        "action": found,
        "entry": entry,
        "conflict": conflict,
        "steps": steps_in(found, _("Money")),
    }
    return render(request, "roadmap/action_funding.html", context, status=status)


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_action(request, pk)
    permissions.can_write(request.user, found.plan).enforce()
    version = whole_number(request.POST.get("version", ""), VERSION_MAXIMUM)
    if request.POST.get("sure") != "on" or version is None:
        messages.error(request, _("Tick that the action is to be taken out."))
        return redirect("roadmap:action-edit", found.pk)
    try:
        measures.remove(action=found, version=version)
    except Conflict:
        messages.error(
            request, _("Somebody has changed this action. Look at it once more.")
        )
        return redirect(found)
    messages.success(request, _("The action was taken out of the plan."))
    return redirect(found.plan)


def _form(
    request: PersonRequest,
    plan: Plan,
    entry: Entry,
    found: Action | None = None,
    *,
    conflict: records.Conflict | None = None,
    advice: Recommendation | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = (
        steps_in(found, _("Edit")) if found else steps_to(plan, (_("New action"), None))
    )
    context = {
        "section": "cities",
        "plan": plan,
        "action": found,
        "entry": entry,
        "conflict": conflict,
        "advice": advice,
        "steps": steps,
        "back": found.get_absolute_url() if found else plan.get_absolute_url(),
    }
    return render(request, "roadmap/action_edit.html", context, status=status)
