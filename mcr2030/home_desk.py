"""What the first screen says to those who work for no city: the desk, partners."""

from dataclasses import dataclass

from cities.models import City, Partner, User
from cities.permissions import memberships_of
from mcr2030.national import news
from mcr2030.national.news import News
from roadmap.models import ServiceRequest, StageRequest
from scorecard.models import Assessment

WAITING_SHOWN = 5


@dataclass(frozen=True)
class Desk:
    """The focal point's summary: counts, the queue's head, what is new."""

    members: int
    counts: dict[str, int]
    waiting: list[Assessment]
    stage_requests: int
    news: News

    @property
    def shows_demo(self) -> bool:
        return self.news.shows_demo or any(one.city.is_demo for one in self.waiting)


@dataclass(frozen=True)
class Offering:
    """A partner that the person works for, and who waits for its answer."""

    partner: Partner
    waiting: list[ServiceRequest]


def offerings(user: User) -> list[Offering]:
    partners = [one.partner for one in memberships_of(user) if one.partner]
    if not partners:
        return []
    waiting = ServiceRequest.objects.visible_to(user).awaiting().with_parts()
    return [
        Offering(one, [row for row in waiting if row.service.partner_id == one.pk])
        for one in partners
    ]


def desk(user: User) -> Desk:
    return Desk(
        members=City.objects.members().count(),
        counts=Assessment.objects.counts(),
        waiting=list(
            Assessment.objects.awaiting_review()
            .with_parts()
            .select_related("reviewer")[:WAITING_SHOWN]
        ),
        stage_requests=StageRequest.objects.waiting().count(),
        news=news.arrive(user),
    )
