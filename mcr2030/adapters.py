"""How accounts come to be, by invitation only, and what signing in brings along."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cities.models import User
from mcr2030 import languages


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up; people are invited to a city or by the focal point."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse:
        """Go on in the language that the person chose, on whichever device."""
        response = super().post_login(request, user, **kwargs)
        languages.remember(response, user.language)
        return response


class SecondFactor(DefaultMFAAdapter):
    """A refused code comes with the way on: the app's codes serve once."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong or already used. Wait until the app shows the next "
            "one and enter that."
        ),
    }
