"""Addresses of the roadmap: a module of views for each subject."""

from django.urls import URLPattern

app_name = "roadmap"

urlpatterns: list[URLPattern] = []
