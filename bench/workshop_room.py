"""The facilitator's side of the measured workshop: python -m bench.workshop_room.

`call` makes the room and prints its code, `open N` and `close N` walk it through the
real actions, `count` prints every vote that the database holds.
"""

import datetime as dt
import json
import sys

import django

django.setup()

from django.db.models import F  # noqa: E402 - Django has to be set up first

from cities.models import User  # noqa: E402 - as above
from mcr2030 import demo  # noqa: E402 - as above
from scorecard.actions import workshops  # noqa: E402 - as above
from scorecard.models import Assessment, Ballot, Vote, Workshop  # noqa: E402 - as above

TITLE = "Мерење"


def main() -> None:
    what, number = sys.argv[1], int(sys.argv[2])
    lead = User.objects.get(email=demo.PEOPLE[demo.Role.LEAD][0])
    if what == "call":
        sys.stdout.write(_call(lead))
        return
    if what == "count":
        votes = Vote.objects.filter(ballot__workshop__title=TITLE).annotate(
            number=F("ballot__number"), name=F("guest__name")
        )
        rows = sorted(
            list(one) for one in votes.values_list("number", "name", "choice")
        )
        sys.stdout.write(json.dumps(rows))
        return
    ballot = Ballot.objects.select_related("workshop__assessment").get(
        workshop__title=TITLE, number=number
    )
    move = workshops.open_vote if what == "open" else workshops.close_vote
    move(ballot=ballot, turn=ballot.workshop.turn, by=lead)


def _call(lead: User) -> str:
    open_ones = Assessment.objects.filter(
        city__code=demo.SHOWN_CITY,
        status__in=Assessment.OPEN,
        questionnaire__code="preliminary",
    )
    assessment = open_ones.with_parts().latest("year")
    Workshop.objects.filter(title=TITLE).delete()
    workshop = workshops.call(
        assessment=assessment,
        answers=list(assessment.answers.all()[:4]),
        by=lead,
        title=TITLE,
        place="сала",
        day=dt.date(2026, 11, 29),
        facilitator=lead,
    )
    return json.dumps({"code": workshop.code})


if __name__ == "__main__":
    main()
