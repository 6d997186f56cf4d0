"""Invented talk at the indicators of a returned round, in both circles."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from cities.models import Membership, User
from scorecard.actions import talk
from scorecard.models import Answer, Assessment, Message, Thread

Role = Membership.Role


def load(folder: Path, assessment: Assessment, people: Mapping[Role, User]) -> None:
    """Let the people of the demonstration talk, some days ago."""
    rows = tomllib.loads((folder / "talk.toml").read_text(encoding="utf-8"))
    for row in rows["threads"]:
        answer = Answer.objects.with_parts().asked(assessment.pk, row["code"]).get()
        _thread(answer, row, people)


def _thread(
    answer: Answer, row: Mapping[str, Any], people: Mapping[Role, User]
) -> None:
    first, *rest = row["messages"]
    thread = talk.open_thread(
        answer=answer, circle=row["circle"], **_said(first, people)
    )
    for one in rest:
        talk.say(thread=thread, **_said(one, people))
    begun = timezone.now() - dt.timedelta(days=row["days_ago"])
    for number, message in enumerate(thread.messages.all()):
        at = begun + dt.timedelta(hours=3 * number)
        Message.objects.filter(pk=message.pk).update(at=at)
    Thread.objects.filter(pk=thread.pk).update(opened_at=begun)
    if "resolved" in row:
        talk.resolve(thread=thread, by=people[Role(row["resolved"])])


def _said(row: Mapping[str, Any], people: Mapping[Role, User]) -> dict[str, Any]:
    return {
        "text": row["text"],
        "tell": [people[Role(one)].pk for one in row.get("tell", [])],
        "by": people[Role(row["by"])],
    }
