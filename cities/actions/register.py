"""The shipped register comes in from readable files, by official code.

Names, kinds, districts and places on the map follow the files on every load. Figures,
membership, who is in a basin group and partners are written once, with the row: later
they belong to the city, the partner and the office.
"""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from cities.models import BasinGroup, City, District, Hazard, Partner
from cities.serbian import to_latin

POPULATION_YEAR = 2022
AREA_YEAR = 2020

Row = dict[str, str]


def load(folder: Path) -> None:
    """Load districts, cities, basin groups and hazards, whole or not at all."""
    with transaction.atomic():
        districts = _load_districts(_rows(folder / "districts.csv"))
        _load_cities(
            _rows(folder / "cities.csv"),
            districts,
            members={row["city"] for row in _rows(folder / "members.csv")},
        )
        _load_basin_groups(
            _rows(folder / "basin_groups.csv"),
            _rows(folder / "basin_group_cities.csv"),
        )
        _load_hazards(_rows(folder / "hazards.csv"))
        _load_partners(_rows(folder / "partners.csv"))


def load_kosovo_and_metohija(folder: Path) -> None:
    """Load the units that stay out of the register until the office asks for them."""
    rows = _rows(folder / "kosovo_and_metohija.csv")
    region = District.Region.KOSOVO_AND_METOHIJA
    districts_rows = {
        row["district"]: {
            "code": row["district"],
            "name": row["district_name"],
            "region": region,
        }
        for row in rows
    }
    with transaction.atomic():
        districts = _load_districts(list(districts_rows.values()))
        _load_cities(rows, districts, members=set())


def _load_districts(rows: list[Row]) -> dict[str, District]:
    known = {one.code: one for one in District.objects.all()}
    for row in rows:
        district = known.setdefault(row["code"], District(code=row["code"]))
        _renew(district, {**_names(row), "region": row["region"]})
    return known


def _load_cities(
    rows: list[Row], districts: dict[str, District], members: set[str]
) -> None:
    """Load cities; a city stands in the file before the municipalities within it."""
    known = {one.code: one for one in City.objects.all()}
    for row in rows:
        code = row["code"]
        city = known.setdefault(code, City(code=code, is_member=code in members))
        if city.pk is None:
            _give_figures(city, row)
        _renew(
            city,
            {
                **_names(row),
                "kind": row["kind"],
                "district_id": districts[row["district"]].pk,
                "parent_id": known[row["parent"]].pk if row.get("parent") else None,
                "latitude": _degrees(row.get("lat")),
                "longitude": _degrees(row.get("lon")),
            },
        )


def _give_figures(city: City, row: Row) -> None:
    if population := row.get("population_2022"):
        city.population = int(population)
        city.population_year = POPULATION_YEAR
    if area := row.get("area_km2"):
        city.area = Decimal(area)
        city.area_year = AREA_YEAR


def _load_basin_groups(rows: list[Row], places: list[Row]) -> None:
    known = {one.code: one for one in BasinGroup.objects.all()}
    cities = {one.code: one for one in City.objects.all()}
    for row in rows:
        group = known.setdefault(row["code"], BasinGroup(code=row["code"]))
        is_new = group.pk is None
        if is_new:
            group.source = row["source"]
            group.is_complete = row["complete"] == "yes"
        _renew(group, _names(row))
        if is_new:
            group.cities.set(
                cities[place["city"]]
                for place in places
                if place["group"] == row["code"]
            )


def _load_hazards(rows: list[Row]) -> None:
    """Load hazards; a heading stands in the file before its kinds."""
    known = {one.code: one for one in Hazard.objects.all()}
    for position, row in enumerate(rows, start=1):
        hazard = known.setdefault(row["code"], Hazard(code=row["code"]))
        parent_id = known[row["parent"]].pk if row["parent"] else None
        _renew(hazard, {**_names(row), "position": position, "parent_id": parent_id})


def _load_partners(rows: list[Row]) -> None:
    """Load the supporting entities, who need no review by themselves."""
    known = set(Partner.objects.values_list("code", flat=True))
    now = timezone.now()
    for row in rows:
        if row["code"] in known:
            continue
        Partner.objects.create(
            code=row["code"],
            kind=row["kind"],
            **_names(row),
            profile_sr=row["profile"],
            profile_sr_latn=to_latin(row["profile"]),
            profile_en=row["profile_en"],
            status=Partner.Status.APPROVED,
            applied_at=now,
            decided_at=now,
        )


def _renew(row: models.Model, values: dict[str, Any]) -> None:
    """Write the row where it is new or differs from the file."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _names(row: Row) -> Row:
    """Return the name's three columns; English falls back on the Latin form."""
    latin = to_latin(row["name"])
    return {
        "name_sr": row["name"],
        "name_sr_latn": latin,
        "name_en": row.get("name_en") or latin,
    }


def _degrees(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
