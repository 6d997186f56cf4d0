"""A person's data: their own copy, and erasing what is kept of somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cities import permissions
from cities.actions import copying, erasing
from cities.forms import EraseForm
from cities.limits import limited
from cities.models import User
from cities.models.people import name_in_script
from cities.requests import PersonRequest


@require_safe
@limited("export")
def my_data(request: PersonRequest) -> HttpResponse:
    """Hand a person all that is kept about them."""
    response = HttpResponse(
        copying.archive(person=request.user), content_type="application/zip"
    )
    response["Content-Disposition"] = 'attachment; filename="mcr2030-my-data.zip"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what goes and what stays, and erase once that was read."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    may = permissions.can_erase(request.user, person)
    if request.method == "POST" or not permissions.is_focal_point(request.user):
        may.enforce()
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = name_in_script(person.name)
        erasing.erase(person=person, by=request.user)
        messages.success(
            request, _("The data of %(person)s were erased.") % {"person": name}
        )
        return redirect("home")
    context = {
        "section": "cities",
        "person": person,
        "may": may,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "cities/erase.html", context, status=status)
