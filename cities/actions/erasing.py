"""Erase what is kept of a person, and leave what the city decided (ADR 15)."""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from auditlog.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from cities import permissions
from cities.actions import traces
from cities.actions.people import lock_team
from cities.models import Invitation, Membership, User
from cities.models.people import FORMER
from cities.models.relations import Model, fate_of, of_person, to_people


@dataclass(frozen=True)
class Part:
    """How many rows of a kind there are of a person, and whether they go."""

    label: str
    name: str
    number: int
    goes: bool


def outline(*, person: User) -> list[Part]:
    """Return what would go and what would stay, changing nothing."""
    parts = []
    for model, fields in to_people():
        number = of_person(model, fields, person).count()
        if number:
            meta = model._meta
            goes = all(fate_of(field) == "goes" for field in fields)
            parts.append(Part(meta.label, str(meta.verbose_name_plural), number, goes))
    return sorted(parts, key=lambda one: (not one.goes, one.label))


def erase(*, person: User, by: User | None = None) -> None:
    """Make a former member of the person; nobody can sign in as them any more.

    Without `by`, whoever runs the installation does it. Raises Refused.
    """
    with transaction.atomic():
        # One after the other: two last leads must not both be let go.
        person = User.objects.select_for_update().get(pk=person.pk)
        memberships = list(Membership.objects.filter(user=person))
        for one in memberships:
            lock_team(one)
        may = (
            permissions.can_erase(by, person)
            if by
            else permissions.can_be_erased(person)
        )
        may.enforce()
        names = traces.names_ever(person)
        rows = traces.rows_by_model(person)
        _close_sessions(person)
        _anonymise(person)
        for model, fields in to_people():
            _let_go(model, fields, person)
        _forget_invitations(names)
        traces.clean_the_logs(person, names, rows, _former(person))
        LogEntry.objects.log_create(
            User.objects.get(pk=person.pk),
            force_log=True,
            action=LogEntry.Action.UPDATE,
            actor=by,
            changes={"is_active": [str(person.is_active), "False"]},
        )


def _anonymise(person: User) -> None:
    """Empty the account; unseen by the audit, which would write the old name down."""
    User.objects.filter(pk=person.pk).update(
        email=f"former-{person.pk}@erased.invalid",
        name=_former(person),
        password=make_password(None),
        language="sr",
        wants_digest=False,
        digest_at=None,
        hints_seen=[],
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        erased_at=timezone.now(),
    )


def _former(person: User) -> str:
    return f"{FORMER}{person.pk}"


def _let_go(model: Model, fields: list[Any], person: User) -> None:
    """Do with a model's rows as its relations say; take repeated names away."""
    for field in fields:
        rows = model._default_manager.filter(**{field.name: person})
        if fate_of(field) == "goes":
            rows.delete()
        elif fate_of(field) == "loses the person":
            rows.update(**{field.name: None})
    for name, relation in getattr(model, "NAMES_OF", {}).items():
        rows = model._default_manager.filter(**{relation: person})
        rows.update(**{name: _former(person)})


def _close_sessions(person: User) -> None:
    keys = UserSession.objects.filter(user=person).values("session_key")
    Session.objects.filter(session_key__in=list(keys.values_list(flat=True))).delete()


def _forget_invitations(names: set[str]) -> None:
    """Delete what waits for the address, and the address of what was accepted."""
    sent = Invitation.objects.filter(email__in=names)
    sent.filter(accepted_at__isnull=True).delete()
    for one in sent:
        Invitation.objects.filter(pk=one.pk).update(
            email=f"former-{one.accepted_by_id}@erased.invalid"
        )
