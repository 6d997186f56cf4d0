"""Pages of training: a city's years, courses of its own, and the national courses."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cities.models import City
from cities.permissions import is_focal_point
from cities.requests import PersonRequest
from cities.views.places import visible_city
from roadmap.actions import training
from roadmap.forms.training import AttendanceForm, CourseForm, ManyCitiesForm
from roadmap.models import Attendance, Course
from roadmap.permissions import training as permissions
from roadmap.reports import training as figures

ROWS_A_PAGE = 20
# A form of its own on every page.
CITIES_A_PAGE = 40
OPEN_SHOWN = 10


@require_GET
def of_city(request: PersonRequest, code: str) -> HttpResponse:
    city = visible_city(request, code)
    attended = Attendance.objects.of_city(city).with_courses()
    return render(
        request,
        "roadmap/training.html",
        {
            "section": "cities",
            "city": city,
            "years": figures.by_year(city, timezone.localdate().year),
            "page": Paginator(attended, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "can_record": permissions.can_record(request.user, city),
            "open": Course.objects.open_to(city).latest_first()[:OPEN_SHOWN],
        },
    )


@require_http_methods(["GET", "POST"])
def own(request: PersonRequest, code: str) -> HttpResponse:
    """Let a city enter a course of its own together with who attended."""
    city = visible_city(request, code)
    permissions.can_record(request.user, city).enforce()
    posted = request.POST if request.method == "POST" else None
    form, numbers = CourseForm(posted), AttendanceForm(posted)
    if posted is not None and form.is_valid() and numbers.is_valid():
        try:
            _hold_own(request, city, form, numbers)
        except ValidationError as error:
            numbers.add_error(None, error)
        else:
            messages.success(request, _("The course is recorded."))
            return redirect("roadmap:training", city.code)
    return render(
        request,
        "roadmap/training_own.html",
        {"section": "cities", "city": city, "form": form, "numbers": numbers},
        status=422 if posted is not None else 200,
    )


@require_http_methods(["GET", "POST"])
def attend(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Record or correct how many people of the city attended a course."""
    city = visible_city(request, code)
    permissions.can_record(request.user, city).enforce()
    course = _course_of(request, city, pk)
    known = Attendance.objects.of_city(city).at(course)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        course=course,
        initial={"participants": known.participants, "women": known.women}
        if known
        else None,
    )
    if form.is_valid():
        training.attend(course=course, city=city, by=request.user, **form.cleaned_data)
        messages.success(request, _("The attendance is recorded."))
        return redirect("roadmap:training", city.code)
    return render(
        request,
        "roadmap/training_attend.html",
        {
            "section": "cities",
            "city": city,
            "course": course,
            "known": known,
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def remove(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    city = visible_city(request, code)
    permissions.can_record(request.user, city).enforce()
    course = _course_of(request, city, pk)
    training.was_not_there(course=course, city=city, by=request.user)
    messages.success(request, _("The attendance is taken back."))
    return redirect("roadmap:training", city.code)


@require_GET
def courses(request: PersonRequest) -> HttpResponse:
    _focal_point_or_404(request)
    listed = Course.objects.national().with_numbers().latest_first()
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roadmap/courses.html",
        {
            "section": "country",
            "tab": "training",
            "page": page,
            "shows_demo": any(one.is_demo for one in page),
        },
    )


@require_http_methods(["GET", "POST"])
def course_new(request: PersonRequest) -> HttpResponse:
    _focal_point_or_404(request)
    form = CourseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = training.hold(values=form.cleaned_data, by=request.user)
        messages.success(request, _("The course is entered."))
        return redirect("roadmap:course", made.pk)
    return _course_page(request, form, None)


@require_http_methods(["GET", "POST"])
def course_edit(request: PersonRequest, pk: int) -> HttpResponse:
    _focal_point_or_404(request)
    course = get_object_or_404(Course.objects.national(), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = CourseForm(posted, instance=course)
    if form.is_valid():
        try:
            training.mend(course=course, values=form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The course is saved."))
            return redirect("roadmap:course", course.pk)
    return _course_page(request, form, course)


@require_http_methods(["GET", "POST"])
def course(request: PersonRequest, pk: int) -> HttpResponse:
    """Record a national course for many cities at once."""
    _focal_point_or_404(request)
    found = get_object_or_404(Course.objects.national(), pk=pk)
    known = list(found.attendances.all())
    cities = City.objects.members_or(one.city_id for one in known).by_alphabet()
    page = Paginator(cities, CITIES_A_PAGE).get_page(request.GET.get("page"))
    form = ManyCitiesForm(
        request.POST if request.method == "POST" else None,
        course=found,
        cities=page,
        known=known,
    )
    if form.is_valid():
        training.attend_all(course=found, numbers=form.numbers(), by=request.user)
        messages.success(request, _("The attendance is recorded."))
        address = reverse("roadmap:course", args=[found.pk])
        return redirect(f"{address}?page={page.number}" if page.number > 1 else address)
    return render(
        request,
        "roadmap/course.html",
        {
            "section": "country",
            "tab": "training",
            "course": found,
            "form": form,
            "page": page,
            "is_future": found.starts_on > timezone.localdate(),
        },
        status=422 if form.errors else 200,
    )


def _hold_own(
    request: PersonRequest, city: City, form: CourseForm, numbers: Form
) -> None:
    """Save the course and who attended, or neither."""
    with transaction.atomic():
        made = training.hold(values=form.cleaned_data, city=city, by=request.user)
        training.attend(course=made, city=city, by=request.user, **numbers.cleaned_data)


def _course_of(request: PersonRequest, city: City, pk: int) -> Course:
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    if not permissions.can_attend(city, found):
        raise Http404
    return found


def _course_page(
    request: PersonRequest, form: CourseForm, course: Course | None
) -> HttpResponse:
    back = (
        reverse("roadmap:course", args=[course.pk])
        if course
        else reverse("roadmap:courses")
    )
    context: dict[str, Any] = {
        "section": "country",
        "tab": "training",
        "form": form,
        "course": course,
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "roadmap/course_edit.html", context, status=status)


def _focal_point_or_404(request: PersonRequest) -> None:
    if not is_focal_point(request.user):
        raise Http404
