"""What is asked of a hub, edited by focal points; the Latin texts are derived."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from roadmap.models import HubCriterion, HubEvidence
from scorecard.admin.office import FocalPointAdmin, columns, derive_latin, latin
from scorecard.forms.editions import WordedForm

TEXTS = ("title", "asks")


@admin.register(HubCriterion)
class HubCriterionAdmin(FocalPointAdmin):
    """Criteria; one that a city has answered is taken out of use, never deleted."""

    form = WordedForm
    fields = [("position", "code"), *columns(*TEXTS), "certainty", "is_in_use"]
    readonly_fields = latin(*TEXTS)
    list_display = ["title", "position", "certainty", "is_in_use"]
    list_filter = ["certainty", "is_in_use"]
    search_fields = ["code", *columns("title")]

    def has_delete_permission(
        self, request: HttpRequest, obj: HubCriterion | None = None
    ) -> bool:
        used = obj is not None and HubEvidence.objects.filter(criterion=obj).exists()
        return not used and super().has_delete_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        derive_latin(obj, *TEXTS)
        super().save_model(request, obj, form, change)
