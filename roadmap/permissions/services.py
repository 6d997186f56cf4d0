"""Who offers services, asks for them, answers, and says what came of it."""

from django.utils.translation import gettext as _

from cities.models import City, Membership, Partner
from cities.permissions import (
    YES,
    Decision,
    Person,
    is_with,
    role_of,
)
from roadmap.models import Service, ServiceRequest

Role = Membership.Role
Status = ServiceRequest.Status


def can_offer(user: Person, partner: Partner) -> Decision:
    """Judge who writes a partner's services; they show once it is approved."""
    if is_with(user, partner):
        return YES
    return Decision(_("Only the partner’s own people write its services."))


def can_ask(user: Person, city: City, service: Service) -> Decision:
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city’s lead asks a partner for a service."))
    if service.is_withdrawn or service.is_over or not service.partner.is_approved:
        return Decision(_("This service is not offered any more. Choose another one."))
    return YES


def can_answer(user: Person, request: ServiceRequest) -> Decision:
    if not is_with(user, request.service.partner_id):
        return Decision(_("Only the partner’s own people answer a request."))
    if request.status == Status.SENT:
        return YES
    return Decision(_("This request does not wait for an answer any more."))


def can_withdraw(user: Person, request: ServiceRequest) -> Decision:
    if role_of(user, request.city_id) != Role.LEAD:
        return Decision(_("Only the city’s lead withdraws a request."))
    if request.status == Status.SENT:
        return YES
    return Decision(_("Only a request that waits for an answer can be withdrawn."))


def can_record_result(user: Person, request: ServiceRequest) -> Decision:
    if role_of(user, request.city_id) != Role.LEAD:
        return Decision(_("Only the city’s lead writes what came of it."))
    if request.status == Status.ACCEPTED:
        return YES
    return Decision(_("A result belongs to a request that the partner accepted."))
