"""Rows for tests: keyword functions with defaults, through the real actions."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from cities.actions import announcements, strategies
from cities.actions.announcements import Notice
from cities.actions.strategies import Act
from cities.models import (
    Announcement,
    BasinGroup,
    City,
    District,
    Hazard,
    LocalStrategy,
    Membership,
    Partner,
    User,
)
from cities.serbian import to_latin
from roadmap.actions import adoption, measures
from roadmap.actions import hub as hub_actions
from roadmap.actions import plans as plan_actions
from roadmap.actions import services as service_actions
from roadmap.actions import training as training_actions
from roadmap.content import Content as ActionContent
from roadmap.content import Money
from roadmap.models import (
    Action,
    AdoptionStep,
    Course,
    HubApplication,
    HubCommitment,
    HubCriterion,
    HubEntry,
    Plan,
    Service,
)
from scorecard.actions import answers as answer_actions
from scorecard.actions import assessments as assessment_actions
from scorecard.actions import deadlines, reviews
from scorecard.actions import evidence as evidence_actions
from scorecard.actions import guests as guest_actions
from scorecard.actions import workshops as workshop_actions
from scorecard.actions.answers import Content
from scorecard.models import (
    Answer,
    Assessment,
    Ballot,
    Bundle,
    Condition,
    Essential,
    Evidence,
    Guest,
    Level,
    Proposal,
    Question,
    Questionnaire,
    Remark,
    RoundDeadline,
    Workshop,
)

PASSWORD = "dug i tajan izraz 7"
LEVELS = ("Ништа.", "Понешто.", "Већином.", "У целини.", "Више од тога.", "Узорно.")
LEVELS_EN = ("Nothing.", "Something.", "Mostly.", "Wholly.", "More than that.", "Best.")

_numbers = itertools.count(1)


def make_user(
    *,
    name: str = "Ана Анић",
    email: str = "",
    password: str | None = PASSWORD,
    second_factor: bool = False,
    **fields: Any,
) -> User:
    """Create a person; their address is made up unless given."""
    email = email or f"person{next(_numbers)}@example.rs"
    user = User.objects.create_user(email, name, password, **fields)
    if second_factor:
        make_second_factor(user)
    return user


def make_second_factor(user: User) -> Authenticator:
    """Give the person an authenticator app, so that the site lets their role in."""
    return TOTP.activate(user, generate_totp_secret()).instance


def make_city(
    *,
    name: str = "Уб",
    code: str = "",
    kind: str = City.Kind.MUNICIPALITY,
    district: District | None = None,
    **fields: Any,
) -> City:
    """Create a local government under a Cyrillic name; the others are derived."""
    return City.objects.create(
        code=code or str(70_000 + next(_numbers)),
        kind=kind,
        district=district or make_district(),
        **_named(name),
        **fields,
    )


def make_district(*, code: str = "09", name: str = "Колубарски") -> District:
    """Return the district, made on first use."""
    district, _created = District.objects.get_or_create(
        code=code,
        defaults={**_named(name), "region": District.Region.SUMADIJA_AND_WEST},
    )
    return district


def make_group(
    *, name: str = "Градови у долини", cities: Iterable[City] = (), **fields: Any
) -> BasinGroup:
    """Create a group of the focal point, or of another kind."""
    group = BasinGroup.objects.create(
        **{"code": f"group-{next(_numbers)}", "kind": BasinGroup.Kind.OWN} | fields,
        **_named(name),
    )
    group.cities.set(cities)
    return group


def make_strategy(*, city: City, by: User, **fields: Any) -> LocalStrategy:
    """Put a plan of the city on the record, in force unless the dates say other."""
    adopted = timezone.localdate() - dt.timedelta(days=100)
    given: dict[str, Any] = {
        "kind": LocalStrategy.Kind.PLAN,
        "title": "План смањења ризика од катастрофа",
        "number": f"011-{next(_numbers)}",
        "adopted_on": adopted,
        "valid_until": None,
        "is_aligned": True,
        "evidence": "Службени лист",
    }
    is_demo = fields.pop("is_demo", False)
    act = Act(city=city, **given | fields)
    return strategies.record(act=act, by=by, is_demo=is_demo)


def make_deadline(*, by: User, days: int = 20, **fields: Any) -> RoundDeadline:
    """Set a deadline so many days from today, of this year's preliminary level."""
    due = timezone.localdate() + dt.timedelta(days=days)
    given = {"year": 2026, "instrument": "preliminary", "due": due} | fields
    return deadlines.put(**given, by=by, deadline=RoundDeadline())


