"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from cities.models import BasinGroup, City, District, Hazard, Partner


@register([BasinGroup, City, District, Hazard])
class NameInThreeLanguages(TranslationOptions):
    fields = ("name",)
    required_languages = ("sr",)


@register(Partner)
class PartnerInThreeLanguages(TranslationOptions):
    fields = ("name", "profile")
    required_languages = {"sr": ("name",)}
