"""What an acceptance adds to national figures: its scores, and where a city stands."""

from scorecard.models import Answer, Assessment, EssentialScore, Standing, marks
from scorecard.scoring import by_essential


def record(*, assessment: Assessment) -> None:
    """Add up an accepted assessment, and let it stand if no later one does.

    Run inside the transaction that accepts it. Twice does no harm.
    """
    answers = list(
        Answer.objects.filter(assessment=assessment).select_related(
            "question__essential"
        )
    )
    essentials = {
        one.question.essential.number: one.question.essential_id for one in answers
    }
    found = by_essential(
        marks(answers, assessment.questionnaire.scale_maximum).values()
    )
    EssentialScore.objects.filter(assessment=assessment).delete()
    EssentialScore.objects.bulk_create(
        EssentialScore(
            assessment=assessment,
            essential_id=essentials[number],
            points=score.points,
            out_of=score.out_of,
            answered=score.answered,
            applying=score.applying,
            settled=score.settled,
            asked=score.asked,
        )
        for number, score in found.items()
    )
    stand(assessment=assessment)


def stand(*, assessment: Assessment) -> None:
    """Let the latest accepted assessment of the city and edition stand."""
    latest = (
        Assessment.objects.accepted()
        .filter(city=assessment.city_id, questionnaire=assessment.questionnaire_id)
        .latest_first()
        .first()
    )
    if latest is not None:
        Standing.objects.update_or_create(
            city_id=assessment.city_id,
            questionnaire_id=assessment.questionnaire_id,
            defaults={"assessment": latest},
        )
