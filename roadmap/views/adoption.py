"""The way of a plan to the gazette: its steps, the last one taken back, its end."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.requests import PersonRequest
from roadmap.actions import adoption as actions
from roadmap.forms.adoption import EndForm, StepForm
from roadmap.models import AdoptionStep, Plan
from roadmap.permissions import plans as permissions
from roadmap.views.found import find_plan, steps_to


def adoption(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the steps, and record the next one."""
    plan = find_plan(request, pk)
    if request.method != "POST":
        return _page(request, plan, _next_form(plan))
    permissions.can_adopt(request.user, plan).enforce()
    form = StepForm(request.POST, kind=request.POST.get("kind", ""))
    if form.is_valid():
        try:
            step = actions.take(plan=plan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _take_errors(form, error)
        else:
            messages.success(
                request, _("Recorded: %(step)s.") % {"step": step.get_kind_display()}
            )
            return redirect("roadmap:adoption", pk)
    return _page(request, plan, form, status=422)


@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    plan = find_plan(request, pk)
    permissions.can_adopt(request.user, plan).enforce()
    actions.undo(plan=plan, kind=request.POST.get("kind", ""))
    messages.success(request, _("The last step was taken back."))
    return redirect("roadmap:adoption", pk)


@require_POST
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct the day until which the plan is valid."""
    plan = find_plan(request, pk)
    permissions.can_adopt(request.user, plan).enforce()
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.correct_end(plan=plan, **form.cleaned_data)
        except ValidationError as error:
            _take_errors(form, error)
        else:
            messages.success(request, _("The end of the plan was corrected."))
            return redirect("roadmap:adoption", pk)
    return _page(request, plan, _next_form(plan), form, status=422)


def _next_form(plan: Plan) -> StepForm | None:
    following = actions.next_kind(plan)
    return StepForm(kind=following) if following else None


def _take_errors(form: Form, error: ValidationError) -> None:
    for name, sentences in error.message_dict.items():
        visible = name in form.fields and not form.fields[name].widget.is_hidden
        form.add_error(name if visible else None, sentences)


def _page(
    request: PersonRequest,
    plan: Plan,
    form: StepForm | None,
    end_form: EndForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    taken = plan.taken
    following = actions.next_kind(plan)
    context: dict[str, Any] = {
        "section": "cities",
        "plan": plan,
        "rows": [
            (kind.label, taken.get(kind), kind == following)
            for kind in AdoptionStep.Kind
        ],
        "following": following,
        "last": actions.last_step(plan),
        "form": form if following else None,
        "end_form": end_form or EndForm(initial={"day": plan.valid_until}),
        "can_adopt": permissions.can_adopt(request.user, plan),
        "steps": steps_to(plan, (_("Adoption"), None)),
    }
    return render(request, "roadmap/adoption.html", context, status=status)