def make_announcement(*, by: User, **fields: Any) -> Announcement:
    """Tell all cities something from today on."""
    given: dict[str, Any] = {
        "title": "Обука у мају",
        "text": "Пријавите се.",
        "since": timezone.localdate(),
        "until": None,
    }
    return announcements.announce(notice=Notice(**given | fields), by=by)


def make_membership(
    *,
    user: User | None = None,
    city: City | None = None,
    role: str = Membership.Role.LEAD,
    **fields: Any,
) -> Membership:
    """Give a person a role; a focal point serves the nation, so has no city."""
    user = user or make_user()
    if role == Membership.Role.PEER_REVIEWER:
        fields.setdefault("until", timezone.localdate() + dt.timedelta(days=30))
        fields.setdefault("essentials", [1])
    if role == Membership.Role.PARTNER:
        fields["partner"] = fields.get("partner") or make_partner()
    elif role != Membership.Role.FOCAL_POINT:
        city = city or make_city()
    user.__dict__.pop("current_memberships", None)
    return Membership.objects.create(user=user, city=city, role=role, **fields)


def make_partner(
    *,
    name: str = "Удружење за воде",
    status: str = Partner.Status.APPROVED,
    **fields: Any,
) -> Partner:
    """Create an organisation in a state, under a Cyrillic name."""
    now = timezone.now()
    moments = {
        Partner.Status.DRAFT: {},
        Partner.Status.APPLIED: {"applied_at": now},
        Partner.Status.APPROVED: {"applied_at": now, "decided_at": now},
        Partner.Status.DECLINED: {
            "applied_at": now,
            "decided_at": now,
            "reason": "Допуните опис.",
        },
    }
    return Partner.objects.create(
        **{
            "code": f"partner-{next(_numbers)}",
            "kind": Partner.Kind.PARTICIPATING,
            "status": status,
        }
        | _named(name)
        | moments[Partner.Status(status)]
        | fields
    )


def make_partner_person(*, partner: Partner | None = None, **fields: Any) -> User:
    """Create somebody who works for a partner."""
    user = make_user(**{"name": "Паун Партић"} | fields)
    make_membership(user=user, role=Membership.Role.PARTNER, partner=partner)
    return user


def make_service(
    *,
    partner: Partner | None = None,
    by: User | None = None,
    essentials: Iterable[int] = (1,),
    **fields: Any,
) -> Service:
    """Write a service of a partner, as one of its people would."""
    partner = partner or make_partner()
    return service_actions.offer(
        partner=partner,
        values={
            "title": "Радионица о буџету",
            "description": "Један дан у вашој општини.",
            "for_a": True,
        }
        | fields,
        essentials=[make_essential(number=number) for number in essentials],
        by=by or make_partner_person(partner=partner),
    )


def make_course(
    *, by: User | None = None, city: City | None = None, **fields: Any
) -> Course:
    """Enter a course: a national one, or a city's own."""
    day = dt.date(2025, 3, 10)
    return training_actions.hold(
        city=city,
        by=by or make_focal_point(),
        values={
            "title": "Обука о процени ризика",
            "subject": Course.Subject.DRR,
            "organiser": "СКГО",
            "starts_on": day,
            "ends_on": day,
            "hours": 8,
            "place": "Краљево",
            "audience": "",
        }
        | fields,
    )


def make_hub_criterion(
    *, code: str = "plan", certainty: str = "partly", **fields: Any
) -> HubCriterion:
    """Create one of the things that are asked of a hub."""
    return HubCriterion.objects.create(
        code=code,
        position=next(_numbers),
        certainty=certainty,
        **_texts("title", f"Мерило {code}", f"Criterion {code}"),
        **_texts("asks", f"Шта тражи {code}.", f"What {code} asks."),
        **fields,
    )


def make_commitment(
    *, application: HubApplication, by: User, **fields: Any
) -> HubCommitment:
    """Write a commitment of a hub, as the city's lead would."""
    return hub_actions.promise(
        application=application,
        values={
            "kind": HubCommitment.Kind.EVENT,
            "title": "Радни састанак",
            "beneficiary": None,
            "day": dt.date(2027, 4, 1),
            "output": "Закључци.",
            "result": "",
            "done_on": None,
        }
        | fields,
        by=by,
    )


