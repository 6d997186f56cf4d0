"""Signing in by an eID: of people who are here already, and only of them (ADR 16)."""

import logging
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect, render

from cities.models import User

logger = logging.getLogger(__name__)


class KnownPeople(DefaultSocialAccountAdapter):
    """Knows a person by the number of their eID, the first time by their address."""

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose eID it is, and forget what else it said of the person."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account"))
        account = sociallogin.account
        said, account.extra_data = account.extra_data, {}
        if sociallogin.is_existing:
            account.save(update_fields=["extra_data"])
        elif person := _person(said):
            sociallogin.connect(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        raise _failure(request, exception or error)

    def get_requests_session(self) -> requests.Session:
        """Let a provider that is away, or talks nonsense, be a trouble like others."""
        session: requests.Session = super().get_requests_session()
        session.hooks["response"].append(_judge)
        ask = session.request

        def told(*args: Any, **kwargs: Any) -> requests.Response:
            try:
                return ask(*args, **kwargs)
            except requests.RequestException as error:
                raise _failure(self.request, error) from error

        session.request = told  # type: ignore[method-assign]
        return session


def _failure(request: HttpRequest, reason: object) -> ImmediateHttpResponse:
    logger.warning("Nobody was signed in by eID: %r", reason)
    return ImmediateHttpResponse(render(request, "account/eid_failed.html", status=401))


def _person(said: dict[str, Any]) -> User | None:
    """Return who has the address that the provider vouches for, if anybody has.

    Whatever is not exactly true is not: some providers write "false" as a text.
    """
    told, proved = said.get("userinfo", {}), said.get("id_token", {})
    if told.get("sub") != proved.get("sub") or told.get("email_verified") is not True:
        return None
    person = User.objects.with_address(str(told.get("email", "")))
    return person if person is not None and person.is_active else None


def _judge(response: requests.Response, *_args: Any, **_kwargs: Any) -> None:
    response.raise_for_status()
    response.json()
