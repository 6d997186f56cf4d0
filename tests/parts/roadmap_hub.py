"""The host as a candidate for a hub, and two cities of the stranger further on."""

import datetime as dt
from typing import Any

from roadmap.actions import hub
from roadmap.models import HubCriterion
from tests import make

DOWNLOADS = {"roadmap:hub-dossier"}
COMMITMENT = {
    "kind": "study_tour",
    "title": "Студијска посета",
    "day": "2027-05-01",
    "budget": "1500",
    "currency": "usd",
    "output": "Извештај.",
}
ENTRY = {
    "day": "2025-05-01",
    "what": "Сала",
    "amount": "100",
    "currency": "rsd",
    "is_in_kind": "on",
}
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("POST roadmap:hub-criterion", "host unsaid", {"state": "met", "proof": ""}),
        ("POST roadmap:hub-promise", "host", {"day": "сутра", "budget": "-1"}),
        ("POST roadmap:hub-enter", "host", {"day": "2999-01-01", "what": ""}),
    ],
    "focal_point": [
        ("POST roadmap:hub-decide", "applied_city", {"accepted": "yes"}),
    ],
}


def add(world: Any) -> None:
    """Let the host have said something, promised something and given something."""
    make.make_hub_criterion(code="unsaid")
    said = make.make_hub_criterion(code="said", certainty="read")
    application = hub.begin(city=world.host, by=world.lead)
    hub.prove(
        application=application,
        criterion=said,
        state="partly",
        proof="План из 2024.",
        gap="Недостаје буџет.",
        by=world.lead,
    )
    commitment = make.make_commitment(application=application, by=world.lead)
    entry = make.make_hub_entry(application=application, by=world.lead)
    for name in ("ready_city", "applied_city"):
        world.names[name] = _further(world, applied=name == "applied_city")
    world.names |= {"commitment": commitment.pk, "entry": entry.pk}
    world.posts |= {
        "roadmap:hub-criterion": {"state": "lacking", "gap": "Нема."},
        "roadmap:hub-apply": {"applied_on": "2025-06-01"},
        "roadmap:hub-decide": {
            "accepted": "yes",
            "decided_on": "2025-09-01",
            "note": "Прихваћено.",
            "valid_until": "2028-09-01",
        },
        "roadmap:hub-promise": COMMITMENT,
        "roadmap:hub-commitment": COMMITMENT,
        "roadmap:hub-enter": ENTRY,
    }


def _further(world: Any, *, applied: bool) -> str:
    """Return the code of a city that has answered all, and perhaps applied."""
    stranger = world.people["stranger"]
    city = make.make_city(name="Ада" if applied else "Ариље")
    make.make_membership(user=stranger, city=city)
    application = hub.begin(city=city, by=stranger)
    for criterion in HubCriterion.objects.in_use():
        hub.prove(
            application=application,
            criterion=criterion,
            state="met",
            proof="Има.",
            gap="",
            by=stranger,
        )
    if applied:
        hub.apply(application=application, on=dt.date(2025, 5, 1), by=stranger)
    return city.code
