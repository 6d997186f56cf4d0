"""A save that a device named is known again: it is kept once and hides nothing."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cities.models import User
from scorecard.actions import answers, assessments
from scorecard.actions.answers import Content
from scorecard.models import Assessment
from tests import make
from tests.conftest import ClientOf


def _save(
    client: Client, assessment: Assessment, comment: str, **fields: Any
) -> HttpResponse:
    posted = {"version": "0", "choice": "2", "key": "k1", "comment": comment} | fields
    address = reverse("scorecard:answer", args=[assessment.pk, "P1.1"])
    return client.post(address, posted, headers={"HX-Request": "true"})


def test_repeat_is_told_the_version_of_then(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    _save(client, assessment, "Прво")
    make.save_answer(assessment, "P1.1", Content(score=1, comment="Друго"), by=lead)

    repeat = _save(client, assessment, "Прво")
    onwards = _save(client, assessment, "Прво и још", version="1", key="k2")

    assert repeat.status_code == 200
    assert 'name="version" value="1"' in repeat.content.decode()
    assert onwards.status_code == 409
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.comment, answer.changes.count()) == ("Друго", 2)


def test_repeat_after_submission_is_still_known(
    assessment: Assessment, lead: User, client_of: ClientOf, city: Any
) -> None:
    closed = make.make_assessment(city=city, lead=lead, score=1, year=2019)
    client = client_of(lead)
    _save(client, closed, "Стигло", version="1")
    assessments.submit(assessment=closed, by=lead)

    repeat = _save(client, closed, "Стигло", version="1")
    other = _save(client, closed, "Није стигло", version="2", key="k2")

    assert (repeat.status_code, other.status_code) == (200, 403)
    assert "submitted" in other.content.decode() or "review" in other.content.decode()


@pytest.mark.parametrize("version", ["1", "0"])
def test_another_text_under_the_same_name_is_not_lost_in_silence(
    version: str, assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    _save(client, assessment, "Прво")

    again = _save(client, assessment, "Сасвим друго", version=version)

    assert again.status_code == {"1": 422, "0": 409}[version]
    assert make.answer_of(assessment, "P1.1").comment == "Прво"


def test_what_another_person_typed_is_not_saved_as_mine(
    assessment: Assessment, lead: User, observer: User, client_of: ClientOf
) -> None:
    response = _save(client_of(lead), assessment, "Туђе", person=str(observer.pk))

    assert response.status_code == 401
    assert "Somebody else is signed in" in response.content.decode()
    assert make.answer_of(assessment, "P1.1").version == 0


def test_names_of_two_people_do_not_meet(
    assessment: Assessment, lead: User, contributor: User
) -> None:
    answer = make.answer_of(assessment, "P1.1")
    for number, person in enumerate((lead, contributor)):
        content = Content(score=number)
        answers.save(answer=answer, content=content, version=number, by=person, key="k")

    assert make.answer_of(assessment, "P1.1").version == 2
