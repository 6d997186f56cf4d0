"""Addresses of the national desk."""

from django.urls import URLPattern

app_name = "national"

urlpatterns: list[URLPattern] = [
    # overview: list, map
    # matrix
    # calibration
    # gaps
    # groups
    # over time
    # reporting
    # office
]
