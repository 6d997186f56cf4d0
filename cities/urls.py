"""Addresses of local governments and people."""

from django.urls import path

from cities.views import people, persons, places, welcome

app_name = "cities"

urlpatterns = [
    # local governments
    path("cities/", places.city_list, name="list"),
    path("cities/<str:code>/", places.detail, name="detail"),
    path("cities/<str:code>/edit/", places.edit, name="edit"),
    path("cities/<str:code>/hazards/", places.hazards, name="hazards"),
    # people
    path("cities/<str:code>/people/", people.people, name="people"),
    path("cities/<str:code>/people/invite/", people.invite, name="invite"),
    path("memberships/<int:pk>/role/", people.change_role, name="change-role"),
    path("memberships/<int:pk>/end/", people.end_membership, name="end-membership"),
    path("memberships/<int:pk>/reset-link/", people.reset_link, name="reset-link"),
    path("invitations/<int:pk>/new-link/", people.new_link, name="new-link"),
    path("invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("partners/<str:code>/people/", people.partner_people, name="partner-people"),
    path(
        "partners/<str:code>/people/invite/",
        people.invite_to_partner,
        name="invite-to-partner",
    ),
    path("focal-points/", people.focal_points, name="focal-points"),
    path("focal-points/invite/", people.invite_focal_point, name="invite-focal-point"),
    # a person's data
    path("account/data/", persons.my_data, name="my-data"),
    path("people/<int:pk>/erase/", persons.erase, name="erase"),
    # secret links
    path("welcome/<str:secret>/", welcome.welcome, name="welcome"),
    path("welcome/<str:secret>/accept/", welcome.accept, name="accept"),
    path(
        "new-password/<str:uid>/<str:token>/",
        welcome.new_password,
        name="new-password",
    ),
]
