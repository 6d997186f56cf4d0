"""Pages cost their number of queries, and the same with ten times the data."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import City, CityHazard, Membership, User
from scorecard.models import (
    Answer,
    AnswerChange,
    Assessment,
    Assignment,
    Evidence,
    Mention,
    Message,
    Proposal,
    Remark,
    Thread,
)
from tests import make, plenty
from tests.world import World, taken_back

CITIES = 162
TIMES = 10
BUDGETS = [
    ("lead", "scorecard:essential", "returned 1", 12),
    ("lead", "scorecard:essential", "submitted 1", 12),
    ("contributor", "scorecard:essential", "returned 1", 12),
    ("focal_point", "scorecard:essential", "submitted 1", 12),
    ("peer", "scorecard:essential", "submitted 1", 12),
    ("lead", "scorecard:essential", "detailed 1", 12),
    ("focal_point", "scorecard:round", "host 2023 baseline", 10),
    ("lead", "scorecard:applicability", "detailed", 12),
    ("lead", "scorecard:overview", "detailed", 15),
    ("lead", "scorecard:overview", "returned", 15),
    ("contributor", "scorecard:overview", "returned", 15),
    ("focal_point", "scorecard:overview", "submitted", 15),
    ("lead", "scorecard:overview", "submitted", 15),
    ("lead", "cities:list", "", 10),
    ("focal_point", "cities:list", "", 10),
    ("focal_point", "scorecard:review", "submitted", 15),
    ("focal_point", "scorecard:review", "returned", 15),
    ("focal_point", "scorecard:review", "accepted", 15),
    ("focal_point", "scorecard:queue", "", 15),
    ("focal_point", "scorecard:unanswered", "", 15),
    ("focal_point", "national:calibration", "questionnaire P1.1", 25),
    ("anonymous", "home", "", 15),
    ("lead", "home", "", 20),
    ("contributor", "home", "", 20),
    ("observer", "home", "", 20),
    ("focal_point", "home", "", 20),
    ("peer", "home", "", 15),
    ("anonymous", "scorecard:report", "published", 15),
    ("lead", "scorecard:report", "returned", 15),
    ("focal_point", "scorecard:report", "submitted", 15),
    ("lead", "scorecard:people", "draft", 15),
    ("lead", "scorecard:history", "returned P1.1", 15),
    ("lead", "scorecard:settle", "draft", 15),
    ("lead", "scorecard:departments", "host", 12),
    ("lead", "scorecard:since", "returned", 15),
    ("lead", "scorecard:talk", "returned P1.1", 12),
    ("focal_point", "scorecard:talk", "submitted P1.1", 12),
    ("lead", "scorecard:talk-list", "", 10),
    ("focal_point", "scorecard:talk-list", "", 10),
    ("lead", "scorecard:setup", "draft", 15),
    ("lead", "scorecard:attach", "draft P1.1", 15),
    ("lead", "scorecard:library", "host", 10),
    ("lead", "scorecard:document", "evidence", 20),
    ("focal_point", "scorecard:document", "evidence", 15),
    ("lead", "scorecard:document-edit", "draft_evidence", 10),
    ("contributor", "scorecard:document-link", "own_document", 12),
    ("lead", "scorecard:evidence-matrix", "submitted", 12),
    ("lead", "scorecard:spreadsheets", "draft", 12),
    # A file costs one more than its rows: it is counted, in one statement.
    ("lead", "scorecard:workbook", "draft", 12),
    ("lead", "scorecard:export", "draft json", 12),
    ("lead", "scorecard:merge", "merging", 12),
    ("lead", "scorecard:official-import", "bringing", 12),
    ("lead", "scorecard:noted-action", "draft P1.1", 12),
    ("lead", "scorecard:upload-official", "host", 12),
    ("focal_point", "scorecard:national-blank", "", 12),
    ("lead", "cities:detail", "host", 15),
    ("lead", "cities:people", "host", 15),
    ("lead", "cities:hazards", "host", 15),
    ("focal_point", "cities:focal-points", "", 15),
    ("focal_point", "national:stages", "", 12),
    ("lead", "roadmap:overview", "host", 17),
    ("focal_point", "roadmap:overview", "host", 17),
    ("focal_point", "roadmap:stage-request", "stage_request", 17),
    ("lead", "roadmap:criterion", "host signed", 15),
    ("lead", "roadmap:ask", "host", 12),
    ("lead", "roadmap:plans", "host", 15),
    ("lead", "roadmap:plan", "plan", 22),
    ("observer", "roadmap:plan", "plan", 20),
    ("focal_point", "roadmap:plan", "shared_plan", 22),
    ("lead", "roadmap:plan", "basin_plan", 22),
    ("lead", "roadmap:plan-timeline", "plan", 15),
    ("lead", "roadmap:plan-matrix", "plan", 15),
    ("lead", "roadmap:plan-money", "plan", 15),
    ("lead", "roadmap:plan-money", "basin_plan", 15),
    ("lead", "roadmap:plan-shares", "basin_plan", 15),
    ("lead", "roadmap:plan-what-if", "plan", 25),
    ("lead", "roadmap:plan-report", "plan", 30),
    ("lead", "roadmap:adoption", "plan", 15),
    ("lead", "roadmap:action", "action", 20),
    ("lead", "roadmap:action-history", "action", 16),
    ("lead", "roadmap:action-new", "plan", 20),
    ("lead", "roadmap:action-shares", "divided", 16),
    ("lead", "roadmap:peers", "host", 15),
    ("focal_point", "roadmap:peers", "host", 15),
    ("lead", "roadmap:peer-review", "review", 30),
    ("peer", "roadmap:peer-review", "review", 30),
    ("peer", "roadmap:peer-evidence", "review 1", 25),
    ("lead", "roadmap:peer-agenda", "review", 15),
    ("lead", "roadmap:peer-recommendations", "signed_review", 15),
    ("lead", "roadmap:peer-report", "review", 30),
    ("lead", "roadmap:peer-invite", "planned_review", 30),
    ("lead", "roadmap:hub", "host", 15),
    ("anonymous", "roadmap:partners", "", 12),
    ("focal_point", "roadmap:partners", "", 12),
    ("anonymous", "roadmap:partner", "own_partner", 12),
    ("anonymous", "roadmap:services", "", 12),
    ("lead", "roadmap:service", "service", 12),
    ("focal_point", "roadmap:city-services", "ready_city", 12),
    ("lead", "roadmap:service-requests", "", 12),
    ("partner", "roadmap:service-requests", "", 12),
    ("partner", "home", "", 15),
    ("lead", "roadmap:training", "host", 15),
    ("focal_point", "roadmap:courses", "", 12),
    ("focal_point", "roadmap:course", "national_course", 12),
    ("focal_point", "national:training", "", 15),
    ("focal_point", "national:money", "", 25),
    ("focal_point", "national:peers", "", 15),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A world with some of everything, and the round of 162 local governments."""
    with django_db_blocker.unblock(), taken_back():
        world = World()
        _add_cities(CITIES)
        _add(world, 2)
        yield world


