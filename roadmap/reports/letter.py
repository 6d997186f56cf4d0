"""The letter of commitment as a paper to sign, in one language.

Its wording is ours, and it says so: UNDRR's own letter was not seen.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cities.models import City, Membership
from roadmap.models import SelfAssessment, Stage
from scorecard import pdf


@dataclass(frozen=True)
class LetterPaper:
    """What the letter says about one local government."""

    city: City
    stage: Stage | None
    coordinator: str

    @property
    def title(self) -> str:
        """The kind and the name in the nominative; in English the name alone."""
        return self.city.name if get_language() == "en" else self.city.full_name

    @property
    def authority(self) -> str:
        """Who signs, by the kind of local government."""
        return {
            City.Kind.CITY.value: _("Mayor"),
            City.Kind.MUNICIPALITY.value: _("President of the municipality"),
            City.Kind.CITY_MUNICIPALITY.value: _("President of the city municipality"),
        }[self.city.kind]


def build(city: City) -> LetterPaper:
    chosen = SelfAssessment.objects.of_city(city).first()
    leads = Membership.objects.current().leads_of(city).select_related("user")
    first = leads.by_role().first()
    return LetterPaper(
        city=city,
        stage=chosen.as_stage if chosen else None,
        coordinator=first.user.name if first else "",
    )


def paper(city: City, language: str) -> bytes:
    """Return the PDF (PDF/UA-1). Raises pdf.Unprintable with a sentence."""
    with override(language):
        context = {"letter": build(city), "foot": pdf.words_for_pages()}
        return pdf.render(render_to_string("roadmap/letter_pdf.html", context))
