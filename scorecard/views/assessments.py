"""Pages of an assessment as a whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def overview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def setup(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def share(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def submit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def publish(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def people(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")
