"""Where a person's names stand in the logs, and how they are taken out of them."""

from typing import Any

from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as OfficeEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from cities.models import Invitation, Membership, User
from cities.models.relations import Model, of_person, to_people


def names_ever(person: User) -> set[str]:
    """Return names and addresses of the person, also the earlier ones in the log."""
    names = {person.name, person.email}
    for entry in _entries(User).filter(object_pk=str(person.pk)):
        for field in ("name", "email"):
            names.update((entry.changes or {}).get(field, []))
        names.add(entry.object_repr)
    return names - {"", "None"}


def rows_by_model(person: User) -> dict[str, set[str]]:
    """Return the keys of the person's rows, before some of them go."""
    return {
        model._meta.label: {
            str(pk)
            for pk in of_person(model, fields, person).values_list("pk", flat=True)
        }
        for model, fields in to_people()
    }


def clean_the_logs(
    person: User, names: set[str], rows: dict[str, set[str]], former: str
) -> None:
    """Write `former` for the person's names; a namesake's entries stay as they are."""
    for entry in _of_the_account(person, names):
        _rewrite(entry, names, former)
    named = Q()
    for name in names:
        named |= Q(object_repr__contains=name)
    own = str(person.pk)
    for model, fields in to_people():
        keys = rows[model._meta.label]
        for entry in _entries(model).filter(named):
            told = _values(entry, [field.name for field in fields])
            if entry.object_pk in keys or own in told:
                _rewrite(entry, names, former)
    LogEntry.objects.filter(actor_email__in=names).update(actor_email=None)
    for entry in _of_the_office(person, rows):
        entry.object_repr = _without(entry.object_repr, names, former)
        entry.save(update_fields=["object_repr"])


def _of_the_account(person: User, names: set[str]) -> list[LogEntry]:
    """Return the entries on the person and on invitations to their address."""
    sent = [
        entry
        for entry in _entries(Invitation)
        if {entry.object_repr, *_values(entry, ["email"])} & names
    ]
    return [*_entries(User).filter(object_pk=str(person.pk)), *sent]


def _of_the_office(person: User, rows: dict[str, set[str]]) -> list[OfficeEntry]:
    memberships = rows[Membership._meta.label]
    found = Q()
    for model, keys in ((User, {str(person.pk)}), (Membership, memberships)):
        kind = ContentType.objects.get_for_model(model)
        found |= Q(content_type=kind, object_id__in=keys)
    return list(OfficeEntry.objects.filter(found))


def _entries(model: Model) -> Any:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind)


def _values(entry: LogEntry, fields: list[str]) -> list[str]:
    """Return what the entry says that these fields were and became."""
    changes = entry.changes or {}
    return [str(value) for field in fields for value in changes.get(field, [])]


def _rewrite(entry: LogEntry, names: set[str], former: str) -> None:
    entry.object_repr = _without(entry.object_repr, names, former)
    entry.changes = {
        field: [former if value in names else value for value in values]
        if isinstance(values, list)
        else values
        for field, values in (entry.changes or {}).items()
    }
    entry.changes_text = ""
    entry.save(update_fields=["object_repr", "changes", "changes_text"])


def _without(text: str, names: set[str], former: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, former)
    return text
