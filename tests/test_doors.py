"""A draft that was not shared, and a team's own talk, leave no trace at any door.

Each page and file is asked for twice: with the draft left blank, and with it filled in
to the last answer, with evidence, an action and scenarios, with talk about it in both
circles, and with the team's own talk in every round. Both answers are the same.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from scorecard.actions import answers, notes, talk
from scorecard.actions.answers import Content
from scorecard.models import Assessment
from tests import make, paper
from tests.test_access import ROWS, Row
from tests.world import World, taken_back

WORD = "Скровито"
OUTSIDERS = ("anonymous", "stranger", "focal_point", "partner")
# What differs between two answers to the same question.
CHANCE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken":"[^"]+"|nonce="[^"]+"'
    r'|"(?:made|created_at|last_seen_at|last_login|timestamp)": "[^"]+"'
)
# A document is handed out as it was uploaded: it says nothing of a round.
UPLOADED = ("scorecard:evidence-file", "roadmap:criterion-file", "roadmap:letter-file")
DOORS = [
    (person, row)
    for person in OUTSIDERS
    for row in ROWS
    if row.method == "GET"
    and row.expected[person] == "ok"
    and row.address not in UPLOADED
]

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), taken_back():
        yield World()


@pytest.mark.parametrize(
    ("person", "row"), DOORS, ids=[f"{person} {row.label}" for person, row in DOORS]
)
def test_a_draft_that_is_not_shared_shows_at_no_door(
    person: str, row: Row, world: World, caplog: Any
) -> None:
    with taken_back():
        blank = _told(world, person, row)
    caplog.clear()
    with taken_back():
        _fill_in(world)
        filled = _told(world, person, row)

    assert filled == blank
    assert not {WORD, "Skrovito"} & {*re.findall(r"\w+", filled)}
    assert WORD not in caplog.text


def test_the_city_itself_reads_its_draft(world: World) -> None:
    with taken_back():
        _fill_in(world)
        page = world.client("lead").get(world.path("scorecard:report", "draft"))

    assert WORD in page.content.decode()


def _fill_in(world: World) -> None:
    draft = world.rounds["draft"]
    for answer in draft.answers.select_related("question"):
        answer.refresh_from_db()
        answer.assessment = draft
        content = Content(score=3, comment=f"{WORD} постоји.")
        answers.save(
            answer=answer, content=content, version=answer.version, by=world.lead
        )
    proved = make.answer_of(draft, "P1.1")
    make.make_evidence(answer=proved, by=world.lead, title=f"{WORD} решење")
    notes.note(answer=proved, action=f"{WORD} донети.", by=world.lead)
    _talk(world)
    Assessment.objects.filter(pk=draft.pk).update(most_severe=f"{WORD} сценарио")


def _talk(world: World) -> None:
    for name, assessment in world.rounds.items():
        for answer in assessment.answers.select_related("question"):
            answer.assessment = assessment
            for circle in ("team", "review") if name == "draft" else ("team",):
                talk.open_thread(
                    answer=answer, circle=circle, text=f"{WORD}?", by=world.lead
                )


def _told(world: World, person: str, row: Row) -> str:
    """Return all that an answer says: a page's marks, a file's texts."""
    response = world.client(person).get(world.path(row.address, *row.names))
    body = response.getvalue()
    if body.startswith(b"%PDF"):
        return "\n".join(paper.texts(body))
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as package:
            parts = "\n".join(
                package.read(name).decode("utf-8", "replace")
                for name in sorted(package.namelist())
                if not name.endswith("core.xml")
            )
            return CHANCE.sub("", parts)
    return CHANCE.sub("", body.decode())
