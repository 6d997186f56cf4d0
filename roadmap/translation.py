"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from roadmap.models import StageCriterion


@register(StageCriterion)
class StageCriterionTexts(TranslationOptions):
    fields = ("title", "asks", "proof")
    required_languages = {"sr": ("title", "asks"), "en": ("title", "asks")}
