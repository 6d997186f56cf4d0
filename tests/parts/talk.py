"""Talk in both circles at P1.1: in the draft, in a submitted and a published round."""

from typing import Any

from scorecard.actions import talk
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("POST scorecard:open-thread", "draft P1.1", {"circle": "team", "text": ""}),
        ("POST scorecard:open-thread", "draft P1.1", {"circle": "x", "text": "Да?"}),
        ("POST scorecard:say", "team_thread", {"text": "<b>@Непознати</b>"}),
        ("POST scorecard:say", "solved_thread", {"text": "Још нешто."}),
        ("POST scorecard:say", "review_thread", {"text": "а" * 2_001}),
    ],
}


def add(world: Any) -> None:
    focal_point, lead = world.people["focal_point"], world.lead
    observer = world.people["observer"]
    answers = {
        name: make.answer_of(world.rounds[name], "P1.1")
        for name in ("draft", "submitted", "published")
    }
    private = talk.open_thread(
        answer=answers["draft"], circle="team", text="Ко зна износ?", by=lead
    )
    unshared = talk.open_thread(
        answer=answers["draft"], circle="review", text="Да ли је доста?", by=lead
    )
    solved = talk.open_thread(
        answer=answers["draft"], circle="team", text="Решено питање.", by=lead
    )
    talk.resolve(thread=solved, by=lead)
    open_to_all = talk.open_thread(
        answer=answers["submitted"], circle="review", text="Наведите број.", by=lead
    )
    asked = talk.say(thread=open_to_all, text="Који број?", by=focal_point)
    inside = talk.open_thread(
        answer=answers["submitted"],
        circle="team",
        text="Ово је само за нас.",
        tell=[observer.pk],
        by=world.people["contributor"],
    )
    talk.open_thread(
        answer=answers["published"], circle="team", text="Свака част.", by=lead
    )
    world.names |= {
        "team_thread": private.pk,
        "hidden_thread": unshared.pk,
        "solved_thread": solved.pk,
        "review_thread": open_to_all.pk,
        "inside_thread": inside.pk,
        "own_message": private.messages.get().pk,
        "asked_message": asked.pk,
    }
    world.posts |= {
        "scorecard:open-thread@draft": {"circle": "team", "text": "Питање."},
        "scorecard:open-thread": {"circle": "review", "text": "Питање."},
        "scorecard:say": {"text": "Одговор."},
    }
