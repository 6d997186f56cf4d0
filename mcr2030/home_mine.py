"""What is a contributor's to do, and what a lead has to settle, on the first screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cities.models import City, User
from scorecard.models import Answer, Assessment, Assignment, Proposal, disputed


@dataclass
class Mine:
    """A contributor's indicators of one assessment, to do and done."""

    assessment: Assessment
    to_do: list[Assignment] = field(default_factory=list)
    done: list[Assignment] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        return sum(one.is_late for one in self.to_do)


def of(user: User, cities: Iterable[City]) -> dict[int, Mine]:
    """Return what is the person's, or a department's of theirs, by open assessment.

    The most urgent comes first; what has no date comes last, in the paper's order.
    """
    proposed = Proposal.objects.given().filter(answer=OuterRef("answer"), by=user)
    assignments = (
        Assignment.objects.held_by(user)
        .filter(
            answer__assessment__city__in=cities,
            answer__assessment__status__in=Assessment.OPEN,
        )
        .select_related(
            "answer__question__essential",
            "answer__assessment__questionnaire",
            "department",
        )
        .annotate(is_done=Exists(proposed))
        .order_by(F("due").asc(nulls_last=True), "answer__question__position", "pk")
    )
    found: dict[int, Mine] = {}
    seen: set[int] = set()
    for one in assignments:
        # Given in two ways it is still one thing to do: the first date counts.
        if one.answer_id in seen:
            continue
        seen.add(one.answer_id)
        assessment = one.answer.assessment
        mine = found.setdefault(assessment.pk, Mine(assessment))
        (mine.done if one.is_done else mine.to_do).append(one)
    return found


def disputes() -> Coalesce:
    """Return what counts on how many answers of an assessment people differ."""
    answers = disputed(Answer.objects.filter(assessment=OuterRef("pk"))).order_by()
    counted = answers.values("assessment").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
