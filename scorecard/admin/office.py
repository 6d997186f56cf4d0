"""What the office's pages of questionnaires share: who may, what is fixed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cities.serbian import to_latin
from scorecard import permissions
from scorecard.actions import editions
from scorecard.models import Questionnaire

MOST_SENTENCES = 20


def columns(*texts: str) -> list[str]:
    """Return the three columns of each text, the derived Latin in the middle."""
    return [f"{text}_{end}" for text in texts for end in ("sr", "sr_latn", "en")]


def latin(*texts: str) -> list[str]:
    return [f"{text}_sr_latn" for text in texts]


def derive_latin(row: Any, *texts: str) -> None:
    """Write the Latin columns; nobody types them."""
    for text in texts:
        serbian = getattr(row, f"{text}_sr") or ""
        setattr(row, f"{text}_sr_latn", to_latin(serbian))


def say_all(request: HttpRequest, sentences: list[str], level: int) -> None:
    """Show sentences as messages; of very many, the first ones and how many follow."""
    for sentence in sentences[:MOST_SENTENCES]:
        messages.add_message(request, level, sentence)
    rest = len(sentences) - MOST_SENTENCES
    if rest > 0:
        more = _("Further findings: %(count)s.") % {"count": rest}
        messages.add_message(request, level, more)


class FocalPointAdmin(admin.ModelAdmin):
    """Pages for the focal point, whatever permissions anybody else was given."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))


class FocalPointInline(admin.TabularInline):
    """Rows on a page that has judged who may change them."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(permissions.can_keep_questionnaires(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)


class PartAdmin(FocalPointAdmin):
    """Rows of an edition: open until an assessment uses it, read only from then on.

    `texts` are written in Serbian and English; `fixed` stays as it was first given.
    """

    texts: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ("questionnaire", "code")
    change_form_template = "admin/scorecard/change_form.html"

    def edition_of(self, row: Any) -> Questionnaire:
        return row.questionnaire

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(self.fixed if obj else ())]

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "questionnaire":
            kwargs["queryset"] = editions.editable()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["is_fixed"] = bool(row and editions.is_used(self.edition_of(row)))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        edition = self.edition_of(obj)
        if edition.pk:
            editions.check_editable(edition)
        derive_latin(obj, *self.texts)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        self._keep_whole(request, self.edition_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        edition = self.edition_of(obj)
        with transaction.atomic():
            editions.check_editable(edition)
            super().delete_model(request, obj)
            self._keep_whole(request, edition)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)

    def _keep_whole(self, request: HttpRequest, edition: Questionnaire) -> None:
        gaps = editions.keep_whole(edition) if edition.pk else []
        if gaps:
            back = _("The edition is a draft again, because it lacks something now.")
            say_all(request, [back, *gaps], messages.WARNING)


def is_open(request: HttpRequest, row: Any) -> bool:
    """Tell whether the person may change the row, given what uses its edition."""
    if not permissions.can_keep_questionnaires(request.user):
        return False
    if row is None:
        return True
    edition = row if isinstance(row, Questionnaire) else row.questionnaire
    return not editions.is_used(edition)
