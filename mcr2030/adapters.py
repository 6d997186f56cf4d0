"""How accounts come to be: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up; people are invited to a city or by the focal point."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
