"""One Essential: what its page shows, what a save does, and what bad input does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City, User
from scorecard.actions import answers
from scorecard.actions.answers import Content
from scorecard.models import Assessment, Proposal
from tests import make
from tests.conftest import ClientOf

HTMX = {"HX-Request": "true"}


def _save(client: Client, assessment: Assessment, code: str, **fields: Any) -> Any:
    htmx = HTMX if fields.pop("htmx", False) else {}
    posted = {"version": "0", "choice": "2", "reason": "", "comment": ""} | fields
    address = reverse("scorecard:answer", args=[assessment.pk, code])
    return client.post(address, posted, headers=htmx)


def test_save_without_javascript_returns_to_the_card(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    response = _save(client_of(lead), assessment, "P1.1", comment="Постоји план.")

    assert response.status_code == 302
    assert response["Location"].endswith("/essentials/1/#P1.1")
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment, answer.version) == (2, "Постоји план.", 1)
    assert answer.changed_by == lead


def test_save_with_htmx_returns_the_next_version(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    response = _save(client_of(lead), assessment, "P1.1", htmx=True)

    assert response.status_code == 200
    assert 'name="version" value="1"' in response.content.decode()


def test_second_writer_is_told_and_sees_both(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(
        assessment, "P1.1", Content(score=3, comment="Колегин текст"), by=lead
    )

    response = _save(client_of(lead), assessment, "P1.1", comment="Мој текст")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Колегин текст" in page
    assert "Мој текст" in page
    assert make.answer_of(assessment, "P1.1").comment == "Колегин текст"


def test_settled_conflict_saves_mine_over_the_version_that_was_shown(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", Content(score=3, comment="Прво"), by=lead)

    response = _save(
        client_of(lead), assessment, "P1.1", comment="Моје", version="0", settle="1"
    )

    assert response.status_code == 302
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.comment, answer.version) == ("Моје", 2)


def test_same_content_sent_twice_is_saved_once(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    _save(client, assessment, "P1.1", comment="Исто")

    response = _save(client, assessment, "P1.1", comment="Исто")

    assert response.status_code == 302
    assert make.answer_of(assessment, "P1.1").changes.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"choice": "4"}, "Choose a level from 0 to 3."),
        ({"choice": "-1"}, "Choose a level from 0 to 3."),
        ({"choice": "two"}, "Choose a level from 0 to 3."),
        ({"choice": ["2", "na"]}, "Choose a level or “not applicable”, not both."),
        ({"choice": "na"}, "Write why this is not applicable to you."),
        ({"choice": "na", "reason": "  "}, "Write why this is not applicable to you."),
        ({"version": "7"}, "The page does not know which answer it was based on."),
        ({"version": ""}, "The page does not know which answer it was based on."),
        ({"version": "-3"}, "greater than or equal to 0"),
        ({"version": "one"}, "Enter a whole number."),
        ({"settle": "9"}, "changed this answer"),
    ],
)
def test_impossible_input_gets_its_sentence_and_changes_nothing(
    fields: dict[str, Any],
    sentence: str,
    assessment: Assessment,
    lead: User,
    client_of: ClientOf,
) -> None:
    make.save_answer(assessment, "P1.1", Content(score=1), by=lead)
    typed = "Текст који не сме да нестане"

    response = _save(
        client_of(lead),
        assessment,
        "P1.1",
        **{"version": "1", "comment": typed} | fields,
    )

    page = response.content.decode()
    assert response.status_code in (409, 422)
    assert sentence in page
    assert typed in page
    answer = make.answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment, answer.version) == (1, "", 1)


def test_comment_of_50000_characters_is_refused_and_kept_on_the_page(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    response = _save(client_of(lead), assessment, "P1.1", comment="ж" * 50_000)

    page = response.content.decode()
    assert response.status_code == 422
    assert "40000 characters too long" in page
    assert "ж" * 50_000 in page
    assert make.answer_of(assessment, "P1.1").version == 0


def test_script_in_a_comment_is_text(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    _save(client, assessment, "P1.1", comment="<script>alert(1)</script>")

    page = client.get(
        reverse("scorecard:essential", args=[assessment.pk, 1])
    ).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_unknown_code_is_not_found(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    assert _save(client_of(lead), assessment, "P9.9").status_code == 404


def test_answer_of_a_submitted_assessment_cannot_be_edited(
    city: Any, lead: User, client_of: ClientOf
) -> None:
    submitted = make.make_assessment(
        city=city, lead=lead, status=Assessment.Status.SUBMITTED
    )

    response = _save(client_of(lead), submitted, "P1.1", choice="0", version="1")

    assert response.status_code == 403
    assert "under review" in response.content.decode()
    assert make.answer_of(submitted, "P1.1").score == 2


def test_ended_session_keeps_what_was_typed(
    assessment: Assessment, visitor: Client
) -> None:
    response = _save(visitor, assessment, "P1.1", comment="Пре истека сесије")

    page = response.content.decode()
    assert response.status_code == 401
    assert "Your session has ended" in page
    assert 'name="comment" value="Пре истека сесије"' in page
    assert make.answer_of(assessment, "P1.1").version == 0


def test_clear_button_takes_the_level_back(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", Content(score=1, comment="Остаје"), by=lead)

    _save(client_of(lead), assessment, "P1.1", version="1", clear="1", comment="Остаје")

    answer = make.answer_of(assessment, "P1.1")
    assert (answer.score, answer.comment) == (None, "Остаје")


def test_history_tells_who_when_from_and_to(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", Content(score=1, comment="Прво"), by=lead)
    make.save_answer(assessment, "P1.1", Content(score=2, comment="Друго"), by=lead)

    page = client_of(lead).get(
        reverse("scorecard:history", args=[assessment.pk, "P1.1"]) + "?each=1"
    )

    text = page.content.decode()
    assert text.index("level 2") > 0
    assert all(part in text for part in ("Lena Lidić", "level 1", "Прво", "Друго"))


def test_history_does_not_repeat_what_stayed(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    make.save_answer(assessment, "P1.1", Content(score=1, comment="Исто"), by=lead)
    make.save_answer(assessment, "P1.1", Content(score=2, comment="Исто"), by=lead)

    page = client_of(lead).get(
        reverse("scorecard:history", args=[assessment.pk, "P1.1"])
    )

    # Once, where it was written first.
    assert page.content.decode().count("Исто") == 1


def test_contributor_proposes_and_the_agreed_answer_stays(
    assessment: Assessment, lead: User, contributor: User, client_of: ClientOf
) -> None:
    answers.assign(
        answers=[make.answer_of(assessment, "P1.1")], user=contributor, due=None
    )
    address = reverse("scorecard:propose", args=[assessment.pk, "P1.1"])

    response = client_of(contributor).post(
        address, {"choice": "1", "comment": "Само делимично."}
    )

    assert response.status_code == 302
    answer = make.answer_of(assessment, "P1.1")
    assert answer.score is None
    assert answer.proposals.get().comment == "Само делимично."
    page = client_of(lead).get(reverse("scorecard:essential", args=[assessment.pk, 1]))
    assert "Само делимично." in page.content.decode()


def test_older_page_replaces_no_newer_proposal_of_ones_own(
    assessment: Assessment, contributor: User, client_of: ClientOf
) -> None:
    answers.assign(answers=[make.answer_of(assessment, "P1.1")], user=contributor)
    client = client_of(contributor)
    address = reverse("scorecard:propose", args=[assessment.pk, "P1.1"])
    older, newer = (
        {"choice": level, "comment": text, "version": "0"}
        for level, text in (("1", "Са старог телефона."), ("2", "Са рачунара."))
    )
    client.post(address, newer)

    page = client.post(address, older)

    own = Proposal.objects.get()
    assert (page.status_code, own.comment) == (409, "Са рачунара.")
    assert all(one["comment"] in page.content.decode() for one in (older, newer))
    assert "You proposed something else" in page.content.decode()

    client.post(address, older | {"settle": "1"})
    again = client.post(address, older)  # its answer was lost on the way

    own = Proposal.objects.get()
    assert (own.comment, own.version) == ("Са старог телефона.", 2)
    assert again.status_code == 302


def test_refused_text_stays_on_the_page(
    city: City, lead: User, client_of: ClientOf
) -> None:
    assessment = make.make_assessment(
        city=city, lead=lead, status=Assessment.Status.SUBMITTED
    )

    page = _save(client_of(lead), assessment, "P1.1", comment="Дуг и важан текст.")

    assert page.status_code == 403
    assert "Дуг и важан текст." in page.content.decode()


def test_contributor_cannot_propose_for_what_is_not_theirs(
    assessment: Assessment, contributor: User, client_of: ClientOf
) -> None:
    address = reverse("scorecard:propose", args=[assessment.pk, "P1.1"])

    response = client_of(contributor).post(address, {"choice": "1"})

    assert response.status_code == 403
    assert "was not given to you" in response.content.decode()
