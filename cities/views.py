"""Pages of local governments and their people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def city_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def hazards(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def people(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def invite(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def change_role(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def end_membership(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def reset_link(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def welcome(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def accept(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def focal_points(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")


def new_password(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return render(request, "base.html")
