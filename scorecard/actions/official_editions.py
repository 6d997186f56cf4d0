"""Which of our editions a filled official workbook belongs to."""

import dataclasses
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from scorecard.actions import editions, questionnaires
from scorecard.models import PendingImport, Questionnaire
from scorecard.permissions import OFFICIAL_INSTRUMENT

# The workbook's own edition, whose wording a part of it borrows.
WHOLE_EDITION = "2017"


def whole() -> Questionnaire:
    """Return the shipped edition of the workbook with answer sheets."""
    return Questionnaire.objects.of_instrument(OFFICIAL_INSTRUMENT).get(
        edition=WHOLE_EDITION
    )


def fitting(codes: Collection[str]) -> list[Questionnaire]:
    """Return the editions that ask exactly these indicators, the latest first."""
    asked = Questionnaire.objects.of_instrument(OFFICIAL_INSTRUMENT).not_draft()
    return [
        one
        for one in asked.prefetch_related("questions").order_by("-edition")
        if {question.code for question in one.questions.all()} == set(codes)
    ]


def of(pending: PendingImport) -> list[Questionnaire]:
    """Return the editions that the upload can be entered in; none where it is new.

    The workbook with answer sheets is the edition of 47 indicators, also where some
    of its rows cannot be read.
    """
    content = pending.content
    if content["edition"] == WHOLE_EDITION:
        return fitting({question.code for question in whole().questions.all()})
    return fitting(codes_of(pending))


def codes_of(pending: PendingImport) -> list[str]:
    return [one["code"] for one in pending.content["answers"]]


def can_be_entered(pending: PendingImport) -> bool:
    """Tell whether a smaller edition can be entered as it was found.

    Its own printed maximum has to say that nothing of it is missing.
    """
    codes = codes_of(pending)
    maximum = pending.content["printed_maximum"]
    return bool(codes) and maximum == 3 * len(codes) and _known(codes)


@transaction.atomic
def enter(pending: PendingImport) -> Questionnaire:
    """Enter the edition of an earlier round as it was found in a file, retired.

    Its wording is that of the same indicators in the edition of 47; nobody starts a
    new round with it. The two are mapped, so that rounds can be compared.
    """
    codes = codes_of(pending)
    base = whole()
    name = f"{pending.content['edition']}, {len(codes)}"
    number = 1
    while Questionnaire.objects.filter(code=base.code, edition=name).exists():
        number += 1
        name = f"{pending.content['edition']}, {len(codes)} ({number})"
    part = Questionnaire.objects.create(
        code=base.code,
        edition=name,
        scale_maximum=base.scale_maximum,
        status=Questionnaire.Status.RETIRED,
    )
    content = questionnaires.stored(base)
    questions = [row for row in content.questions if row["code"] in codes]
    questionnaires.rewrite(part, dataclasses.replace(content, questions=questions))
    editions.map_editions(earlier=part, later=base)
    return part


def label(pending: PendingImport) -> str:
    """Say which edition was recognised."""
    return _("edition %(edition)s with %(count)s indicators") % {
        "edition": pending.content["edition"],
        "count": len(codes_of(pending)),
    }


def _known(codes: Collection[str]) -> bool:
    return set(codes) <= {question.code for question in whole().questions.all()}
