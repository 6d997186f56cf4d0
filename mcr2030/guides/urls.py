"""Guides and terms, for everybody."""

from django.urls import path

from mcr2030.guides import views

app_name = "guide"

urlpatterns = [
    path("", views.every, name="all"),
    path("terms/", views.terms, name="terms"),
    path("hints/again/", views.hints_again, name="hints-again"),
    path("hints/<slug:hint>/away/", views.put_away, name="put-away"),
    path("<slug:name>/", views.one, name="one"),
]
