"""Scores of many assessments at once, and the remarks on one."""

from collections.abc import Iterable

from django.db.models import Count, Q, Sum

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


def remarks(assessment: Assessment, *, undecided: bool) -> Remarks:
    """Return the reviews and remarks; `undecided` ones are the focal point's alone."""
    reviews = Review.objects.filter(submission__assessment=assessment)
    notes = Remark.objects.filter(answer__assessment=assessment)
    if not undecided:
        notes = notes.filter(submission__review__isnull=False)
    return Remarks(
        on_the_whole=tuple(
            ReviewPart(str(one.get_outcome_display()), one.text, one.by.name, one.at)
            for one in reviews.select_related("by").order_by("at")
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
            for one in notes.select_related("by", "replied_by", "answer__question")
        ),
    )
