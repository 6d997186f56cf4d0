"""Talk at an indicator: who reads it, who is called, what is new, what goes wrong."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import Membership
from scorecard import events, exports, talk
from scorecard.actions import assessments
from scorecard.actions import talk as actions
from scorecard.models import Mention, Message, Thread
from tests import make

LONG_AGO = timezone.now() - dt.timedelta(days=400)


@pytest.fixture
def answer(assessment):
    return make.answer_of(assessment, "P1.1")


@pytest.fixture
def milica(city):
    user = make.make_user(name="Милица Петровић")
    return make.make_membership(user=user, city=city, role="contributor").user


def opened(answer, by, circle="team", text="Ко зна износ?", **more):
    return actions.open_thread(answer=answer, circle=circle, text=text, by=by, **more)


def page_at(answer):
    return reverse("scorecard:talk", args=[answer.assessment_id, answer.question.code])


def post_open(client, answer, **fields):
    code = answer.question.code
    address = reverse("scorecard:open-thread", args=[answer.assessment_id, code])
    return client.post(address, {"circle": "team", **fields})


def post_say(client, thread, text="Да.", **fields):
    return client.post(
        reverse("scorecard:say", args=[thread.pk]), {"text": text, **fields}
    )


# Who reads what


def test_private_threads_are_only_for_the_team(answer, lead, observer, focal_point):
    assessments.share(assessment=answer.assessment, shared=True)
    private, shared = opened(answer, lead), opened(answer, lead, "review", "За све?")

    seen = {
        who: {*Thread.objects.visible_to(who)} for who in (lead, observer, focal_point)
    }

    assert seen == {
        lead: {private, shared},
        observer: {private, shared},
        focal_point: {shared},
    }


def test_a_draft_that_is_not_shared_has_no_talk_for_the_nation(
    answer, lead, focal_point
):
    thread = opened(answer, lead, "review")

    assert not Thread.objects.visible_to(focal_point).exists()

    assessments.share(assessment=answer.assessment, shared=True)

    assert {*Thread.objects.visible_to(focal_point)} == {thread}


@pytest.mark.parametrize("who", ["peer", "stranger"])
def test_nobody_else_reads_talk_even_of_a_published_round(
    city, lead, focal_point, request, who
):
    published = make.make_assessment(
        city=city,
        lead=lead,
        focal_point=focal_point,
        status="accepted",
        published=True,
    )
    opened(make.answer_of(published, "P1.1"), lead, "review")

    assert not Thread.objects.visible_to(request.getfixturevalue(who)).exists()


def test_a_focal_point_cannot_open_a_thread_only_for_the_team(
    answer, focal_point, client_of
):
    assessments.share(assessment=answer.assessment, shared=True)

    page = post_open(client_of(focal_point), answer, text="Тајно?")

    assert page.status_code == 403
    assert not Thread.objects.exists()


def test_the_form_says_who_reads_and_the_private_circle_is_chosen(
    answer, lead, client_of
):
    page = client_of(lead).get(page_at(answer)).content.decode()

    assert 'name="circle" value="team" checked' in page
    assert "The national focal point never sees it." in page
    assert "once you share the draft or submit it" in page


def test_talk_gets_into_no_log_and_no_export(answer, lead):
    thread = opened(answer, lead, text="Скровито.")
    message = thread.messages.get()
    actions.withdraw(
        message=opened(answer, lead, text="И ово.").messages.get(), by=lead
    )

    assert not LogEntry.objects.filter(changes__icontains="кровито").exists()
    assert "кровито" not in f"{thread} {message}"
    assert "кровито" not in str(exports.table(answer.assessment))


# Calling people


def test_a_name_typed_in_latin_calls_a_colleague(answer, lead, milica):
    thread = opened(answer, lead, text="@Milica, ko zna iznos?")

    assert Mention.objects.get().user == milica
    assert [one.pk for one in talk.news(milica).threads] == [thread.pk]


@pytest.mark.parametrize("name", ["Национал", "Непознати"])
def test_calling_a_stranger_sends_nothing_and_keeps_the_text(
    answer, lead, client_of, focal_point, name
):
    page = post_open(client_of(lead), answer, text=f"@{name} шта је ово?")

    assert page.status_code == 422
    assert f"@{name} is nobody who reads this thread" in page.content.decode()
    assert f">@{name} шта је ово?</textarea>" in page.content.decode()
    assert not Thread.objects.exists()


def test_who_left_is_a_stranger_and_what_they_said_stays(
    answer, lead, milica, client_of
):
    thread = opened(answer, milica, text="Ја знам.")
    Membership.objects.filter(user=milica).delete()

    page = post_say(client_of(lead), thread, text="@Milica, који?")

    assert page.status_code == 422
    assert "Milica Petrović" in page.content.decode()
    assert not Thread.objects.visible_to(make_anew(milica)).exists()


def make_anew(user):
    return type(user).objects.get(pk=user.pk)


def test_a_focal_point_is_not_told_of_a_private_thread(
    answer, lead, focal_point, client_of
):
    assessments.share(assessment=answer.assessment, shared=True)
    client = client_of(lead)

    refused = post_open(client, answer, text="Ко?", tell=[focal_point.pk])
    sent = post_open(client, answer, text="Ко?", tell=[focal_point.pk], circle="review")

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert "does not read this thread" in refused.content.decode()
    assert Mention.objects.get().user == focal_point


# What is new


def test_new_is_what_others_said_until_it_is_read(answer, lead, milica, client_of):
    thread = opened(answer, milica, text="Ко зна?")
    before = talk.news(lead).threads

    client_of(lead).get(page_at(answer))

    assert [(one.pk, one.new) for one in before] == [(thread.pk, 1)]
    assert talk.news(lead).threads == []
    assert talk.news(milica).threads == []
    actions.say(thread=thread, text="Још?", by=milica)
    assert [one.new for one in talk.news(lead).threads] == [1]


def test_who_takes_no_part_hears_nothing_until_called(answer, lead, milica, observer):
    thread = opened(answer, lead)
    assert talk.news(milica).threads == talk.news(observer).threads == []

    actions.say(thread=thread, text="Погледајте.", tell=[observer.pk], by=lead)

    assert [(one.new, one.calls) for one in talk.news(observer).threads] == [(2, True)]
    assert talk.news(milica).threads == []


def test_reading_marks_mentions_as_read(answer, lead, milica, client_of):
    opened(answer, lead, text="@Милица?")

    client_of(milica).get(page_at(answer))

    assert Mention.objects.get().read_at is not None


def test_reading_again_writes_nothing(answer, lead, milica, client_of):
    opened(answer, lead)
    client = client_of(milica)
    client.get(page_at(answer))

    with CaptureQueriesContext(connection) as queries:
        client.get(page_at(answer))

    written = [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]
    assert written == []


def test_the_card_counts_open_threads_and_new_messages(
    answer, lead, milica, focal_point, client_of
):
    assessments.share(assessment=answer.assessment, shared=True)
    opened(answer, milica)
    opened(answer, milica, "review", "За све?")
    essential = reverse("scorecard:essential", args=[answer.assessment_id, 1])

    own = client_of(lead).get(essential).content.decode()
    review = reverse("scorecard:review", args=[answer.assessment_id])
    nation = [
        client_of(focal_point).get(page).content.decode()
        for page in (essential, review)
    ]

    assert "Talk: 2 open, 2 new" in own
    assert [page.count("Talk: 1 open, 1 new") for page in nation] == [1, 1]


def test_the_history_tells_of_threads_to_who_reads_them(answer, lead, focal_point):
    assessments.share(assessment=answer.assessment, shared=True)
    opened(answer, lead, text="Скровито.")
    actions.resolve(thread=opened(answer, lead, "review", "За све?"), by=focal_point)

    told = {
        who: [one.title for one in events.events_of(who, answer).object_list]
        for who in (lead, focal_point)
    }

    assert told[focal_point] == ["resolved a thread", "opened a thread"]
    assert sorted(told[lead]) == ["opened a thread"] * 2 + ["resolved a thread"]
    assert "кровито" not in str(events.events_of(lead, answer).object_list)


def test_lines_for_a_mail_say_where_and_how_much_but_not_what(answer, lead, milica):
    opened(answer, milica, text="Скровито.", tell=[lead.pk])

    lines = talk.digest_lines(lead, LONG_AGO)

    assert len(lines) == 1
    assert "P1.1" in lines[0]
    assert "1 new message in the talk. You are mentioned." in lines[0]
    assert not {"кровито", "Милица"} & {*lines[0].split()}
    assert talk.digest_lines(lead, timezone.now()) == []
    assert talk.digest_lines(milica, LONG_AGO) == []


# What goes wrong


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Write the message first."),
        ("а" * 2_003, "The message is 3 characters too long: at most 2000 fit."),
    ],
)
def test_what_cannot_be_sent_is_told_and_kept(answer, lead, client_of, text, sentence):
    page = post_open(client_of(lead), answer, text=text)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert text.strip() in page.content.decode()


def test_markup_is_shown_as_typed(answer, lead, client_of):
    opened(answer, lead, text="<script>alert(1)</script>")

    page = client_of(lead).get(page_at(answer)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_pressing_twice_says_it_once(answer, lead):
    first, second = opened(answer, lead), opened(answer, lead)
    said = [actions.say(thread=first, text="Да.", by=lead) for _click in range(2)]

    assert first == second
    assert said[0] == said[1]
    assert Message.objects.count() == 2


def test_a_thread_resolved_meanwhile_keeps_what_was_typed(
    answer, lead, milica, client_of
):
    thread = opened(answer, lead)
    actions.resolve(thread=thread, by=milica)

    late = post_say(client_of(lead), thread, text="Чекајте!")

    assert late.status_code == 409
    assert "Milica Petrović has resolved this thread" in late.content.decode()
    assert ">Чекајте!</textarea>" in late.content.decode()
    assert post_say(client_of(lead), thread, "Чекајте!", reopen="1").status_code == 302
    thread.refresh_from_db()
    assert not thread.is_resolved


def test_a_withdrawn_message_leaves_its_trace_only(answer, lead, milica, client_of):
    thread = opened(answer, milica, text="Скровито.", tell=[lead.pk])

    actions.withdraw(message=thread.messages.get(), by=milica)
    page = client_of(lead).get(page_at(answer)).content.decode()

    assert "Withdrawn by Milica Petrović" in page
    assert "кровито" not in page
    assert not Mention.objects.exists()
    assert talk.news(lead).threads == []


def test_a_full_thread_asks_for_another(answer, lead, monkeypatch):
    monkeypatch.setattr(actions, "MOST_MESSAGES", 1)
    thread = opened(answer, lead)

    with pytest.raises(ValidationError, match="Open a new one"):
        actions.say(thread=thread, text="Још?", by=lead)


def test_talk_goes_on_at_a_frozen_assessment_and_changes_nothing(city, lead):
    frozen = make.make_assessment(city=city, lead=lead, status="submitted")
    answer = make.answer_of(frozen, "P1.1")
    before = frozen.submissions.get().sha256, answer.version

    opened(answer, lead)

    answer.refresh_from_db()
    assert (frozen.submissions.get().sha256, answer.version) == before


@pytest.mark.parametrize(
    "half",
    [{"resolved_at": timezone.now()}, {"circle": "all"}],
)
def test_the_database_refuses_half_a_fact(answer, lead, half):
    thread = opened(answer, lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(**half)
