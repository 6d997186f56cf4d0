"""Which texts of this app exist in three languages."""

from modeltranslation.translator import TranslationOptions, register

from cities.models import BasinGroup, City, District, Hazard


@register([BasinGroup, City, District, Hazard])
class NameInThreeLanguages(TranslationOptions):
    fields = ("name",)
    required_languages = ("sr",)
