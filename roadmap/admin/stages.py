"""What each stage asks, edited by focal points; the Latin texts are derived."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from roadmap.models import CriterionMet, StageCriterion
from scorecard.admin.office import FocalPointAdmin, columns, derive_latin, latin
from scorecard.forms.editions import WordedForm

TEXTS = ("title", "asks", "proof")


@admin.register(StageCriterion)
class StageCriterionAdmin(FocalPointAdmin):
    """Criteria; one that a city has met is taken out of use, never deleted."""

    form = WordedForm
    fields = [
        ("stage", "position", "code"),
        *columns(*TEXTS),
        "objective",
        ("indicators", "fact"),
        "is_in_use",
    ]
    readonly_fields = latin(*TEXTS)
    list_display = ["title", "stage", "position", "objective", "is_in_use"]
    list_filter = ["stage", "objective", "is_in_use"]
    search_fields = ["code", *columns("title")]

    def has_delete_permission(
        self, request: HttpRequest, obj: StageCriterion | None = None
    ) -> bool:
        used = obj is not None and CriterionMet.objects.filter(criterion=obj).exists()
        return not used and super().has_delete_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        derive_latin(obj, *TEXTS)
        super().save_model(request, obj, form, change)
