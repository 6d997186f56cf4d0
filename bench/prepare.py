"""Fill a database with the demo, and say who asks for what: python -m bench.prepare."""

import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.core.management import call_command  # noqa: E402 - as above
from django.db import connection  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 - as above

from cities.models import User  # noqa: E402 - as above
from mcr2030 import demo  # noqa: E402 - as above
from scorecard.actions import blank_workbooks  # noqa: E402 - as above
from scorecard.models import Assessment, Questionnaire  # noqa: E402 - as above
from scorecard.workbooks.official_map import CODES  # noqa: E402 - as above
from tests.official import official_workbook  # noqa: E402 - as above

FIRST_YEAR = 2017

# With 9 indicators and with 5; an Essential has 4.7 on average.
LARGEST_ESSENTIAL = 8
MIDDLE_ESSENTIAL = 2


def main() -> None:
    call_command("set_up")
    demo.load(demo.FOLDER)
    lead = User.objects.get(email=demo.PEOPLE[demo.Role.LEAD][0])
    mine = Assessment.objects.visible_to(lead).filter(city__code=demo.SHOWN_CITY)
    are_open = mine.filter(status__in=Assessment.OPEN)
    open_one = are_open.filter(questionnaire__code="preliminary").latest("year")
    detailed = are_open.filter(questionnaire__code="detailed").latest("year")
    frozen = mine.accepted().filter(questionnaire__code="preliminary").latest("year")
    blank_workbooks.keep(city=open_one.city, content=official_workbook(), by=lead)
    answer = open_one.answers.filter(
        question__essential=LARGEST_ESSENTIAL, score__isnull=False
    ).first() or open_one.answers.get(question__code=f"P{LARGEST_ESSENTIAL}.1")
    client = Client()
    client.force_login(lead)
    address, long_address = f"/assessments/{open_one.pk}", f"/assessments/{detailed.pk}"
    paths = {
        "essential": f"{address}/essentials/{MIDDLE_ESSENTIAL}/",
        "largest": f"{address}/essentials/{LARGEST_ESSENTIAL}/",
        "save": f"{address}/answers/{answer.question.code}/",
        "overview": f"{address}/",
        "report": f"{address}/report.pdf",
        "kept": f"/assessments/{frozen.pk}/report.pdf",
        "detailed": f"{long_address}/essentials/{LARGEST_ESSENTIAL}/",
        "detailed overview": f"{long_address}/",
        "detailed report": f"{long_address}/report.pdf",
        "official": f"{address}/official.xlsm",
        "own": f"{address}/workbook.xlsx",
        "table": f"{address}/answers.xlsx",
        "bare read": f"/bench/read/{answer.pk}/",
        "bare write": f"/bench/write/{open_one.answers.first().pk}/",
        "bare pdf": f"/bench/pdf/{open_one.pk}/",
        "bare detailed pdf": f"/bench/pdf/{detailed.pk}/",
    }
    client.get(paths["kept"])
    queries = {
        name: _queries(lambda path=path: client.get(path))
        for name, path in paths.items()
        if name not in ("save", "bare write")
    }
    form = {"choice": "1", "reason": "", "comment": "Прво."}
    form["version"] = str(answer.version)
    queries["save"] = _queries(
        lambda: client.post(paths["save"], form, headers={"HX-Request": "true"})
    )
    queries["bare write"] = _queries(
        lambda: client.post(paths["bare write"], {"comment": "Прво."})
    )
    json.dump(
        {
            "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "paths": paths,
            "queries": queries,
            "version": answer.version + 1,
            "import": _import(open_one),
        },
        sys.stdout,
    )


def _import(assessment: Assessment) -> dict[str, Any]:
    """Return what one import after the other says: each is a round of its own."""
    edition = Questionnaire.objects.in_use().get(code="preliminary")
    every = itertools.product(
        range(FIRST_YEAR, assessment.year), Assessment.Occasion.values
    )
    taken = {
        *Assessment.objects.of_city(assessment.city).values_list("year", "occasion")
    }
    file = Path(settings.DATA_DIR) / "filled.xlsm"
    comments = dict.fromkeys(CODES, "Реч " * 40)
    file.write_bytes(official_workbook(dict.fromkeys(CODES, 2), comments))
    return {
        "file": str(file),
        "address": f"/cities/{assessment.city.code}/official-workbook/",
        "rounds": [one for one in every if one not in taken],
        "form": {"edition": edition.pk, "text_language": "sr", "without_faulty": "1"},
    }


def _queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = call()
    if response.status_code != 200:
        sys.exit(f"{response.status_code} instead of a page to measure")
    # Django's own words around a transaction are no queries.
    return sum(
        not row["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        for row in captured.captured_queries
    )


if __name__ == "__main__":
    main()
