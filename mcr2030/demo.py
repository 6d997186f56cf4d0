"""Invented people, rounds and reviews for a first look; each row says that it is.

The eleven members are real, everything else here is made up: scores around the
strengths and weaknesses that Serbian cities share, comments and documents from
fixtures/demo. The same start always gives the same data.
"""

import datetime as dt
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cities.models import City, CityHazard, Hazard, Membership, User
from mcr2030 import (
    demo_joint,
    demo_nation,
    demo_partners,
    demo_peers,
    demo_plan,
    demo_sharing,
    demo_stages,
    demo_talk,
    demo_workshop,
)
from scorecard.actions import answers, assessments, documents, evidence, reviews
from scorecard.actions.answers import Content
from scorecard.models import (
    Answer,
    AnswerChange,
    Assessment,
    Evidence,
    Question,
    Questionnaire,
    Remark,
    Review,
    Submission,
)

PASSWORD = "otpornost-2030"  # noqa: S105 - published on purpose, DEBUG only
# The focal point's second factor has to be known for a first look.
TOTP_SECRET = "MCRDEMOSRBIJA2345MCRDEMOSRBIJA23"  # noqa: S105 - likewise
SHOWN_CITY = "70653"
Role = Membership.Role
Status = Assessment.Status

# Mean level per Essential, from 0 to 3: strong in 1, 2 and 9, weak in 3, 5 and 10.
PROFILE = {1: 2.6, 2: 2.4, 3: 1.0, 4: 1.6, 5: 1.2, 6: 2.0, 7: 1.7, 8: 1.6, 9: 2.4}
PROFILE[10] = 1.3
# What the first five assessments in Serbia found, by subject: the plans are there, but
# not the coordination between entities, the subject in sector plans, steady money
# instead of projects, training that goes on, and solutions based on nature.
FINDINGS = {"P1.2": 1.0, "P1.3": 0.9, "P3.2": 0.8, "P5.2": 0.9, "P6.4": 1.0}
# These differ more from the profile, as small and special places do.
UNLIKE = {"71218", "70459", "70114"}


@dataclass(frozen=True)
class Round:
    """One invented assessment: when, how far answered, and where it has got to."""

    city: str
    year: int
    status: str
    part: float = 1.0
    published: bool = False
    shared: bool = False
    instrument: str = "preliminary"


ROUNDS = [
    Round("70653", 2023, Status.ACCEPTED, published=True),
    Round("70653", 2026, Status.RETURNED),
    Round("70670", 2023, Status.ACCEPTED),
    Round("70670", 2026, Status.ACCEPTED, published=True),
    Round("71242", 2024, Status.ACCEPTED),
    Round("71242", 2026, Status.SUBMITTED),
    Round("70459", 2026, Status.DRAFT, part=0.6),
    Round("80152", 2023, Status.ACCEPTED),
    Round("80152", 2026, Status.SUBMITTED),
    Round("79065", 2025, Status.ACCEPTED),
    Round("70645", 2024, Status.ACCEPTED),
    Round("70645", 2026, Status.DRAFT, part=0.85, shared=True),
    Round("70939", 2025, Status.ACCEPTED, published=True),
    Round("70734", 2026, Status.SUBMITTED),
    Round("71218", 2026, Status.RETURNED),
    Round("70114", 2025, Status.ACCEPTED),
    Round("70114", 2026, Status.DRAFT, part=0.1),
    Round("70653", 2026, Status.ACCEPTED, instrument="public_health"),
    Round("70653", 2026, Status.DRAFT, part=0.7, instrument="detailed"),
    Round("70670", 2026, Status.ACCEPTED, instrument="detailed"),
]

