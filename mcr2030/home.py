"""What the first screen says to a person: where we stand, what is next, by role.

All is read in a fixed number of queries, whatever the number of cities.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, cast

from django.utils import timezone

from cities.models import Announcement, City, Membership, User
from cities.permissions import is_focal_point, memberships_of
from mcr2030 import home_desk, home_mine, peer_tasks, plan_tasks, roadmap_tasks
from mcr2030.tasks import Expiring, State, Task, is_preliminary, tasks
from roadmap import overview as roadmap
from roadmap.models import PeerReview
from scorecard import charts, independence, scoring, talk
from scorecard.models import (
    Assessment,
    Essential,
    Evidence,
    Remark,
    RoundDeadline,
)
from scorecard.reports import PointsWords, points_words, scores
from scorecard.scoring import Official, Score
from scorecard.talk import News

Role = Membership.Role

PUBLISHED_SHOWN = 60


@dataclass(frozen=True)
class Row:
    """One Essential in the table beside the radar."""

    essential: Essential
    score: Score
    before: Score | None


@dataclass
class Standing:
    """An assessment with its figures; `before` is the accepted round behind it.

    `deadline` is by when an open one is to be handed in.
    """

    assessment: Assessment
    by_essential: Mapping[int, Score]
    disputes: int = 0
    before: Assessment | None = None
    before_by_essential: Mapping[int, Score] = field(default_factory=dict)
    deadline: RoundDeadline | None = None

    @cached_property
    def total(self) -> Score:
        parts = self.by_essential.values()
        return Score(
            points=sum(one.points for one in parts),
            out_of=sum(one.out_of for one in parts),
            answered=sum(one.answered for one in parts),
            applying=sum(one.applying for one in parts),
            settled=sum(one.settled for one in parts),
            asked=sum(one.asked for one in parts),
        )

    @property
    def share(self) -> object:
        """The mean of the Essentials' shares; None where nothing was answered."""
        return scoring.overall_share(self.by_essential)

    @property
    def points_words(self) -> PointsWords:
        return points_words(self.assessment.questionnaire)

    @property
    def official(self) -> Official:
        """Counted as UNDRR counts: what is blank or not applicable counts as 0."""
        top = self.assessment.questionnaire.scale_maximum
        return Official(self.total.points, self.total.asked * top)


@dataclass
class Place:
    """One membership in a city and what it shows."""

    membership: Membership
    standings: list[Standing]
    tasks: list[Task] = field(default_factory=list)
    mine: list[home_mine.Mine] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    radar: charts.Radar | None = None
    peer_reviews: list[PeerReview] = field(default_factory=list)
    stage: roadmap.Standing | None = None

    @property
    def city(self) -> City:
        # Places are made from memberships in cities only.
        return cast(City, self.membership.city)

    @property
    def role(self) -> str:
        return self.membership.role

    @property
    def latest(self) -> Standing | None:
        """The latest of the preliminary level; of others only where there is none."""
        level = [one for one in self.standings if is_preliminary(one.assessment)]
        return next(iter(level or self.standings), None)


@dataclass(frozen=True)
class Home:
    places: list[Place]
    desk: home_desk.Desk | None
    announcements: list[Announcement]
    talk: News
    offerings: list[home_desk.Offering] = field(default_factory=list)

    @property
    def is_alone(self) -> bool:
        """True where one city is all there is: then it has the whole page."""
        return len(self.places) == 1 and not self.desk and not self.offerings

    @property
    def shows_demo(self) -> bool:
        places = any(one.city.is_demo for one in self.places)
        offerings = any(one.partner.is_demo for one in self.offerings)
        said = any(one.answer.assessment.is_demo for one in self.talk.threads)
        return places or offerings or said or bool(self.desk and self.desk.shows_demo)


@dataclass(frozen=True)
class Start:
    """What the public start page lists."""

    members: list[City]
    published: list[Assessment]

    @property
    def shows_demo(self) -> bool:
        cities = any(city.is_demo for city in self.members)
        return cities or any(one.is_demo for one in self.published)


def start() -> Start:
    return Start(
        members=list(City.objects.members().by_alphabet()),
        published=list(
            Assessment.objects.published().with_parts().latest_first()[:PUBLISHED_SHOWN]
        ),
    )


def of(user: User) -> Home:
    """Return all that the person's first screen shows."""
    memberships = [one for one in memberships_of(user) if one.city_id]
    return Home(
        places=_places(user, memberships),
        desk=home_desk.desk(user) if is_focal_point(user) else None,
        announcements=list(Announcement.objects.shown(timezone.localdate())),
        talk=talk.news(user),
        offerings=home_desk.offerings(user),
    )


def _places(user: User, memberships: list[Membership]) -> list[Place]:
    if not memberships:
        return []
    standings = _standings(user, memberships)
    essentials = {one.number: one for one in Essential.objects.all()}
    places = [Place(one, standings.get(one.city_id, [])) for one in memberships]
    _add_stages(places)
    _add_tasks(places, essentials)
    _add_mine(user, places)
    _add_peer_reviews(user, places)
    _add_plan_tasks(places)
    _add_roadmap_tasks(places)
    if len(places) == 1:
        _add_radar(places[0], essentials)
    return places


