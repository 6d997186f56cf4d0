"""How accounts come to be, by invitation only, and what signing in brings along."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

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