PEOPLE = {
    Role.LEAD: ("lead@demo.example", "Водитељ процене (пример)"),
    Role.CONTRIBUTOR: ("contributor@demo.example", "Сарадник за финансије (пример)"),
    Role.OBSERVER: ("observer@demo.example", "Градоначелник (пример)"),
    Role.PEER_REVIEWER: ("peer@demo.example", "Стручњак другог града (пример)"),
    Role.FOCAL_POINT: ("focal.point@demo.example", "Национална контакт особа (пример)"),
    Role.PARTNER: ("partner@demo.example", "Представник партнера (пример)"),
}


class Texts:
    """The invented sentences of fixtures/demo, and what was taken from them so far."""

    def __init__(self, folder: Path) -> None:
        self.comments = _toml(folder / "comments.toml")
        self.documents = _toml(folder / "evidence.toml")["documents"]
        review = _toml(folder / "cities.toml")
        self.cities: list[dict[str, Any]] = review["cities"]
        self.remarks: list[dict[str, str]] = review["remarks"]
        self.returns: list[str] = review["returns"]
        self.replies: list[str] = review["replies"]
        self.accepts: list[str] = review["accepts"]
        self.not_applicable: list[dict[str, str]] = review["not_applicable"]

    def comment(self, code: str, level: int, turn: int) -> str:
        found = self.comments[code][str(level)]
        return found[turn % len(found)]


def load(folder: Path) -> None:
    """Fill an empty installation. All or nothing."""
    texts = Texts(folder)
    with transaction.atomic(), override("sr"):
        people = _people()
        for row in texts.cities:
            _city(row, people[Role.LEAD])
        for turn, one in enumerate(ROUNDS):
            _round(one, turn, texts, people)
        shown = Assessment.objects.get(
            city__code=SHOWN_CITY, year=2026, questionnaire__code="preliminary"
        )
        _hand_out(shown, people[Role.CONTRIBUTOR])
        demo_talk.load(folder, shown, people)
        demo_nation.load(folder, people[Role.FOCAL_POINT])
        demo_plan.load(folder)
        demo_joint.load(folder)
        demo_stages.load(people)
        demo_partners.load(folder, people)
        demo_peers.load(folder, people)
        demo_workshop.load(folder, shown.pk, people[Role.LEAD])


def sign_ins() -> list[tuple[str, str]]:
    """Return role and address of the invented people who can sign in."""
    return [(str(role.label), address) for role, (address, _name) in PEOPLE.items()]


def _people() -> dict[Role, User]:
    made = {}
    city = City.objects.get(code=SHOWN_CITY)
    for role, (address, name) in PEOPLE.items():
        user = User.objects.create_user(address, name, PASSWORD, is_demo=True)
        made[role] = user
        fields: dict[str, Any] = {"city": city}
        if role == Role.FOCAL_POINT:
            fields = {"city": None}
            user.is_staff = True
            user.save()
            _second_factor(user)
        if role == Role.PARTNER:
            fields = {"partner": demo_partners.partner(FOLDER)}
        if role == Role.PEER_REVIEWER:
            until = timezone.localdate() + dt.timedelta(days=90)
            fields |= {"essentials": [1, 3, 9], "until": until}
        if role == Role.CONTRIBUTOR:
            fields |= {"department": "Одељење за финансије"}
        Membership.objects.create(user=user, role=role, **fields)
    return made


def _second_factor(user: User) -> None:
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(TOTP_SECRET)},
    )


def _city(row: Mapping[str, Any], lead: User) -> None:
    """Give a member its invented hazards, and a lead of its own."""
    city = City.objects.get(code=row["code"])
    city.authority, city.is_demo = row["authority"], True
    city.save()
    for hazard in row["hazards"]:
        CityHazard.objects.create(
            city=city,
            hazard=Hazard.objects.get(code=hazard["hazard"]),
            most_probable=hazard["most_probable"],
            most_severe=hazard["most_severe"],
        )
    if city.code != SHOWN_CITY:
        user = User.objects.create_user(
            f"lead.{city.code}@demo.example",
            f"Водитељ процене, {city.name_sr} (пример)",
            is_demo=True,
        )
        Membership.objects.create(user=user, city=city, role=Role.LEAD)