def _standings(
    user: User, memberships: list[Membership]
) -> dict[int | None, list[Standing]]:
    """Return the visible assessments of the cities, the latest first, with figures."""
    assessments = list(
        Assessment.objects.visible_to(user)
        .filter(city__in=[one.city_id for one in memberships])
        .with_parts()
        .annotate(
            due=RoundDeadline.objects.due_of_each(), disputes=home_mine.disputes()
        )
        .latest_first()
    )
    figures = {
        one.pk: found
        if independence.can_see_whole(user, one)
        else independence.without_figures(found)
        for one, found in zip(assessments, scores(assessments).values(), strict=True)
    }
    found: dict[int | None, list[Standing]] = {}
    for place, one in enumerate(assessments):
        before = next(
            (
                other
                for other in assessments[place + 1 :]
                if other.city_id == one.city_id
                and other.status == Assessment.Status.ACCEPTED
                and other.questionnaire.code == one.questionnaire.code
            ),
            None,
        )
        found.setdefault(one.city_id, []).append(
            Standing(
                assessment=one,
                by_essential=figures[one.pk],
                disputes=one.disputes,
                before=before,
                before_by_essential=figures[before.pk] if before else {},
                deadline=(
                    RoundDeadline(due=one.due) if one.is_open and one.due else None
                ),
            )
        )
    return found


def _add_stages(places: list[Place]) -> None:
    """Say where the city stands on the roadmap, to its team."""
    teams = [one for one in places if one.membership.is_team]
    found = roadmap.standings(one.city for one in teams) if teams else {}
    for place in teams:
        place.stage = found[place.city.pk]


def _add_tasks(places: list[Place], essentials: Mapping[int, Essential]) -> None:
    led = [one for one in places if one.role == Role.LEAD]
    if not led:
        return
    cities = [one.city for one in led]
    remarks = list(
        Remark.objects.awaiting_reply()
        .filter(answer__assessment__city__in=cities)
        .with_parts()
    )
    expiring = _expiring(cities)
    for place in led:
        states = [
            State(
                one.assessment,
                one.by_essential,
                [
                    remark
                    for remark in remarks
                    if remark.answer.assessment_id == one.assessment.pk
                ],
                one.disputes,
            )
            for one in place.standings
        ]
        documents = [one for one in expiring if one.city_id == place.city.pk]
        place.tasks = tasks(place.city, states, documents, essentials)


def _add_peer_reviews(user: User, places: list[Place]) -> None:
    tasks_of = peer_tasks.of_leads(one.city for one in places if one.role == Role.LEAD)
    hosts = [one.city.pk for one in places if one.role == Role.PEER_REVIEWER]
    reviews = peer_tasks.of_reviewer(user, hosts) if hosts else {}
    for place in places:
        place.tasks += tasks_of.get(place.city.pk, [])
        place.peer_reviews = reviews.get(place.city.pk, [])


def _add_plan_tasks(places: list[Place]) -> None:
    working = [one for one in places if one.role in (Role.LEAD, Role.CONTRIBUTOR)]
    if not working:
        return
    leads = frozenset(one.city.pk for one in working if one.role == Role.LEAD)
    tasks_of = plan_tasks.of((one.city for one in working), leads=leads)
    for place in working:
        place.tasks += tasks_of.get(place.city.pk, [])


def _add_roadmap_tasks(places: list[Place]) -> None:
    led = [one for one in places if one.role == Role.LEAD]
    tasks_of = roadmap_tasks.of_leads(one.city for one in led)
    for place in led:
        place.tasks += tasks_of.get(place.city.pk, [])


def _expiring(cities: Iterable[City]) -> list[Expiring]:
    """Return documents that end soon or have ended, with the codes they prove."""
    last = timezone.localdate() + dt.timedelta(days=Expiring.DAYS)
    rows: Iterable[Any] = (
        Evidence.objects.latest_editions()
        .filter(city__in=cities, valid_until__lte=last)
        .order_by("valid_until", "pk", "answers__question__position")
        .values_list(
            "pk",
            "city",
            "title",
            "valid_until",
            "answers__assessment",
            "answers__question__code",
        )
    )
    found = []
    for pk, group in groupby(rows, key=lambda row: row[0]):
        listed = list(group)
        _first, city, title, until, _assessment, _code = listed[0]
        found.append(Expiring(pk, city, title, until, [row[4:] for row in listed]))
    return found


def _add_mine(user: User, places: list[Place]) -> None:
    helped = [one for one in places if one.role == Role.CONTRIBUTOR]
    if not helped:
        return
    mine = home_mine.of(user, [one.city for one in helped])
    for place in helped:
        place.mine = [
            mine[standing.assessment.pk]
            for standing in place.standings
            if standing.assessment.pk in mine
        ]


def _add_radar(place: Place, essentials: Mapping[int, Essential]) -> None:
    standing = place.latest
    if (
        standing is None
        or place.role == Role.PEER_REVIEWER
        or not standing.total.answered
    ):
        return
    place.rows = [
        Row(essentials[number], score, standing.before_by_essential.get(number))
        for number, score in standing.by_essential.items()
    ]
    before = standing.before
    place.radar = charts.radar(
        [f"{row.essential.number}. {row.essential.short_name}" for row in place.rows],
        [row.score.share for row in place.rows],
        name=str(standing.assessment.year),
        before=[row.before.share if row.before else None for row in place.rows]
        if before
        else None,
        before_name=str(before.year) if before else "",
    )
