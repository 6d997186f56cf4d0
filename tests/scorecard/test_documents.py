"""A city's library: what is found, renewed, linked, refused, and who gets to know."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cities.models import Membership
from cities.permissions import Refused
from scorecard import library, proofs
from scorecard.actions import answers, documents, evidence
from scorecard.models import EditionMapping, Evidence, SameQuestion
from tests import make, make_roadmap
from tests.scorecard.test_uploads import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, lead):
    return make.make_assessment(city=city, lead=lead, year=2026)


@pytest.fixture
def accepted(city, lead, draft):
    return make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=draft.questionnaire,
        year=2023,
        status="accepted",
    )


@pytest.fixture
def document(city, lead):
    return documents.add(city=city, by=lead, title="Процена ризика", number="217-1")


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def titles(found: Any) -> list[str]:
    return [one.title for one in found]


# Found


@pytest.mark.parametrize("words", ["šteta", "STETA", "штета", "procena 12", "завод"])
def test_a_document_is_found_in_both_scripts(city, lead, words):
    documents.add(
        city=city, by=lead, title="Процена штета", number="12/24", issuer="Zavod"
    )
    documents.add(city=city, by=lead, title="Друго")

    assert titles(Evidence.objects.matching(words)) == ["Процена штета"]


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("sr", ["Gora", "Дом", "Ђердап", "Љиг"]),
        ("en", ["Дом", "Ђердап", "Gora", "Љиг"]),
    ],
)
def test_documents_stand_in_the_order_of_the_alphabet(city, lead, language, order):
    for title in ("Љиг", "Gora", "Ђердап", "Дом"):
        documents.add(city=city, by=lead, title=title)

    with override(language):
        assert titles(Evidence.objects.by_alphabet()) == order


@pytest.mark.parametrize(
    ("days", "fits"),
    [
        (None, {"valid"}),
        (91, {"valid"}),
        (90, {"valid", "soon"}),
        (30, {"valid", "soon", "urgent"}),
        (0, {"valid", "soon", "urgent"}),
        (-1, {"expired"}),
    ],
)
def test_validity_is_told_at_its_bounds(city, lead, days, fits):
    until = None if days is None else in_days(days)
    documents.add(city=city, by=lead, title="План", valid_until=until)

    found = {
        name
        for name in ("valid", "soon", "urgent", "expired")
        if Evidence.objects.in_validity(name).exists()
    }

    assert found == fits


def test_what_only_the_roadmap_names_is_not_unused(city, lead, document):
    criterion = make_roadmap.make_criterion()
    make_roadmap.make_met(city=city, criterion=criterion, evidence=document, by=lead)

    assert not Evidence.objects.unused().exists()
    with pytest.raises(Refused, match="in use"):
        documents.delete(evidence=document)


# Changed


def test_a_new_edition_takes_the_open_rounds_and_leaves_the_frozen(
    draft, accepted, document, lead
):
    open_answer = make.answer_of(draft, "P1.1")
    evidence.link(answer=open_answer, evidence=document, by=lead)
    document.answers.add(make.answer_of(accepted, "P1.1"))

    newer = evidence.renew(old=document, by=lead, title="Процена ризика 2")

    assert list(newer.answers.all()) == [open_answer]
    assert [one.assessment for one in document.answers.all()] == [accepted]
    with pytest.raises(Refused, match="newer edition"):
        evidence.renew(old=document, by=lead, title="Трећа")


def test_a_frozen_round_keeps_its_document_as_it_was(accepted, document, lead):
    document.answers.add(make.answer_of(accepted, "P1.1"))

    documents.edit(evidence=document, kind="risk_assessment", issuer="Скупштина")
    with pytest.raises(Refused, match="new edition"):
        documents.edit(evidence=document, title="Други назив")
    with pytest.raises(Refused, match="submitted"):
        evidence.detach(
            answer=make.answer_of(accepted, "P1.1"), evidence=document, by=lead
        )

    document.refresh_from_db()
    assert (document.title, document.kind) == ("Процена ризика", "risk_assessment")


def test_a_classified_document_loses_its_file_wherever_it_stands(
    accepted, city, lead, django_capture_on_commit_callbacks
):
    document = documents.add(
        city=city, by=lead, title="План", file_name="a.pdf", file_content=a_pdf()
    )
    document.answers.add(make.answer_of(accepted, "P1.1"))
    storage, name = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        documents.edit(evidence=document, is_classified=True)

    document.refresh_from_db()
    assert (document.file.name, document.file_sha256) == ("", "")
    assert not storage.exists(name)


def test_no_classified_document_is_kept(city, lead):
    with pytest.raises(ValidationError, match="never uploaded"):
        documents.add(
            city=city, by=lead, title="А", is_classified=True, file_content=a_pdf()
        )
    made = documents.add(
        city=city, by=lead, title="Б", file_name="b.pdf", file_content=a_pdf()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=made.pk).update(is_classified=True)


def test_a_document_proves_nothing_of_another_city(draft, document, lead):
    elsewhere = make.make_city(name="Љиг")
    foreign = documents.add(city=elsewhere, by=lead, title="Туђи")
    answers = [make.answer_of(draft, code) for code in ("P1.1", "P1.2")]

    with pytest.raises(Refused, match="another local government"):
        evidence.link(answer=answers[0], evidence=foreign, by=lead)
    evidence.link_many(answers=answers, evidence=document, by=lead)

    assert document.answers.count() == 2


# On the pages


def test_the_matrix_tells_what_proves_what_and_what_nothing_proves(draft, city, lead):
    for code, level in (("P1.1", 3), ("P1.2", 3), ("P2.1", 1)):
        make.save_answer(draft, code, level, by=lead)
    one = make.make_evidence(answer=make.answer_of(draft, "P1.1"), title="Б")
    evidence.link(answer=make.answer_of(draft, "P2.1"), evidence=one, by=lead)
    make.make_evidence(answer=make.answer_of(draft, "P1.1"), title="А")

    found = proofs.matrix(lead, draft, "", None)
    narrow = proofs.matrix(lead, draft, "2", None)

    told = {row.document.title: row.cells for row in found.rows}
    assert list(told) == ["А", "Б"]
    assert {title: cells[:2] for title, cells in told.items()} == {
        "А": (1, 0),
        "Б": (1, 1),
    }
    assert [one.answer.question.code for one in found.lacking] == ["P1.2"]
    assert "P1.2/evidence/" in found.lacking[0].attach
    assert ([row.document for row in narrow.rows], narrow.lacking) == ([one], [])


def test_the_matrix_names_what_only_expired_documents_prove(draft, lead):
    today = timezone.localdate()
    ended, holding = (today - dt.timedelta(days=1), today)
    for code, ends in (("P1.1", [ended, ended]), ("P1.2", [ended, holding])):
        answer = make.save_answer(draft, code, 3, by=lead)
        for number, until in enumerate(ends):
            make.make_evidence(
                answer=answer, title=f"{code} {number}", valid_until=until
            )

    found = proofs.matrix(lead, draft, "", None)

    assert [one.answer.question.code for one in found.outdated] == ["P1.1"]
    assert found.lacking == []


def test_the_matrix_tells_no_level_to_who_has_not_given_theirs(draft, city, lead):
    person = make.make_membership(city=city, role=Membership.Role.CONTRIBUTOR).user
    answer = make.save_answer(draft, "P1.1", 3, by=lead)
    answers.assign(answers=[answer], user=person)
    draft.is_independent = True
    draft.save()

    seen = [len(proofs.matrix(one, draft, "", None).lacking) for one in (lead, person)]

    assert seen == [1, 0]


def test_the_overview_of_a_frozen_round_tells_the_team_what_has_expired(
    client_of, focal_point, accepted, city, lead
):
    ended = documents.add(
        city=city, by=lead, title="Стари план", valid_until=in_days(-1)
    )
    ended.answers.add(make.answer_of(accepted, "P1.1"))

    pages = [
        client_of(person).get(accepted.get_absolute_url()).content.decode()
        for person in (lead, focal_point)
    ]

    assert ["Стари план" in page for page in pages] == [True, False]
    assert "What was handed in stays as it is" in pages[0]


def test_the_same_file_is_offered_as_the_document_that_it_is(
    client_of, draft, city, lead
):
    content = a_pdf()
    there = documents.add(
        city=city, by=lead, title="Одлука", file_name="a.pdf", file_content=content
    )
    address = reverse("scorecard:attach", args=[draft.pk, "P1.1"])
    client = client_of(lead)

    page = client.post(
        address, {"title": "Иста", "file": SimpleUploadedFile("b.pdf", content)}
    )
    client.post(address, {"existing": there.pk})

    text = page.content.decode()
    assert (page.status_code, Evidence.objects.count()) == (422, 1)
    assert "in your library already, as “Одлука”" in text
    assert f'name="existing" value="{there.pk}"' in text
    assert list(there.answers.all()) == [make.answer_of(draft, "P1.1")]


def test_the_same_indicator_suggests_its_documents_in_their_latest_edition(
    draft, accepted, document, city, lead
):
    """By rounds of the edition, and across editions by the mapping."""
    document.answers.add(make.answer_of(accepted, "P1.1"))
    newer = evidence.renew(old=document, by=lead, title="Процена 2026")
    other = make.make_questionnaire(edition="other", questions=("X1", "X2"))
    earlier = make.make_assessment(city=city, lead=lead, questionnaire=other, year=2020)
    mapped = make.make_evidence(answer=make.answer_of(earlier, "X1"), title="Студија")
    make.make_evidence(answer=make.answer_of(earlier, "X2"), title="Није")
    answer = make.answer_of(draft, "P1.1")
    mapping = EditionMapping.objects.create(earlier=other, later=draft.questionnaire)
    SameQuestion.objects.create(
        mapping=mapping,
        earlier=make.answer_of(earlier, "X1").question,
        later=answer.question,
    )

    suggested = [one.document for one in library.suggestions(answer)]
    evidence.link(answer=answer, evidence=newer, by=lead)

    assert suggested == [newer, mapped]
    assert [one.document for one in library.suggestions(answer)] == [mapped]


def test_a_contributor_links_only_to_what_is_theirs(client_of, draft, document, city):
    person = make.make_membership(city=city, role=Membership.Role.CONTRIBUTOR).user
    address = reverse("scorecard:document-link", args=[document.pk])

    page = client_of(person).post(
        address, {"round": draft.pk, "answers": [make.answer_of(draft, "P1.1").pk]}
    )

    assert page.status_code == 422
    assert not document.answers.exists()


def test_the_nation_reads_a_document_without_the_draft_it_also_proves(
    client_of, focal_point, draft, document, lead, city
):
    submitted = make.make_assessment(
        city=city,
        lead=lead,
        questionnaire=draft.questionnaire,
        year=2024,
        status="submitted",
    )
    document.answers.add(make.answer_of(submitted, "P1.1"))
    evidence.link(answer=make.answer_of(draft, "P1.2"), evidence=document, by=lead)

    text = client_of(focal_point).get(document.get_absolute_url()).content.decode()

    assert str(submitted) in text
    assert str(draft) not in text
    assert "P1.2" not in text


def test_what_was_done_to_a_document_is_told_to_the_team(
    client_of, draft, document, lead
):
    client = client_of(lead)
    client.post(
        reverse("scorecard:document-edit", args=[document.pk]),
        {"title": "Процена", "number": "217-2"},
    )
    client.post(
        reverse("scorecard:document-link", args=[document.pk]),
        {"round": draft.pk, "answers": [make.answer_of(draft, "P1.2").pk]},
    )

    told = [(one.what, one.who) for one in library.history(document)]

    assert told == [
        ("proves from then on: 2026 P1.2", "Lena Lidić"),
        ("changed: Title, Number", "Lena Lidić"),
        ("added", "Lena Lidić"),
    ]


def test_the_form_does_not_tell_where_a_file_lies(city, lead, client_of):
    kept = documents.add(
        city=city, by=lead, title="План", file_name="a.pdf", file_content=a_pdf()
    )

    page = client_of(lead).get(reverse("scorecard:document-edit", args=[kept.pk]))

    assert kept.file.name
    assert kept.file.name not in page.content.decode()


def test_a_change_without_a_file_leaves_the_file_alone(city, lead, client_of):
    kept = documents.add(
        city=city, by=lead, title="План", file_name="a.pdf", file_content=a_pdf()
    )

    answer = client_of(lead).post(
        reverse("scorecard:document-edit", args=[kept.pk]),
        {"title": "План 2026", "kind": kept.kind},
    )

    changed = Evidence.objects.get()
    assert answer.status_code == 302
    assert (changed.title, changed.file.name) == ("План 2026", kept.file.name)
