"""Stages: what a city meets, how it asks to move on, and who decides."""

import datetime as dt
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone, translation

from cities.models import City, User
from cities.permissions import Refused
from roadmap import overview
from roadmap.actions import stages
from roadmap.models import (
    CriterionMet,
    Stage,
    StageCriterion,
    StageEntry,
    StageRequest,
)
from tests import make
from tests.conftest import ClientOf
from tests.make_roadmap import make_criterion, make_met, make_request, make_stage

State = StageRequest.State

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(db: None) -> StageCriterion:
    return make_criterion(code="letter", title="Писмо је потписано")


@pytest.fixture
def entry(city: City, focal_point: User) -> StageEntry:
    return make_stage(city=city, by=focal_point)


@pytest.mark.parametrize(
    ("language", "letters"), [("sr", "123"), ("sr-latn", "123"), ("en", "ABC")]
)
def test_stages_are_numbered_in_serbian(language: str, letters: str) -> None:
    """Cyrillic В, the third letter, looks like B, and is V in Latin."""
    with translation.override(language):
        assert "".join(stage.letter for stage in Stage) == letters


def test_shipped_criteria_are_whole_and_loaded_once() -> None:
    call_command("load_criteria", verbosity=0)
    call_command("load_criteria", verbosity=0)

    rows = StageCriterion.objects.all()
    found = [sum(one.stage == stage for one in rows) for stage in Stage]
    assert found == [6, 6, 6]
    assert {one.objective for one in rows} >= {"vertical", "horizontal", "cities"}
    assert all(one.title_en and one.asks_en and one.asks_sr_latn for one in rows)


def test_a_load_leaves_what_the_office_has_edited() -> None:
    call_command("load_criteria", verbosity=0)
    StageCriterion.objects.filter(code="letter").update(title_sr="Ново", is_in_use=0)

    call_command("load_criteria", verbosity=0)

    kept = StageCriterion.objects.get(code="letter")
    assert (kept.title_sr, kept.is_in_use) == ("Ново", False)


def test_indicators_of_shipped_criteria_are_those_of_the_scorecard() -> None:
    questions = make.load_questionnaire().questions.values_list("code", flat=True)
    call_command("load_criteria", verbosity=0)

    named = {
        code for one in StageCriterion.objects.all() for code in one.indicator_codes
    }
    assert named
    assert named <= set(questions)


def test_lead_meets_a_criterion_with_a_reference(
    client_of: ClientOf, city: City, lead: User, letter: StageCriterion
) -> None:
    posted = {"title": "Писмо", "number": "020-1", "issued": "13.10.2025."}

    client_of(lead).post(f"/cities/{city.code}/roadmap/criteria/letter/", posted)

    met = CriterionMet.objects.get()
    assert (met.title, met.issued, met.by) == ("Писмо", dt.date(2025, 10, 13), lead)


def test_a_criterion_without_proof_stays_open_and_keeps_what_was_typed(
    client_of: ClientOf, city: City, lead: User, letter: StageCriterion
) -> None:
    posted = {"title": " ", "note": "Стиже у понедељак.", "issued": "јуче"}

    page = client_of(lead).post(f"/cities/{city.code}/roadmap/criteria/letter/", posted)

    assert page.status_code == 422
    text = page.content.decode()
    assert "Choose a document or write the title of one." in text
    assert "Write the date as day.month.year." in text
    assert "Стиже у понедељак." in text
    assert not CriterionMet.objects.exists()


def test_a_document_of_another_city_proves_nothing_here(
    city: City, other_city: City, lead: User, letter: StageCriterion
) -> None:
    draft = make.make_assessment(city=other_city)
    foreign = make.make_evidence(answer=make.answer_of(draft, "P1.1"))

    with pytest.raises(ValidationError, match="another city"):
        make_met(city=city, criterion=letter, evidence=foreign, by=lead)


def test_a_criterion_is_met_once(
    city: City, lead: User, letter: StageCriterion
) -> None:
    make_met(city=city, criterion=letter, by=lead)

    with pytest.raises(Refused, match="meantime"):
        make_met(city=city, criterion=letter, by=lead)


def test_what_is_taken_back_stays_in_the_history(
    client_of: ClientOf, city: City, lead: User, letter: StageCriterion
) -> None:
    met = make_met(city=city, criterion=letter, by=lead)

    stages.take_back(met=met, reason="Истекло.", by=lead)

    page = client_of(lead).get(f"/cities/{city.code}/roadmap/criteria/letter/")
    assert "Истекло." in page.content.decode()
    assert not CriterionMet.objects.standing().exists()
    with pytest.raises(Refused):
        stages.take_back(met=met, reason="Још једном.", by=lead)
    with pytest.raises(ValidationError):
        stages.take_back(met=met, reason=" ", by=lead)


