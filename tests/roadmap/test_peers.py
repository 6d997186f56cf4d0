"""Peer reviews: who may what, what bad input gets, and that nothing leaks."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cities.models import Membership
from cities.permissions import Refused
from roadmap.actions import peer_packs, peer_reports, peer_work
from roadmap.actions import peers as actions
from roadmap.models import Finding, PeerReport, PeerReview
from roadmap.models.peer_review import months_after
from scorecard.models import Assessment
from tests import make, peers

pytestmark = pytest.mark.django_db

FINDING = {"is_good_practice": False, "comment": "Вежбе су редовне."}


@pytest.fixture
def cast() -> peers.Cast:
    make.make_questionnaire(questions=peers.CODES)
    for number in (5, 6):
        make.make_essential(number=number)
    return peers.make_cast()


def test_signing_and_stopping_end_what_the_review_opened(cast: peers.Cast) -> None:
    stopped = peers.make_review(cast=cast)

    actions.stop(review=stopped, reason="Нема времена.")

    assert _doors(cast) == []
    signed = peers.make_review(cast=cast, assessment=stopped.assessment)
    assert _doors(cast) == ["peer_reviewer"]
    peers.write_report(signed, cast)
    peers.sign_both(signed, cast)
    assert _doors(cast) == []


def test_a_released_reviewer_is_out_and_the_last_one_stays(cast: peers.Cast) -> None:
    other = make.make_membership(city=cast.peer, role="observer").user
    review = peers.make_review(cast=cast, reviewers=[cast.reviewer, other])

    actions.release(reviewer=review.reviewers.get(user=other))

    assert not Membership.objects.filter(user=other, city=cast.host).exists()
    with pytest.raises(Refused, match="needs a reviewer"):
        actions.release(reviewer=review.reviewers.get())
    assert _doors(cast) == ["peer_reviewer"]


def test_the_pack_is_what_was_accepted_and_only_the_chosen_modules(
    cast: peers.Cast,
) -> None:
    review = peers.make_review(cast=cast, modules=("1", "3", "8a"))

    content = json.loads(review.pack.content)

    codes = {
        module["code"]: [one["code"] for one in module["answers"]]
        for module in content["modules"]
    }
    assert codes == {"1": ["P1.1", "P1.2"], "3": ["P3.1"], "8a": ["P8.1"]}
    submission = review.assessment.submissions.get()
    assert content["sources"][0]["submission_sha256"] == submission.sha256
    assert "changed_by" not in review.pack.content


def test_public_health_is_a_module_where_the_city_has_that_assessment(
    cast: peers.Cast,
) -> None:
    assessment = peers.make_accepted(cast)
    with pytest.raises(ValidationError, match="8b needs"):
        peers.make_review(cast=cast, modules=("1", "2", "8b"), assessment=assessment)
    health = make.make_questionnaire(
        code="public_health", edition="1", scale_maximum=5, questions=("A1.1", "A8.1")
    )
    peers.make_accepted(cast, questionnaire=health)

    review = peers.make_review(
        cast=cast, modules=("1", "2", "8b"), assessment=assessment
    )

    door = Membership.objects.get(user=cast.reviewer, city=cast.host)
    assert door.essentials == [1, 2]
    modules = json.loads(review.pack.content)["modules"]
    assert [one["code"] for one in modules[-1]["answers"]] == ["A1.1", "A8.1"]


@pytest.mark.parametrize(
    ("modules", "sentence"),
    [
        (("1", "2"), "three to five"),
        (("1", "2", "3", "4", "5", "6"), "three to five"),
        (("1", "2", "12"), "from the list"),
    ],
)
def test_a_wrong_choice_of_modules_is_refused(
    modules: tuple[str, ...], sentence: str, cast: peers.Cast, client_of: Any
) -> None:
    assessment = peers.make_accepted(cast)
    sent = {
        "assessment": assessment.pk,
        "modules": modules,
        "scope": "Текст који остаје.",
        "objectives": "Циљ.",
    }

    page = client_of(cast.lead).post(
        reverse("roadmap:peer-new", args=[cast.host.code]), sent
    )

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Текст који остаје." in page.content.decode()
    assert not PeerReview.objects.exists()
    with pytest.raises(ValidationError, match=sentence):
        peers.make_review(cast=cast, modules=modules, assessment=assessment)


def test_own_city_is_no_peer(cast: peers.Cast, client_of: Any) -> None:
    review = peers.make_review(cast=cast, status="planned")

    page = client_of(cast.lead).post(
        reverse("roadmap:peer-invite", args=[review.pk]), {"peer": cast.host.code}
    )

    assert "cannot review itself" in page.content.decode()
    assert PeerReview.objects.get().status == "planned"
    with pytest.raises(ValidationError, match="cannot review itself"):
        actions.invite(review=review, peer=cast.host, text="", by=cast.lead)


def test_a_team_that_ends_before_it_starts_is_refused(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast, status="invited")
    today = timezone.localdate()
    sent = {
        "reviewers": [cast.reviewer.pk],
        "starts_on": today.isoformat(),
        "ends_on": (today - dt.timedelta(days=1)).isoformat(),
    }

    page = client_of(cast.peer_lead).post(
        reverse("roadmap:peer-agree", args=[review.pk]), sent
    )

    assert "comes before the first" in page.content.decode()
    assert PeerReview.objects.get().status == "invited"


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(0, -1, "before the first"), (-9, -1, "has passed"), (0, 800, "two years")],
)
def test_days_that_cannot_be_are_refused(
    first: int, last: int, sentence: str, cast: peers.Cast
) -> None:
    review = peers.make_review(cast=cast, status="invited")
    today = timezone.localdate()

    with pytest.raises(ValidationError, match=sentence):
        actions.agree(
            review=review,
            reviewers=[cast.reviewer],
            starts_on=today + dt.timedelta(days=first),
            ends_on=today + dt.timedelta(days=last),
            by=cast.peer_lead,
        )

    assert PeerReview.objects.get().status == "invited"


def test_a_reviewer_who_left_the_peer_city_is_not_let_in(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast, status="proposed")
    Membership.objects.filter(user=cast.reviewer).delete()

    page = client_of(cast.lead).post(
        reverse("roadmap:peer-confirm", args=[review.pk]), follow=True
    )

    assert "does not work for" in page.content.decode()
    assert PeerReview.objects.get().status == "proposed"
    assert _doors(cast) == []


def test_a_reviewer_who_leaves_the_peer_city_writes_no_more(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast)
    Membership.objects.filter(user=cast.reviewer, city=cast.peer).delete()

    address = reverse("roadmap:peer-finding", args=[review.pk, "1", "P1.1"])
    page = client_of(cast.reviewer).post(address, FINDING)

    assert page.status_code == 403
    assert "no longer work for" in page.content.decode()
    assert not Finding.objects.exists()


def test_who_works_for_the_host_cannot_review_it(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast, status="invited")
    make.make_membership(user=cast.reviewer, city=cast.host, role="observer")

    with pytest.raises(ValidationError, match="cannot review it"):
        actions.agree(
            review=review,
            reviewers=[cast.reviewer],
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
            by=cast.peer_lead,
        )


def test_a_module_outside_the_agreement_gets_no_finding(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast)
    module = review.modules.get(code="1")

    with pytest.raises(Refused, match="not in the agreed modules"):
        peer_work.find(module=module, code="P4.1", by=cast.reviewer, **FINDING)

    assert not Finding.objects.exists()


def test_nothing_is_written_after_the_last_day(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast)
    peers.let_days_pass(review, cast)
    module = PeerReview.objects.get().modules.get(code="1")

    with pytest.raises(Refused, match="has passed"):
        peer_work.find(module=module, code="P1.1", by=cast.reviewer, **FINDING)

    assert not Finding.objects.exists()


def test_the_second_who_saves_the_report_is_told_and_loses_nothing(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast)
    address = reverse("roadmap:peer-report-edit", args=[review.pk])
    first = peers.TEXTS | {"method": "Домаћин пише.", "version": "0"}
    second = peers.TEXTS | {"method": "Процењивач пише.", "version": "0"}

    client_of(cast.lead).post(address, first)
    page = client_of(cast.reviewer).post(address, second)

    text = page.content.decode()
    assert page.status_code == 409
    assert "saved the report while you were writing" in text
    assert "Домаћин пише." in text
    assert "Процењивач пише." in text
    assert PeerReport.objects.get().method == "Домаћин пише."
    again = client_of(cast.reviewer).post(address, second | {"version": "1"})
    assert again.status_code == 302
    assert PeerReport.objects.get().method == "Процењивач пише."


def test_a_change_takes_a_signature_off_and_says_so(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast)
    peers.write_report(review, cast)
    host = client_of(cast.lead)
    host.post(reverse("roadmap:peer-sign", args=[review.pk]), {"version": "1"})
    assert PeerReport.objects.get().host_signed_by == cast.lead

    page = client_of(cast.reviewer).post(
        reverse("roadmap:peer-report-edit", args=[review.pk]),
        peers.TEXTS | {"done": "Ново.", "version": "1"},
        follow=True,
    )

    assert "the signature is off" in page.content.decode()
    assert PeerReport.objects.get().host_signed_at is None


def test_a_new_finding_takes_a_signature_off(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast)
    peers.write_report(review, cast)
    peer_reports.sign(review=review, side="host", version=1, by=cast.lead)

    module = review.modules.get(code="1")
    peer_work.find(module=module, code="P1.1", by=cast.reviewer, **FINDING)

    report = PeerReport.objects.get()
    assert (report.host_signed_at, report.version) == (None, 2)
    with pytest.raises(ValidationError, match="has changed since"):
        peer_reports.sign(review=review, side="peer", version=1, by=cast.peer_lead)


def test_a_signed_report_never_changes(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast, status="signed")
    before = PeerReport.objects.get().content

    with pytest.raises(Refused):
        peer_reports.write(review=review, texts={"done": "X"}, version=1, by=cast.lead)

    assert PeerReport.objects.get().content == before


def test_an_empty_report_is_not_signed(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast)

    with pytest.raises(ValidationError, match="strengths to build on"):
        peer_reports.sign(review=review, side="host", version=0, by=cast.lead)


def test_expectations_are_read_once_the_own_ones_are_said(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast)
    said = {
        "benefit": "Тајна домаћина.",
        "owner": "а",
        "objective": "б",
        "measure": "в",
        "current": "0",
        "target": "1",
    }
    peer_work.expect(review=review, side="host", by=cast.lead, **said)
    page = reverse("roadmap:peer-review", args=[review.pk])

    assert "Тајна домаћина." not in client_of(cast.reviewer).get(page).content.decode()

    own = said | {"benefit": "Друго."}
    peer_work.expect(review=review, side="peer", by=cast.reviewer, **own)
    assert "Тајна домаћина." in client_of(cast.reviewer).get(page).content.decode()


def test_suggestions_tell_only_published_scores(
    cast: peers.Cast, client_of: Any
) -> None:
    own = peers.make_accepted(cast, score=1)
    review = peers.make_review(cast=cast, status="planned", assessment=own)
    strong = make.make_assessment(
        city=cast.peer, lead=cast.peer_lead, status="accepted", score=3
    )
    address = reverse("roadmap:peer-invite", args=[review.pk])
    client = client_of(cast.lead)

    hidden = client.get(address).content.decode()
    Assessment.objects.filter(pk=strong.pk).update(
        published_at=timezone.now(), published_by=cast.peer_lead
    )
    shown = client.get(address).content.decode()

    assert cast.peer.name in hidden
    assert "Stronger in" not in hidden
    assert "100 %" not in hidden
    assert "Stronger in" in shown
    assert "100 %" in shown


def test_the_focal_point_reads_no_unsigned_words(
    cast: peers.Cast, client_of: Any, focal_point: Any
) -> None:
    review = peers.make_review(cast=cast)
    module = review.modules.get(code="1")
    peer_work.find(module=module, code="P1.1", by=cast.reviewer, **FINDING)
    client = client_of(focal_point)

    page = client.get(reverse("roadmap:peer-review", args=[review.pk]))

    assert page.status_code == 200
    assert review.scope not in page.content.decode()
    report = reverse("roadmap:peer-report", args=[review.pk])
    assert client.get(report).status_code == 404
    peers.write_report(review, cast)
    peers.sign_both(review, cast)
    assert FINDING["comment"] in client.get(report).content.decode()


def test_items_are_three_to_five_with_summaries(cast: peers.Cast) -> None:
    review = peers.make_review(cast=cast, status="planned")
    module = review.modules.get(code="1")

    with pytest.raises(ValidationError, match="three to five"):
        peer_packs.name_items(module=module, items=[("Одлука", "О буџету.")])

    assert not module.items.exists()


def test_a_follow_up_is_asked_when_its_date_is_there(
    cast: peers.Cast, client_of: Any
) -> None:
    review = peers.make_review(cast=cast, status="signed")
    said = {"progress": 2, "justification": "Пола."}
    with pytest.raises(Refused, match="This is asked from"):
        peer_work.follow_up(review=review, months=6, by=cast.lead, **said)

    PeerReview.objects.filter(pk=review.pk).update(
        closed_at=timezone.now() - dt.timedelta(days=190)
    )

    home = client_of(cast.lead).get("/").content.decode()
    assert "Say what the peer review has changed: after 6 months" in home
    review.refresh_from_db()
    peer_work.follow_up(review=review, months=6, by=cast.lead, **said)
    home = client_of(cast.lead).get("/").content.decode()
    assert "Say what the peer review has changed" not in home


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert months_after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 12, 15), 12) == dt.date(2027, 12, 15)


def test_a_declined_review_is_planned_again_for_another_city(
    cast: peers.Cast,
) -> None:
    review = peers.make_review(cast=cast, status="invited")
    actions.decline(review=review, reason="Немамо људи.", by=cast.peer_lead)

    again = actions.plan_again(review=review, by=cast.lead)

    assert (again.status, again.peer) == ("planned", None)
    assert [one.code for one in again.modules.all()] == ["1", "2", "3"]


def _doors(cast: peers.Cast) -> list[str]:
    return list(
        Membership.objects.filter(city=cast.host, user=cast.reviewer).values_list(
            "role", flat=True
        )
    )
