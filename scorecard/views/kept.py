"""What a form sent, kept for the person where it could not be saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cities.requests import AnyRequest


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields and their values, but for the token, which is stale."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def texts(request: HttpRequest) -> list[str]:
    """Return what was typed in words, for a page that can do no more than show it."""
    return [
        value
        for name, value in posted(request)
        if " " in value.strip() and "password" not in name
    ]


def session_ended(request: AnyRequest) -> HttpResponse:
    """Keep what was typed in front of the person until they have signed in again."""
    if request.htmx:
        return render(request, "parts/_session_ended.html", status=401)
    return render(
        request, "scorecard/session_ended.html", {"posted": posted(request)}, status=401
    )


def is_of_another(request: AnyRequest) -> bool:
    """Tell whether somebody else typed this: a device keeps it for whoever typed it."""
    return request.POST.get("person", str(request.user.pk)) != str(request.user.pk)


def of_another(request: AnyRequest) -> HttpResponse:
    """Leave what another person typed on the device until that person is back."""
    return render(request, "parts/_of_another.html", status=401)