def test_scorecard_is_a_hint_and_never_a_pass(
    client_of: ClientOf, city: City, lead: User, focal_point: User, entry: StageEntry
) -> None:
    make_criterion(code="team", indicators="P1.2, P9.9", fact="rounds")
    make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        status="accepted",
        answers={"P1.2": 1},
    )

    page = client_of(lead).get(f"/cities/{city.code}/roadmap/").content.decode()

    expected = "P1.2 “Question P1.2” stands at level 1 of 3 in the accepted round 2026."
    assert expected in page
    assert "0 of 1 criterion met" in page
    assert not CriterionMet.objects.exists()


def test_what_is_next_follows_the_checklist(
    city: City, lead: User, focal_point: User, entry: StageEntry, letter: StageCriterion
) -> None:
    first = overview.standings([city])[city.pk]
    make_met(city=city, criterion=letter, by=lead)
    second = overview.standings([city])[city.pk]
    asked = make_request(city=city, entry=entry, by=lead)
    third = overview.standings([city])[city.pk]
    stages.answer(asked=asked, text="Недостаје списак.", by=focal_point)
    fourth = overview.standings([city])[city.pk]

    assert first.next_title == "Still open: Criterion letter"
    assert second.next_title.endswith("can ask to move on to stage B")
    assert third.next_title == "The request waits for the focal point"
    assert fourth.answered is not None
    assert fourth.answered.answer == "Недостаје списак."


def test_a_city_asks_with_open_criteria_only_with_a_reason(
    client_of: ClientOf, city: City, lead: User, entry: StageEntry, letter: Any
) -> None:
    client = client_of(lead)

    refused = client.post(f"/cities/{city.code}/roadmap/ask/", {"text": "Спремни."})
    taken = client.post(
        f"/cities/{city.code}/roadmap/ask/",
        {"text": "Спремни.", "why_open": "Писмо стиже."},
    )

    assert refused.status_code == 422
    assert "Write why the city asks all the same." in refused.content.decode()
    assert taken.status_code == 302
    asked = StageRequest.objects.get()
    assert (asked.stage, asked.open_codes) == ("B", ["letter"])


def test_the_focal_point_agrees_and_the_city_is_in_the_next_stage(
    client_of: ClientOf, city: City, lead: User, focal_point: User, entry: StageEntry
) -> None:
    asked = make_request(city=city, entry=entry, by=lead)

    client_of(focal_point).post(f"/stage-requests/{asked.pk}/", {"decision": "agree"})

    entry.refresh_from_db()
    now = StageEntry.objects.current().get()
    assert (now.stage, now.since) == ("B", timezone.localdate())
    assert entry.left_on == timezone.localdate()
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (State.AGREED, focal_point)
    assert LogEntry.objects.get_for_object(asked).count() == 2


def test_who_does_not_agree_says_what_is_missing(
    client_of: ClientOf, city: City, lead: User, focal_point: User, entry: StageEntry
) -> None:
    asked = make_request(city=city, entry=entry, by=lead)
    client, path = client_of(focal_point), f"/stage-requests/{asked.pk}/"

    silent = client.post(path, {"decision": "answer", "text": "  "})
    neither = client.post(path, {"text": "Можда."})
    client.post(path, {"decision": "answer", "text": "Недостаје одлука."})

    assert "Write what is missing." in silent.content.decode()
    assert "Choose whether you agree or answer." in neither.content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (State.ANSWERED, "Недостаје одлука.")
    assert StageEntry.objects.current().get() == entry


def test_two_clicks_cannot_both_win(
    city: City, lead: User, focal_point: User, entry: StageEntry
) -> None:
    asked = make_request(city=city, entry=entry, by=lead)
    stages.agree(asked=asked, by=focal_point)

    for again in (
        lambda: stages.agree(asked=asked, by=focal_point),
        lambda: stages.answer(asked=asked, text="Ипак не.", by=focal_point),
        lambda: stages.withdraw(asked=asked, by=lead),
        lambda: make_request(city=city, entry=entry, by=lead),
    ):
        with pytest.raises(Refused):
            again()
    assert StageEntry.objects.count() == 2


def test_a_city_asks_once_at_a_time(city: City, lead: User, entry: StageEntry) -> None:
    make_request(city=city, entry=entry, by=lead)

    with pytest.raises(Refused, match="waiting"):
        make_request(city=city, entry=entry, by=lead)


def test_a_request_is_taken_back_and_asked_anew(
    client_of: ClientOf, city: City, lead: User, entry: StageEntry
) -> None:
    asked = make_request(city=city, entry=entry, by=lead)

    client_of(lead).post(f"/stage-requests/{asked.pk}/withdraw/")

    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN
    assert make_request(city=city, entry=entry, by=lead).is_waiting


