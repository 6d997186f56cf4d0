"""The office's view of places and people."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from auditlog.admin import LogEntryAdmin
from auditlog.models import LogEntry
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX

from cities.actions import register
from cities.forms import SmallFileForm
from cities.models import (
    BasinGroup,
    City,
    CityHazard,
    District,
    Hazard,
    Invitation,
    Membership,
    Partner,
    ProfileFigure,
    User,
)
from cities.resources import CityResource, HazardResource, PartnerResource
from cities.serbian import search_key, to_latin

NAMES = ["name_sr", "name_sr_latn", "name_en"]


class NamedAdmin(admin.ModelAdmin):
    """Rows named in Serbian Cyrillic; the Latin name is derived, never typed."""

    readonly_fields = ["name_sr_latn"]

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        obj.name_sr_latn = to_latin(obj.name_sr)
        obj.name_en = obj.name_en or obj.name_sr_latn
        super().save_model(request, obj, form, change)


class ExchangedAdmin(ImportExportModelAdmin, NamedAdmin):
    """Rows that come in and go out as spreadsheets."""

    import_form_class = SmallFileForm
    formats = [CSV, XLSX]

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Ask what to export; a filter that there is not is left out, as in lists."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return redirect(request.path)


class WrittenElsewhereAdmin(admin.ModelAdmin):
    """Rows that come about on the site's own pages: here they are not written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> bool:
        return False


@admin.register(District)
class DistrictAdmin(NamedAdmin):
    fields = ["code", *NAMES, "region"]
    list_display = ["code", "name", "region"]
    list_filter = ["region"]
    search_fields = ["code", *NAMES]
    actions = ["load_kosovo_and_metohija"]

    @admin.action(
        description=_("Load the units in Kosovo and Metohija"), permissions=["change"]
    )
    def load_kosovo_and_metohija(
        self, request: HttpRequest, queryset: QuerySet[District]
    ) -> None:
        register.load_kosovo_and_metohija(settings.BASE_DIR / "fixtures" / "register")
        self.message_user(request, _("The units are loaded."), messages.SUCCESS)


class ProfileFigureInline(admin.TabularInline):
    model = ProfileFigure
    extra = 0


class CityHazardInline(admin.TabularInline):
    model = CityHazard
    extra = 0


@admin.register(City)
class CityAdmin(ExchangedAdmin):
    resource_classes = [CityResource]
    fields = [
        ("code", "kind"),
        *NAMES,
        ("district", "parent"),
        "is_member",
        "authority",
        ("population", "population_year"),
        ("area", "area_year"),
        ("latitude", "longitude"),
        "is_demo",
    ]
    list_display = ["name", "code", "kind", "district", "is_member", "population"]
    list_filter = ["is_member", "kind", "district__region"]
    list_select_related = ["district"]
    search_fields = ["search", "code"]
    autocomplete_fields = ["district", "parent"]
    ordering = ["sort_latin"]
    inlines = [ProfileFigureInline, CityHazardInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[City], search_term: str
    ) -> tuple[QuerySet[City], bool]:
        return super().get_search_results(request, queryset, search_key(search_term))


@admin.register(BasinGroup)
class BasinGroupAdmin(NamedAdmin):
    fields = ["code", *NAMES, "source", "is_complete", "cities"]
    list_display = ["name", "code", "is_complete"]
    search_fields = ["code", *NAMES]
    filter_horizontal = ["cities"]


@admin.register(Hazard)
class HazardAdmin(ExchangedAdmin):
    resource_classes = [HazardResource]
    fields = ["code", "position", *NAMES, "parent"]
    list_display = ["code", "name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["code", *NAMES]


@admin.register(Partner)
class PartnerAdmin(ExchangedAdmin):
    """Profiles; what the focal point decides on them is decided on the pages."""

    resource_classes = [PartnerResource]
    fields = [
        ("code", "kind", "is_on_committee"),
        *NAMES,
        "profile_sr",
        "profile_sr_latn",
        "profile_en",
        ("in_serbian", "in_english", "other_languages"),
        ("contact", "email", "phone"),
        "website",
        ("status", "decided_at"),
        "is_demo",
    ]
    readonly_fields = ["name_sr_latn", "profile_sr_latn", "status", "decided_at"]
    list_display = ["name", "code", "kind", "status"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_filter = ["kind", "status"]
    search_fields = ["search", "code"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Partner], search_term: str
    ) -> tuple[QuerySet[Partner], bool]:
        return super().get_search_results(request, queryset, search_key(search_term))

    def save_model(
        self, request: HttpRequest, obj: Partner, form: forms.ModelForm, change: bool
    ) -> None:
        obj.profile_sr_latn = to_latin(obj.profile_sr or "")
        super().save_model(request, obj, form, change)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People; only a superuser says who opens the office, and nobody sees passwords."""

    fields = [
        "email",
        "name",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "is_demo",
        ("date_joined", "last_login"),
        "erasing",
    ]
    readonly_fields = ["date_joined", "last_login", "erasing"]
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["email", "name"]
    ordering = ["email"]

    @admin.display(description=_("personal data"))
    def erasing(self, person: User) -> str:
        if person.pk is None:
            return ""
        address = reverse("cities:erase", args=[person.pk])
        return format_html('<a href="{}">{}</a>', address, _("Erase the person’s data"))

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        if request.user.is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, "is_staff", "is_superuser"]

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return request.user.is_superuser

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool
    ) -> None:
        obj.email = obj.email.strip().lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        # An address that was taken away must not sign in or get a link any more.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "city", "partner", "department", "until"]
    list_filter = ["role"]
    list_select_related = ["user", "city", "partner"]
    search_fields = ["user__email", "user__name", "city__search"]
    autocomplete_fields = ["user", "city", "partner"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Let a link fill in who and where; moments Django would take unread."""
        initial = super().get_changeform_initial_data(request)
        return {name: one for name, one in initial.items() if name != "since"}


@admin.register(Invitation)
class InvitationAdmin(WrittenElsewhereAdmin):
    """What was offered to whom; invitations are made on the pages of people."""

    list_display = ["email", "role", "city", "invited_by", "invited_at", "accepted_at"]
    list_filter = ["role"]
    list_select_related = ["city", "invited_by"]
    search_fields = ["email", "city__search"]

    def has_delete_permission(
        self, request: HttpRequest, obj: Invitation | None = None
    ) -> bool:
        return False


admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondFactorAdmin(WrittenElsewhereAdmin, AuthenticatorAdmin):
    """Second factors are taken off here; the secret in them is shown to nobody."""

    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")


admin.site.unregister([LogEntry, UserSession])


# Both look for names of people that Django's own accounts have and ours have not.
@admin.register(LogEntry)
class ChangeAdmin(LogEntryAdmin):
    search_fields = ["object_repr", "changes", "actor__name", "actor__email"]


@admin.register(UserSession)
class SessionAdmin(WrittenElsewhereAdmin, UserSessionAdmin):
    search_fields = ["user__name", "user__email", "ip"]
