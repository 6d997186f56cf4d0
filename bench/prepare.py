"""Fill a database with the demo, and say who asks for what: python -m bench.prepare."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from cities.models import User  # noqa: E402
from mcr2030 import demo  # noqa: E402
from scorecard.models import Assessment  # noqa: E402

# With 9 indicators and with 5; an Essential has 4.7 on average.
LARGEST_ESSENTIAL = 8
MIDDLE_ESSENTIAL = 2


def main() -> None:
    call_command("set_up")
    demo.load(demo.FOLDER)
    lead = User.objects.get(email=demo.PEOPLE[demo.Role.LEAD][0])
    mine = Assessment.objects.visible_to(lead).filter(city__code=demo.SHOWN_CITY)
    open_one = mine.filter(status__in=Assessment.OPEN).latest("year")
    frozen = mine.accepted().latest("year")
    answer = open_one.answers.filter(
        question__essential=LARGEST_ESSENTIAL, score__isnull=False
    ).first() or open_one.answers.get(question__code=f"P{LARGEST_ESSENTIAL}.1")
    client = Client()
    client.force_login(lead)
    address = f"/assessments/{open_one.pk}"
    paths = {
        "essential": f"{address}/essentials/{MIDDLE_ESSENTIAL}/",
        "largest": f"{address}/essentials/{LARGEST_ESSENTIAL}/",
        "save": f"{address}/answers/{answer.question.code}/",
        "overview": f"{address}/",
        "report": f"{address}/report.pdf",
        "kept": f"/assessments/{frozen.pk}/report.pdf",
        "bare read": f"/bench/read/{answer.pk}/",
        "bare write": f"/bench/write/{open_one.answers.first().pk}/",
        "bare pdf": f"/bench/pdf/{open_one.pk}/",
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
        },
        sys.stdout,
    )


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
