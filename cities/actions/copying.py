"""A copy of all that is kept about a person, as a ZIP of JSON files."""

import io
import json
import zipfile
from typing import Any

from auditlog.models import LogEntry
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.models import Invitation, User
from cities.models.relations import Model, of_person, to_people

# What lets somebody in, and what the log tells of other people.
SECRETS = {
    "cities.User": ("password",),
    "cities.Invitation": ("digest",),
    "mfa.Authenticator": ("data",),
    "usersessions.UserSession": ("session_key",),
    "admin.LogEntry": ("object_repr",),
    "auditlog.LogEntry": (
        "changes",
        "changes_text",
        "object_repr",
        "serialized_data",
        "additional_data",
        "actor_email",
    ),
}
# What a row hangs on, so that it says of which city and round it is.
ABOVE = (
    "host",
    "city",
    "assessment",
    "plan",
    "review",
    "answer",
    "submission",
    "settlement",
    "thread",
    "workshop",
    "ballot",
    "action",
    "application",
)


def archive(*, person: User, language: str | None = None) -> bytes:
    """Return the copy as a ZIP; its texts are in the person's language."""
    with override(language or person.language):
        files = {"about": _about(person)} | gather(person=person)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            text = json.dumps(
                content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
            )
            file.writestr(f"{name}.json", text)
    return packed.getvalue()


def gather(*, person: User) -> dict[str, Any]:
    """Return the rows about the person by model, those without any left out."""
    teller = _Teller(person)
    found = {"cities.User": _described(User, [teller.row(person)])}
    for model, fields in to_people():
        rows = of_person(model, fields, person)
        if model is Invitation:
            rows |= Invitation.objects.filter(email=person.email)
        told = [teller.row(one) for one in rows.order_by("pk")]
        if told:
            found[model._meta.label] = _described(model, told)
    return found


def _described(model: Model, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"what": str(model._meta.verbose_name_plural), "rows": rows}


def _about(person: User) -> dict[str, str]:
    return {
        "person": person.name,
        "made": timezone.localtime().isoformat(timespec="seconds"),
        "what": _(
            "All that is kept here about you: one file for each kind of record. "
            "Other people stand as “somebody else”. Left out are secrets (password, "
            "second factor, links) and documents, which belong to the local government."
        ),
    }


class _Teller:
    """Turns rows into plain data; what a row hangs on is named once and remembered."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.names: dict[tuple[str, Any], str] = {}

    def row(self, one: models.Model) -> dict[str, Any]:
        meta = one._meta
        hidden = {
            *SECRETS.get(meta.label, ()),
            *getattr(one, "NOT_COPIED", ()),
        }
        told = {
            field.name: self._value(one, field)
            for field in meta.concrete_fields
            if field.name not in hidden
        }
        if isinstance(one, LogEntry):
            told["fields"] = sorted(one.changes or {})
        if isinstance(one, Invitation) and one.email != self.person.email:
            told["email"] = _("somebody else")
        return told

    def _value(self, one: models.Model, field: "models.Field[Any, Any]") -> Any:
        value = field.value_from_object(one)
        if not isinstance(field, models.ForeignKey):
            return value.name if isinstance(field, models.FileField) else value
        if value is None:
            return None
        if field.related_model is User:
            return self.person.name if value == self.person.pk else _("somebody else")
        return self._name(getattr(one, field.name))

    def _name(self, one: models.Model) -> str:
        key = (one._meta.label, one.pk)
        if key not in self.names:
            above = [
                self._name(getattr(one, field.name))
                for field in one._meta.concrete_fields
                if field.name in ABOVE
                and isinstance(field, models.ForeignKey)
                and getattr(one, field.attname) is not None
            ]
            self.names[key] = " · ".join([*above[:1], str(one)])
        return self.names[key]
