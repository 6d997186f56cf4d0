"""Scores of many assessments at once, and the remarks on one."""

from collections.abc import Iterable

from django.db.models import Count, Q, Sum

from cities.permissions import Person
from scorecard.models import Answer, Assessment, Remark, Review
from scorecard.reports.parts import RemarkPart, Remarks, ReviewPart
from scorecard.scoring import Score


def scores(assessments: Iterable[Assessment]) -> dict[int, dict[int, Score]]:
    """Return each assessment's scores by Essential, by its key, in ONE query.

    For home pages, overviews and desks: `scores([assessment])[assessment.pk]` gives
    {1: Score(…), 2: …}, ready for `scoring.overall_share` and `charts.radar`. An
    assessment without answers gets an empty dict.
    """
    keys = [assessment.pk for assessment in assessments]
    found: dict[int, dict[int, Score]] = {key: {} for key in keys}
    rows = (
        Answer.objects.filter(assessment__in=keys)
        .order_by("question__essential__number")
        .values_list(
            "assessment",
            "question__essential__number",
            "question__questionnaire__scale_maximum",
        )
        .annotate(
            points=Sum("score", default=0),
            answered=Count("score"),
            skipped=Count("pk", filter=Q(not_applicable=True)),
            asked=Count("pk"),
        )
    )
    for key, number, top, points, answered, skipped, asked in rows:
        found[key][number] = Score(
            points=points,
            out_of=answered * top,
            answered=answered,
            applying=asked - skipped,
            settled=answered + skipped,
            asked=asked,
        )
    return found


def remarks(assessment: Assessment, reader: Person) -> Remarks:
    """Return the reviews and the remarks that the reader may see, in two queries."""
    notes = Remark.objects.visible_to(reader).filter(answer__assessment=assessment)
    return Remarks(
        on_the_whole=tuple(
            ReviewPart(str(one.get_outcome_display()), one.text, one.by.name, one.at)
            for one in Review.objects.of(assessment)
        ),
        on_answers=tuple(
            RemarkPart(
                code=one.answer.question.code,
                text=one.text,
                by=one.by.name,
                at=one.at,
                reply=one.reply,
                replied_by=one.replied_by.name if one.replied_by else "",
                replied_at=one.replied_at,
            )
            for one in notes.with_parts()
        ),
    )
