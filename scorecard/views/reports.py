"""The report as a page and as papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def report(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def report_pdf(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def brief_pdf(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")
