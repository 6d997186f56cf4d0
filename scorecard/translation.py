"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from scorecard.models import Essential, Level, Question, Questionnaire


@register(Essential)
class EssentialTexts(TranslationOptions):
    fields = ("name", "short_name", "intro")
    required_languages = ("sr", "en")


@register(Questionnaire)
class QuestionnaireTexts(TranslationOptions):
    fields = ("name", "source_note")
    required_languages = ("sr", "en")


@register(Question)
class QuestionTexts(TranslationOptions):
    fields = ("title", "asks", "hint")
    required_languages = {"sr": ("title", "asks"), "en": ("title", "asks")}


@register(Level)
class LevelTexts(TranslationOptions):
    fields = ("text",)
    required_languages = ("sr", "en")
