"""Invented departments of one city, with their people and what they were given."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cities.models import City, Membership, User
from scorecard.actions import answers, departments, sharing
from scorecard.models import Answer, Assessment, Assignment, Department

TAKEN = ("emergency", "finance", "planning", "health", "water")
# Address, name, the department they are in.
COLLEAGUES = (
    ("emergency@demo.example", "Сарадник за ванредне ситуације (пример)", "emergency"),
    ("waterworks@demo.example", "Сарадник из водовода (пример)", "water"),
)
# What the two and the one for finance propose, and how they see it differently.
PROPOSALS = (
    ("P3.2", "contributor@demo.example", 1, "Резерва постоји, али није наменска."),
    ("P3.2", "emergency@demo.example", 2, "Буџет има посебну позицију за опрему."),
    ("P8.3", "waterworks@demo.example", 1, "Једно извориште нема резервно напајање."),
    ("P8.3", "emergency@demo.example", 3, "Мрежа је прстенаста и вода стиже свуда."),
    ("P9.1", "emergency@demo.example", 2, "Сирене чује око три четвртине града."),
    ("P9.1", "waterworks@demo.example", 2, "Упозорење стиже и до наших погона."),
)


def load(assessment: Assessment) -> None:
    """Share the open round out, with dates and notes, and let three people propose."""
    people = {one.email: one for one in _people(assessment.city)}
    own = _departments(assessment.city, people)
    _give(assessment, own, people)
    for code, address, score, comment in PROPOSALS:
        answers.propose(
            answer=_answer(assessment, code),
            score=score,
            not_applicable=False,
            comment=comment,
            by=people[address],
        )


def _people(city: City) -> list[User]:
    made = [User.objects.get(email="contributor@demo.example")]
    for address, name, _key in COLLEAGUES:
        user = User.objects.create_user(address, name, is_demo=True)
        Membership.objects.create(
            user=user, city=city, role=Membership.Role.CONTRIBUTOR
        )
        made.append(user)
    return made


def _departments(city: City, people: dict[str, User]) -> dict[str, Department]:
    names = {one.key: one.name_sr for one in departments.usual()}
    made = {one.name: one for one in departments.take_over(city=city, keys=list(TAKEN))}
    own = {key: made[names[key]] for key in TAKEN}
    own["finance"].members.add(people["contributor@demo.example"])
    for address, _name, key in COLLEAGUES:
        own[key].members.add(people[address])
    return own


def _give(
    assessment: Assessment, own: dict[str, Department], people: dict[str, User]
) -> None:
    today = timezone.localdate()
    give: Any = {"assessment": assessment}
    soon, later = today + dt.timedelta(days=5), today + dt.timedelta(days=14)
    nine = assessment.answers.of_essential(9).values_list("question__code", flat=True)
    sharing.hand_out(
        codes=list(nine),
        to=own["emergency"],
        due=soon,
        note="Пре седнице Штаба.",
        **give,
    )
    sharing.hand_out(codes=["P8.3"], to=own["water"], due=today, **give)
    sharing.hand_out(codes=["P8.7"], to=own["health"], due=later, **give)
    sharing.hand_out(
        codes=["P3.2", "P8.3"], to=people["emergency@demo.example"], due=later, **give
    )
    sharing.hand_out(codes=["P9.1"], to=people["waterworks@demo.example"], **give)
    # What was due yesterday could not be given so today.
    late = Assignment.objects.filter(department=own["water"])
    late.update(due=today - dt.timedelta(days=1))


def _answer(assessment: Assessment, code: str) -> Answer:
    answer = assessment.answers.select_related("question").get(question__code=code)
    answer.assessment = assessment
    return answer
