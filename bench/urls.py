"""The site's addresses and the bare views that operations are compared with."""

from django.urls import path

from bench import views
from mcr2030 import urls as site

urlpatterns = [
    path("bench/read/<int:pk>/", views.read),
    path("bench/write/<int:pk>/", views.write),
    path("bench/pdf/<int:pk>/", views.pdf),
    *site.urlpatterns,
]
handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500
