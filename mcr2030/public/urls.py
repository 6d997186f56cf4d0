"""Addresses for everybody. Those of open data are promised to stay."""

from django.urls import path

from mcr2030.public import views

app_name = "public"

urlpatterns = [
    path("published/", views.cities, name="cities"),
    path("published/<str:code>/", views.city, name="city"),
    path("published/peer-reviews/<int:pk>/", views.peer_review, name="peer-review"),
    path("about/", views.about, name="about"),
    path("keyboard/", views.keyboard, name="keyboard"),
    path("privacy/", views.privacy_page, name="privacy"),
    path("privacy/records/", views.records, name="records"),
    path("open-data/", views.open_data_page, name="open-data"),
    path(
        "open-data/<slug:name>.<slug:kind>",
        views.open_data_file,
        name="open-data-file",
    ),
]
