"""The parts of an edition in the office: Essentials, sections, indicators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.http import HttpRequest

from scorecard.admin.office import (
    FocalPointAdmin,
    FocalPointInline,
    PartAdmin,
    columns,
    derive_latin,
    is_open,
    latin,
)
from scorecard.forms.editions import LevelForm, LevelFormSet, QuestionForm, WordedForm
from scorecard.models import Condition, Essential, Level, Question, Section

ESSENTIAL_TEXTS = ("name", "short_name", "intro")


@admin.register(Essential)
class EssentialAdmin(FocalPointAdmin):
    """How the ten Essentials are called; there are always ten."""

    form = WordedForm
    fields = ["number", "group", *columns(*ESSENTIAL_TEXTS)]
    readonly_fields = ["number", "group", *latin(*ESSENTIAL_TEXTS)]
    list_display = ["number", "name", "group"]
    list_display_links = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        derive_latin(obj, *ESSENTIAL_TEXTS)
        super().save_model(request, obj, form, change)


@admin.register(Section)
class SectionAdmin(PartAdmin):
    form = WordedForm
    texts = ("title",)
    fields = ["questionnaire", "code", *columns("title"), "subject"]
    readonly_fields = latin("title")
    list_display = ["code", "title", "questionnaire"]
    list_filter = ["questionnaire"]
    list_select_related = ["questionnaire"]
    search_fields = ["code", *columns("title")]


@admin.register(Condition)
class ConditionAdmin(PartAdmin):
    form = WordedForm
    texts = ("asks", "reason")
    fields = ["questionnaire", "code", *columns("asks", "reason")]
    readonly_fields = latin("asks", "reason")
    list_display = ["code", "asks", "questionnaire"]
    list_filter = ["questionnaire"]
    list_select_related = ["questionnaire"]
    search_fields = ["code", *columns("asks")]


class LevelInline(FocalPointInline):
    model = Level
    form = LevelForm
    formset = LevelFormSet
    fields = ["score", *columns("text")]
    readonly_fields = latin("text")
    ordering = ["score"]
    # Three languages stand side by side on a small screen.
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 28})}
    }

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(request, obj)

    def get_extra(
        self, request: HttpRequest, obj: Question | None = None, **kwargs: Any
    ) -> int:
        return 0 if obj else 6


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    form = QuestionForm
    texts = ("title", "asks", "hint")
    fields = [
        "questionnaire",
        ("code", "position"),
        ("essential", "section"),
        ("condition", "certainty"),
        *columns("title", "asks", "hint"),
    ]
    readonly_fields = ["position", *latin("title", "asks", "hint")]
    list_display = ["code", "title", "essential", "questionnaire", "certainty"]
    list_filter = ["questionnaire", "essential", "certainty"]
    list_select_related = ["questionnaire", "essential"]
    search_fields = ["code", *columns("title", "asks")]
    ordering = ["questionnaire", "position"]
    inlines = [LevelInline]

    def save_model(
        self, request: HttpRequest, obj: Question, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            last = obj.questionnaire.questions.aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        for level in formset.save(commit=False):
            derive_latin(level, "text")
            level.save()
        for level in formset.deleted_objects:
            level.delete()
        formset.save_m2m()