@pytest.fixture(scope="module")
def counts(world: World) -> dict[tuple[str, str, str], tuple[list[str], list[str]]]:
    """The queries of every page, first with some data, then with ten times as much."""
    with taken_back():
        _count_rows()
        some = _queries(world)
        _add_cities((TIMES - 1) * CITIES)
        _add(world, 2 * TIMES)
        _count_rows()
        many = _queries(world)
    return {page: (some[page], many[page]) for page in some}


@pytest.mark.parametrize(("person", "address", "names", "budget"), BUDGETS)
def test_page_keeps_its_budget_whatever_the_data(
    person: str, address: str, names: str, budget: int, counts: dict
) -> None:
    some, many = counts[person, address, names]

    assert len(many) <= budget, "\n".join(many)
    assert len(many) == len(some), "\n".join(many)


def _queries(world: World) -> dict[tuple[str, str, str], list[str]]:
    """Return each page's queries, as a person has them who comes by again."""
    found = {}
    for person, address, names, _budget in BUDGETS:
        client: Client = world.client(person)
        path = world.path(address, *names.split())
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200, (person, path)
        found[person, address, names] = [one["sql"][:300] for one in queries]
    return found


def _count_rows() -> None:
    """Let PostgreSQL plan by what is there; by itself it counts what is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _add_cities(count: int) -> None:
    district, start = make.make_district(), City.objects.count()
    City.objects.bulk_create(
        City(
            code=f"q{start + number}",
            kind=City.Kind.MUNICIPALITY,
            district=district,
            name_sr=f"Општина {start + number}",
            name_sr_latn=f"Opština {start + number}",
            name_en=f"Opština {start + number}",
            is_member=number % 4 == 0,
        )
        for number in range(count)
    )


def _add(world: World, count: int) -> None:
    """Add to the host's rounds that many of everything, and rounds elsewhere."""
    host = City.objects.get(code=world.names["host"])
    people = [_join(host, Membership.Role.CONTRIBUTOR) for _one in range(count)]
    for _one in range(count):
        _join(host, Membership.Role.OBSERVER)
        _join(host, Membership.Role.LEAD)
        make.make_focal_point()
    for assessment in world.rounds.values():
        for number, answer in enumerate(assessment.answers.all()):
            _add_to_answer(answer, people, world)
            if number < count:
                _lower(answer)
    for number in range(count):
        _add_hazard(host, number)
        _add_rounds(host, world)
    for city in City.objects.exclude(pk=host.pk).order_by("-pk")[: count * 2]:
        _add_rounds(city, world)
    plenty.add(world, count)


