"""People, what they may do for whom, and how they are asked in."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    AnonymousUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities import serbian
from cities.cyrillic import to_cyrillic
from cities.models.partners import Partner
from cities.models.places import City

# What is left of the name of somebody whose data were erased, with their number.
FORMER = "Бивши члан "


def name_in_script(name: str) -> str:
    """Return a name or title in Latin on Latin and English pages, else as it is.

    No name is turned into Cyrillic: John would come out wrong.
    """
    if str(name).startswith(FORMER):
        number = str(name).removeprefix(FORMER)
        return str(_("Former member %(number)s")) % {"number": number}
    return name if get_language() == "sr" else serbian.to_latin(str(name))


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, name: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create a person; without a password they can sign in only with a new one."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, name: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an administrator of the installation, as `createsuperuser` asks."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, name, password, **fields)

    def with_address(self, email: str) -> "User | None":
        return self.filter(email=email.strip().lower()).first()

    def matching(self, words: str) -> "models.QuerySet[User]":
        """People whose name or address holds the words, typed in either script.

        SQLite tells Š from š, so the words are tried as typed and as names begin.
        """
        scripts = {words, to_cyrillic(words), serbian.to_latin(words)}
        found = Q(email__contains=words.lower())
        for one in scripts | {word.title() for word in scripts}:
            found |= Q(name__icontains=one)
        return self.filter(found)

    def of_link(self, uid: str) -> "User | None":
        """Return whom a link for a new password is for, None for nonsense."""
        try:
            return self.get(pk=urlsafe_base64_decode(uid).decode(), is_active=True)
        except (ValueError, OverflowError, self.model.DoesNotExist):
            return None

    def visible_to(self, user: "User | AnonymousUser") -> "models.QuerySet[User]":
        """Everybody for a focal point; else who is in a city that the person opens."""
        mine = getattr(user, "current_memberships", [])
        if any(one.is_national for one in mine):
            return self.all()
        return self.filter(
            pk__in=Membership.objects.visible_to(user).values("user"),
        )

    def focal_points(self) -> "models.QuerySet[User]":
        """People who serve the nation today, by name."""
        serving = Membership.objects.current().focal_points()
        return self.filter(is_active=True, pk__in=serving.values("user")).order_by(
            "name", "pk"
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address; what they may do follows from memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="sr"
    )
    wants_digest = models.BooleanField(
        _("gets a mail a day with what is new"), default=False
    )
    digest_at = models.DateTimeField(
        _("when the last such mail was sent"), null=True, blank=True, editable=False
    )
    hints_seen = models.JSONField(
        _("hints put away"), default=list, blank=True, editable=False
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the office"), default=False)
    is_demo = models.BooleanField(_("invented"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)
    erased_at = models.DateTimeField(
        _("when the personal data were erased"), null=True, blank=True, editable=False
    )

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="an_address_belongs_to_one_person"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(is_active=False, is_staff=False, is_superuser=False),
                name="who_was_erased_cannot_come_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def current_memberships(self) -> "list[Membership]":
        """Memberships that hold today, with their places; one query a request."""
        return list(Membership.objects.of(self).select_related("city", "partner"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, today: dt.date | None = None) -> Self:
        """Memberships that hold today: begun, not ended."""
        today = today or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))

    def of(self, user: User) -> Self:
        """Memberships of the person that hold today."""
        return self.current().filter(user=user)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Memberships in the cities whose page the person may open; their own too."""
        seen = Q(user=user.pk) | Q(city__in=City.objects.visible_to(user))
        mine = getattr(user, "current_memberships", [])
        if any(one.is_national for one in mine):
            seen |= Q(city__isnull=True)
        return self.filter(seen)

    def with_people(self) -> Self:
        """Bring each person with all that they are today, and the city."""
        theirs = models.Prefetch(
            "user__memberships",
            queryset=Membership.objects.current(),
            to_attr="current_memberships",
        )
        return self.select_related("user", "city", "partner").prefetch_related(theirs)

    def in_city(self, city: City) -> Self:
        return self.filter(city=city)

    def with_partner(self, partner: Partner) -> Self:
        return self.filter(partner=partner)

    def team(self) -> Self:
        """Leads, contributors and observers; not peers, not the nation."""
        return self.filter(role__in=Membership.TEAM)

    def leads(self) -> Self:
        return self.filter(role=Membership.Role.LEAD)

    def focal_points(self) -> Self:
        return self.filter(role=Membership.Role.FOCAL_POINT)

    def by_role(self) -> Self:
        """Leads first, then contributors, then observers, each by name."""
        team = Membership.TEAM
        ranks = [models.When(role=role, then=rank) for rank, role in enumerate(team)]
        return self.order_by(models.Case(*ranks, default=len(team)), "user__name")

    def leads_of(self, city: City) -> Self:
        return self.filter(city=city, role=Membership.Role.LEAD)

    def contributors_of(self, city: City) -> Self:
        return self.filter(city=city, role=Membership.Role.CONTRIBUTOR)


