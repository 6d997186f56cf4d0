"""Editions are used, retired and mapped to one another."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scorecard.models import (
    Assessment,
    EditionMapping,
    Question,
    Questionnaire,
    SameQuestion,
)

Said = TypeVar("Said")


def is_used(questionnaire: Questionnaire) -> bool:
    """Tell whether an assessment uses the edition: then it is immutable."""
    return Assessment.objects.filter(questionnaire=questionnaire).exists()


def same_codes(earlier: Questionnaire, later: Questionnaire) -> dict[str, str]:
    """Return the later edition's code for each earlier code that asks the same.

    One edition maps to itself. Two editions are the same only where a mapping says
    so, in whichever direction it was written: equal codes alone prove nothing.
    """
    if earlier.pk == later.pk:
        return {code: code for code in _codes(earlier)}
    pairs = SameQuestion.objects.select_related("earlier", "later")
    found = {
        one.earlier.code: one.later.code
        for one in pairs.filter(mapping__earlier=earlier, mapping__later=later)
    }
    return found or {
        one.later.code: one.earlier.code
        for one in pairs.filter(mapping__earlier=later, mapping__later=earlier)
    }


def as_later(
    said: Mapping[str, Said], earlier: Questionnaire, later: Questionnaire
) -> dict[str, Said]:
    """Return what an earlier round said by the later edition's codes, where mapped."""
    if earlier.pk == later.pk:
        return dict(said)
    codes = same_codes(earlier, later)
    return {codes[code]: one for code, one in said.items() if code in codes}


def map_editions(
    *,
    earlier: Questionnaire,
    later: Questionnaire,
    pairs: Iterable[tuple[str, str]] | None = None,
) -> EditionMapping:
    """Write which indicators ask the same; without `pairs`, those with equal codes.

    Replaces an earlier mapping of the two, whole. Raises ValidationError for an
    instrument of another kind, and for a code that an edition does not have.
    """
    if earlier.code != later.code or earlier.pk == later.pk:
        raise ValidationError(_("Map two different editions of the same instrument."))
    before, after = _codes(earlier), _codes(later)
    if pairs is None:
        pairs = [(code, code) for code in after if code in before]
    with transaction.atomic():
        mapping, _created = EditionMapping.objects.get_or_create(
            earlier=earlier, later=later
        )
        mapping.pairs.all().delete()
        for one, other in pairs:
            if one not in before or other not in after:
                raise ValidationError(
                    _("There is no indicator %(code)s in this edition.")
                    % {"code": one if one not in before else other}
                )
            SameQuestion.objects.create(
                mapping=mapping, earlier=before[one], later=after[other]
            )
    return mapping


def _codes(questionnaire: Questionnaire) -> dict[str, Question]:
    return {one.code: one for one in questionnaire.questions.all()}
