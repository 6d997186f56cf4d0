"""National figures come out of the cities' own files by another way of counting.

Nothing of the product's arithmetic is used here: cities' answers are read from the
JSON that each of them can take away, and added up by Python's own library.
"""

import json
import statistics
from random import Random

import pytest
from django.urls import reverse

from scorecard.actions.answers import Content
from scorecard.models import Assessment
from tests import make

CODES = ("P1.1", "P1.2", "P1.3", "P2.1", "P2.2", "P3.1")
CITIES = 11

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of):
    return client_of(make.make_focal_point())


@pytest.fixture
def taken(desk):
    """Return what each city's own file says: its answers, code by code."""
    edition = make.make_questionnaire(questions=CODES)
    chance = Random(2030)  # noqa: S311 - the same invented levels every time
    files = []
    for _city in range(CITIES):
        answers = {code: _content(chance) for code in CODES}
        made = make.make_assessment(
            status=Assessment.Status.ACCEPTED,
            questionnaire=edition,
            answers=answers,
            is_history=True,
        )
        address = reverse("scorecard:export", args=[made.pk, "json"])
        rows = json.loads(desk.get(address).content)["rows"]
        files.append({row["code"]: row for row in rows if row["row"] == "answer"})
    return files


def test_medians_and_quartiles_by_essential(desk, taken):
    address = reverse("national:matrix-file", args=["json"])
    rows = {row["city"]: row for row in json.loads(desk.get(address).content)["rows"]}

    for essential in (1, 2, 3):
        shares = [share for file in taken if (share := _share(file, essential)) >= 0]
        low, middle, high = statistics.quantiles(shares, method="inclusive")
        told = [
            rows[name][str(essential)]
            for name in ("Lower quartile", "Median", "Upper quartile")
        ]
        assert told == pytest.approx([low, middle, high], abs=0.005)
        counted = rows["Local governments with an answer"][str(essential)]
        assert counted == len(shares)


def test_counts_of_cities_by_level(desk, taken):
    address = reverse("national:gaps-file", args=["json"])
    rows = {row["code"]: row for row in json.loads(desk.get(address).content)["rows"]}

    for code in CODES:
        said = [file[code] for file in taken]
        for level in range(4):
            counted = sum(one["score"] == level for one in said)
            assert rows[code][f"level_{level}"] == counted
        skipped = sum(one["not_applicable"] for one in said)
        assert rows[code]["not_applicable"] == skipped
        answered = [one["score"] for one in said if one["score"] is not None]
        low = 100 * sum(score < 2 for score in answered) / len(answered)
        assert rows[code]["share"] == pytest.approx(low, abs=0.005)


def test_median_levels_of_indicators(desk, taken):
    address = reverse("national:matrix-essential-file", args=[1, "json"])
    rows = {row["city"]: row for row in json.loads(desk.get(address).content)["rows"]}

    for code in ("P1.1", "P1.2", "P1.3"):
        levels = [
            file[code]["score"] for file in taken if file[code]["score"] is not None
        ]
        assert rows["Median"][code] == statistics.median(levels)


def _content(chance):
    drawn = chance.randrange(6)
    if drawn == 4:
        return Content(not_applicable=True, reason="Нема тога.")
    return drawn if drawn < 4 else None


def _share(file, essential):
    """Return the per cent of the points won, -1 where nothing was answered."""
    scores = [
        one["score"]
        for one in file.values()
        if one["essential"] == essential and one["score"] is not None
    ]
    return 100 * sum(scores) / (3 * len(scores)) if scores else -1
