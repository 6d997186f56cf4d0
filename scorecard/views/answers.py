"""Pages on which answers are given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def essential(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def save(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def propose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def history(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def attach(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def detach(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def evidence_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")
