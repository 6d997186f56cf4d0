"""Addresses of local governments and people."""

from django.urls import path

from cities import views

app_name = "cities"

urlpatterns = [
    path("cities/", views.city_list, name="list"),
    path("cities/<str:code>/", views.detail, name="detail"),
    path("cities/<str:code>/edit/", views.edit, name="edit"),
    path("cities/<str:code>/hazards/", views.hazards, name="hazards"),
    path("cities/<str:code>/people/", views.people, name="people"),
    path("cities/<str:code>/people/invite/", views.invite, name="invite"),
    path("memberships/<int:pk>/role/", views.change_role, name="change-role"),
    path("memberships/<int:pk>/end/", views.end_membership, name="end-membership"),
    path("memberships/<int:pk>/reset-link/", views.reset_link, name="reset-link"),
    path("invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("welcome/<str:secret>/", views.welcome, name="welcome"),
    path("welcome/<str:secret>/accept/", views.accept, name="accept"),
    path("focal-points/", views.focal_points, name="focal-points"),
    path("new-password/<str:uid>/<str:token>/", views.new_password, name="new-password"),
]
