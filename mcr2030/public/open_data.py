"""Open data: what cities have published, as files at addresses that do not change.

Keys of columns are English and values are codes, numbers and dates, so that a file
says the same in every language; names stand in both scripts. A file is made when it
is first asked for after a change, and kept.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from auditlog.models import LogEntry
from django.core.cache import cache
from django.db.models import F, Max, Prefetch, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.models import City, District
from mcr2030.public import published
from scorecard.exports import percent
from scorecard.models import Assessment, EssentialScore
from scorecard.workbooks.tables import Column, Table, Value, as_json, as_plain_csv

KEPT_SECONDS = 30 * 24 * 3600
WRITERS = {"csv": as_plain_csv, "json": as_json}
YES_OR_NO = "true, false"
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# What an installation says unless it has a licence of its own.
LICENCE = (
    "Published by the local governments named. Reuse is free with attribution: name "
    "the local government, this site and the date."
)


@dataclass(frozen=True)
class Described:
    """A column: its key, what it means, and its values where they are a closed list."""

    key: str
    note: str
    values: str = ""


@dataclass(frozen=True)
class Known:
    """A file as it stands: its name and kind, digest, rows, and when it changed."""

    name: str
    kind: str
    stamp: str
    digest: str
    rows: int
    size: int
    changed_at: dt.datetime

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'

    @property
    def address(self) -> str:
        return reverse("public:open-data-file", args=[self.name, self.kind])


def known(name: str, kind: str) -> Known:
    """Return the file as it stands now, made anew where something has changed.

    Three queries while nothing has.
    """
    stamp = f"{published.stamp()}-{_register_stamp()}"
    found: Known | None = cache.get(_key(name, kind))
    if found is not None and found.stamp == stamp:
        return found
    return _make(name, kind, stamp, found)[0]


def content(file: Known) -> bytes:
    """Return the bytes of a file."""
    packed: bytes | None = cache.get(f"{_key(file.name, file.kind)}:{file.digest}")
    if packed is not None:
        return zlib.decompress(packed)
    return _make(file.name, file.kind, file.stamp, file)[1]


def columns(name: str) -> list[Described]:
    """Return the columns of a file with their meaning in the active language."""
    return COLUMNS[name]()


def _make(
    name: str, kind: str, stamp: str, before: Known | None
) -> tuple[Known, bytes]:
    with override("en"):
        table = TABLES[name]()
    body = WRITERS[kind](table)
    file = Known(
        name=name,
        kind=kind,
        stamp=stamp,
        digest=hashlib.sha256(body).hexdigest()[:32],
        rows=len(table.rows),
        size=len(body),
        changed_at=timezone.now().replace(microsecond=0),
    )
    if before is not None and before.digest == file.digest:
        file = replace(file, changed_at=before.changed_at)
    key = _key(name, kind)
    cache.set(f"{key}:{file.digest}", zlib.compress(body), KEPT_SECONDS)
    cache.set(key, file, KEPT_SECONDS)
    return file, body


def _key(name: str, kind: str) -> str:
    return f"open-data:{name}.{kind}"


def _register_stamp() -> int:
    """Return what grows with every change of the register."""
    changes = LogEntry.objects.filter(
        content_type__app_label="cities", content_type__model="city"
    )
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def _cities() -> Table:
    latest = Prefetch(
        "assessment_set",
        queryset=Assessment.objects.published().only("city", "year"),
        to_attr="open",
    )
    found = City.objects.filter(assessment__published_at__isnull=False).distinct()
    found = found.select_related("district", "parent").prefetch_related(latest)
    return _table("cities", (_city(one) for one in found.order_by("code")))


def _city(city: Any) -> dict[str, Value]:
    return {
        "city_code": city.code,
        "name_cyrillic": city.name_sr,
        "name_latin": city.name_sr_latn,
        "kind": city.kind,
        "part_of": city.parent.code if city.parent else None,
        "district_code": city.district.code,
        "region": city.district.region,
        "population": city.population,
        "population_year": city.population_year,
        "area_km2": city.area,
        "area_year": city.area_year,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "is_member": city.is_member,
        "published_assessments": len(city.open),
        "latest_year": max(one.year for one in city.open),
        "is_invented": city.is_demo,
    }


def _scores() -> Table:
    rows = EssentialScore.objects.filter(assessment__published_at__isnull=False)
    found: Any = rows.order_by(
        "assessment__city__code",
        "assessment__questionnaire__code",
        "assessment__year",
        "assessment",
        "essential__number",
    ).values(
        "points",
        "out_of",
        "answered",
        "applying",
        "asked",
        pk=F("assessment"),
        city_code=F("assessment__city__code"),
        instrument=F("assessment__questionnaire__code"),
        edition=F("assessment__questionnaire__edition"),
        highest_level=F("assessment__questionnaire__scale_maximum"),
        draft_note=F("assessment__questionnaire__draft_note_en"),
        year=F("assessment__year"),
        occasion=F("assessment__occasion"),
        number=F("essential__number"),
        decided_at=F("assessment__decided_at"),
        published_at=F("assessment__published_at"),
        is_demo=F("assessment__is_demo"),
    )
    return _table("scores", map(_score, found.iterator(2000)))


def _score(row: dict[str, Any]) -> dict[str, Value]:
    return row | {
        "assessment": row["pk"],
        "essential": row["number"],
        "share_percent": _percent(row["points"], row["out_of"]),
        "not_applicable": row["asked"] - row["applying"],
        "is_draft_wording": bool(row["draft_note"]),
        "accepted_on": _day(row["decided_at"]),
        "published_on": _day(row["published_at"]),
        "is_invented": row["is_demo"],
    }


def _percent(points: int, out_of: int) -> Decimal | None:
    return percent(Fraction(points, out_of)) if out_of else None


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def _table(name: str, rows: Iterable[dict[str, Value]]) -> Table:
    described = columns(name)
    newest = Assessment.objects.published().aggregate(at=Max("published_at"))["at"]
    return Table(
        columns=tuple(
            Column(one.key, one.key, ": ".join(filter(None, (one.note, one.values))))
            for one in described
        ),
        rows=[[row.get(one.key) for one in described] for row in rows],
        about={
            "title": f"Making Cities Resilient 2030 in Serbia: published {name}",
            "licence": LICENCE,
            "last_publication": _day(newest),
            "schema": reverse("public:open-data"),
        },
    )


def _columns_of_cities() -> list[Described]:
    return [
        Described("city_code", _("official code of the local government")),
        Described("name_cyrillic", _("name in Cyrillic")),
        Described("name_latin", _("name in Latin")),
        Described("kind", _("kind of local government"), _values(City.Kind)),
        Described("part_of", _("code of the city that a city municipality belongs to")),
        Described("district_code", _("code of the administrative district")),
        Described("region", _("statistical region"), _values(District.Region)),
        Described("population", _("people; empty where not known")),
        Described(
            "population_year",
            _(
                "year of the population figure; 2022 is the census of the Statistical "
                "Office, other years are given by the local government"
            ),
        ),
        Described("area_km2", _("area in square kilometres")),
        Described("area_year", _("year of the area figure")),
        Described("latitude", _("degrees north, to two decimals")),
        Described("longitude", _("degrees east, to two decimals")),
        Described("is_member", _("whether it is a member of MCR2030"), YES_OR_NO),
        Described("published_assessments", _("how many assessments it has published")),
        Described("latest_year", _("year of the latest of them")),
        Described("is_invented", _("whether it is demonstration data"), YES_OR_NO),
    ]


def _columns_of_scores() -> list[Described]:
    return [
        Described(
            "assessment", _("number of the assessment, as in its report’s address")
        ),
        Described("city_code", _("official code of the local government")),
        Described("instrument", _("code of the instrument")),
        Described("edition", _("edition of the instrument")),
        Described("highest_level", _("highest level of the scale, which begins at 0")),
        Described(
            "is_draft_wording",
            _("whether the wording of the edition is a draft"),
            YES_OR_NO,
        ),
        Described("year", _("year of the round")),
        Described("occasion", _("occasion of the round"), _values(Assessment.Occasion)),
        Described("essential", _("number of the Essential, 1 to 10")),
        Described("points", _("points won in answered indicators that apply")),
        Described("out_of", _("points possible in these")),
        Described(
            "share_percent",
            _(
                "points won of the possible ones in per cent, two decimals; empty "
                "where nothing was answered, which is not 0"
            ),
        ),
        Described("answered", _("indicators with a level")),
        Described("not_applicable", _("indicators that do not apply")),
        Described("asked", _("indicators asked")),
        Described("accepted_on", _("day on which the national focal point accepted")),
        Described("published_on", _("day on which the local government published it")),
        Described("is_invented", _("whether it is demonstration data"), YES_OR_NO),
    ]


def _values(choices: type[TextChoices]) -> str:
    return ", ".join(choices.values)


COLUMNS: dict[str, Callable[[], list[Described]]] = {
    "cities": _columns_of_cities,
    "scores": _columns_of_scores,
}
TABLES: dict[str, Callable[[], Table]] = {"cities": _cities, "scores": _scores}
