"""A whole peer review through the client: from the plan to the signed report."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Membership
from roadmap.models import PeerReview, Recommendation
from tests import make, peers

pytestmark = pytest.mark.django_db

EXPECTED = {
    "benefit": "Боља сарадња.",
    "owner": "штаб",
    "objective": "Заједнички план.",
    "measure": "број вежби",
    "current": "0",
    "target": "2",
    "delivery": "Две вежбе годишње.",
}


def test_two_cities_go_from_an_invitation_to_a_signed_report(client_of: Any) -> None:
    make.make_questionnaire(questions=peers.CODES)
    cast = peers.make_cast()
    assessment = peers.make_accepted(cast, score=1)
    host, peer = client_of(cast.lead), client_of(cast.peer_lead)
    reviewer = client_of(cast.reviewer)

    review = _plan_and_invite(host, cast, assessment.pk)
    _agree_and_confirm(host, peer, cast, review)
    _work(host, peer, reviewer, review)
    _sign(host, peer, review)

    review.refresh_from_db()
    assert review.status == PeerReview.Status.SIGNED
    content = json.loads(review.report.content)
    assert content["texts"]["strengths"] == peers.TEXTS["strengths"]
    assert [one["code"] for one in content["findings"]] == ["P1.1"]
    assert content["team"] == [cast.reviewer.name]
    assert _get(reviewer, "peer-review", review.pk).status_code == 404
    assert not Membership.objects.filter(user=cast.reviewer, city=cast.host).exists()
    _take_up(host, cast, review)
    _publish(host, review)


def _plan_and_invite(host: Client, cast: peers.Cast, assessment: int) -> PeerReview:
    sent = {
        "assessment": assessment,
        "modules": ["1", "2", "3"],
        "scope": "Зашто.",
        "objectives": "Циљеви.",
    }
    planned = host.post(reverse("roadmap:peer-new", args=[cast.host.code]), sent)
    review = PeerReview.objects.get()
    assert planned["Location"] == reverse("roadmap:peer-invite", args=[review.pk])
    page = host.get(planned["Location"]).content.decode()
    assert cast.peer.name in page
    invited = {"peer": cast.peer.code, "invitation": "Молимо вас."}
    _post(host, "peer-invite", review.pk, invited)
    return review


def _agree_and_confirm(
    host: Client, peer: Client, cast: peers.Cast, review: PeerReview
) -> None:
    today = timezone.localdate()
    assert "asks for your peer review" in _text(peer, "peer-review", review.pk)
    assert "asks for your peer review" in peer.get("/").content.decode()
    sent = {
        "reviewers": [cast.reviewer.pk],
        "starts_on": today.isoformat(),
        "ends_on": (today + dt.timedelta(days=30)).isoformat(),
    }
    _post(peer, "peer-agree", review.pk, sent)
    assert "Confirm and begin" in _text(host, "peer-review", review.pk)
    _post(host, "peer-confirm", review.pk, {})
    door = Membership.objects.get(user=cast.reviewer, city=cast.host)
    assert (door.role, door.essentials) == ("peer_reviewer", [1, 2, 3])
    assert door.until == today + dt.timedelta(days=30)


def _work(host: Client, peer: Client, reviewer: Client, review: PeerReview) -> None:
    items = {}
    for number in (1, 2, 3):
        items[f"title_{number}"] = f"Документ {number}"
        items[f"summary_{number}"] = "О томе како радимо."
    for module in ("1", "2", "3"):
        address = reverse("roadmap:peer-items", args=[review.pk, module])
        assert host.post(address, items).status_code == 302
    assert "Документ 1" in _text(reviewer, "peer-evidence", review.pk, "1")
    for side in (host, reviewer):
        _post(side, "peer-expect", review.pk, EXPECTED)
    meeting = {
        "day": timezone.localdate().isoformat(),
        "at": "10:00",
        "kind": "interview",
        "subject": "Разговор са штабом",
        "place": "скупштина",
        "people": "начелник",
    }
    _post(reviewer, "peer-agenda-new", review.pk, meeting)
    found = {"is_good_practice": "on", "comment": "Вежба сваке године."}
    address = reverse("roadmap:peer-finding", args=[review.pk, "1", "P1.1"])
    assert reviewer.post(address, found).status_code == 302
    advice = {
        "area": "delivery",
        "description": "Обезбедити новац сваке године.",
        "justification": "Сада зависи од пројеката.",
        "horizon": "medium",
    }
    _post(reviewer, "peer-recommend", review.pk, advice)
    _post(peer, "peer-report-edit", review.pk, peers.TEXTS | {"version": "0"})


def _sign(host: Client, peer: Client, review: PeerReview) -> None:
    for side in (host, peer):
        review.report.refresh_from_db()
        _post(side, "peer-sign", review.pk, {"version": review.report.version})


def _take_up(host: Client, cast: peers.Cast, review: PeerReview) -> None:
    action = make.make_action(plan=make.make_plan(city=cast.host, by=cast.lead))
    advice = Recommendation.objects.get()
    address = reverse("roadmap:peer-take-up", args=[review.pk, advice.pk])
    assert host.post(address, {"action": action.pk}).status_code == 302
    advice.refresh_from_db()
    assert advice.action == action
    assert action.title in _text(host, "peer-recommendations", review.pk)


def _publish(host: Client, review: PeerReview) -> None:
    public = reverse("public:peer-review", args=[review.pk])
    paper = reverse("roadmap:peer-public-pdf", args=[review.pk])
    anybody = Client()
    assert anybody.get(public).status_code == 404
    assert anybody.get(paper).status_code == 404
    _post(host, "peer-publish", review.pk, {"published": "1"})
    assert peers.TEXTS["summary"] in anybody.get(public).content.decode()
    assert anybody.get(paper).content.startswith(b"%PDF")


def _get(client: Client, name: str, *args: Any) -> Any:
    return client.get(reverse(f"roadmap:{name}", args=args))


def _text(client: Client, name: str, *args: Any) -> str:
    page = _get(client, name, *args)
    assert page.status_code == 200
    return page.content.decode()


def _post(client: Client, name: str, pk: int, sent: dict[str, Any]) -> None:
    answer = client.post(reverse(f"roadmap:{name}", args=[pk]), sent)
    assert answer.status_code == 302, answer.content.decode()
