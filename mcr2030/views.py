"""Home, the public start page, the person's account, and pages for what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def account(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "base.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "base.html", status=403)
