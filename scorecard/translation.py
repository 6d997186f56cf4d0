"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from scorecard.models import (
    Condition,
    Essential,
    Level,
    Question,
    Questionnaire,
    Section,
)


@register(Essential)
class EssentialTexts(TranslationOptions):
    fields = ("name", "short_name", "intro")
    required_languages = ("sr", "en")


@register(Questionnaire)
class QuestionnaireTexts(TranslationOptions):
    fields = ("name", "source_note", "draft_note")
    required_languages = {"sr": ("name",), "en": ("name",)}


@register(Section)
class SectionTexts(TranslationOptions):
    fields = ("title",)
    required_languages = ("sr", "en")


@register(Condition)
class ConditionTexts(TranslationOptions):
    fields = ("asks", "reason")
    required_languages = ("sr", "en")


@register(Question)
class QuestionTexts(TranslationOptions):
    fields = ("title", "asks", "hint")
    required_languages = {"sr": ("title", "asks"), "en": ("title", "asks")}


@register(Level)
class LevelTexts(TranslationOptions):
    fields = ("text",)
    required_languages = ("sr", "en")
