"""The review desk: a question outside a review, a note for all, who reviews."""

from typing import Any

from scorecard.actions import questions
from scorecard.models import Question, Remark
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "focal_point": [
        ("GET scorecard:queue", "-", {"whose": "secret", "page": "9999"}),
        ("GET scorecard:unanswered", "-", {"whose": "secret", "page": "9999"}),
        ("GET scorecard:review", "submitted", {"order": "secret"}),
        ("POST scorecard:hand-on", "submitted", {"reviewer": "0"}),
        ("POST scorecard:accept", "accepted", {"text": "Прихватам.", "sure": "on"}),
        ("POST national:ask", "questionnaire P1.1", {"text": ""}),
        ("POST national:ask", "questionnaire P1.1", {"text": "Зашто?", "city": "x"}),
        ("POST national:note", "questionnaire P1.1", {"text": "Читајте.", "seen": "x"}),
        ("POST national:note", "questionnaire P1.1", {"text": "ж" * 1001}),
    ],
    "lead": [("POST scorecard:reply", "question", {"text": ""})],
}


def add(world: Any) -> None:
    by = world.people["focal_point"]
    question = Question.objects.get(
        questionnaire=world.names["questionnaire"], code="P1.2"
    )
    questions.ask(
        question=question, codes=[world.host.code], text="Ко је надлежан?", by=by
    )
    questions.write_note(
        question=question, text="Рачунају се и планови.", seen="", by=by
    )
    world.names["question"] = Remark.objects.get(is_question=True).pk
    colleague = make.make_focal_point(name="Гордана Гајић")
    world.posts |= {
        "scorecard:hand-on": {"reviewer": colleague.pk, "seen": ""},
        "national:ask": {"city": [world.host.code], "text": "На чему се заснива?"},
        "national:note": {"text": "Рачуна се и нацрт.", "seen": ""},
    }
