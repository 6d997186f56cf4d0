"""Editions are edited, put in use, retired, copied and mapped to one another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from cities.permissions import Refused
from scorecard.actions import questionnaires, wholeness
from scorecard.models import (
    Assessment,
    EditionMapping,
    Question,
    Questionnaire,
    SameQuestion,
)

Said = TypeVar("Said")
Status = Questionnaire.Status
EDITION_MAXIMUM = 20


def is_used(questionnaire: Questionnaire) -> bool:
    """Tell whether an assessment uses the edition: then it is immutable."""
    return Assessment.objects.filter(questionnaire=questionnaire).exists()


def editable() -> QuerySet[Questionnaire]:
    """Return the editions that no assessment uses."""
    used = Assessment.objects.values("questionnaire")
    return Questionnaire.objects.exclude(pk__in=used)


def check_editable(questionnaire: Questionnaire) -> None:
    """Hold the edition until the transaction ends, or refuse where it is used.

    Who starts an assessment meanwhile waits, and then gets the new wording.
    """
    _hold(questionnaire)
    if is_used(questionnaire):
        raise Refused(
            _(
                "An assessment uses this edition, so its wording cannot change. "
                "Copy it as a new edition and change that one."
            )
        )


def put_in_use(*, questionnaire: Questionnaire) -> None:
    """Let assessments start with the edition.

    Raises ValidationError with all that it lacks, Refused where it is in use already.
    """
    with transaction.atomic():
        _hold(questionnaire)
        gaps = wholeness.lacks(questionnaire)
        if gaps:
            raise ValidationError(gaps)
        _move(
            questionnaire,
            (Status.DRAFT, Status.RETIRED),
            Status.IN_USE,
            _("This edition is in use already."),
        )


def retire(*, questionnaire: Questionnaire) -> None:
    """Let no assessment start with it any more; those that have one keep it.

    Raises Refused where the edition is not in use.
    """
    _move(
        questionnaire,
        (Status.IN_USE,),
        Status.RETIRED,
        _("Only an edition in use can be retired."),
    )


def keep_whole(questionnaire: Questionnaire) -> list[str]:
    """Make an edition in use a draft again where a change left it lacking something.

    Returns what it lacks, nothing where its state stands.
    """
    questionnaire.refresh_from_db(fields=["status"])
    if questionnaire.status != Status.IN_USE:
        return []
    gaps = wholeness.lacks(questionnaire)
    if gaps:
        _move(questionnaire, (Status.IN_USE,), Status.DRAFT, "")
    return gaps


@transaction.atomic
def copy(*, questionnaire: Questionnaire, edition: str) -> Questionnaire:
    """Make a draft with the same content under another edition's name, and map it.

    Raises ValidationError for a name that is empty, too long or taken.
    """
    edition = edition.strip()
    if not 0 < len(edition) <= EDITION_MAXIMUM:
        raise ValidationError(
            _("Write the new edition's name in at most %(maximum)s characters.")
            % {"maximum": EDITION_MAXIMUM}
        )
    twin, is_new = Questionnaire.objects.get_or_create(
        code=questionnaire.code,
        edition=edition,
        defaults={"scale_maximum": questionnaire.scale_maximum},
    )
    if not is_new:
        raise ValidationError(
            _("There is an edition %(edition)s already. Choose another name.")
            % {"edition": edition}
        )
    questionnaires.rewrite(twin, questionnaires.stored(questionnaire))
    map_editions(earlier=questionnaire, later=twin)
    return twin


def put_in_order(
    *, questionnaire: Questionnaire, before: Sequence[str], codes: Sequence[str]
) -> bool:
    """Let the indicators stand as `codes` say; tell whether anything moved.

    `before` is how they stood before some of `codes` were added. Indicators that
    `codes` does not name keep their places.
    """
    wanted = merged(before, codes)
    found = {one.code: one for one in questionnaire.questions.all()}
    if [found[code].position for code in wanted] == list(range(1, len(wanted) + 1)):
        return False
    with transaction.atomic():
        # No two may share a position at any moment: all leave the places, then enter.
        last = questionnaire.questions.aggregate(last=Max("position"))["last"]
        away = max(last, len(wanted))
        questionnaire.questions.update(position=F("position") + away)
        for position, code in enumerate(wanted, start=1):
            found[code].position = position
        Question.objects.bulk_update(found.values(), ["position"])
    return list(before) != [code for code in wanted if code in set(before)]


def merged(before: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return both orders as one: the named in the places that named ones held.

    A new code follows the one that it follows in `codes`, and the end if none.
    """
    known, named = set(before), set(codes)
    order_of_known = iter([code for code in codes if code in known])
    order = [next(order_of_known) if code in named else code for code in before]
    for index, code in enumerate(codes):
        if code not in known:
            place = order.index(codes[index - 1]) + 1 if index else len(order)
            order.insert(place, code)
    return order


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


def _hold(questionnaire: Questionnaire) -> None:
    held = Questionnaire.objects.select_for_update().filter(pk=questionnaire.pk)
    list(held.values_list("pk"))


def _move(
    questionnaire: Questionnaire, before: Sequence[str], after: str, otherwise: str
) -> None:
    moved = Questionnaire.objects.filter(pk=questionnaire.pk, status__in=before).update(
        status=after
    )
    if not moved:
        raise Refused(otherwise)
    questionnaire.status = after
