"""What the page of one peer review shows a person, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cities.models import User
from cities.permissions import Decision
from roadmap.models import (
    ExpectedImpact,
    FollowUp,
    PackItem,
    PeerReview,
    ReviewModule,
    Side,
)
from roadmap.models.peer_review import FEWEST_ITEMS, module_name, months_after
from roadmap.permissions import peers as permissions
from roadmap.reports.peer_next import Step, steps
from scorecard.models import Essential


@dataclass(frozen=True)
class ModuleLine:
    """A module with its name, and whether the host said what to read first."""

    code: str
    name: str
    items: int

    @property
    def has_items(self) -> bool:
        return self.items >= FEWEST_ITEMS


@dataclass(frozen=True)
class FollowUpLine:
    """One of the three dates after a review, and what the host said then."""

    months: FollowUp.Months
    due: object
    said: FollowUp | None
    is_due: bool


@dataclass(frozen=True)
class ReviewPage:
    """All that the page shows; what somebody may not know is empty."""

    steps: list[Step]
    modules: list[ModuleLine]
    expected: list[ExpectedImpact]
    follow_ups: list[FollowUpLine]
    may: dict[str, Decision]
    is_inside: bool
    reads_pack: bool
    reads_work: bool
    reads_report: bool
    leads: bool


def build(user: User, review: PeerReview) -> ReviewPage:
    """Gather the page on top of a review `with_parts()`."""
    leads_host = permissions.leads_host(user, review)
    leads_peer = permissions.leads_peer(user, review)
    state = PeerReview.objects.with_state().get(pk=review.pk)
    works = permissions.reads_work(user, review)
    begun = works and review.confirmed_at is not None
    return ReviewPage(
        steps=steps(state, leads_host=leads_host, leads_peer=leads_peer),
        modules=module_lines(review),
        expected=_expected(user, review) if begun else [],
        follow_ups=_follow_ups(review) if works else [],
        may={name: judge(user, review) for name, judge in MAY.items()},
        is_inside=works,
        reads_pack=begun and permissions.reads_pack(user, review),
        reads_work=begun,
        reads_report=review.confirmed_at is not None
        and permissions.reads_report(user, review),
        leads=leads_host or leads_peer,
    )


MAY = {
    "change": permissions.can_change_plan,
    "invite": permissions.can_invite,
    "again": permissions.can_ask_again,
    "answer": permissions.can_answer,
    "confirm": permissions.can_confirm,
    "stop": permissions.can_stop,
    "release": permissions.can_release,
    "items": permissions.can_name_items,
    "expect": permissions.can_expect,
    "follow": permissions.can_follow_up,
    "publish": permissions.can_publish,
}


def module_lines(review: PeerReview) -> list[ModuleLine]:
    """Return the modules of a review with their names, in two queries."""
    essentials = {one.number: one for one in Essential.objects.all()}
    items: dict[int, int] = {}
    for one in PackItem.objects.of_modules(review.modules.all()):
        items[one.module_id] = items.get(one.module_id, 0) + 1
    return [
        ModuleLine(one.code, module_name(one.code, essentials), items.get(one.pk, 0))
        for one in review.modules.all()
    ]


def named_modules(
    modules: Iterable[ReviewModule], essentials: dict[int, Essential]
) -> list[str]:
    return [f"{one.code}. {module_name(one.code, essentials)}" for one in modules]


def _expected(user: User, review: PeerReview) -> list[ExpectedImpact]:
    """Return both sides' expectations once the own side has said its own."""
    said = list(review.expected.select_related("by"))
    own = permissions.side_of(user, review) or Side.HOST.value
    return said if any(one.side == own for one in said) else []


def _follow_ups(review: PeerReview) -> list[FollowUpLine]:
    if review.status != PeerReview.Status.SIGNED or review.closed_at is None:
        return []
    signed, today = timezone.localdate(review.closed_at), timezone.localdate()
    said = {one.months: one for one in review.follow_ups.select_related("by")}
    lines = []
    for months in FollowUp.Months:
        due = months_after(signed, months)
        lines.append(FollowUpLine(months, due, said.get(months), due <= today))
    return lines