class Membership(models.Model):
    """Who may do what, for one city or for the nation, until a date.

    The only source of access. A peer reviewer is a membership in the host city with
    the Essentials chosen for the review; somebody of a partner serves no city.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("assessment lead")
        CONTRIBUTOR = "contributor", _("contributor")
        OBSERVER = "observer", _("observer")
        PEER_REVIEWER = "peer_reviewer", _("peer reviewer")
        FOCAL_POINT = "focal_point", _("national focal point")
        PARTNER = "partner", _("partner")

    TEAM = (Role.LEAD, Role.CONTRIBUTOR, Role.OBSERVER)

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("local government"),
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("partner"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.CharField(_("department"), max_length=120, blank=True)
    essentials = models.JSONField(
        _("Essentials of the peer review"), default=list, blank=True
    )
    until = models.DateField(_("until"), null=True, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "city"], name="a_person_has_one_role_in_a_city"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role="focal_point"),
                name="a_person_is_focal_point_once",
            ),
            models.UniqueConstraint(
                fields=["user", "partner"], name="a_person_is_once_with_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(role="focal_point", city=None, partner=None)
                | Q(role="partner", city=None, partner__isnull=False)
                | ~Q(role__in=["focal_point", "partner"])
                & Q(city__isnull=False, partner=None),
                name="a_role_is_in_a_city_a_partner_or_the_nation",
            ),
            models.CheckConstraint(
                condition=~Q(role="peer_reviewer") | Q(until__isnull=False),
                name="a_peer_review_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def is_team(self) -> bool:
        """Tell a lead, contributor or observer from a peer or a focal point."""
        return self.role in self.TEAM

    @property
    def is_national(self) -> bool:
        return self.role == self.Role.FOCAL_POINT


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Invitations that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        )

    def pending(self) -> Self:
        """Invitations that nobody has accepted or withdrawn, expired or not."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Invitations to the cities whose page the person may open, or the nation."""
        seen = Q(city__in=City.objects.visible_to(user))
        mine = getattr(user, "current_memberships", [])
        if any(one.is_national for one in mine):
            seen |= Q(city__isnull=True)
        return self.filter(seen)

    def to(self, city: City | None, partner: Partner | None = None) -> Self:
        """Invitations to the city, the partner, or to serve the nation."""
        return self.filter(city=city, partner=partner)


class Invitation(models.Model):
    """An offer of a role to an address; the link's secret is kept only as a digest."""

    email = models.EmailField(_("e-mail address"))
    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("local government"),
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("partner"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role.choices)
    department = models.CharField(_("department"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_invitation_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(role="focal_point", city=None, partner=None)
                | Q(role="partner", city=None, partner__isnull=False)
                | Q(
                    role__in=["lead", "contributor", "observer"],
                    city__isnull=False,
                    partner=None,
                ),
                name="an_invitation_is_to_a_city_a_partner_or_the_nation",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at or self.is_expired)

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
