"""Fill a database with a whole nation's rounds: python -m bench.nation CITIES.

Every city gets three accepted rounds of the preliminary level, written by SQL: what
counts here is how many rows a page has to find its way through.
"""

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.db import connection, transaction  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 - as above

from cities.models import City, District, User  # noqa: E402 - as above
from mcr2030 import demo  # noqa: E402 - as above
from scorecard.models import Assessment, Questionnaire  # noqa: E402 - as above

YEARS = (2018, 2019, 2020)
# The demo's own rounds have other occasions: none is in the way of these.
OCCASION = Assessment.Occasion.NEW_DOCUMENTS
PAGES = {
    "desk": "/desk/",
    "matrix": "/desk/matrix/",
    "matrix of one Essential": "/desk/matrix/essentials/8/",
    "calibration": "/desk/calibration/{edition}/P3.1/",
    "gaps": "/desk/gaps/",
    "review queue": "/review/",
}

ANSWERS = """
INSERT INTO scorecard_answer (assessment_id, question_id, score, not_applicable,
    reason, comment, version, changed_at, changed_by_id)
SELECT a.id, q.id, CASE WHEN (a.id * 7 + q.id * 13 + a.id / 4) %% 11 = 10 THEN NULL
        ELSE (a.id * 7 + q.id * 13 + a.id / 4) %% 4 END,
    FALSE, '', 'Постоји план, недостаје буџет.', 1, %s, %s
FROM scorecard_assessment a JOIN scorecard_question q
    ON q.questionnaire_id = a.questionnaire_id
WHERE a.occasion = %s AND a.year = %s
    AND NOT EXISTS (SELECT 1 FROM scorecard_answer x WHERE x.assessment_id = a.id)
"""
SCORES = """
INSERT INTO scorecard_essentialscore (assessment_id, essential_id, points, out_of,
    answered, applying, settled, asked)
SELECT x.assessment_id, q.essential_id, COALESCE(SUM(x.score), 0), 3 * COUNT(x.score),
    COUNT(x.score), COUNT(*), COUNT(x.score), COUNT(*)
FROM scorecard_answer x JOIN scorecard_question q ON q.id = x.question_id
    JOIN scorecard_assessment a ON a.id = x.assessment_id
WHERE a.occasion = %s AND NOT EXISTS
    (SELECT 1 FROM scorecard_essentialscore s WHERE s.assessment_id = a.id)
GROUP BY x.assessment_id, q.essential_id
"""
STANDINGS = """
INSERT INTO scorecard_standing (city_id, questionnaire_id, assessment_id)
SELECT a.city_id, a.questionnaire_id, a.id FROM scorecard_assessment a
WHERE a.occasion = %s AND a.year = %s AND NOT EXISTS (SELECT 1
    FROM scorecard_standing s WHERE s.city_id = a.city_id
    AND s.questionnaire_id = a.questionnaire_id)
"""


def main(wanted: int) -> None:
    focal_point = User.objects.get(email=demo.PEOPLE[demo.Role.FOCAL_POINT][0])
    edition = Questionnaire.objects.in_use().get(code="preliminary")
    with transaction.atomic():
        _cities(wanted)
        _rounds(edition, focal_point)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(focal_point)
    paths = {name: path.format(edition=edition.pk) for name, path in PAGES.items()}
    json.dump(
        {
            "cities": wanted,
            "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "paths": paths,
            "queries": {name: _queries(client, path) for name, path in paths.items()},
        },
        sys.stdout,
    )


def _cities(wanted: int) -> None:
    """Add invented members to the register's until there are as many as wanted."""
    districts = list(District.objects.all())
    City.objects.update(is_member=True)
    City.objects.bulk_create(
        City(
            code=f"9{number:06}",
            kind=City.Kind.MUNICIPALITY,
            name_sr=f"Место {number}",
            name_sr_latn=f"Mesto {number}",
            name_en=f"Mesto {number}",
            district=districts[number % len(districts)],
            is_member=True,
            population=1_000 + number * 37 % 200_000,
            population_year=2022,
            latitude=f"{42 + number % 400 / 100:.2f}",
            longitude=f"{19 + number % 370 / 100:.2f}",
        )
        for number in range(City.objects.count(), wanted)
    )


def _rounds(edition: Questionnaire, by: User) -> None:
    # Handed in and accepted long ago: nothing of it is news to anybody.
    now = dt.datetime(YEARS[-1], 11, 1, tzinfo=dt.UTC)
    fields: dict[str, Any] = {
        "questionnaire": edition,
        "occasion": OCCASION,
        "status": Assessment.Status.ACCEPTED,
        "team_lead": by,
        "started_by": by,
        "submitted_at": now,
        "submitted_by": by,
        "decided_at": now,
        "decided_by": by,
    }
    for year in YEARS:
        have = Assessment.objects.filter(year=year, occasion=OCCASION)
        Assessment.objects.bulk_create(
            Assessment(city=city, year=year, **fields)
            for city in City.objects.exclude(pk__in=have.values("city"))
        )
    with connection.cursor() as cursor:
        for year in YEARS:
            cursor.execute(ANSWERS, [now, by.pk, OCCASION, year])
        cursor.execute(SCORES, [OCCASION])
        cursor.execute(STANDINGS, [OCCASION, YEARS[-1]])


def _queries(client: Client, path: str) -> int:
    # The first one after an acceptance adds national figures up; they are kept.
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        sys.exit(f"{path}: {response.status_code} instead of a page to measure")
    return len(captured)


if __name__ == "__main__":
    main(int(sys.argv[1]))
