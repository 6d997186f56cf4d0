"""What happens to people: invited, let in, given another role, gone."""

import datetime as dt
import hashlib
import secrets

from auditlog.models import LogEntry
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities import permissions
from cities.models import City, Invitation, Membership, Partner, User
from cities.serbian import to_latin

INVITATION_DAYS = 14


def invite(
    *,
    email: str,
    role: str,
    city: City | None,
    by: User,
    department: str = "",
    partner: Partner | None = None,
) -> tuple[Invitation, str]:
    """Offer a role; return the invitation and the secret of its link, shown only now.

    An earlier invitation of the same address to the same place is withdrawn.
    Raises ValidationError where the person is in already.
    """
    email = email.strip().lower()
    theirs = Membership.objects.current().filter(user__email=email)
    if theirs.filter(city=city, partner=partner).exists():
        raise ValidationError(_("This person is in already."))
    secret = secrets.token_urlsafe(24)
    now = timezone.now()
    with transaction.atomic():
        for earlier in (
            Invitation.objects.pending().to(city, partner).filter(email=email)
        ):
            _withdraw(earlier)
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            city=city,
            partner=partner,
            department=department,
            digest=_digest(secret),
            invited_by=by,
            invited_at=now,
            expires_at=now + dt.timedelta(days=INVITATION_DAYS),
        )
    return invitation, secret


def mail_invitation(*, invitation: Invitation, link: str, language: str) -> None:
    """Send the link in plain text once the transaction has ended well."""
    inviter = invitation.invited_by.name
    with override(language):
        subject = _("Invitation to MCR2030 Serbia")
        words = _(
            "%(inviter)s invites you to work on the disaster resilience assessment.\n"
            "Local government: %(city)s\nRole: %(role)s\n\n"
            "Open this link, valid until %(until)s:\n%(link)s\n\n"
            "If you did not expect this message, ignore it."
        )
        if invitation.partner:
            words = _(
                "%(inviter)s invites you to offer services to cities in MCR2030.\n"
                "Organisation: %(partner)s\n\n"
                "Open this link, valid until %(until)s:\n%(link)s\n\n"
                "If you did not expect this message, ignore it."
            )
        text = words % {
            "inviter": inviter if language == "sr" else to_latin(inviter),
            "partner": invitation.partner,
            "city": invitation.city or _("Republic of Serbia"),
            "role": invitation.get_role_display(),
            "until": timezone.localtime(invitation.expires_at).strftime("%d.%m.%Y."),
            "link": link,
        }
    transaction.on_commit(
        lambda: send_mail(subject, text, None, [invitation.email], fail_silently=True)
    )


def find_invitation(secret: str) -> Invitation | None:
    """Return the invitation of a link, whatever became of it."""
    return (
        Invitation.objects.select_related("city", "partner", "invited_by")
        .filter(digest=_digest(secret))
        .first()
    )


def accept(*, invitation: Invitation, user: User) -> Membership:
    """Let the person in. Raises ValidationError for a used, old or withdrawn link."""
    now = timezone.now()
    with transaction.atomic():
        taken = (
            Invitation.objects.open()
            .filter(pk=invitation.pk)
            .update(accepted_at=now, accepted_by=user)
        )
        if not taken:
            raise ValidationError(why_closed(invitation))
        _log(invitation, "accepted_at", now)
        membership, _created = Membership.objects.update_or_create(
            user=user,
            city=invitation.city,
            partner=invitation.partner,
            defaults={
                "role": invitation.role,
                "department": invitation.department,
                "until": None,
                "essentials": [],
            },
        )
    user.__dict__.pop("current_memberships", None)
    return membership


def join(*, invitation: Invitation, name: str, password: str, language: str) -> User:
    """Create the invited person and let them in, or do nothing at all."""
    with transaction.atomic():
        user = User.objects.create_user(
            invitation.email, name, password, language=language
        )
        accept(invitation=invitation, user=user)
    return user


def appoint_first_focal_point(*, email: str, name: str) -> User:
    """Create who serves the nation first and looks after the office, without password.

    Nobody is in who could invite them, so this is for whoever installs. Repeated for
    somebody who has never signed in, it changes nothing and returns them again.
    """
    with transaction.atomic():
        serving = list(User.objects.focal_points())
        person = User.objects.with_address(email)
        if serving and (person not in serving or person.last_login):
            raise ValidationError(
                _("There is a national focal point, who invites all others: %(name)s.")
                % {"name": serving[0]}
            )
        if serving and person:
            return person
        person = person or User.objects.create_user(email, name)
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
        Membership.objects.create(user=person, role=Membership.Role.FOCAL_POINT)
    return person


def why_closed(invitation: Invitation) -> str:
    """Return the sentence for a link that opens nothing any more."""
    invitation.refresh_from_db()
    if invitation.accepted_at:
        return _("This invitation was already used. Sign in with your password.")
    if invitation.withdrawn_at:
        return _("This invitation was withdrawn. Ask your lead for a new link.")
    return _("This invitation has expired. Ask your lead for a new link.")


def withdraw(*, invitation: Invitation) -> None:
    """Close the link of an invitation that nobody has accepted."""
    with transaction.atomic():
        if not _withdraw(invitation):
            raise ValidationError(why_closed(invitation))


def renew(*, invitation: Invitation, by: User) -> tuple[Invitation, str]:
    """Offer the same again under a new link; the old one closes."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise ValidationError(why_closed(invitation))
    return invite(
        email=invitation.email,
        role=invitation.role,
        city=invitation.city,
        partner=invitation.partner,
        department=invitation.department,
        by=by,
    )


def change_role(*, membership: Membership, role: str) -> None:
    """Give a team member another role; the last lead cannot be demoted."""
    if role not in Membership.TEAM:
        raise ValidationError(_("Choose lead, contributor or observer."))
    with transaction.atomic():
        lock_team(membership)
        if role != Membership.Role.LEAD:
            permissions.can_leave(membership).enforce()
        membership.role = role
        membership.save(update_fields=["role"])


def leave(*, membership: Membership) -> None:
    """End a membership today; the person keeps the account and the history."""
    with transaction.atomic():
        lock_team(membership)
        permissions.can_leave(membership).enforce()
        membership.delete()


def reset_path(*, user: User) -> tuple[str, str]:
    """Return the two parts of a one-time link with which the person sets a password.

    Django's own token: it dies when the password changes, or after three days.
    """
    return (
        urlsafe_base64_encode(force_bytes(user.pk)),
        default_token_generator.make_token(user),
    )


def lock_team(membership: Membership) -> None:
    """Let two leads who both go find out in turn who is the last one."""
    locked = Membership.objects.select_for_update()
    team = locked.filter(city=membership.city_id, partner=membership.partner_id)
    list(team.values_list("pk"))


def _withdraw(invitation: Invitation) -> bool:
    now = timezone.now()
    done = Invitation.objects.pending().filter(pk=invitation.pk)
    if not done.update(withdrawn_at=now):
        return False
    _log(invitation, "withdrawn_at", now)
    return True


def _log(invitation: Invitation, field: str, moment: dt.datetime) -> None:
    """Record what `update()` does unseen by the audit."""
    LogEntry.objects.log_create(
        invitation,
        force_log=True,
        action=LogEntry.Action.UPDATE,
        changes={field: ["None", moment.isoformat()]},
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
