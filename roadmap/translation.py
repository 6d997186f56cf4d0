"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from roadmap.models import HubCriterion, StageCriterion


@register(StageCriterion)
class StageCriterionTexts(TranslationOptions):
    fields = ("title", "asks", "proof")
    required_languages = {"sr": ("title", "asks"), "en": ("title", "asks")}


@register(HubCriterion)
class HubCriterionTexts(TranslationOptions):
    fields = ("title", "asks")
    required_languages = {"sr": ("title", "asks"), "en": ("title", "asks")}