def make_hub_entry(*, application: HubApplication, by: User, **fields: Any) -> HubEntry:
    """Write a line of a hub's ledger, as the city's lead would."""
    return hub_actions.enter(
        application=application,
        values={
            "day": dt.date(2025, 4, 1),
            "what": "Рад стручњака",
            "amount": None,
            "is_in_kind": True,
            "hours": 12,
        }
        | fields,
        by=by,
    )


def make_hazard(*, code: str = "1", name: str = "Поплава", **fields: Any) -> Hazard:
    """Return the hazard, made on first use."""
    hazard, _created = Hazard.objects.get_or_create(
        code=code,
        defaults={**_named(name), "position": next(_numbers), **fields},
    )
    return hazard


def make_essential(*, number: int = 1) -> Essential:
    """Return the Essential, made on first use."""
    essential, _created = Essential.objects.get_or_create(
        number=number,
        defaults={
            "group": Essential.Group.GOVERNANCE,
            **_texts("name", f"Основна ставка {number}", f"Essential {number}"),
            **_texts("short_name", f"Ставка {number}", f"Part {number}"),
            **_texts("intro", f"О ставци {number}.", f"About part {number}."),
        },
    )
    return essential


def make_questionnaire(
    *,
    questions: Iterable[str] = ("P1.1", "P1.2", "P2.1", "P2.2"),
    code: str = "preliminary",
    edition: str = "2017",
    scale_maximum: int = 3,
    status: str = Questionnaire.Status.IN_USE,
) -> Questionnaire:
    """Create an edition from codes; the first number of a code names its Essential."""
    questionnaire = Questionnaire.objects.create(
        code=code,
        edition=edition,
        scale_maximum=scale_maximum,
        status=status,
        **_texts("name", "Прелиминарна процена", "Preliminary assessment"),
        **_texts("source_note", "Наш текст питања.", "Our own wording."),
    )
    for position, question_code in enumerate(questions, start=1):
        _make_question(questionnaire, question_code, position)
    return questionnaire


def make_condition(*, questionnaire: Questionnaire, code: str = "rail") -> Condition:
    """Add a condition to an edition; its questions are to be named by the test."""
    return Condition.objects.create(
        questionnaire=questionnaire,
        code=code,
        **_texts("asks", f"Да ли постоји {code}?", f"Is there {code}?"),
        **_texts("reason", "Тога нема.", f"There is no {code}."),
    )


def load_questionnaire(code: str = "preliminary") -> Questionnaire:
    """Load the shipped questionnaires and return the newest edition in use."""
    call_command("load_questionnaires", verbosity=0)
    return Questionnaire.objects.in_use().filter(code=code).latest("edition")


def make_assessment(
    *,
    status: str = Assessment.Status.DRAFT,
    city: City | None = None,
    lead: User | None = None,
    focal_point: User | None = None,
    questionnaire: Questionnaire | None = None,
    answers: Mapping[str, Content | int | None] | None = None,
    score: int | None = None,
    published: bool = False,
    shared: bool = False,
    reasons: str = "Допуните доказе.",
    **fields: Any,
) -> Assessment:
    """Walk a round of a city to a state, as its lead and the focal point would.

    `answers` are scores or contents by code; every other question gets `score`. A
    draft is left blank without it; a round that was submitted has 2 everywhere.
    """
    city = city or make_city()
    lead = lead or make_membership(city=city).user
    assessment = assessment_actions.start(
        city=city,
        questionnaire=questionnaire or _the_questionnaire(),
        by=lead,
        **_setup() | fields,
    )
    if status != Assessment.Status.DRAFT and score is None:
        score = 2
    _fill(assessment, answers or {}, score, lead)
    if shared:
        assessment_actions.share(assessment=assessment, shared=True)
    _move(assessment, status, lead, focal_point, reasons)
    if published:
        assessment_actions.publish(assessment=assessment, by=lead)
    return Assessment.objects.with_parts().get(pk=assessment.pk)


def answer_of(assessment: Assessment, code: str) -> Answer:
    """Return the answer to a question as it stands in the database."""
    return Answer.objects.select_related(
        "assessment__questionnaire", "assessment__city", "question"
    ).get(assessment=assessment, question__code=code)