def _round(one: Round, turn: int, texts: Texts, people: Mapping[Role, User]) -> None:
    city = City.objects.get(code=one.city)
    leads = Membership.objects.current().leads_of(city).select_related("user")
    lead, focal_point = leads[0].user, people[Role.FOCAL_POINT]
    started = dt.datetime(one.year, 9, 1 + turn, 9, 10, tzinfo=dt.UTC)
    assessment = _start(one, city, lead, texts)
    _answer(assessment, one, lead, turn, texts, started)
    _prove(assessment, lead, texts, started.date())
    _dates(Assessment, assessment.pk, started_at=started)
    if one.status == Status.DRAFT:
        assessments.share(assessment=assessment, shared=one.shared)
        return
    handed_in = started + dt.timedelta(days=40)
    submission = assessments.submit(assessment=assessment, by=lead)
    _dates(Submission, submission.pk, at=handed_in)
    _dates(Assessment, assessment.pk, submitted_at=handed_in)
    assessment.refresh_from_db()
    if one.status == Status.SUBMITTED:
        return
    decided = handed_in + dt.timedelta(days=12)
    if one.status == Status.RETURNED:
        _return(assessment, turn, texts, lead, focal_point, decided)
    else:
        review = reviews.accept(
            assessment=assessment, text=_turned(texts.accepts, turn), by=focal_point
        )
        _dates(Review, review.pk, at=decided)
    _dates(Assessment, assessment.pk, decided_at=decided)
    if one.published:
        assessments.publish(assessment=assessment, by=lead)
        _dates(Assessment, assessment.pk, published_at=decided + dt.timedelta(days=7))


def _start(one: Round, city: City, lead: User, texts: Texts) -> Assessment:
    row = next(row for row in texts.cities if row["code"] == one.city)
    told = {hazard["hazard"]: hazard for hazard in row["hazards"]}
    probable, severe = row["most_probable_hazard"], row["most_severe_hazard"]
    first = min(other.year for other in ROUNDS if other.city == one.city)
    return assessments.start(
        city=city,
        questionnaire=Questionnaire.objects.in_use().get(code=one.instrument),
        year=one.year,
        occasion=(
            Assessment.Occasion.BASELINE
            if one.year == first
            else Assessment.Occasion.REGULAR
        ),
        by=lead,
        is_demo=True,
        most_probable_hazard=Hazard.objects.get(code=probable),
        most_probable=told[probable]["most_probable"],
        most_severe_hazard=Hazard.objects.get(code=severe),
        most_severe=told[severe]["most_severe"],
    )


