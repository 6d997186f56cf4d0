"""Who may do what to people and cities: each answer is yes, or a reason."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cities.models import BasinGroup, City, Membership, Partner, User

Person = User | AnonymousUser
Role = Membership.Role


class Refused(PermissionDenied):
    """Somebody may not do this now; the message is a sentence for them."""


@dataclass(frozen=True)
class Decision:
    """Yes, or a sentence that says why not."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def enforce(self) -> None:
        """Stop with the reason where the decision is no."""
        if self.reason:
            raise Refused(self.reason)


YES = Decision()


def role_of(user: Person, city: City | int) -> str | None:
    """Return the person's role in the city today, None for a stranger."""
    pk = city if isinstance(city, int) else city.pk
    for membership in memberships_of(user):
        if membership.city_id == pk:
            return membership.role
    return None


def memberships_of(user: Person) -> list[Membership]:
    """Return the person's memberships that hold today, read once a request."""
    return user.current_memberships if isinstance(user, User) else []


def is_focal_point(user: Person) -> bool:
    return any(one.role == Role.FOCAL_POINT for one in memberships_of(user))


def needs_second_factor(user: Person) -> bool:
    """Tell whether the person's role is open only with a second factor."""
    return is_focal_point(user) or bool(user.is_staff)


def can_see(user: Person, city: City) -> bool:
    """Tell whether the city's page exists for the person; strangers get 404."""
    return is_focal_point(user) or role_of(user, city) in Membership.TEAM


def can_edit(user: Person, city: City) -> Decision:
    if is_focal_point(user) or role_of(user, city) == Role.LEAD:
        return YES
    return Decision(_("Only the city's lead or the national focal point edits this."))


def can_manage_people(user: Person, city: City) -> Decision:
    if is_focal_point(user) or role_of(user, city) == Role.LEAD:
        return YES
    return Decision(
        _("Only the city's lead or the national focal point changes who is in.")
    )


def can_manage_focal_points(user: Person) -> Decision:
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point changes who is a focal point."))


def can_run_the_office(user: Person) -> Decision:
    """Judge who keeps what all cities share: strategies, members, announcements."""
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point keeps this."))


def can_make_groups(user: Person) -> Decision:
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point makes groups."))


def can_edit_group(user: Person, group: BasinGroup) -> Decision:
    """Judge who changes a group: agreements along rivers are not ours to change."""
    may = can_make_groups(user)
    if not may or group.kind == BasinGroup.Kind.OWN:
        return may
    return Decision(
        _("This group is an agreement of its members. It is changed in the office.")
    )


def can_manage(user: Person, city: City | None) -> Decision:
    """Judge who is in a city, or in the nation's service where there is no city."""
    return can_manage_people(user, city) if city else can_manage_focal_points(user)


def can_leave(membership: Membership, *, is_last: bool | None = None) -> Decision:
    """Keep a city's last lead, and the nation's last focal point.

    Who lists all of them knows `is_last` already; else it is looked up.
    """
    if membership.role not in (Role.LEAD, Role.FOCAL_POINT):
        return YES
    if not (_is_last(membership) if is_last is None else is_last):
        return YES
    if membership.role == Role.FOCAL_POINT:
        return Decision(_("The nation needs a focal point. Invite another one first."))
    return Decision(_("A city needs a lead. Make somebody else lead first."))


def _is_last(membership: Membership) -> bool:
    others = (
        Membership.objects.current()
        .filter(city=membership.city_id, role=membership.role)
        .exclude(pk=membership.pk)
    )
    return not others.exists()


def can_end(
    user: Person, membership: Membership, *, is_last: bool | None = None
) -> Decision:
    """Let everybody leave, and those who manage the people remove others."""
    if membership.user_id != user.pk:
        may = can_manage(user, membership.city)
        if not may:
            return may
    return can_leave(membership, is_last=is_last)


def can_reset_password(user: Person, membership: Membership) -> Decision:
    """Let a lead help people of no other city, and a focal point all cities' people.

    A link that sets a password opens everything its person may open, so nobody makes
    one for somebody who may open more than they themselves.
    """
    person = membership.user
    if person.pk == user.pk:
        return Decision(_("Change your own password on the page of your account."))
    if needs_second_factor(person):
        return Decision(
            _("Focal points and administrators reset their password by e-mail.")
        )
    may = can_manage(user, membership.city)
    if not may or is_focal_point(user):
        return may
    if all(one.city_id == membership.city_id for one in memberships_of(person)):
        return YES
    return Decision(
        _("This person works for another city too. Ask the national focal point.")
    )


def can_be_erased(person: User) -> Decision:
    """Keep whoever a city, the nation or the installation could not do without."""
    if person.erased_at:
        return Decision(_("The data of this person were erased already."))
    others = User.objects.filter(is_superuser=True, is_active=True)
    if person.is_superuser and not others.exclude(pk=person.pk).exists():
        return Decision(
            _("The installation needs an administrator. Appoint another one first.")
        )
    judged = (can_leave(one) for one in memberships_of(person))
    return next((one for one in judged if not one), YES)


def can_erase(user: Person, person: User) -> Decision:
    """Judge who erases somebody's data; nobody does it to themselves by a slip."""
    if not is_focal_point(user):
        return Decision(_("Only a national focal point erases the data of a person."))
    if person.pk == user.pk:
        return Decision(_("Another focal point has to erase your data."))
    return can_be_erased(person)


def is_with(user: Person, partner: Partner | int) -> bool:
    """Tell whether the person works for the partner."""
    pk = partner if isinstance(partner, int) else partner.pk
    return any(one.partner_id == pk for one in memberships_of(user))


def can_manage_partners(user: Person) -> Decision:
    """Judge who asks partners in, reviews them and changes who is in."""
    if is_focal_point(user):
        return YES
    return Decision(_("Only a national focal point asks partners in and reviews them."))


def can_edit_partner(user: Person, partner: Partner) -> Decision:
    if is_focal_point(user) or is_with(user, partner):
        return YES
    return Decision(_("Only the partner’s own people or a focal point edit this."))


def can_apply(user: Person, partner: Partner) -> Decision:
    """Judge who sends a profile in: the partner's people, once it says something."""
    if not is_with(user, partner):
        return Decision(_("Only the partner’s own people send the profile in."))
    if partner.status in (Partner.Status.APPLIED, Partner.Status.APPROVED):
        return Decision(_("The profile was sent in already."))
    if not (partner.profile_sr or "").strip() or not partner.email:
        return Decision(
            _("Write the profile and an e-mail address for cities first, then send it.")
        )
    return YES


def can_approve(user: Person, partner: Partner) -> Decision:
    may = can_manage_partners(user)
    if not may or partner.status == Partner.Status.APPLIED:
        return may
    return Decision(_("Only a profile that waits for review can be approved."))


def can_decline(user: Person, partner: Partner) -> Decision:
    """Judge who declines; an approval can be taken back with a reason too."""
    may = can_manage_partners(user)
    if not may or partner.status in (Partner.Status.APPLIED, Partner.Status.APPROVED):
        return may
    return Decision(_("Only a profile that was sent in can be declined."))
