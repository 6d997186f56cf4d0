"""What a city says about itself: figures with their sources."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from cities.models import City, ProfileFigure


@dataclass(frozen=True)
class Figure:
    """A value with where and when it was read."""

    value: Decimal
    source: str
    source_date: dt.date


def save(*, city: City, figures: Mapping[str, Figure | None]) -> None:
    """Save the city's own fields and its figures by kind; None takes one away."""
    known = {one.kind: one for one in ProfileFigure.objects.filter(city=city)}
    with transaction.atomic():
        city.save()
        for kind, figure in figures.items():
            row = known.get(kind)
            if figure is None and row:
                row.delete()
            elif figure and (row is None or _figure(row) != figure):
                row = row or ProfileFigure(city=city, kind=kind)
                row.value = figure.value
                row.source = figure.source
                row.source_date = figure.source_date
                row.save()


def _figure(row: ProfileFigure) -> Figure:
    return Figure(row.value, row.source, row.source_date)
