"""How an action goes: a note on its progress, and its history."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.requests import PersonRequest
from roadmap import records
from roadmap.actions import progress
from roadmap.forms.progress import NoteForm
from roadmap.permissions import plans as permissions
from roadmap.views.found import find_action, steps_in
from roadmap.views.measures import about


@require_POST
def note(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_action(request, pk)
    permissions.can_follow(request.user, found.plan).enforce()
    form = NoteForm(request.POST, action=found)
    if form.is_valid():
        try:
            progress.note(action=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name, sentences)
        else:
            messages.success(request, _("The progress was noted."))
            return redirect(found)
    context = about(request, found, form)
    return render(request, "roadmap/action.html", context, status=422)


@require_safe
def history(request: PersonRequest, pk: int) -> HttpResponse:
    found = find_action(request, pk)
    context = {
        "section": "cities",
        "plan": found.plan,
        "action": found,
        "changes": records.history(found.changes.select_related("by")),
        "steps": steps_in(found, _("History")),
    }
    return render(request, "roadmap/action_history.html", context)