def _join(city: City, role: str) -> User:
    return make.make_membership(city=city, role=role).user


def _add_hazard(city: City, number: int) -> None:
    code = f"h{CityHazard.objects.count()}"
    hazard = make.make_hazard(code=code, name=f"Опасност {number}")
    CityHazard.objects.create(city=city, hazard=hazard)


def _add_to_answer(answer: Answer, people: list[User], world: World) -> None:
    now, version = timezone.now(), answer.changes.count()
    for number, person in enumerate(people, start=1):
        Assignment.objects.create(answer=answer, user=person)
        Proposal.objects.create(answer=answer, by=person, score=1, comment="Зато.")
        AnswerChange.objects.create(
            answer=answer,
            version=version + number,
            by=person,
            before={"score": 1, "not_applicable": False, "reason": "", "comment": ""},
            after={"score": 2, "not_applicable": False, "reason": "", "comment": "Да"},
        )
        evidence = Evidence.objects.create(
            city_id=answer.assessment.city_id,
            title=f"Документ {number}",
            valid_until=now.date() + dt.timedelta(days=number),
            added_by=person,
        )
        evidence.answers.add(answer)
    _add_talk(answer, people)
    for submission in answer.assessment.submissions.all():
        Remark.objects.bulk_create(
            Remark(
                submission=submission,
                answer=answer,
                text="Наведите број.",
                by=world.people["focal_point"],
            )
            for _person in people
        )


def _add_talk(answer: Answer, people: list[User]) -> None:
    """Let each person open a thread for the team and one for the nation, and call."""
    for person in people:
        for circle in Thread.Circle.values:
            thread = Thread.objects.create(
                answer=answer, circle=circle, opened_by=person
            )
            said = Message.objects.create(thread=thread, text="Да?", by=person)
            Mention.objects.create(message=said, user=answer.assessment.team_lead)


def _lower(answer: Answer) -> None:
    """Put it at the lowest level, where pages list it as a gap."""
    Answer.objects.with_keys([answer.pk]).update(
        score=0, not_applicable=False, reason=""
    )


def _add_rounds(city: City, world: World) -> None:
    """Add an accepted round and one being answered, in the oldest years still free."""
    taken = {*Assessment.objects.of_city(city).values_list("year", "occasion")}
    every = itertools.product(range(2017, 2101), Assessment.Occasion.values)
    free = [one for one in every if one not in taken]
    for status, (year, occasion) in zip(("accepted", "draft"), free, strict=False):
        make.make_assessment(
            city=city,
            lead=world.lead,
            focal_point=world.people["focal_point"],
            questionnaire=world.rounds["draft"].questionnaire,
            year=year,
            occasion=occasion,
            status=status,
        )
