"""What happens to services: offered, asked for, answered, and what came of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Partner, User
from roadmap.models import Service, ServiceRequest
from roadmap.permissions import services as permissions
from scorecard.models import Essential

Status = ServiceRequest.Status


def offer(
    *,
    partner: Partner,
    values: Mapping[str, Any],
    essentials: Iterable[Essential],
    by: User,
    service: Service | None = None,
) -> Service:
    """Write a service of a partner, a new one unless `service` is given."""
    permissions.can_offer(by, partner).enforce()
    service = service or Service(partner=partner)
    if service.partner_id != partner.pk:
        raise ValidationError(_("This service is another partner’s."))
    for name, value in values.items():
        setattr(service, name, value)
    service.changed_at, service.changed_by = timezone.now(), by
    with transaction.atomic():
        service.save()
        service.essentials.set(essentials)
    return service


def withdraw(*, service: Service, withdrawn: bool, by: User) -> None:
    """Take a service off the list, or put it there again; requests go on."""
    permissions.can_offer(by, service.partner).enforce()
    service.is_withdrawn = withdrawn
    service.changed_at, service.changed_by = timezone.now(), by
    service.save()


def ask(
    *, city: City, service: Service, text: str, contact: str, by: User, **fields: Any
) -> ServiceRequest:
    """Ask a partner for a service; it sees what is written here, and nothing else."""
    permissions.can_ask(by, city, service).enforce()
    text, contact = text.strip(), contact.strip()
    if not text or not contact:
        raise ValidationError(
            _("Write what you need, and whom the partner should turn to.")
        )
    try:
        with transaction.atomic():
            return ServiceRequest.objects.create(
                city=city,
                service=service,
                text=text,
                contact=contact,
                asked_by=by,
                **fields,
            )
    except IntegrityError as error:
        raise ValidationError(
            _("You have asked for this service already. Follow that request.")
        ) from error


def answer(*, request: ServiceRequest, accepts: bool, text: str, by: User) -> None:
    """Accept or decline; who declines says why."""
    text = text.strip()
    if not accepts and not text:
        raise ValidationError(_("Write why you decline, so that the city can go on."))
    with transaction.atomic():
        request = _locked(request)
        permissions.can_answer(by, request).enforce()
        request.status = Status.ACCEPTED if accepts else Status.DECLINED
        request.answer, request.answered_at = text, timezone.now()
        request.answered_by = by
        request.save()


def take_back(*, request: ServiceRequest, by: User) -> None:
    """Withdraw a request that nobody has answered yet."""
    with transaction.atomic():
        request = _locked(request)
        permissions.can_withdraw(by, request).enforce()
        request.status = Status.WITHDRAWN
        request.save()


def record_result(*, request: ServiceRequest, text: str, by: User) -> None:
    """Say what came of an accepted request; that closes it."""
    text = text.strip()
    if not text:
        raise ValidationError(_("Write what came of it, in a sentence or two."))
    with transaction.atomic():
        request = _locked(request)
        permissions.can_record_result(by, request).enforce()
        request.status, request.result = Status.DONE, text
        request.result_at, request.result_by = timezone.now(), by
        request.save()


def _locked(request: ServiceRequest) -> ServiceRequest:
    """Return the row as it stands; two moves at once happen one after the other."""
    rows = ServiceRequest.objects.select_for_update(of=("self",))
    return rows.select_related("service").get(pk=request.pk)
