"""Much of the roadmap: more actions, services, courses, reviews and hubs than a few."""

import datetime as dt
from itertools import cycle
from typing import Any

from django.utils import timezone

from cities.models import City, Partner
from roadmap.actions import joint, progress, services, training
from roadmap.content import Money
from roadmap.models import (
    AgendaItem,
    Course,
    Finding,
    HubApplication,
    PeerReview,
    Plan,
    Recommendation,
    Service,
)
from scorecard.models import Answer, Assessment
from tests import make, peers

SOURCES = ("own_budget", "eu", "republic", "donor")


def add(world: Any, count: int) -> None:
    """Add that many of everything to what the host has on the roadmap."""
    gap = make.answer_of(world.rounds["accepted"], "P1.1")
    _add_actions(world, gap, count)
    _add_plans(count)
    _add_services(world, count)
    _add_courses(world, count)
    _add_hub(world, count)
    _add_reviews(world, count)


def _add_actions(world: Any, gap: Answer, count: int) -> None:
    """Add actions to the host's plan and to its group's, with parts of every kind."""
    own, shared = (
        Plan.objects.get(pk=world.names[name]) for name in ("plan", "basin_plan")
    )
    first = Plan.objects.get(pk=own.pk).actions.order_by("number")[0]
    other = make.answer_of(world.rounds["accepted"], "P1.2")
    for number, source in zip(range(count), cycle(SOURCES), strict=False):
        for plan in (own, shared):
            year = plan.first_year
            action = make.make_action(
                plan=plan,
                targets={gap: 3, other: 3},
                costs={year: 50_000 + number, year + 1: 10_000},
                fundings=[
                    Money(year, source, "secured", 20_000),
                    Money(year + 1, "donor", "idea", 5_000),
                ],
                hazards=(make.make_hazard().pk,),
                impact=1 + number % 5,
                difficulty=1 + number % 3,
                by=world.lead,
            )
            if plan == shared:
                parts = {world.host.pk: 10_000}
                joint.divide(action=action, parts=parts, version=0, by=world.lead)
        _note(first, world, number)


def _note(action: Any, world: Any, number: int) -> None:
    progress.note(
        action=action,
        text="Рађено је.",
        status="under_way",
        progress=number % 90,
        title=f"Записник {action.notes.count()}",
        by=world.lead,
    )


def _add_plans(count: int) -> None:
    """Add adopted plans elsewhere, with money, for what the country sums up."""
    planned = Plan.objects.exclude(city=None).values("city")
    accepted = Answer.objects.filter(
        assessment__status="accepted", question__code="P1.1"
    ).exclude(assessment__city__in=planned)
    cities = {one.assessment.city: one for one in accepted.with_parts()}
    for city, gap in list(cities.items())[:count]:
        plan = make.make_plan(city=city, first_year=2024, last_year=2026)
        make.make_action(
            plan=plan,
            targets={gap: 3},
            costs={2024: 9_000},
            fundings=[Money(2024, "eu", "secured", 4_000)],
        )
        make.adopt(plan, year=2024)


def _add_services(world: Any, count: int) -> None:
    own = Partner.objects.get(code=world.names["own_partner"])
    person, stranger = world.people["partner"], world.people["stranger"]
    other = City.objects.get(code=world.names["ready_city"])
    if not Assessment.objects.of_city(other).exists():
        make.make_assessment(city=other, lead=stranger, score=1, status="accepted")
    for number in range(count):
        make.make_partner(name=f"Организација {Partner.objects.count()}")
        service = make.make_service(
            partner=own, by=person, title=f"Услуга {Service.objects.count()}"
        )
        asked, _other = (
            services.ask(
                city=city, service=service, text="Треба нам.", contact="Лена", by=by
            )
            for city, by in ((world.host, world.lead), (other, stranger))
        )
        if number % 2:
            services.answer(request=asked, accepts=True, text="Да.", by=person)


def _add_courses(world: Any, count: int) -> None:
    focal_point = world.people["focal_point"]
    known = Course.objects.get(pk=world.names["national_course"])
    for city in City.objects.members().exclude(pk=world.host.pk)[:count]:
        training.attend(
            course=known, city=city, participants=4, women=2, by=focal_point
        )
    for number in range(count):
        course = make.make_course(by=focal_point, title=f"Обука {number}")
        training.attend(
            course=course, city=world.host, participants=5, women=3, by=world.lead
        )
        make.make_course(by=world.lead, city=world.host, title=f"Наша {number}")


def _add_hub(world: Any, count: int) -> None:
    application = HubApplication.objects.get(city=world.host)
    for _number in range(count):
        commitment = make.make_commitment(
            application=application, by=world.lead, beneficiary=world.elsewhere
        )
        make.make_hub_entry(
            application=application, by=world.lead, commitment=commitment
        )


def _add_reviews(world: Any, count: int) -> None:
    """Add reviews that were asked for, twinnings, and work on the one under way."""
    review = PeerReview.objects.with_parts().get(pk=world.names["review"])
    signed = PeerReview.objects.get(pk=world.names["signed_review"])
    person = world.people["peer"]
    for number in range(count):
        other = make.make_city(name=f"Град {PeerReview.objects.count()}")
        cast = peers.Cast(
            host=world.host,
            lead=world.lead,
            peer=other,
            peer_lead=make.make_membership(city=other).user,
            reviewer=make.make_membership(city=other).user,
        )
        accepted = Assessment.objects.with_parts().get(pk=world.names["accepted"])
        peers.make_review(cast=cast, status="proposed", assessment=accepted)
        peers.make_twinning(cast=cast)
        for one in (review, signed):
            Recommendation.objects.create(
                review=one,
                area="delivery",
                description="Обезбедити новац.",
                justification="Сада зависи од пројеката.",
                horizon="medium",
                by=person,
            )
        AgendaItem.objects.create(
            review=review,
            day=timezone.localdate() + dt.timedelta(days=number),
            kind="interview",
            subject="Разговор",
            place="скупштина",
            people="штаб",
        )
        _find(review, make.make_membership(city=other).user)


def _find(review: PeerReview, person: Any) -> None:
    module = review.modules.get(code="1")
    Finding.objects.create(module=module, code="P1.1", comment="Зато.", by=person)
