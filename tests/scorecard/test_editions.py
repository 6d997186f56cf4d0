"""Editions in the office: who may, what is fixed, in use, retired, copied, mapped."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cities.models import User
from cities.permissions import Refused
from scorecard.actions import editions
from scorecard.models import (
    Assessment,
    Essential,
    Level,
    Question,
    Questionnaire,
)
from tests import editions as shelf
from tests import make
from tests.conftest import ClientOf

PAGES = [
    "essential",
    "questionnaire",
    "section",
    "condition",
    "question",
    "editionmapping",
]


@pytest.fixture
def office(client_of: ClientOf, focal_point: User) -> Client:
    return client_of(shelf.let_in(focal_point))


@pytest.fixture
def draft(db: None) -> Questionnaire:
    return shelf.make_draft()


# Who may


@pytest.mark.parametrize("page", PAGES)
def test_focal_point_opens_each_list(office: Client, draft: Any, page: str):
    assert office.get(f"/office/scorecard/{page}/").status_code == 200
    assert office.get(f"/office/scorecard/{page}/?q=P1").status_code == 200
    assert office.get(f"/office/scorecard/{page}/add/").status_code in (200, 403)


@pytest.mark.parametrize(
    "page", [*PAGES, "questionnaire/import", "editionmapping/import"]
)
def test_administrator_who_is_no_focal_point_gets_nothing(
    client_of: ClientOf, administrator: User, page: str
):
    response = client_of(administrator).get(f"/office/scorecard/{page}/")

    assert response.status_code == 403


@pytest.mark.parametrize("who", ["lead", "observer", "stranger", "peer"])
def test_nobody_else_gets_in_even_when_let_into_the_office(
    client_of: ClientOf, request: pytest.FixtureRequest, who: str
):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save()
    make.make_second_factor(person)
    client = client_of(person)

    for page in PAGES:
        assert client.get(f"/office/scorecard/{page}/").status_code == 403
        assert client.get(f"/office/scorecard/{page}/add/").status_code == 403


def test_focal_point_needs_the_second_factor_first(client_of: ClientOf):
    bare = make.make_focal_point(second_factor=False, is_staff=True)

    response = client_of(bare).get("/office/scorecard/questionnaire/")

    assert response["Location"] == reverse("mfa_index")


# Lists and pages


def test_list_of_editions_counts_in_few_questions(
    office: Client,
    assessment: Assessment,
    draft: Any,
    django_assert_max_num_queries: Any,
):
    with django_assert_max_num_queries(14):
        page = office.get("/office/scorecard/questionnaire/").content.decode()

    assert '<td class="field-indicators">10</td>' in page
    assert '<td class="field-indicators">4</td><td class="field-rounds">1</td>' in page


def test_latin_follows_the_cyrillic_text(office: Client, draft: Questionnaire):
    question = draft.questions.get(code="P1.1")

    office.post(
        shelf.change_page(question),
        shelf.question_fields(question, title_sr="Љубичаста"),
    )

    question.refresh_from_db()
    assert (question.title_sr, question.title_sr_latn) == ("Љубичаста", "Ljubičasta")


def test_latin_in_the_cyrillic_field_is_refused(office: Client, draft: Questionnaire):
    question = draft.questions.get(code="P1.1")

    page = office.post(
        shelf.change_page(question),
        shelf.question_fields(question, title_sr="Latinica"),
    )

    assert "Write Serbian in Cyrillic here." in page.content.decode()
    question.refresh_from_db()
    assert question.title_sr == "Питање P1.1"


def test_new_indicator_stands_last_with_its_levels(
    office: Client, draft: Questionnaire
):
    fields = {
        "questionnaire": draft.pk,
        "code": "P1.2",
        "essential": Essential.objects.get(number=1).pk,
        **shelf.texts("title", "Ново", "New"),
        **shelf.texts("asks", "Шта је ново?", "What is new?"),
        "levels-TOTAL_FORMS": "2",
        "levels-INITIAL_FORMS": "0",
        "levels-0-score": "0",
        **shelf.texts("levels-0-text", "Ништа.", "Nothing."),
        "levels-1-score": "1",
        **shelf.texts("levels-1-text", "Нешто.", "Something."),
    }

    response = office.post("/office/scorecard/question/add/", fields)

    assert response.status_code == 302
    question = draft.questions.get(code="P1.2")
    assert question.position == 11
    assert question.levels.get(score=1).text_sr_latn == "Nešto."


@pytest.mark.parametrize(
    ("score", "text", "sentence"),
    [
        ("4", "Нешто.", "The scale of this edition ends at 3."),
        ("1", " ништа. ", "Levels 0 and 1 say the same."),
    ],
)
def test_levels_fit_the_scale_and_differ(
    office: Client, draft: Questionnaire, score: str, text: str, sentence: str
):
    question = draft.questions.get(code="P1.1")
    question.levels.exclude(score=0).delete()
    extra = {"levels-1-score": score, **shelf.texts("levels-1-text", text, "Else.")}

    page = office.post(
        shelf.change_page(question), shelf.question_fields(question, **extra, extra=1)
    )

    assert sentence in page.content.decode()
    assert question.levels.count() == 1


def test_section_of_another_edition_is_refused(
    office: Client, draft: Questionnaire, questionnaire: Questionnaire
):
    other = shelf.make_section(questionnaire)
    question = draft.questions.get(code="P1.1")

    office.post(
        shelf.change_page(question), shelf.question_fields(question, section=other.pk)
    )

    question.refresh_from_db()
    assert question.section is None


def test_edition_in_use_that_lacks_something_is_a_draft_again(
    office: Client, draft: Questionnaire
):
    editions.put_in_use(questionnaire=draft)
    question = draft.questions.get(code="P4.1")

    page = office.post(
        f"/office/scorecard/question/{question.pk}/delete/",
        {"post": "yes"},
        follow=True,
    ).content.decode()

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "The edition is a draft again" in page
    assert "Essential 4 has no indicator." in page


# What an assessment uses


def test_used_edition_is_read_only_on_every_page(
    office: Client, assessment: Assessment
):
    edition = assessment.questionnaire
    rows = [
        edition,
        edition.questions.first(),
        shelf.make_section(edition),
        shelf.make_condition(edition),
    ]

    for row in rows:
        page = office.get(shelf.change_page(row)).content.decode()
        assert 'name="_save"' not in page
        assert "An assessment uses this edition" in page


@pytest.mark.parametrize("verb", ["change", "delete"])
def test_used_edition_refuses_a_direct_post(
    office: Client, assessment: Assessment, verb: str
):
    edition = assessment.questionnaire
    question = edition.questions.get(code="P1.1")
    rows = [
        edition,
        question,
        shelf.make_section(edition),
        shelf.make_condition(edition),
    ]
    before = shelf.content_of(edition)

    for row in rows:
        address = shelf.change_page(row).replace("/change/", f"/{verb}/")
        fields = shelf.question_fields(question, title_sr="Друго") | {"post": "yes"}
        fields |= {"draft_note_sr": "Друго", "source_note_sr": "Друго"}
        assert office.post(address, fields).status_code == 403

    assert shelf.content_of(edition) == before


@pytest.mark.parametrize("page", ["question", "section", "condition"])
def test_nothing_is_added_to_a_used_edition(
    office: Client, assessment: Assessment, page: str
):
    edition = assessment.questionnaire
    before = shelf.content_of(edition)
    fields = {
        "questionnaire": edition.pk,
        "code": "novo",
        "essential": Essential.objects.get(number=1).pk,
        "levels-TOTAL_FORMS": "0",
        "levels-INITIAL_FORMS": "0",
        **shelf.texts("title", "Ново", "New"),
        **shelf.texts("asks", "Ново?", "New?"),
        **shelf.texts("reason", "Нема.", "None."),
    }

    response = office.post(f"/office/scorecard/{page}/add/", fields)

    assert "Select a valid choice" in response.content.decode()
    assert shelf.content_of(edition) == before


@pytest.mark.parametrize("page", ["questionnaire", "question"])
def test_used_rows_are_not_deleted_from_the_list(
    office: Client, assessment: Assessment, draft: Questionnaire, page: str
):
    edition = assessment.questionnaire
    rows = {"questionnaire": edition, "question": edition.questions.first()}
    fields = {"action": "delete_selected", "_selected_action": rows[page].pk}

    office.post(f"/office/scorecard/{page}/", fields | {"post": "yes"})

    assert Questionnaire.objects.count() == 2
    assert edition.questions.count() == 4


def test_unused_rows_are_deleted_from_the_list(office: Client, draft: Questionnaire):
    fields = {"action": "delete_selected", "_selected_action": draft.pk, "post": "yes"}

    office.post("/office/scorecard/questionnaire/", fields)

    assert not Questionnaire.objects.exists()


def test_used_edition_is_refused_below_the_pages_too(assessment: Assessment):
    with pytest.raises(Refused, match="An assessment uses this edition"):
        editions.check_editable(assessment.questionnaire)


# In use and retired


def test_whole_edition_is_put_in_use(office: Client, draft: Questionnaire):
    page = shelf.act(office, "put_in_use", draft)

    draft.refresh_from_db()
    assert draft.status == "in_use"
    assert "is in use." in page


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda one: Level.objects.filter(question=one, score=2).delete(),
            "P3.1: level2_sr is empty.",
        ),
        (
            lambda one: Level.objects.filter(question=one, score=2).update(text_en=""),
            "P3.1: level2_en is empty.",
        ),
        (
            lambda one: Level.objects.filter(question=one, score=2).update(
                text_sr="Понешто."
            ),
            "P3.1: levels level1_sr and level2_sr say the same.",
        ),
        (
            lambda one: Level.objects.filter(question=one, score=2).update(score=4),
            "P3.1: level 4 is beyond the scale.",
        ),
        (
            lambda one: Question.objects.filter(pk=one.pk).update(asks_en=None),
            "P3.1: asks_en is empty.",
        ),
        (
            lambda one: Question.objects.filter(pk=one.pk).update(
                asks_sr="Шта пита P1.1?"
            ),
            "P3.1: asks_sr says the same as in P1.1.",
        ),
        (lambda one: one.delete(), "Essential 3 has no indicator."),
        (
            lambda one: Questionnaire.objects.update(name_en=""),
            "preliminary: name_en is empty.",
        ),
    ],
)
def test_edition_that_lacks_something_is_not_put_in_use(
    draft: Questionnaire, spoil: Callable[[Question], Any], sentence: str
):
    spoil(draft.questions.get(code="P3.1"))
    draft.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        editions.put_in_use(questionnaire=draft)

    assert sentence in refused.value.messages
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_office_says_what_an_edition_lacks(office: Client, draft: Questionnaire):
    draft.questions.filter(code="P7.1").delete()

    page = shelf.act(office, "put_in_use", draft)

    assert "is not whole yet" in page
    assert "Essential 7 has no indicator." in page


def test_retired_edition_starts_nothing_and_stays_readable(
    office: Client, client_of: ClientOf, lead: User, assessment: Assessment
):
    shelf.act(office, "retire", assessment.questionnaire)

    start = client_of(lead).get(reverse("scorecard:start", args=[assessment.city.code]))
    old = client_of(lead).get(assessment.get_absolute_url())
    offered = start.context["form"].fields["questionnaire"].queryset
    assert list(offered) == []
    assert old.status_code == 200
    assessment.questionnaire.refresh_from_db()
    assert assessment.questionnaire.status == "retired"


def test_edition_moves_only_from_the_state_it_is_in(draft: Questionnaire):
    with pytest.raises(Refused, match="Only an edition in use"):
        editions.retire(questionnaire=draft)
    editions.put_in_use(questionnaire=draft)
    with pytest.raises(Refused, match="in use already"):
        editions.put_in_use(questionnaire=draft)
    editions.retire(questionnaire=draft)
    editions.put_in_use(questionnaire=draft)

    draft.refresh_from_db()
    assert draft.status == "in_use"
