"""One mail a day with what is new, in the person's script, to nobody invented."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cities.models import User
from mcr2030 import digests
from scorecard.actions import answers, reviews, sharing
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
TOMORROW = NOW + dt.timedelta(days=1)
SITE = "https://otpornost.example.rs"


class HalfDown(EmailBackend):
    """A mail server that refuses one person."""

    def send_messages(self, messages):
        if any("down@" in to for one in messages for to in one.to):
            raise ConnectionRefusedError
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_ADDRESS = SITE


@pytest.fixture
def given(assessment, contributor):
    """Two indicators given now, one of them due today, to who wants mails."""
    User.objects.filter(pk=contributor.pk).update(wants_digest=True)
    give = {"assessment": assessment, "to": contributor}
    sharing.hand_out(codes=["P1.1"], due=TODAY, note="Хитно је.", **give)
    sharing.hand_out(codes=["P2.1"], **give)
    return assessment


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("sr", "MCR2030: шта је ново за Вас", ["Питање P1.1", "ново", "Хитно је."]),
        ("sr-latn", "MCR2030: šta je novo za Vas", ["Pitanje P1.1", "Hitno je."]),
        ("en", "MCR2030: what is new for you", ["Question P1.1", "new; due"]),
    ],
)
def test_a_mail_is_plain_and_in_the_persons_script(
    given, contributor, language, subject, words
):
    User.objects.filter(pk=contributor.pk).update(language=language)

    assert digests.send(NOW + dt.timedelta(minutes=1)).sent == 1

    (sent,) = mail.outbox
    assert sent.subject == subject
    assert sent.to == [contributor.email]
    assert sent.content_subtype == "plain"
    for word in (*words, SITE + reverse("home"), SITE + reverse("account")):
        assert word in sent.body
    assert contributor.name not in sent.subject + sent.body


def test_two_runs_on_one_day_send_one_mail(given):
    later = NOW + dt.timedelta(seconds=1)
    first, second = digests.send(later), digests.send(later)

    assert (first.sent, second.sent, len(mail.outbox)) == (1, 0, 1)


def test_nothing_new_is_no_mail_until_a_day_has_passed(given, contributor):
    User.objects.filter(pk=contributor.pk).update(language="en")
    first = timezone.now()
    digests.send(first)

    assert digests.send(first + dt.timedelta(days=1)).sent == 1
    assert "overdue since" in mail.outbox[1].body
    assert "P2.1" not in mail.outbox[1].body
    assert digests.send(first + dt.timedelta(days=2)).empty == 1


def test_done_work_is_not_reminded_of(given, contributor):
    for code in ("P1.1", "P2.1"):
        answers.propose(
            answer=make.answer_of(given, code),
            score=1,
            not_applicable=False,
            comment="Мало.",
            by=contributor,
        )

    assert digests.send(TOMORROW) == digests.Sent(sent=0, empty=1, failed=0)


def test_a_lead_hears_of_remarks(city, lead, focal_point):
    User.objects.filter(pk=lead.pk).update(wants_digest=True, language="en")
    assessment = make.make_assessment(city=city, lead=lead, status="submitted")
    make.make_remark(answer=make.answer_of(assessment, "P1.1"), by=focal_point)
    assert digests.send(TOMORROW).empty == 1

    reviews.send_back(assessment=assessment, text="Допуните.", by=focal_point)

    assert digests.send(NOW + dt.timedelta(hours=1)).sent == 1
    assert "1 remark waits for your reply." in mail.outbox[0].body
    assert "Наведите" not in mail.outbox[0].body


def test_who_did_not_ask_is_invented_or_gone_gets_none(given, contributor):
    for changed in ({"wants_digest": False}, {"is_demo": True}, {"is_active": False}):
        User.objects.filter(pk=contributor.pk).update(
            **{"wants_digest": True, "is_demo": False, "is_active": True} | changed
        )
        assert digests.send(TOMORROW) == digests.Sent(sent=0, empty=0, failed=0)

    assert mail.outbox == []


def test_a_mail_that_did_not_leave_keeps_nobody_waiting_and_is_tried_again(
    given, contributor, city, settings
):
    other = make.make_membership(city=city, role="contributor").user
    sharing.hand_out(assessment=given, codes=["P1.2"], to=other)
    User.objects.filter(pk=other.pk).update(wants_digest=True)
    User.objects.filter(pk=contributor.pk).update(email="down@example.rs")
    settings.EMAIL_BACKEND = "tests.test_digests.HalfDown"
    later = NOW + dt.timedelta(minutes=1)

    assert digests.send(later) == digests.Sent(sent=1, empty=0, failed=1)

    User.objects.filter(pk=contributor.pk).update(email="up@example.rs")
    assert digests.send(later) == digests.Sent(sent=1, empty=0, failed=0)


def test_the_command_needs_an_address_and_sends_nothing_while_debugging(
    given, settings, capsys
):
    settings.SITE_ADDRESS = ""
    with pytest.raises(CommandError, match="Set SITE_ADDRESS"):
        call_command("send_digests")
    settings.SITE_ADDRESS, settings.DEBUG = SITE, True
    with pytest.raises(CommandError, match="DEBUG is on"):
        call_command("send_digests")
    assert mail.outbox == []

    settings.DEBUG = False
    call_command("send_digests")

    assert "1 sent, 0 without news, 0 did not leave." in capsys.readouterr().out


def test_the_account_page_turns_mails_on_and_off(client_of, lead):
    typed = {"name": lead.name, "language": "en"}
    for sent, wants in (({"wants_digest": "on"}, True), ({}, False)):
        client_of(lead).post(reverse("account"), typed | sent)
        lead.refresh_from_db()
        assert lead.wants_digest is wants
