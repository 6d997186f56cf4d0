"""What happens to partners: asked in, described, sent in, approved or declined."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities import permissions
from cities.models import Partner, User
from cities.models.partners import COMMITTEE_RULE
from cities.serbian import to_latin

# What a partner's people say of it; what it is called and is, the focal point says.
OWN = (
    "profile_sr",
    "profile_en",
    "in_serbian",
    "in_english",
    "other_languages",
    "contact",
    "email",
    "phone",
    "website",
)
NATIONAL = ("name_sr", "name_en", "kind", "is_on_committee")


def make(*, name: str, kind: str, by: User) -> Partner:
    """Enter an organisation that is to fill in its profile."""
    permissions.can_manage_partners(by).enforce()
    name = name.strip()
    latin = to_latin(name)
    with transaction.atomic():
        if Partner.objects.filter(name_sr=name).exists():
            raise ValidationError(_("A partner of this name is there already."))
        return Partner.objects.create(
            code=_free_code(latin),
            kind=kind,
            name_sr=name,
            name_sr_latn=latin,
            name_en=latin,
        )


def edit(*, partner: Partner, values: Mapping[str, Any], by: User) -> None:
    """Change what a partner says of itself; a focal point also what it is."""
    permissions.can_edit_partner(by, partner).enforce()
    allowed = OWN + NATIONAL if permissions.is_focal_point(by) else OWN
    for name in allowed:
        if name in values:
            setattr(partner, name, values[name])
    if partner.is_on_committee and partner.kind != Partner.Kind.CORE:
        raise ValidationError(COMMITTEE_RULE)
    partner.name_sr_latn = to_latin(partner.name_sr)
    partner.name_en = partner.name_en or partner.name_sr_latn
    partner.profile_sr_latn = to_latin(partner.profile_sr or "")
    partner.save()


def apply(*, partner: Partner, by: User) -> None:
    """Send the profile in for review."""
    with transaction.atomic():
        partner = _locked(partner)
        permissions.can_apply(by, partner).enforce()
        partner.status, partner.applied_at = Partner.Status.APPLIED, timezone.now()
        partner.reason, partner.decided_at, partner.decided_by = "", None, None
        partner.save()


def approve(*, partner: Partner, by: User) -> None:
    """Let everybody see the partner and its services."""
    with transaction.atomic():
        partner = _locked(partner)
        permissions.can_approve(by, partner).enforce()
        _decide(partner, Partner.Status.APPROVED, "", by)


def decline(*, partner: Partner, reason: str, by: User) -> None:
    """Say no with the reason; the partner can mend its profile and send it again."""
    with transaction.atomic():
        partner = _locked(partner)
        permissions.can_decline(by, partner).enforce()
        if not reason.strip():
            raise ValidationError(_("Write why, so that the partner can mend it."))
        _decide(partner, Partner.Status.DECLINED, reason.strip(), by)


def _decide(partner: Partner, status: str, reason: str, by: User) -> None:
    partner.status, partner.reason = status, reason
    partner.decided_at, partner.decided_by = timezone.now(), by
    partner.save()


def _locked(partner: Partner) -> Partner:
    """Return the row as it stands; two who decide at once do so one after the other."""
    return Partner.objects.select_for_update().get(pk=partner.pk)


def _free_code(latin: str) -> str:
    plain = latin.replace("đ", "dj").replace("Đ", "Dj")
    base = slugify(plain)[:32].strip("-") or "partner"
    code, number = base, 1
    # A code is part of the address, where "new" makes a partner.
    while code == "new" or Partner.objects.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code