def save_answer(
    assessment: Assessment, code: str, content: Content | int | None, *, by: User
) -> Answer:
    """Save on top of what stands, as somebody would who has just opened the page."""
    if not isinstance(content, Content):
        content = Content(score=content)
    answer = answer_of(assessment, code)
    return answer_actions.save(
        answer=answer, content=content, version=answer.version, by=by
    )


def propose(
    assessment: Assessment, code: str, score: int, *, by: User, comment: str = ""
) -> Proposal:
    """Propose on top of what stands, as somebody would who has just opened the page."""
    answer = answer_of(assessment, code)
    own = answer.proposals.filter(by=by).first()
    return answer_actions.propose(
        answer=answer,
        score=score,
        not_applicable=False,
        comment=comment,
        version=own.version if own else 0,
        by=by,
    )


def make_evidence(
    *,
    answer: Answer,
    by: User | None = None,
    title: str = "План заштите и спасавања",
    **fields: Any,
) -> Evidence:
    """Attach a reference, or with `file_name` and `file_content` a document."""
    by = by or answer.assessment.started_by
    return evidence_actions.attach(answer=answer, by=by, title=title, **fields)


def make_remark(
    *, answer: Answer, by: User | None = None, text: str = "Наведите број одлуке."
) -> Remark:
    """Note something on an answer of a submitted assessment."""
    return reviews.remark(answer=answer, text=text, by=by or make_focal_point())


def make_workshop(
    *, assessment: Assessment, lead: User, codes: Iterable[str] = (), **fields: Any
) -> Workshop:
    """Call a workshop on these indicators, or on all of the assessment."""
    answers = assessment.answers.select_related("question")
    chosen = [one for one in answers if not codes or one.question.code in codes]
    about: dict[str, Any] = {
        "title": "Радионица о процени",
        "place": "велика сала",
        "day": dt.date(2026, 3, 2),
        "facilitator": lead,
    }
    return workshop_actions.call(
        assessment=assessment, answers=chosen, by=lead, **about | fields
    )


def make_vote(
    *, workshop: Workshop, guest: Guest, choice: int | None, lead: User, number: int = 1
) -> None:
    """Open the vote on an indicator, let the guest vote, and close it."""
    workshop.refresh_from_db()
    ballot = Ballot.objects.select_related("workshop__assessment", "answer").get(
        workshop=workshop, number=number
    )
    workshop_actions.open_vote(ballot=ballot, turn=workshop.turn, by=lead)
    guest_actions.vote(
        ballot=ballot, guest=guest, choice=choice, reason="Јер је тако.", named=True
    )
    workshop_actions.close_vote(ballot=ballot, turn=workshop.turn + 1, by=lead)


def make_bundle(
    *, by: User | None = None, content: bytes | None = None, **fields: Any
) -> Bundle:
    """Create a bundle of a round as asked for; with `content` it is ready."""
    bundle = Bundle(
        **{"year": 2020, "instrument": "preliminary", "language": "sr"}
        | {"total": 1, "asked_by": by or make_focal_point()}
        | fields
    )
    if content is not None:
        bundle.state, bundle.made = Bundle.State.DONE, bundle.total
        bundle.size = len(content)
        bundle.file.save("", ContentFile(content), save=False)
    bundle.save()
    return bundle


def make_plan(
    *,
    city: City | None = None,
    group: BasinGroup | None = None,
    by: User | None = None,
    title: str = "План смањења ризика од катастрофа",
    first_year: int = 2026,
    last_year: int = 2028,
    shared: bool = False,
    **fields: Any,
) -> Plan:
    """Start an action plan of a city, or with `group` the joint one of a group."""
    if group is None:
        city = city or make_city()
    by = by or make_membership(city=city or group.cities.first()).user
    plan = plan_actions.start(
        city=city,
        group=group,
        by=by,
        title=title,
        first_year=first_year,
        last_year=last_year,
        **fields,
    )
    if shared:
        plan_actions.share(plan=plan, shared=True)
    return Plan.objects.with_parts().get(pk=plan.pk)


