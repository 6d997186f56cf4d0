"""Workshops: one under way on the draft, one on the shared draft, one held."""

import datetime as dt
from typing import Any

from scorecard.actions import guests, workshops
from scorecard.models import Ballot
from tests import make

DOWNLOADS = {"scorecard:workshop-paper"}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "anonymous": [
        ("POST scorecard:join", "-", {"code": ""}),
        ("POST scorecard:join", "-", {"code": "XXXXXX"}),
        ("GET scorecard:guest", "held_code", {}),
        ("POST scorecard:guest", "workshop_code", {"name": "", "institution": "1"}),
        ("POST scorecard:guest", "full_code", {"name": "Аца", "institution": "Дом"}),
        (
            "POST scorecard:guest",
            "full_code",
            {"name": "Аца", "institution": "Дом", "consent": "on"},
        ),
    ],
    "lead": [
        ("POST scorecard:workshop-new", "draft", {"title": "", "guest_limit": "0"}),
        ("POST scorecard:workshop-edit", "held_workshop", {"title": ""}),
        ("POST scorecard:workshop-turn", "workshop", {"do": "open", "ballot": "1"}),
        ("POST scorecard:workshop-settle", "workshop 1", {"choice": "9"}),
        (
            "POST scorecard:workshop-settle",
            "workshop 1",
            {"choice": "2", "version": "0", "turn": "0"},
        ),
        ("POST scorecard:workshop-count", "workshop 2", {"hands-1": "-1"}),
        ("POST scorecard:workshop-erase", "held_workshop", {}),
        ("GET scorecard:workshop-screen", "held_workshop", {}),
    ],
}


def add(world: Any) -> None:
    lead, contributor = world.lead, world.people["contributor"]
    running = make.make_workshop(assessment=world.rounds["draft"], lead=lead)
    guest, _secret = guests.join(
        workshop=running, name="Гоца Гостић", institution="Дом здравља"
    )
    make.make_vote(workshop=running, guest=guest, choice=2, lead=lead)
    shared = make.make_workshop(
        assessment=world.rounds["shared"], lead=lead, facilitator=contributor
    )
    other, _secret = guests.join(workshop=shared, name="Геца", institution="Школа")
    full = make.make_workshop(
        assessment=world.rounds["draft"], lead=lead, guest_limit=1
    )
    guests.join(workshop=full, name="Први", institution="Школа")
    held = make.make_workshop(assessment=world.rounds["returned"], lead=lead)
    guests.join(workshop=held, name="Последњи", institution="Школа")
    workshops.close(workshop=held, by=lead)
    type(held).objects.filter(pk=held.pk).update(assessment=world.rounds["published"])
    world.names |= {
        "workshop": running.pk,
        "workshop_code": running.code,
        "guest": guest.pk,
        "shared_workshop": shared.pk,
        "shared_guest": other.pk,
        "held_workshop": held.pk,
        "held_code": held.code,
        "full_code": full.code,
    }
    running.refresh_from_db()
    ballot = Ballot.objects.get(workshop=running, number=1)
    about = {
        "title": "Друга радионица",
        "place": "Сала",
        "day": dt.date(2026, 3, 2).isoformat(),
        "facilitator": lead.pk,
        "guest_limit": "40",
        "answers": [ballot.answer_id],
    }
    turn = {"turn": running.turn}
    world.posts |= {
        "scorecard:workshop-new": about,
        "scorecard:workshop-edit": about,
        "scorecard:workshop-turn": {"do": "go", "ballot": "2", **turn},
        "scorecard:workshop-turn@named": {"do": "go", "ballot": "2", "turn": "0"},
        "scorecard:workshop-settle": {
            "choice": "2",
            "because": "Тако је договорено.",
            "version": str(ballot.answer.version),
            **turn,
        },
        "scorecard:workshop-count": {"hands-2": "7", **turn},
        "scorecard:workshop-guest": {"do": "remove"},
        "scorecard:workshop-erase": {"sure": "on"},
        "scorecard:guest": {
            "name": "Нова Гошћа",
            "institution": "Општина",
            "consent": "on",
        },
        "scorecard:guest-vote": {"ballot": "1", "choice": "2"},
    }
