"""What a city said at the preliminary level, as a prompt beside detailed sections.

A prompt is read, never copied: the detailed scale has other levels.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, TextField
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from cities.permissions import Person
from scorecard import permissions
from scorecard.models import Answer, Assessment, Level, Section
from scorecard.reports.wording import PRELIMINARY


@dataclass(frozen=True)
class Prompt:
    """The city's latest answer to a preliminary indicator; `level` is its wording."""

    answer: Answer
    level: str


def prompts(
    user: Person, assessment: Assessment, sections: Iterable[Section | None]
) -> dict[str, Prompt]:
    """Return by indicator what the reader may see of it, in one query or none.

    The same round's answer comes first, else that of the latest year.
    """
    subjects = {one.subject for one in sections if one and one.subject}
    if not subjects:
        return {}
    # The column by name: of a translated field a subquery would bring the fallback too.
    column = build_localized_fieldname("text", get_language() or "sr")
    meaning = Level.objects.filter(
        question=OuterRef("question"), score=OuterRef("score")
    )
    answers = (
        Answer.objects.settled()
        .told_to(user)
        .filter(
            assessment__in=Assessment.objects.visible_to(user)
            .filter(city=assessment.city_id, questionnaire__code=PRELIMINARY)
            .values("pk"),
            question__code__in=subjects,
        )
        .select_related("question__essential", "assessment")
        .annotate(level=Subquery(meaning.values(column)[:1], output_field=TextField()))
    )
    found: dict[str, Prompt] = {}
    for answer in sorted(answers, key=lambda one: _order(one.assessment, assessment)):
        essential = answer.question.essential.number
        if essential in permissions.visible_essentials(user, answer.assessment):
            prompt = Prompt(answer, answer.level or "")
            found.setdefault(answer.question.code, prompt)
    return found


def _order(other: Assessment, assessment: Assessment) -> tuple[bool, int, int]:
    """Sort the same round before others, then the latest first."""
    is_same = (other.year, other.occasion) == (assessment.year, assessment.occasion)
    return not is_same, -other.year, -other.pk