def make_action(
    *,
    plan: Plan | None = None,
    targets: Mapping[Answer, int] | None = None,
    by: User | None = None,
    costs: Mapping[int, int] | None = None,
    fundings: Iterable[Money] = (),
    **fields: Any,
) -> Action:
    """Write an action into a plan; where no gap is named, a round with gaps is made.

    Costs are dinars by year, targets levels by answer; `fields` are those of
    roadmap.content.Content.
    """
    plan = plan or make_plan()
    by = by or plan.made_by
    if targets is None:
        targets = {make_gap(city=plan.cities[0]): 2}
    content = ActionContent(
        **{
            "title": "Обука запослених",
            "type": Action.Type.TRAINING,
            "lead_institution": "Одељење за ванредне ситуације",
            "starts_on": dt.date(plan.first_year, 3, 1),
            "ends_on": dt.date(plan.first_year, 11, 30),
        }
        | fields,
        targets={answer.pk: level for answer, level in targets.items()},
        costs=costs or {},
        fundings=tuple(fundings),
    )
    added = measures.add(plan=plan, content=content, by=by)
    return Action.objects.with_parts().select_related("plan").get(pk=added.pk)


def adopt(
    plan: Plan, *, until: str = "gazette", year: int = 2026, by: User | None = None
) -> Plan:
    """Walk a plan with an action its way, a step a month from January of the year."""
    for month, kind in enumerate(AdoptionStep.Kind.values, start=1):
        adoption.take(
            plan=plan,
            kind=kind,
            day=dt.date(year, month, 10),
            number=f"06-{month}/{year}",
            by=by or plan.made_by,
        )
        if kind == until:
            break
    return Plan.objects.with_parts().get(pk=plan.pk)


def make_gap(*, city: City, code: str = "P1.1", score: int = 1) -> Answer:
    """Return the city's answer to a question, from a round made on first use."""
    assessment = Assessment.objects.of_city(city).latest_first().first()
    if assessment is None:
        answers = {"P1.1": 1, code: score}
        assessment = make_assessment(city=city, status="accepted", answers=answers)
    return answer_of(assessment, code)


def make_focal_point(**fields: Any) -> User:
    """Create a national focal point with their second factor set up."""
    user = make_user(**{"name": "Филип Фокић", "second_factor": True} | fields)
    make_membership(user=user, role=Membership.Role.FOCAL_POINT)
    return user


def _setup() -> dict[str, Any]:
    flood, quake = make_hazard(), make_hazard(code="2", name="Земљотрес")
    return {
        "year": 2026,
        "occasion": Assessment.Occasion.BASELINE,
        "most_probable_hazard": flood,
        "most_probable": "Изливање реке Тамнаве.",
        "most_severe_hazard": quake,
        "most_severe": "Земљотрес магнитуде 6,0.",
    }


def _the_questionnaire() -> Questionnaire:
    known = Questionnaire.objects.in_use().filter(code="preliminary").first()
    return known or make_questionnaire()


def _fill(
    assessment: Assessment,
    answers: Mapping[str, Content | int | None],
    score: int | None,
    by: User,
) -> None:
    for answer in assessment.answers.select_related("question"):
        content = answers.get(answer.question.code, score)
        save_answer(assessment, answer.question.code, content, by=by)


def _move(
    assessment: Assessment,
    status: str,
    lead: User,
    focal_point: User | None,
    reasons: str,
) -> None:
    if status == Assessment.Status.DRAFT:
        return
    assessment_actions.submit(assessment=assessment, by=lead)
    if status == Assessment.Status.SUBMITTED:
        return
    reviewer = focal_point or make_focal_point()
    if status == Assessment.Status.RETURNED:
        reviews.send_back(assessment=assessment, text=reasons, by=reviewer)
    else:
        reviews.accept(assessment=assessment, text="", by=reviewer)


def _make_question(questionnaire: Questionnaire, code: str, position: int) -> Question:
    number = re.search(r"\d+", code)
    assert number, f"{code} names no Essential"
    question = Question.objects.create(
        questionnaire=questionnaire,
        essential=make_essential(number=int(number[0])),
        code=code,
        position=position,
        **_texts("title", f"Питање {code}", f"Question {code}"),
        **_texts("asks", f"Шта пита {code}?", f"What does {code} ask?"),
        **_texts("hint", "", ""),
    )
    for score in range(questionnaire.scale_maximum + 1):
        Level.objects.create(
            question=question,
            score=score,
            **_texts("text", LEVELS[score], LEVELS_EN[score]),
        )
    return question


def _named(name: str) -> dict[str, str]:
    return _texts("name", name, to_latin(name))


def _texts(field: str, serbian: str, english: str) -> dict[str, str]:
    return {
        f"{field}_sr": serbian,
        f"{field}_sr_latn": to_latin(serbian),
        f"{field}_en": english,
    }
