"""Pages of the focal point, and the replies of the city."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def queue(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def review(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def remark(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def withdraw_remark(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def reply(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def send_back(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def accept(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")