def test_nothing_follows_the_last_stage(
    client_of: ClientOf, city: City, lead: User, focal_point: User
) -> None:
    entry = make_stage(city=city, stage="C", by=focal_point)

    page = client_of(lead).get(f"/cities/{city.code}/roadmap/ask/")

    assert page.status_code == 403
    assert "keeps the level, year by year" in page.content.decode()
    with pytest.raises(Refused):
        make_request(city=city, entry=entry, by=lead)


def test_focal_point_records_a_stage_on_top_of_what_they_saw(
    client_of: ClientOf, city: City, focal_point: User, entry: StageEntry
) -> None:
    client, path = client_of(focal_point), f"/cities/{city.code}/roadmap/stage/"
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)

    blind = client.post(path, {"stage": "C", "since": today.isoformat()})
    future = client.post(
        path, {"stage": "C", "since": tomorrow.isoformat(), "seen": entry.pk}
    )
    same = client.post(
        path, {"stage": "A", "since": today.isoformat(), "seen": entry.pk}
    )
    before = client.post(path, {"stage": "C", "since": "1.2.2022.", "seen": entry.pk})
    client.post(path, {"stage": "C", "since": today.isoformat(), "seen": entry.pk})

    assert "changed in the meantime" in blind.content.decode()
    assert "The day is in the future." in future.content.decode()
    assert "The city is in this stage already." in same.content.decode()
    assert "later than that day" in before.content.decode()
    assert StageEntry.objects.current().get().stage == "C"


def test_a_stage_is_recorded_by_one_of_two(city: City, focal_point: User) -> None:
    make_stage(city=city, by=focal_point)

    with pytest.raises(Refused):
        make_stage(city=city, stage="B", by=focal_point)
    with pytest.raises(ValidationError):
        make_stage(
            city=city,
            since=timezone.localdate() + dt.timedelta(days=2),
            by=focal_point,
        )


def test_a_long_text_stays_as_typed(
    client_of: ClientOf, city: City, lead: User, entry: StageEntry
) -> None:
    page = client_of(lead).post(
        f"/cities/{city.code}/roadmap/ask/", {"text": "ж" * 2003}
    )

    assert page.status_code == 422
    assert "3 characters too long" in page.content.decode()
    assert "ж" * 2003 in page.content.decode()


def test_the_document_of_a_criterion_opens_for_who_decides(
    client_of: ClientOf, city: City, lead: User, focal_point: User, letter: Any
) -> None:
    draft = make.make_assessment(city=city, lead=lead)
    document = make.make_evidence(
        answer=make.answer_of(draft, "P1.1"),
        file_name="pismo.pdf",
        file_type="application/pdf",
        file_content=b"%PDF-1.4 pismo",
    )
    met = make_met(city=city, criterion=letter, evidence=document, by=lead)

    answer = client_of(focal_point).get(f"/criteria-met/{met.pk}/file/")

    assert answer.getvalue() == b"%PDF-1.4 pismo"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_reference_has_no_file(
    client_of: ClientOf, city: City, lead: User, letter: StageCriterion
) -> None:
    met = make_met(city=city, criterion=letter, by=lead)

    assert client_of(lead).get(f"/criteria-met/{met.pk}/file/").status_code == 404


def test_office_edits_a_criterion_and_derives_the_latin(
    client_of: ClientOf, letter: StageCriterion
) -> None:
    keeper = make.make_focal_point(is_staff=True)
    path = f"/office/roadmap/stagecriterion/{letter.pk}/change/"
    posted = {
        "stage": "A",
        "position": "1",
        "code": "letter",
        "title_sr": "Писмо је послато",
        "title_en": "The letter is sent",
        "asks_sr": "Послато је.",
        "asks_en": "It is sent.",
        "proof_sr": "",
        "proof_en": "",
        "objective": "",
        "indicators": "",
        "fact": "",
        "is_in_use": "on",
    }

    response = client_of(keeper).post(path, posted)

    letter.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert letter.title_sr_latn == "Pismo je poslato"


def test_a_criterion_in_use_by_a_city_is_not_deleted(
    client_of: ClientOf, city: City, lead: User, letter: StageCriterion
) -> None:
    keeper = make.make_focal_point(is_staff=True)
    make_met(city=city, criterion=letter, by=lead)

    answer = client_of(keeper).post(
        f"/office/roadmap/stagecriterion/{letter.pk}/delete/", {"post": "yes"}
    )

    assert answer.status_code == 403
    assert StageCriterion.objects.exists()


def test_an_observer_sees_the_roadmap_and_changes_nothing(
    client_of: ClientOf, city: City, observer: User, entry: StageEntry, letter: Any
) -> None:
    page = client_of(observer).get(f"/cities/{city.code}/roadmap/").content.decode()

    assert "Stage A: Know better" in page
    assert "Ask to move on" not in page
    assert "Say what proves it" not in page
