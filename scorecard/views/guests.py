"""Phones in a workshop: join by a code without an account, vote, leave.

Nothing personal stands in an address; who a phone belongs to is in its cookie.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseStopPolling

from cities.permissions import Refused
from cities.requests import AnyRequest
from scorecard import boards
from scorecard.actions import guests as actions
from scorecard.actions.workshops import tidy_code
from scorecard.forms.workshops import CodeForm, GuestForm, VoteForm
from scorecard.models import Ballot, Guest, Workshop

COOKIE = "workshop_guest"
COOKIE_AGE = 3 * 24 * 3600
# How long a place from which too many wrong codes came has to wait.
WAIT = 600


@never_cache
@login_not_required
def join(request: AnyRequest) -> HttpResponse:
    """Ask for the code that stands on the wall."""
    if _has_to_wait(request):
        return _wait(request)
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _ask_code(request, form, 422 if form.is_bound else 200)
    code = tidy_code(form.cleaned_data["code"])
    if Workshop.objects.open_under(code) is None:
        return _strange(request, form)
    return redirect("scorecard:guest", code)


@never_cache
@login_not_required
def guest(request: AnyRequest, code: str) -> HttpResponse:
    """Show a guest the current indicator; ask anybody else who they are."""
    if code != tidy_code(code):
        return redirect("scorecard:guest", tidy_code(code) or "-")
    workshop, me = _found(request, code)
    if workshop is None:
        return _strange(request)
    if me is None:
        return _come_in(request, workshop)
    actions.note_presence(guest=me)
    return render(request, "scorecard/guest.html", _context(workshop, me))


@never_cache
@login_not_required
@require_GET
def now(request: AnyRequest, code: str) -> HttpResponse:
    """Answer a phone that asks every few seconds: mostly with nothing new."""
    me = actions.find_at(code=code, secret=request.COOKIES.get(COOKIE, ""))
    if me is None:
        return _to_the_door(code)
    actions.note_presence(guest=me)
    is_over = me.removed_at is not None or not me.workshop.is_open
    if not is_over and request.GET.get("seen") == boards.news_for_phones(me.workshop):
        return HttpResponse(status=204)
    workshop, _me = _found(request, code)
    if workshop is None:
        return _to_the_door(code)
    page = render(request, "scorecard/_guest_now.html", _context(workshop, me))
    return HttpResponseStopPolling(page.content) if is_over else page


@never_cache
@login_not_required
@require_POST
def vote(request: AnyRequest, code: str) -> HttpResponse:
    workshop, me = _found(request, code)
    if workshop is None or me is None:
        return redirect("scorecard:guest", code)
    form = VoteForm(request.POST, top=workshop.assessment.questionnaire.scale_maximum)
    if not form.is_valid():
        sentences = [str(one) for errors in form.errors.values() for one in errors]
        return _answer(request, workshop, me, 422, " ".join(sentences))
    ballot = Ballot.objects.numbered(workshop, form.cleaned_data["ballot"])
    try:
        if ballot is None:
            raise Refused(_("This indicator is not put to the vote any more."))
        actions.vote(
            ballot=ballot,
            guest=me,
            choice=form.cleaned_data["choice"],
            reason=form.cleaned_data["reason"],
            named=form.cleaned_data["named"],
        )
    except Refused as refused:
        return _answer(request, workshop, me, 409, str(refused))
    if request.htmx:
        return _answer(request, workshop, me, 200)
    return redirect("scorecard:guest", code)


@never_cache
@login_not_required
@require_POST
def leave(request: AnyRequest, code: str) -> HttpResponse:
    workshop, me = _found(request, code)
    if workshop is None or me is None:
        return redirect("scorecard:guest", code)
    actions.leave(guest=me)
    response = render(request, "scorecard/guest_left.html", {"workshop": workshop})
    response.delete_cookie(COOKIE, path=reverse("scorecard:guest", args=[code]))
    return response


def _to_the_door(code: str) -> HttpResponse:
    """Send a phone that forgot its guest to where one joins."""
    address = reverse("scorecard:guest", args=[code])
    return HttpResponse(
        status=204, content_type="text/plain", headers={"HX-Redirect": address}
    )


def _found(request: AnyRequest, code: str) -> tuple[Workshop | None, Guest | None]:
    """Return the workshop and its guest; no workshop where it is closed to others."""
    if not request.COOKIES.get(COOKIE) and _has_to_wait(request):
        return None, None
    workshop = Workshop.objects.under(code)
    if workshop is None:
        return None, None
    me = actions.find(workshop=workshop, secret=request.COOKIES.get(COOKIE, ""))
    if me is None and not workshop.is_open:
        return None, None
    return workshop, me


def _come_in(request: AnyRequest, workshop: Workshop) -> HttpResponse:
    form = GuestForm(request.POST or None)
    if form.is_valid():
        try:
            _me, secret = actions.join(
                workshop=workshop,
                name=form.cleaned_data["name"],
                institution=form.cleaned_data["institution"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _remembered(workshop, secret)
    context = {"workshop": workshop, "assessment": workshop.assessment, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "scorecard/guest_join.html", context, status=status)


def _remembered(workshop: Workshop, secret: str) -> HttpResponse:
    """Give the phone its secret, for this workshop's addresses only."""
    address = reverse("scorecard:guest", args=[workshop.code])
    response = redirect(address)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_AGE,
        path=address,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    # With it, a phone that asks for news costs no query for the office's language.
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        get_language() or settings.LANGUAGE_CODE,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _answer(
    request: AnyRequest, workshop: Workshop, me: Guest, status: int, trouble: str = ""
) -> HttpResponse:
    """Show the phone's page again; what was chosen in vain stays chosen."""
    workshop.refresh_from_db(fields=["turn", "current", "closed_at"])
    me.refresh_from_db()
    sent = (request.POST.get("choice"), request.POST.get("reason", ""))
    context = _context(workshop, me, *(sent if trouble else (None, None)))
    context["trouble"] = trouble
    template = "scorecard/_guest_now.html" if request.htmx else "scorecard/guest.html"
    return render(request, template, context, status=status)


