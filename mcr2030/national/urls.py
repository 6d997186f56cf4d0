"""Addresses of the national desk."""

from django.urls import path

from mcr2030.national.views import (
    calibration,
    gaps,
    groups,
    matrix,
    over_time,
    overview,
)

app_name = "national"

urlpatterns = [
    # overview: list, map
    path("", overview.show, name="overview"),
    path(
        "local-governments.<str:kind>",
        overview.cities_file,
        name="cities-file",
    ),
    # matrix
    path("matrix/", matrix.page, name="matrix"),
    path("matrix/matrix.<str:kind>", matrix.file, name="matrix-file"),
    path("matrix/essentials/<int:number>/", matrix.page, name="matrix-essential"),
    path(
        "matrix/essentials/<int:number>/matrix.<str:kind>",
        matrix.file,
        name="matrix-essential-file",
    ),
    # calibration
    path(
        "calibration/<int:edition>/<str:code>/",
        calibration.page,
        name="calibration",
    ),
    # gaps
    path("gaps/", gaps.page, name="gaps"),
    path("gaps/gaps.<str:kind>", gaps.file, name="gaps-file"),
    # groups
    path("groups/", groups.page, name="groups"),
    path("groups/new/", groups.new, name="group-new"),
    path("groups/<slug:code>/", groups.one, name="group"),
    path("groups/<slug:code>/edit/", groups.edit, name="group-edit"),
    path("groups/<slug:code>/add/", groups.add, name="group-add"),
    path("groups/<slug:code>/remove/", groups.remove, name="group-remove"),
    # over time
    path("time/", over_time.page, name="time"),
    path("cities/<str:code>/", over_time.city, name="city"),
    # reporting
    # office
]
