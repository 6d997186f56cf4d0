"""The way back to the page from which a small form was sent."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address(request: HttpRequest) -> str:
    """Return the address that the form names if it is ours, else the first screen.

    Go there as it stands: `redirect` would look a word without a slash up as the name
    of a page.
    """
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("home")
