"""An invented partner with its services, courses, and the shown city as a candidate."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from cities.models import City, Membership, Partner, User
from cities.serbian import to_latin
from roadmap.actions import hub, services, training
from roadmap.models import HubCriterion
from scorecard.models import Essential

FIXTURES = settings.BASE_DIR / "fixtures"
SHOWN_CITY = "70653"
Role = Membership.Role


def load(folder: Path, people: Mapping[Role, User]) -> None:
    """Let the invented people do what people do here; each row says it is invented."""
    rows = tomllib.loads((folder / "partners.toml").read_text(encoding="utf-8"))
    city = City.objects.get(code=SHOWN_CITY)
    _services(rows, city, people)
    for row in rows["courses"]:
        _course(dict(row), people[Role.FOCAL_POINT])
    _candidacy(rows, city, people[Role.LEAD])


def partner(folder: Path) -> Partner:
    """Return the invented organisation, approved as a focal point would have."""
    rows = tomllib.loads((folder / "partners.toml").read_text(encoding="utf-8"))
    row, now = rows["partner"], timezone.now()
    return Partner.objects.create(
        code=row["code"],
        kind=Partner.Kind.PARTICIPATING,
        name_sr=row["name"],
        name_sr_latn=to_latin(row["name"]),
        name_en=row["name_en"],
        profile_sr=row["profile"],
        profile_sr_latn=to_latin(row["profile"]),
        profile_en=row["profile_en"],
        in_english=True,
        status=Partner.Status.APPROVED,
        applied_at=now,
        decided_at=now,
        is_demo=True,
    )


def _services(rows: Mapping[str, Any], city: City, people: Mapping[Role, User]) -> None:
    person = people[Role.PARTNER]
    own = Partner.objects.of(person).get()
    offered = [
        services.offer(
            partner=own,
            values={
                "title": row["title"],
                "description": row["description"],
                "is_free": "cost" not in row,
                "cost": row.get("cost", ""),
                "is_demo": True,
                **{f"for_{one.lower()}": one in row["stages"] for one in "ABC"},
            },
            essentials=Essential.objects.filter(number__in=row["essentials"]),
            by=person,
        )
        for row in rows["services"]
    ]
    lead = people[Role.LEAD]
    asked = services.ask(
        city=city,
        service=offered[0],
        text=rows["request"]["text"],
        contact=lead.name,
        by=lead,
        is_demo=True,
    )
    answer = rows["request"]["answer"]
    services.answer(request=asked, accepts=True, text=answer, by=person)


def _course(row: dict[str, Any], focal_point: User) -> None:
    attended = row.pop("attended")
    course = training.hold(values=row, by=focal_point, is_demo=True)
    for code, (participants, women) in attended.items():
        training.attend(
            course=course,
            city=City.objects.get(code=code),
            participants=participants,
            women=women,
            by=focal_point,
        )


def _candidacy(rows: Mapping[str, Any], city: City, lead: User) -> None:
    """Make the shown city a candidate; nothing more is claimed."""
    hub.load(FIXTURES / "roadmap" / "hub_criteria.toml")
    application = hub.begin(city=city, by=lead, is_demo=True)
    for row in rows["hub"]:
        hub.prove(
            application=application,
            criterion=HubCriterion.objects.get(code=row["criterion"]),
            state=row["state"],
            proof=row.get("proof", ""),
            gap=row.get("gap", ""),
            by=lead,
        )
    promised = rows["commitment"]
    hub.promise(
        application=application,
        values={
            **promised,
            "beneficiary": City.objects.get(code=promised["beneficiary"]),
            "budget": Decimal(promised["budget"]),
            "result": "",
            "done_on": None,
        },
        by=lead,
    )
