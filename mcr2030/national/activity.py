"""The log of activity: what was changed, when and by whom, the newest first.

Only the kinds named in KINDS are shown, of these only the fields named there, and of an
assessment only its moves, where the reader may open it. So no comment or score gets in,
and a draft that its city has not shared leaves no line.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from cities.models import (
    Announcement,
    BasinGroup,
    City,
    CityHazard,
    Invitation,
    LocalStrategy,
    Membership,
    NationalSettings,
    Partner,
    ProfileFigure,
    User,
)
from roadmap.models import (
    AgendaItem,
    ExpectedImpact,
    Finding,
    FollowUp,
    PeerReport,
    PeerReview,
    Recommendation,
    Reviewer,
    Twinning,
    TwinningMeeting,
)
from scorecard.models import Assessment, RoundDeadline

ENTRIES_A_PAGE = 30
SIGNED_IN = "signed-in"
ACTIONS = {
    "added": LogEntry.Action.CREATE,
    "changed": LogEntry.Action.UPDATE,
    "removed": LogEntry.Action.DELETE,
}


@dataclass(frozen=True)
class Kind:
    """A kind of thing in the log, and the fields of it that are told.

    `cities` leads to the two cities of what is between two. Of such things those only
    are told that the reader may open; `whole` leads to what has to be open. `abroad`
    leads to the name and country of a city abroad, which stands in place of the second.
    """

    model: type[Model]
    fields: tuple[str, ...]
    cities: tuple[str, ...] = ()
    whole: str = ""
    abroad: tuple[str, ...] = ()

    @property
    def of_city(self) -> bool:
        """Tell whether such a thing belongs to one city."""
        return "city" in self.fields


KINDS = {
    "assessment": Kind(Assessment, ("city", "status", "published_at", "is_shared")),
    "city": Kind(
        City,
        (
            "is_member",
            "name_sr",
            "name_en",
            "kind",
            "district",
            "authority",
            "population",
            "population_year",
            "area",
            "area_year",
        ),
    ),
    "figure": Kind(ProfileFigure, ("city", "kind", "value", "source", "source_date")),
    "hazard": Kind(CityHazard, ("city", "hazard")),
    "membership": Kind(Membership, ("user", "city", "role", "department", "until")),
    "invitation": Kind(
        Invitation, ("email", "city", "role", "accepted_at", "withdrawn_at")
    ),
    "person": Kind(User, ("name", "email", "is_active", "is_staff", "is_superuser")),
    "partner": Kind(
        Partner, ("name_sr", "name_en", "kind", "is_on_committee", "status")
    ),
    "group": Kind(BasinGroup, ("name_sr", "cities")),
    "strategy": Kind(
        LocalStrategy,
        (
            "city",
            "kind",
            "title",
            "number",
            "adopted_on",
            "valid_until",
            "is_aligned",
            "evidence",
        ),
    ),
    "announcement": Kind(Announcement, ("title", "text", "since", "until")),
    "deadline": Kind(RoundDeadline, ("year", "instrument", "due")),
    "settings": Kind(NationalSettings, ("default_language",)),
}
OF_REVIEW = ("review__host", "review__peer")
OF_MODULE = ("module__review__host", "module__review__peer")
OF_TWINNING = ("twinning__city", "twinning__other")
ABROAD = ("abroad_city", "abroad_country")
ABROAD_OF_TWINNING = ("twinning__abroad_city", "twinning__abroad_country")
# Between two cities: that something was written is told, never what.
BETWEEN = {
    "review": Kind(
        PeerReview,
        ("host", "peer", "status", "starts_on", "ends_on", "published_at"),
        ("host", "peer"),
        "pk",
    ),
    "reviewer": Kind(Reviewer, ("user",), OF_REVIEW, "review"),
    "agenda": Kind(AgendaItem, ("day", "kind"), OF_REVIEW, "review"),
    "finding": Kind(Finding, (), OF_MODULE, "module__review"),
    "recommendation": Kind(Recommendation, (), OF_REVIEW, "review"),
    "expected": Kind(ExpectedImpact, ("side",), OF_REVIEW, "review"),
    "report": Kind(
        PeerReport, ("host_signed_at", "peer_signed_at"), OF_REVIEW, "review"
    ),
    "follow-up": Kind(FollowUp, ("months",), OF_REVIEW, "review"),
    "twinning": Kind(
        Twinning,
        ("status", "agreed_on", "starts_on", "ends_on"),
        ("city", "other"),
        "pk",
        ABROAD,
    ),
    "meeting": Kind(
        TwinningMeeting, ("day",), OF_TWINNING, "twinning", ABROAD_OF_TWINNING
    ),
}
KINDS |= BETWEEN
# Things whose name has to be looked up: their own text is in the language of that day.
LOOKED_UP = (
    "assessment",
    "figure",
    "hazard",
    "membership",
    "invitation",
    "strategy",
    "deadline",
    *BETWEEN,
)


@dataclass(frozen=True)
class Asked:
    """What the log is narrowed to; `cities` and `people` are None for all of them."""

    people: list[int] | None = None
    cities: list[int] | None = None
    kind: str = ""
    change: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Log:
    """A page of entries, with the kind of each and what is known of its thing now."""

    page: Page
    kinds: dict[int, str]
    now: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    @property
    def shows_demo(self) -> bool:
        return any(one.actor and one.actor.is_demo for one in self.page)


def log(user: User, asked: Asked, page_number: str | None) -> Log:
    """Return a page of what the person may read, in two queries and one a kind."""
    types = ContentType.objects.get_for_models(*(one.model for one in KINDS.values()))
    kinds = {types[one.model].pk: name for name, one in KINDS.items()}
    entries = _entries(user, asked, kinds).select_related("actor")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(page_number)
    return Log(page, kinds, _now(page, kinds))


def _entries(user: User, asked: Asked, kinds: dict[int, str]) -> QuerySet[LogEntry]:
    keys = {name: pk for pk, name in kinds.items()}
    shown = [keys[asked.kind]] if asked.kind else list(kinds)
    opened = Assessment.objects.visible_to(user).values("pk")
    entries = LogEntry.objects.filter(content_type__in=shown).filter(
        ~Q(content_type=keys["assessment"]) | Q(object_id__in=opened)
    )
    for name, kind in BETWEEN.items():
        if not asked.kind or asked.kind == name:
            seen = Q(object_id__in=_seen(user, kind))
            entries = entries.filter(~Q(content_type=keys[name]) | seen)
    entries = _of_change(entries, asked.change, keys["person"])
    if asked.people is not None:
        entries = entries.filter(actor__in=asked.people)
    if asked.since:
        entries = entries.filter(timestamp__date__gte=asked.since)
    if asked.until:
        entries = entries.filter(timestamp__date__lte=asked.until)
    if asked.cities is not None:
        entries = entries.filter(_about(asked.cities, keys))
    return entries.order_by("-timestamp", "-pk")


def rows_of(model: type[Model]) -> QuerySet:
    """Return all rows of a model that is known only when the page is asked for."""
    return model._default_manager.all()


def _seen(user: User, kind: Kind) -> QuerySet:
    """Return the keys of things between two cities that the person may know of."""
    whole = Twinning if kind.model in (Twinning, TwinningMeeting) else PeerReview
    opened = whole.objects.visible_to(user).values("pk")
    return rows_of(kind.model).filter(**{f"{kind.whole}__in": opened}).values("pk")


def _of_change(
    entries: QuerySet[LogEntry], change: str, person: int
) -> QuerySet[LogEntry]:
    """Keep the kind of change; signing in is told only where it is asked for."""
    sign_ins = Q(
        content_type=person,
        action=LogEntry.Action.UPDATE,
        changes__has_key="last_login",
    )
    if change == SIGNED_IN:
        return entries.filter(sign_ins)
    entries = entries.exclude(sign_ins)
    return entries.filter(action=ACTIONS[change]) if change else entries


def _about(cities: list[int], keys: dict[str, int]) -> Q:
    """Tell entries about the cities and what is theirs, or was until removed."""
    about = Q(content_type=keys["city"], object_id__in=cities)
    for name, kind in KINDS.items():
        if kind.of_city:
            theirs = rows_of(kind.model).filter(city__in=cities).values("pk")
            about |= Q(content_type=keys[name], object_id__in=theirs)
        for way in kind.cities:
            between = rows_of(kind.model).filter(**{f"{way}__in": cities})
            about |= Q(content_type=keys[name], object_id__in=between.values("pk"))
    texts = [str(pk) for pk in cities]
    said = LogEntry.objects.filter(
        Q(changes__city__0__in=texts) | Q(changes__city__1__in=texts),
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
    )
    return about | Q(Exists(said))


def _now(page: Page, kinds: dict[int, str]) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what the things of the page are now, by kind and key; one query a kind."""
    wanted: dict[str, set[int]] = {name: {0} for name in LOOKED_UP}
    for entry in page:
        name = kinds[entry.content_type_id]
        if name in wanted and entry.object_id is not None:
            wanted[name].add(entry.object_id)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for name, pks in wanted.items():
        kind = KINDS[name]
        fields = list({*kind.fields, *kind.cities, *kind.abroad})
        if name == "assessment":
            fields += ["year", "questionnaire"]
        for row in rows_of(kind.model).filter(pk__in=pks).values("pk", *fields):
            found[name, row["pk"]] = row
    return found
