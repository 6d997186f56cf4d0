"""What a view is called with, once the middleware has seen the request."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from cities.models import User


class AnyRequest(HttpRequest):
    """A request of anybody."""

    user: User | AnonymousUser
    htmx: HtmxDetails


class PersonRequest(AnyRequest):
    """A request of somebody who has signed in."""

    user: User
