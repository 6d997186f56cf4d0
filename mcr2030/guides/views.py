"""The guides and the terms, for everybody; the hints of a person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.actions import hints as acts
from cities.requests import AnyRequest, PersonRequest
from mcr2030 import returning
from mcr2030.guides import glossary, hints, texts
from mcr2030.guides.forms import TermForm

TERMS_A_PAGE = 50


@require_safe
@login_not_required
def every(request: AnyRequest) -> HttpResponse:
    return render(request, "guide/all.html", {"guides": texts.every()})


@require_safe
@login_not_required
def one(request: AnyRequest, name: str) -> HttpResponse:
    return render(request, "guide/one.html", {"guide": texts.of(name)})


@require_safe
@login_not_required
def terms(request: AnyRequest) -> HttpResponse:
    """Show the terms that hold the words, in the order of the reader's alphabet."""
    form = TermForm(request.GET)
    found = glossary.found(form.words, form.subject)
    page = Paginator(found, TERMS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_narrowed": form.words or form.subject}
    return render(request, "guide/terms.html", context)


@require_POST
def put_away(request: PersonRequest, hint: str) -> HttpResponse:
    if hint not in hints.HINTS:
        raise Http404
    acts.put_away(hint=hint, by=request.user)
    return HttpResponseRedirect(returning.address(request))


@require_POST
def hints_again(request: PersonRequest) -> HttpResponse:
    acts.show_again(by=request.user)
    messages.success(request, _("The hints are shown again."))
    return redirect("account")
