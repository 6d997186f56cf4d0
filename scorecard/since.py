"""What changed in an assessment since a person was there before."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from cities.models import User
from scorecard import independence, permissions
from scorecard.events import choice_words
from scorecard.models import AnswerChange, Assessment, Evidence, Proposal, Remark

ANSWERS_A_PAGE = 30
DOCUMENTS_SHOWN = 20


class Place(NamedTuple):
    """A card: its code, and the Essential on whose page it stands."""

    code: str
    number: int


@dataclass(frozen=True)
class Changed:
    """What others made of one answer meanwhile."""

    place: Place
    title: str
    who: str
    at: dt.datetime
    words: str
    times: int


@dataclass(frozen=True)
class News:
    """What others did since the person was here; lists are empty where nothing."""

    answers: Page[Changed]
    remarks: list[Place]
    proposals: list[Place]
    evidence: list[Evidence]
    more_evidence: int

    def __bool__(self) -> bool:
        return bool(
            self.answers.paginator.count
            or self.remarks
            or self.proposals
            or self.evidence
        )


def since_of(assessment: Assessment) -> dt.datetime | None:
    """Return when the person's visit before this one ended; None on the first one.

    The assessment was found with `with_visit`.
    """
    since: dt.datetime | None = getattr(assessment, "since", None)
    return since


def news_count(assessment: Assessment) -> int:
    """Return how many answers others changed since; it was found with `with_news`."""
    return getattr(assessment, "news", None) or 0


def build(
    user: User, assessment: Assessment, since: dt.datetime, page: str | None = None
) -> News:
    """Gather the news in seven queries at most.

    Proposals are for the lead alone: contributors give theirs without others' before
    their eyes.
    """
    since = max(filter(None, (since, _seen_from(user, assessment))))
    evidence = list(_evidence(user, assessment, since)[: DOCUMENTS_SHOWN + 1])
    return News(
        answers=_answers(user, assessment, since, page),
        remarks=_places(Remark.objects.news_for(user, assessment, since)),
        proposals=_places(Proposal.objects.given_after(since, assessment))
        if permissions.leads(user, assessment)
        else [],
        evidence=evidence[:DOCUMENTS_SHOWN],
        more_evidence=max(len(evidence) - DOCUMENTS_SHOWN, 0),
    )


def _seen_from(user: User, assessment: Assessment) -> dt.datetime | None:
    """Return when the city first submitted, for those who may not see its draft."""
    if permissions.is_team(user, assessment) or assessment.is_shared:
        return None
    submitted = assessment.submissions.order_by("number").values_list("at").first()
    return submitted[0] if submitted else None


def _answers(
    user: User, assessment: Assessment, since: dt.datetime, page: str | None
) -> Page[Changed]:
    # Independent first: nobody hears a level before having given one's own.
    owed = independence.owed(user, assessment)
    rows = (
        AnswerChange.objects.of_others(user, assessment, since)
        .exclude(answer__question__code__in=owed)
        .order_by()
        .values("answer", "answer__question__position")
        .annotate(
            first=Min("version"),
            last=Max("version"),
            latest=Max("at"),
            times=Count("pk"),
        )
        .order_by("-latest", "answer__question__position")
    )
    found: Page[Any] = Paginator(rows, ANSWERS_A_PAGE).get_page(page)
    listed = list(found.object_list)
    changes = AnswerChange.objects.ends_of(
        (row["answer"], version)
        for row in listed
        for version in {row["first"], row["last"]}
    )
    by_version = {(one.answer_id, one.version): one for one in changes}
    found.object_list = [
        _changed(
            by_version[row["answer"], row["first"]],
            by_version[row["answer"], row["last"]],
            row["times"],
        )
        for row in listed
    ]
    return found


def _changed(first: AnswerChange, last: AnswerChange, times: int) -> Changed:
    question = last.answer.question
    said = []
    old, new = choice_words(first.before), choice_words(last.after)
    if old != new:
        said.append(_("%(old)s → %(new)s") % {"old": old, "new": new})
    if first.before.get("comment", "") != last.after.get("comment", ""):
        said.append(_("the justification"))
    if first.before.get("reason", "") != last.after.get("reason", ""):
        said.append(_("the reason why it is not applicable"))
    return Changed(
        place=Place(question.code, question.essential.number),
        title=question.title,
        who=last.by.name,
        at=last.at,
        words=", ".join(said) or _("as it was before"),
        times=times,
    )


def _places(rows: Any) -> list[Place]:
    found = rows.order_by("answer__question__position").values_list(
        "answer__question__code", "answer__question__essential__number"
    )
    return [Place(*row) for row in found.distinct()]


def _evidence(user: User, assessment: Assessment, since: dt.datetime) -> Any:
    return Evidence.objects.added_after(since, assessment).exclude(added_by=user)