def _context(
    workshop: Workshop, me: Guest, sent: str | None = None, reason: str | None = None
) -> dict[str, Any]:
    phone = boards.phone(workshop, me)
    kept = phone.vote.reason if phone.vote else ""
    return {
        "workshop": workshop,
        "assessment": workshop.assessment,
        "phone": phone,
        "choices": phone.choices(sent),
        "sent": sent,
        "reason": kept if reason is None else reason,
    }


def _strange(request: AnyRequest, form: CodeForm | None = None) -> HttpResponse:
    """Answer a strange code as a closed one, and count it."""
    if _has_to_wait(request):
        return _wait(request)
    if not ratelimit.consume(request, action="workshop_code"):
        cache.set(_place(request), 1, WAIT)
        return _wait(request)
    return _ask_code(request, form or CodeForm(), 404, is_strange=True)


def _ask_code(
    request: AnyRequest, form: CodeForm, status: int, *, is_strange: bool = False
) -> HttpResponse:
    context = {"form": form, "is_strange": is_strange}
    return render(request, "scorecard/join.html", context, status=status)


def _wait(request: AnyRequest) -> HttpResponse:
    context = {"form": None, "has_to_wait": True}
    response = render(request, "scorecard/join.html", context, status=429)
    response["Retry-After"] = str(WAIT)
    return response


def _has_to_wait(request: HttpRequest) -> bool:
    return cache.get(_place(request)) is not None


def _place(request: HttpRequest) -> str:
    """Return where a request comes from, as a key that tells no address."""
    address = str(get_adapter(request).get_client_ip(request))
    return "workshop-wait-" + salted_hmac("workshop", address).hexdigest()
