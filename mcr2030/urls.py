"""The site's addresses."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found

from mcr2030 import peers_page, views

admin.autodiscover()
if settings.EID:
    # Its secret stands in the settings, and links are made by signing in alone.
    for label in ("SocialAccount", "SocialApp", "SocialToken"):
        admin.site.unregister(apps.get_model("socialaccount", label))
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("language/", views.set_language, name="set_language"),
    path("health/", views.health, name="health"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
    # An address belongs to an invitation; nobody changes or confirms it here.
    re_path(
        "^accounts/(?:email|confirm-email|3rdparty|social)/",
        page_not_found,
        {"exception": Http404()},
    ),
    path("accounts/", include("allauth.urls")),
    path("", include("mcr2030.public.urls")),
    path("guide/", include("mcr2030.guides.urls")),
    path("desk/", include("mcr2030.national.urls")),
    path("cities/<str:code>/peers/", peers_page.page, name="city-peers"),
    path("", include("cities.urls")),
    path("", include("scorecard.urls")),
    path("", include("roadmap.urls")),
    path("office/", admin.site.urls),
]

handler403 = "mcr2030.views.forbidden"
handler404 = "django.views.defaults.page_not_found"
handler500 = "mcr2030.away.server_error"
