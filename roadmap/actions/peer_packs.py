"""The evidence of a peer review is frozen, and the host says what to read first."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.permissions import Refused
from roadmap.models import EvidencePack, PackItem, PeerReview, ReviewModule
from roadmap.models.peer_review import (
    FEWEST_ITEMS,
    HEALTH_MODULE,
    MOST_ITEMS,
    essential_of,
)
from scorecard.models import Assessment

# What reviewers read of an answer; who typed it and when is the host's own affair.
KEPT = (
    "code",
    "essential",
    "title",
    "asks",
    "levels",
    "score",
    "not_applicable",
    "reason",
    "comment",
    "evidence",
)
CLOSED = (
    PeerReview.Status.DECLINED,
    PeerReview.Status.STOPPED,
    PeerReview.Status.SIGNED,
)


def freeze(*, review: PeerReview) -> EvidencePack:
    """Keep answers, comments and evidence of the chosen modules as they stand.

    They come from the frozen submission that was accepted, so nothing that was typed
    since can slip in.
    """
    modules = list(review.modules.all())
    content = json.dumps(
        {
            "format": "mcr2030-peer-evidence-1",
            "host": review.host.code,
            "sources": [
                _source(one)
                for one in (review.assessment, review.health_assessment)
                if one is not None
            ],
            "modules": [_module(review, one) for one in modules],
        },
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    )
    return EvidencePack.objects.create(
        review=review,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


def name_items(*, module: ReviewModule, items: Sequence[tuple[str, str]]) -> None:
    """Say what to read first in a module: three to five documents, title and summary.

    Raises ValidationError for another number, Refused once the review has ended.
    """
    if not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
        raise ValidationError(_("Name three to five documents, each with a summary."))
    with transaction.atomic():
        open_ones = PeerReview.objects.select_for_update(no_key=True).exclude(
            status__in=CLOSED
        )
        if not list(open_ones.filter(pk=module.review_id).values_list("pk")):
            raise Refused(_("This review has ended already."))
        module.items.all().delete()
        for position, (title, summary) in enumerate(items):
            PackItem.objects.create(
                module=module, position=position, title=title, summary=summary
            )


def _source(assessment: Assessment) -> dict[str, Any]:
    submission = assessment.submissions.first()
    if submission is None:
        raise Refused(_("Only an accepted assessment can be looked at."))
    return {
        "questionnaire": assessment.questionnaire.code,
        "edition": assessment.questionnaire.edition,
        "scale_maximum": assessment.questionnaire.scale_maximum,
        "year": assessment.year,
        "text_language": assessment.text_language,
        "submission_sha256": submission.sha256,
    }


def _module(review: PeerReview, module: ReviewModule) -> dict[str, Any]:
    """Return the module's answers; all of the instrument's for public health."""
    assessment = review.assessment_of(module.code)
    submission = assessment.submissions.first() if assessment else None
    answers = json.loads(submission.content)["answers"] if submission else []
    number = essential_of(module.code)
    return {
        "code": module.code,
        "answers": [
            {name: answer.get(name) for name in KEPT}
            for answer in answers
            if module.code == HEALTH_MODULE or answer["essential"] == number
        ],
    }