def _answer(
    assessment: Assessment,
    one: Round,
    lead: User,
    turn: int,
    texts: Texts,
    started: dt.datetime,
) -> None:
    """Answer the questions in order, as far as the round has got."""
    # The same invented numbers on every start; nothing secret hangs on them.
    chance = random.Random(f"{one.city}-{one.year}")  # noqa: S311
    rows = list(
        assessment.answers.select_related("question__essential", "question__section")
    )
    top = assessment.questionnaire.scale_maximum
    not_applicable = {
        row["code"]: row["reason"]
        for row in texts.not_applicable
        if (one.city == "71218") == (row["code"] == "P6.5")
    }
    remarked = {row["code"] for row in texts.remarks}
    for place, answer in enumerate(rows):
        answer.assessment = assessment
        level = _level(one, answer.question, chance, top)
        if place >= len(rows) * one.part:
            continue
        code = answer.question.code
        if one.city in ("70114", "71218") and code in not_applicable:
            content = Content(not_applicable=True, reason=not_applicable[code])
        else:
            if code in remarked and one.status == Status.RETURNED:
                level = 2
            comment = _comment(texts, answer.question, level * 3 // top, turn)
            content = Content(score=level, comment=comment)
        answers.save(answer=answer, content=content, version=0, by=lead)
        moment = started + dt.timedelta(days=place % 30, minutes=7 * place)
        _dates(Answer, answer.pk, changed_at=moment)
        AnswerChange.objects.filter(answer=answer).update(at=moment)


def _comment(texts: Texts, question: Question, level: int, turn: int) -> str:
    """Return a comment on the indicator, or on the first one of its subject."""
    code = question.code
    if question.section:
        first = question.code == f"{question.section.code}.1"
        code = question.section.subject if first else ""
    return texts.comment(code, level, turn) if code in texts.comments else ""


def _level(one: Round, question: Question, chance: random.Random, top: int) -> int:
    subject = question.section.subject if question.section else question.code
    usual = FINDINGS.get(subject, PROFILE[question.essential.number])
    spread = 0.9 if one.city in UNLIKE else 0.65
    growth = -0.35 if one.year < 2025 else 0.0
    level = usual + growth + chance.uniform(-spread, spread)
    return round(min(3, max(0, level)) * top / 3)


def _prove(assessment: Assessment, lead: User, texts: Texts, on: dt.date) -> None:
    """Attach the invented documents that were issued by then to what they prove."""
    rows = {
        answer.question.code: answer
        for answer in assessment.answers.settled().select_related("question")
    }
    for number, document in enumerate(texts.documents):
        codes = [code for code in document["codes"] if code in rows]
        flood_plan = "одбране од поплава" in document["title"]
        if document["issued"] > on or not codes or number % 5 == on.day % 5:
            continue
        if flood_plan and assessment.city.code == "70114":
            continue
        proof = _document(assessment.city, document, lead)
        for code in codes:
            rows[code].assessment = assessment
            evidence.link(answer=rows[code], evidence=proof, by=lead)


def _document(city: City, document: Mapping[str, Any], lead: User) -> Evidence:
    """Return the city's copy: an earlier round may have needed it already."""
    known = Evidence.objects.of_city(city.pk).filter(number=document["number"]).first()
    told = {name: value for name, value in document.items() if name != "codes"}
    return known or documents.add(city=city, by=lead, **told)


def _return(
    assessment: Assessment,
    turn: int,
    texts: Texts,
    lead: User,
    focal_point: User,
    decided: dt.datetime,
) -> None:
    chosen = [
        row
        for place, row in enumerate(texts.remarks)
        if row["code"] == "P3.2" or place % 3 == turn % 3
    ]
    remarks = []
    for row in chosen:
        answer = assessment.answers.select_related("question").get(
            question__code=row["code"]
        )
        answer.assessment = assessment
        remark = reviews.remark(answer=answer, text=row["text"], by=focal_point)
        _dates(Remark, remark.pk, at=decided)
        remarks.append(remark)
    review = reviews.send_back(
        assessment=assessment, text=_turned(texts.returns, turn), by=focal_point
    )
    _dates(Review, review.pk, at=decided)
    for remark in remarks[:1]:
        reviews.reply(remark=remark, text=_turned(texts.replies, turn), by=lead)


def _hand_out(assessment: Assessment, contributor: User) -> None:
    """Give the contributor money and insurance, with one proposal made."""
    rows = list(assessment.answers.of_essential(3).select_related("question"))
    due = timezone.localdate() + dt.timedelta(days=14)
    answers.assign(answers=rows, user=contributor, due=due)
    rows[0].assessment = assessment
    answers.propose(
        answer=rows[0],
        score=1,
        not_applicable=False,
        comment="Познајемо већину извора, али пријаве пишемо тек кад се позив објави.",
        by=contributor,
    )
    demo_sharing.load(assessment)


def _dates(model: Any, pk: int, **moments: dt.datetime) -> None:
    """Put an invented moment in the place of now."""
    model.objects.filter(pk=pk).update(**moments)


def _turned(texts: list[str], turn: int) -> str:
    return texts[turn % len(texts)]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


FOLDER = settings.BASE_DIR / "fixtures" / "demo"
