"""Partners in every state, their services, and requests between them and the host."""

from typing import Any

from cities import actions as people_actions
from cities.models import Membership
from roadmap.actions import services
from tests import make

DOWNLOADS: set[str] = set()
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "focal_point": [
        ("POST roadmap:partner-new", "-", {"name": "", "kind": "king"}),
        ("POST roadmap:partner-decide", "applied_partner", {"reason": ""}),
        ("POST roadmap:partner-edit", "own_partner", {"email": "nije adresa"}),
        ("POST cities:invite-to-partner", "own_partner", {"email": ""}),
    ],
    "partner": [
        ("POST roadmap:partner-edit", "own_partner", {"website": "није адреса"}),
        ("POST roadmap:partner-apply", "own_partner", {}),
        ("POST roadmap:service-new", "own_partner", {"valid_until": "2001-01-01"}),
        ("POST roadmap:request-answer", "sent_request", {"answer": "decline"}),
    ],
    "lead": [
        ("POST roadmap:service-ask", "host service", {"text": "", "contact": ""}),
        ("POST roadmap:request-result", "accepted_request", {"text": ""}),
        ("GET roadmap:services", "-", {"essential": "77", "stage": "Q"}),
    ],
}
PROFILE = {
    "profile_sr": "Помажемо општинама.",
    "in_serbian": "on",
    "email": "kancelarija@example.rs",
}
SERVICE = {
    "title": "Радионица о буџету",
    "description": "Један дан у вашој општини.",
    "stages": ["A", "B"],
    "in_serbian": "on",
}


def add(world: Any) -> None:
    """Give the partner of the cast services and the host's requests for them."""
    person = world.people["partner"]
    own = person.memberships.get().partner
    other = make.make_partner(name="Завод за примере", status="applied")
    draft = make.make_partner_person(
        partner=make.make_partner(name="Савез за примере", status="draft")
    )
    own_draft = draft.memberships.get().partner
    make.make_membership(user=person, role=Membership.Role.PARTNER, partner=own_draft)
    own_draft.profile_sr, own_draft.email = "Опис.", "a@example.rs"
    own_draft.save()
    colleague = make.make_partner_person(partner=own)
    made = {
        name: make.make_service(partner=own, by=person, title=name)
        for name in ("service", "asked", "agreed", "over")
    }
    hidden = make.make_service(partner=own_draft, by=person)
    sent, agreed, done = (
        services.ask(
            city=world.host,
            service=made[name],
            text="Треба нам.",
            contact="Лена, 030 123",
            by=world.lead,
        )
        for name in ("asked", "agreed", "over")
    )
    for one in (agreed, done):
        services.answer(request=one, accepts=True, text="Долазимо.", by=person)
    services.record_result(request=done, text="Одржано.", by=world.lead)
    invitation, _secret = people_actions.invite(
        email="pozvani@example.rs",
        role=Membership.Role.PARTNER,
        city=None,
        partner=own,
        by=world.people["focal_point"],
    )
    world.names |= {
        "own_partner": own.code,
        "applied_partner": other.code,
        "draft_partner": own_draft.code,
        "partner_colleague": colleague.memberships.get().pk,
        "partner_invitation": invitation.pk,
        "service": made["service"].pk,
        "hidden_service": hidden.pk,
        "sent_request": sent.pk,
        "accepted_request": agreed.pk,
        "done_request": done.pk,
    }
    essential = make.make_essential(number=1).pk
    world.posts |= {
        "cities:invite-to-partner": {"email": "novi@example.rs"},
        "roadmap:partner-new": {"name": "Ново удружење", "kind": "participating"},
        "roadmap:partner-edit": {
            "name_sr": "Удружење",
            "name_en": "Association",
            "kind": "participating",
            **PROFILE,
        },
        "roadmap:partner-decide": {"decision": "approve", "reason": ""},
        "roadmap:service-new": SERVICE | {"essentials": [essential]},
        "roadmap:service-edit": SERVICE | {"essentials": [essential]},
        "roadmap:service-withdraw": {"withdrawn": "1"},
        "roadmap:service-ask": {"text": "Треба нам.", "contact": "Лена"},
        "roadmap:request-answer": {"answer": "accept", "text": "Долазимо."},
        "roadmap:request-result": {"text": "Одржано."},
    }
