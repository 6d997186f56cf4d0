"""Pages of requests for services: all of a partner, one, and the moves of both."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cities.permissions import can_see, is_focal_point, is_with
from cities.requests import PersonRequest
from roadmap.actions import services
from roadmap.forms.services import AnswerForm, ResultForm
from roadmap.models import ServiceRequest
from roadmap.permissions import services as permissions

ROWS_A_PAGE = 30


@require_GET
def request_list(request: PersonRequest) -> HttpResponse:
    """All requests that the person may follow: a city's, a partner's, the nation's."""
    seen = ServiceRequest.objects.visible_to(request.user)
    listed = seen.with_parts().latest_first()
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roadmap/requests.html",
        {
            "section": "partners",
            "page": page,
            "shows_demo": any(one.is_demo or one.city.is_demo for one in page),
        },
    )


@require_GET
def one(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Accept or decline, whichever button was pressed."""
    found = _find(request, pk)
    permissions.can_answer(request.user, found).enforce()
    form = AnswerForm(request.POST)
    if form.is_valid():
        accepts = request.POST.get("answer") == "accept"
        text = form.cleaned_data["text"]
        try:
            services.answer(request=found, accepts=accepts, text=text, by=request.user)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("The answer is with the city."))
            return redirect("roadmap:service-request", found.pk)
    return _page(request, found, answer_form=form)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    services.take_back(request=found, by=request.user)
    messages.success(request, _("The request is withdrawn."))
    return redirect("roadmap:service-request", found.pk)


@require_POST
def result(request: PersonRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    permissions.can_record_result(request.user, found).enforce()
    form = ResultForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        services.record_result(request=found, text=text, by=request.user)
        messages.success(request, _("The result is noted. The request is closed."))
        return redirect("roadmap:service-request", found.pk)
    return _page(request, found, result_form=form)


def _find(request: PersonRequest, pk: int) -> ServiceRequest:
    """Return the request, or 404 for those who have no part in it."""
    seen = ServiceRequest.objects.visible_to(request.user).with_parts()
    return get_object_or_404(seen, pk=pk)


def _page(
    request: PersonRequest,
    found: ServiceRequest,
    answer_form: AnswerForm | None = None,
    result_form: ResultForm | None = None,
) -> HttpResponse:
    user = request.user
    context = {
        "section": "partners" if is_with(user, found.service.partner_id) else "cities",
        "asked": found,
        "answer_form": answer_form or AnswerForm(),
        "result_form": result_form or ResultForm(),
        "can_answer": permissions.can_answer(user, found),
        "can_withdraw": permissions.can_withdraw(user, found),
        "can_record_result": permissions.can_record_result(user, found),
        "of_city": can_see(user, found.city) and not is_focal_point(user),
        "sees_city": can_see(user, found.city),
    }
    refused = answer_form or result_form
    return render(
        request,
        "roadmap/service_request.html",
        context,
        status=422 if refused else 200,
    )
