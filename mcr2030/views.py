"""Home, the public start page, the person's account, and pages for what went wrong."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from cities.models import User
from cities.permissions import Refused, memberships_of
from cities.requests import AnyRequest, PersonRequest
from mcr2030 import home as homes
from mcr2030 import languages, returning
from mcr2030.forms import AccountForm
from mcr2030.health import watch
from scorecard.views import kept

# Forms whose text must survive a stale page: they are shown again with a new token.
KEPT_FORMS = {
    f"scorecard:{name}"
    for name in (
        "answer",
        "propose",
        "remark",
        "reply",
        "return",
        "accept",
        "open-thread",
        "say",
    )
}


@login_not_required
@require_GET
def home(request: AnyRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "home/start.html", {"start": homes.start()})
    return render(
        request,
        "home/home.html",
        {"section": "home", "home": homes.of(request.user)},
    )


@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    # A copy: a refused name must not show in the frame as if it were saved.
    person = User.objects.get(email=request.user.email)
    form = AccountForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        with override(person.language):
            messages.success(request, _("Your account was saved."))
        response = redirect("account")
        languages.remember(response, person.language)
        return response
    return render(
        request,
        "home/account.html",
        {
            "form": form,
            "memberships": memberships_of(request.user),
            "days": settings.SESSION_COOKIE_AGE // (24 * 3600),
        },
        status=422 if form.errors else 200,
    )


@login_not_required
@require_POST
def set_language(request: AnyRequest) -> HttpResponse:
    response = HttpResponseRedirect(returning.address(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        languages.remember(response, language)
        if isinstance(request.user, User) and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


@login_not_required
@require_safe
def health(request: AnyRequest) -> JsonResponse:
    """Tell a monitor which parts work; 503 where people cannot work."""
    seen = watch.look()
    response = JsonResponse(
        {"is_well": seen.is_well, "parts": seen.parts},
        status=200 if seen.is_well else 503,
    )
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def security_contact(request: AnyRequest) -> HttpResponse:
    """Say whom to tell of a hole (RFC 9116); a copy of it is good for three months."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = today + dt.timedelta(days=90)
    lines = {
        "Contact": contact if contact.startswith("https://") else f"mailto:{contact}",
        "Expires": expires.astimezone(dt.UTC).isoformat(),
        "Preferred-Languages": "sr, en",
        "Canonical": request.build_absolute_uri(),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def forbidden(request: AnyRequest, exception: Exception) -> HttpResponse:
    """Say why not; sentences of others than ours are not for people."""
    reason = str(exception) if isinstance(exception, Refused) else ""
    template = "parts/_refused.html" if request.htmx else "403.html"
    context = {
        "reason": reason,
        "back": _assessment_address(request) if reason else "",
        "typed": kept.texts(request) if reason else [],
    }
    return render(request, template, context, status=403)


def _assessment_address(request: AnyRequest) -> str:
    """Return the address of the assessment that the page is about, or nothing.

    A refusal with a sentence is for those who may open it; others got 404.
    """
    match = request.resolver_match
    if match is None or not match.route.startswith("assessments/<int:pk>/"):
        return ""
    return reverse("scorecard:overview", args=[match.kwargs["pk"]])


def csrf_failure(request: AnyRequest, reason: str = "") -> HttpResponse:
    """Ask to send the form again from a fresh page; what was typed comes along."""
    if request.htmx:
        old = _("The page had grown old. Open it again in a new tab and save there.")
        return render(request, "parts/_refused.html", {"reason": old}, status=403)
    match = request.resolver_match
    keeps = match is not None and match.view_name in KEPT_FORMS
    return render(
        request,
        "csrf_failure.html",
        {"posted": kept.posted(request) if keeps else []},
        status=403,
    )
