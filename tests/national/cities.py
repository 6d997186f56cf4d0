"""Cities with accepted assessments of one small edition."""

from collections.abc import Sequence

from scorecard.actions.answers import Content
from scorecard.models import Assessment, Questionnaire
from tests import make

CODES = ("P1.1", "P1.2", "P2.1")


def make_nation(
    *,
    scores: Sequence[int],
    names: Sequence[str] = (),
    blank: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> list[Assessment]:
    """Return an accepted assessment for each score, which every answer has.

    `blank` codes have no answer and `skipped` ones do not apply, in all of them.
    """
    edition = Questionnaire.objects.filter(code="preliminary").first()
    edition = edition or make.make_questionnaire(questions=CODES)
    answers: dict[str, Content | int | None] = dict.fromkeys(blank)
    reason = Content(not_applicable=True, reason="Нема тога.")
    answers |= dict.fromkeys(skipped, reason)
    return [
        make.make_assessment(
            status=Assessment.Status.ACCEPTED,
            city=make.make_city(**({"name": names[place]} if names else {})),
            questionnaire=edition,
            answers=answers,
            score=score,
            is_history=bool(blank),
        )
        for place, score in enumerate(scores)
    ]
