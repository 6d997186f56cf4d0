"""Where in all tables a person stands: read from the models, so that none is forgotten.

A model says by `on_delete` what becomes of its rows when a person's data are erased:
CASCADE, they go; PROTECT, they stay, by a former member; SET_NULL, they lose the
person. Besides it may say `NAMES_OF = {"name": "user"}`, fields that repeat a person's
name, and `NOT_COPIED = (…)`, fields that a copy of the person's data leaves out.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cities.models.people import User

Model = type[models.Model]
# What was done stays on record, though Django's own log would go with the person.
LOGS = ("admin.LogEntry", "auditlog.LogEntry")


def to_people() -> Iterator[tuple[Model, list["models.ForeignKey[Any, Any]"]]]:
    """Return every model with its relations to a person, those of packages as well."""
    for model in apps.get_models(include_auto_created=True):
        found = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is User
        ]
        if found:
            yield model, found


def of_person(
    model: Model, fields: "list[models.ForeignKey[Any, Any]]", person: User
) -> "models.QuerySet[Any]":
    """Return the rows in which the person stands in one of the fields."""
    found = Q()
    for field in fields:
        found |= Q(**{field.name: person})
    return model._default_manager.filter(found)


def fate_of(field: "models.ForeignKey[Any, Any]") -> str:
    """Return "goes", "stays" or "loses the person" for rows that have this relation."""
    if field.model._meta.label in LOGS:
        return "stays"
    fates: dict[Any, str] = {
        models.CASCADE: "goes",
        models.PROTECT: "stays",
        models.SET_NULL: "loses the person",
    }
    return fates[field.remote_field.on_delete]
