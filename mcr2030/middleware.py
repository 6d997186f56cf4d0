"""What every request passes: language, sign-in, second factor, browser permissions."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from cities.models import NationalSettings
from cities.permissions import needs_second_factor
from mcr2030.storage import Unreachable
from scorecard.views import kept

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware(LocaleMiddleware):
    """Use the language chosen with the switch, else what the office has set.

    Where the office has set nothing, the browser's language; a browser that asks for
    Serbian without a script gets Cyrillic, the official one. What the office sets goes
    before the browser's language, which hardly anybody has chosen.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in dict(settings.LANGUAGES):
            chosen = self._set_by_the_office()
        if chosen not in dict(settings.LANGUAGES):
            chosen = translation.get_language_from_request(request)
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen

    @staticmethod
    def _set_by_the_office() -> str | None:
        try:
            return NationalSettings.objects.saved_language()
        except DatabaseError:
            # Without a database the page that says so still needs a language.
            return None


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in but those marked otherwise; htmx gets a 401.

    A redirect would put the sign-in page into the middle of the page being typed in.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused and "HX-Request" in request.headers:
            return render(request, "parts/_session_ended.html", status=401)
        return refused


class SecondFactorMiddleware:
    """Lead people whose role needs a second factor to setting one up first."""

    OPEN = ("mfa_", "account_", "set_language", "home_language")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        if isinstance(user, AnonymousUser) or not needs_second_factor(user):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if (name or "").startswith(self.OPEN) or is_mfa_enabled(user):
            return None
        messages.info(
            request, _("Your role needs a second factor. Set it up to go on.")
        )
        return redirect("mfa_index")


class PermissionsPolicyMiddleware:
    """Switch off the browser abilities that no page here uses."""

    VALUE = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.VALUE
        return response


class UnreachableMiddleware:
    """Show a page with a sentence where files cannot be had just now.

    Forms that bring a file are shown again with what was typed; this is for the rest.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, Unreachable | FileNotFoundError):
            return None
        logger.error("%s: %s", request.path, exception)
        if "HX-Request" in request.headers:
            reason = _("Files cannot be reached just now. Try again in a few minutes.")
            return render(
                request, "parts/_refused.html", {"reason": reason}, status=503
            )
        context = {"typed": kept.texts(request)}
        page = render(request, "files_away.html", context, status=503)
        page["Retry-After"] = "120"
        return page


class WrongMethodMiddleware:
    """Show a page with a way on where an address takes no such request.

    One gets there by signing in again after a button was pressed too late.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
