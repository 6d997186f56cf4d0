"""Rows of every table as lines of text, and lines as rows, past models and signals."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

# Who is signed in or asked for many files at the moment is nothing to come back to.
LEFT_OUT = frozenset({"sessions.Session", "usersessions.UserSession", "cities.Spent"})
READ_AT_ONCE = 1000


def kept() -> list[type[models.Model]]:
    """Return the models whose rows are kept, those between two others included."""
    return [model for model in _all() if model._meta.label not in LEFT_OUT]


def lines(model: type[models.Model]) -> Iterator[str]:
    """Yield the rows as JSON arrays in the order of `columns`, by primary key."""
    # A plain queryset: those of translated models change the columns asked for.
    whole: models.QuerySet[Any] = models.QuerySet(model)
    rows = whole.order_by("pk").values_list(*columns(model))
    for row in rows.iterator(READ_AT_ONCE):
        yield json.dumps(
            row, default=_as_text, ensure_ascii=False, separators=(",", ":")
        )


def columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def fill(model: type[models.Model], rows: Iterable[str], names: list[str]) -> None:
    """Insert rows as they stand in the lines, whatever `save` or a signal would do."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    read = (_row(line, fields) for line in rows)
    at_once = connection.ops.bulk_batch_size(fields, range(READ_AT_ONCE))
    # All that is asked of an object here is its attributes.
    while batch := cast(Any, list(islice(read, max(1, min(at_once, READ_AT_ONCE))))):
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)
        query.get_compiler(connection=connection).execute_sql()


def empty() -> None:
    """Delete the rows of all tables, and with them sign everybody out."""
    tables = [model._meta.db_table for model in _all()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))


def number_on() -> None:
    """Let the next new row get a number above all that are there."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept()):
            cursor.execute(statement)


def file_names() -> Iterator[str]:
    """Yield the names under which rows keep files."""
    for model in kept():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield from (
                    models.QuerySet(model)
                    .exclude(**{field.attname: ""})
                    .order_by("pk")
                    .values_list(field.attname, flat=True)
                )


@contextmanager
def snapshot() -> Iterator[None]:
    """Read all tables as of one moment, without keeping anybody from writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Django would begin by asking for the right to write.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _all() -> list[type[models.Model]]:
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.label)


def _row(line: str, fields: list[models.Field[Any, Any]]) -> SimpleNamespace:
    values = json.loads(line)
    return SimpleNamespace(
        **{
            field.attname: _value(field, value)
            for field, value in zip(fields, values, strict=True)
        }
    )


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.BinaryField) and value is not None:
        return base64.b64decode(value)
    return field.to_python(value)


def _as_text(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"No text is known for {type(value)}.")
