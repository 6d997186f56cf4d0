"""Every address of the site against every person: what they get, and nothing else.

One table. A row is an address with the things it names, and what each person gets:

    ok     the page (200)
    did    302, and something was written
    away   302, and nothing was written
    login  302 to signing in, and nothing was written
    401    a sentence that the session has ended, with what was typed
    403    a refusal with its sentence
    404    nothing is here
    410    a link that is used up

Whoever gets no `ok` or `did` has changed nothing. What follows an @ tells rows of one
address apart. The table of DESIGN.md 5 is what these rows spell out.
"""

import html
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Membership
from tests import make
from tests.world import PERSONS, World, address_names, taken_back, written_by

TABLE = """
# method address                      names                        anon  strg  obsv  contr lead  focal peer
GET  home                             -                            ok    ok    ok    ok    ok    ok    ok
GET  account                          -                            login ok    ok    ok    ok    ok    ok
POST account@rename                   -                            login did   did   did   did   did   did
POST set_language                     -                            away  did   did   did   did   did   did

# signing in and the own account: allauth
GET  account_login                    -                            ok    away  away  away  away  away  away
POST account_login@wrong              -                            ok    away  away  away  away  away  away
GET  account_logout                   -                            away  ok    ok    ok    ok    ok    ok
POST account_logout@out               -                            away  away  away  away  away  away  away
GET  account_inactive                 -                            ok    ok    ok    ok    ok    ok    ok
GET  account_signup                   -                            ok    away  away  away  away  away  away
POST account_signup@nobody            -                            ok    away  away  away  away  away  away
GET  account_reauthenticate           -                            login ok    ok    ok    ok    ok    ok
GET  account_email                    -                            login 404   404   404   404   404   404
GET  account_email_verification_sent  -                            login 404   404   404   404   404   404
GET  account_confirm_email            key                          login 404   404   404   404   404   404
GET  account_change_password          -                            login ok    ok    ok    ok    ok    ok
POST account_change_password@new      -                            login did   did   did   did   did   did
GET  account_set_password             -                            login away  away  away  away  away  away
GET  account_reset_password           -                            ok    ok    ok    ok    ok    ok    ok
POST account_reset_password@mail      -                            did   did   did   did   did   did   did
GET  account_reset_password_done      -                            ok    ok    ok    ok    ok    ok    ok
GET  account_reset_password_from_key  1 key                        ok    ok    ok    ok    ok    ok    ok
GET  account_reset_password_from_key_done -                        ok    ok    ok    ok    ok    ok    ok
GET  account_confirm_login_code       -                            login away  away  away  away  away  away
GET  mfa_index                        -                            login ok    ok    ok    ok    ok    ok
GET  mfa_authenticate                 -                            login away  away  away  away  away  away
GET  mfa_reauthenticate               -                            login away  away  away  away  ok    away
GET  mfa_activate_totp                -                            login away  away  away  away  away  away
GET  mfa_deactivate_totp              -                            login 404   404   404   404   away  404
GET  mfa_view_recovery_codes          -                            login 404   404   404   404   404   404
GET  mfa_generate_recovery_codes      -                            login away  away  away  away  away  away
GET  mfa_download_recovery_codes      -                            login 404   404   404   404   404   404
GET  mfa_list_webauthn                -                            login ok    ok    ok    ok    ok    ok
GET  mfa_add_webauthn                 -                            login away  away  away  away  away  away
GET  mfa_reauthenticate_webauthn      -                            login away  away  away  away  away  away
GET  mfa_remove_webauthn              1                            login away  away  away  away  away  away
GET  mfa_edit_webauthn                1                            login away  away  away  away  away  away
GET  mfa_login_webauthn               -                            login away  away  away  away  away  away

# for everybody
GET  public:cities                    -                            ok    ok    ok    ok    ok    ok    ok
GET  public:city                      host                         ok    ok    ok    ok    ok    ok    ok
GET  public:city@nothing              elsewhere                    404   404   404   404   404   404   404
GET  public:open-data                 -                            ok    ok    ok    ok    ok    ok    ok
GET  public:open-data-file            cities csv                   ok    ok    ok    ok    ok    ok    ok
GET  public:open-data-file@scores     scores json                  ok    ok    ok    ok    ok    ok    ok
GET  public:open-data-file@none       people csv                   404   404   404   404   404   404   404

# local governments
GET  cities:list                      -                            login ok    ok    ok    ok    ok    ok
GET  cities:detail                    host                         login 404   ok    ok    ok    ok    404
GET  cities:detail@elsewhere          elsewhere                    login ok    404   404   404   ok    404
GET  cities:edit                      host                         login 404   403   403   ok    ok    404
POST cities:edit@save                 host                         login 404   403   403   did   did   404
GET  cities:hazards                   host                         login 404   403   403   ok    ok    404
POST cities:hazards@save              host                         login 404   403   403   did   did   404
GET  city-peers                       host                         login 404   ok    ok    ok    ok    404
GET  city-peers@elsewhere             elsewhere                    login ok    404   404   404   ok    404

# people
GET  cities:people                    host                         login 404   ok    ok    ok    ok    404
GET  cities:invite                    host                         login 404   403   403   ok    ok    404
POST cities:invite@send               host                         login 404   403   403   ok    ok    404
POST cities:change-role               colleague                    login 404   403   403   did   did   404
POST cities:change-role@nation        serves_nation                login 404   404   404   404   404   404
POST cities:end-membership            colleague                    login 404   403   403   did   did   404
POST cities:end-membership@leave      colleague_peer               login 404   403   403   did   did   404
POST cities:end-membership@nation     serves_nation                login 404   404   404   404   did   404
POST cities:reset-link                colleague                    login 404   403   403   ok    ok    404
POST cities:reset-link@nation         serves_nation                login 404   404   404   404   403   404
POST cities:new-link                  invitation                   login 404   403   403   ok    ok    404
POST cities:new-link@nation           national_invitation          login 404   404   404   404   ok    404
POST cities:withdraw                  invitation                   login 404   403   403   did   did   404
POST cities:withdraw@nation           national_invitation          login 404   404   404   404   did   404
GET  cities:focal-points              -                            login 403   403   403   403   ok    403
GET  cities:invite-focal-point        -                            login 403   403   403   403   ok    403
POST cities:invite-focal-point@send   -                            login 403   403   403   403   ok    403

# secret links: whoever has one is let this far
GET  cities:welcome                   secret                       ok    ok    ok    ok    ok    ok    ok
GET  cities:welcome@unknown           key                          404   404   404   404   404   404   404
GET  cities:welcome@withdrawn         withdrawn_secret             410   410   410   410   410   410   410
POST cities:accept                    secret                       login away  away  away  away  away  away
POST cities:accept@mine               secret_of_stranger           login did   away  away  away  away  away
GET  cities:new-password              uid token                    ok    ok    ok    ok    ok    ok    ok
GET  cities:new-password@forged       uid key                      410   410   410   410   410   410   410
POST cities:new-password@set          uid token                    did   did   did   did   did   did   did

# assessments
GET  scorecard:start                  host                         login 404   403   403   ok    403   404
POST scorecard:start@begin            host                         login 404   403   403   did   403   404
GET  scorecard:overview@draft         draft                        login 404   ok    ok    ok    404   404
GET  scorecard:overview@shared        shared                       login 404   ok    ok    ok    ok    404
GET  scorecard:overview@submitted     submitted                    login 404   ok    ok    ok    ok    away
GET  scorecard:overview@returned      returned                     login 404   ok    ok    ok    ok    404
GET  scorecard:overview@accepted      accepted                     login 404   ok    ok    ok    ok    away
GET  scorecard:overview@published     published                    login away  ok    ok    ok    ok    away
GET  scorecard:setup@draft            draft                        login 404   403   403   ok    404   404
GET  scorecard:setup@shared           shared                       login 404   403   403   ok    403   404
GET  scorecard:setup@submitted        submitted                    login 404   403   403   403   403   404
POST scorecard:setup@draft-save       draft                        login 404   403   403   did   404   404
POST scorecard:setup@accepted-save    accepted                     login 404   403   403   403   403   404
POST scorecard:share@draft            draft                        login 404   403   403   did   404   404
POST scorecard:share@submitted        submitted                    login 404   403   403   403   403   403
POST scorecard:submit@blank           draft                        login 404   403   403   away  404   404
POST scorecard:submit@complete        shared                       login 404   403   403   did   403   404
POST scorecard:submit@submitted       submitted                    login 404   403   403   403   403   403
POST scorecard:submit@returned        returned                     login 404   403   403   did   403   404
POST scorecard:submit@accepted        accepted                     login 404   403   403   403   403   403
POST scorecard:publish@draft          draft                        login 404   403   403   403   404   404
POST scorecard:publish@submitted      submitted                    login 404   403   403   403   403   403
POST scorecard:publish@accepted       accepted                     login 404   403   403   did   403   403
POST scorecard:publish@take-back      published                    login 403   403   403   did   403   403
GET  scorecard:people@draft           draft                        login 404   403   403   ok    404   404
GET  scorecard:people@submitted       submitted                    login 404   403   403   403   403   404
POST scorecard:people@draft-hand-out  draft                        login 404   403   403   did   404   404
GET  scorecard:applicability          detailed                     login 404   403   403   ok    404   404
GET  scorecard:applicability@none     draft                        login 404   404   404   404   404   404
POST scorecard:applicability@say      detailed                     login 404   403   403   did   404   404
GET  scorecard:overview@detailed      detailed                     login 404   ok    ok    ok    404   404
GET  scorecard:essential@detailed     detailed 1                   login 404   ok    ok    ok    404   404
GET  scorecard:report@detailed        detailed                     404   404   ok    ok    ok    404   404
GET  scorecard:round@published        host 2020 baseline           ok    ok    ok    ok    ok    ok    ok
GET  scorecard:round@draft            host 2025 baseline           404   404   ok    ok    ok    404   404
GET  scorecard:round@submitted        host 2023 baseline           404   404   ok    ok    ok    ok    404
GET  scorecard:round@none             host 2019 baseline           404   404   404   404   404   404   404

# answers; the contributor has P1.1, the peer has Essential 1
GET  scorecard:essential@draft        draft 1                      login 404   ok    ok    ok    404   404
GET  scorecard:essential@shared       shared 1                     login 404   ok    ok    ok    ok    404
GET  scorecard:essential@submitted    submitted 1                  login 404   ok    ok    ok    ok    ok
GET  scorecard:essential@not-chosen   submitted 2                  login 404   ok    ok    ok    ok    404
GET  scorecard:essential@returned     returned 1                   login 404   ok    ok    ok    ok    404
GET  scorecard:essential@accepted     accepted 1                   login 404   ok    ok    ok    ok    ok
GET  scorecard:essential@published    published 2                  login ok    ok    ok    ok    ok    ok
GET  scorecard:essential@none         submitted 11                 login 404   404   404   404   404   404
POST scorecard:answer@draft           draft P1.1                   401   404   403   403   did   404   404
POST scorecard:answer@shared          shared P1.1                  401   404   403   403   did   403   404
POST scorecard:answer@submitted       submitted P1.1               401   404   403   403   403   403   403
POST scorecard:answer@not-chosen      submitted P2.1               401   404   403   403   403   403   404
POST scorecard:answer@returned        returned P1.1                401   404   403   403   did   403   404
POST scorecard:answer@accepted        accepted P1.1                401   404   403   403   403   403   403
POST scorecard:answer@published       published P1.1               401   403   403   403   403   403   403
POST scorecard:propose@draft          draft P1.1                   401   404   403   did   403   404   404
POST scorecard:propose@not-theirs     draft P1.2                   401   404   403   403   403   404   404
POST scorecard:propose@submitted      submitted P1.1               401   404   403   403   403   403   403
POST scorecard:propose@returned       returned P1.1                401   404   403   did   403   403   404
GET  scorecard:history@draft          draft P1.1                   login 404   ok    ok    ok    404   404
GET  scorecard:history@submitted      submitted P1.1               login 404   ok    ok    ok    ok    404
GET  scorecard:history@published      published P1.1               login 404   ok    ok    ok    ok    404
GET  scorecard:attach@draft           draft P1.1                   login 404   403   ok    ok    404   404
GET  scorecard:attach@not-theirs      draft P1.2                   login 404   403   403   ok    404   404
GET  scorecard:attach@submitted       submitted P1.1               login 404   403   403   403   403   403
POST scorecard:attach@draft-add       draft P1.1                   login 404   403   did   did   404   404
POST scorecard:attach@accepted-add    accepted P1.1                login 404   403   403   403   403   403
POST scorecard:detach@draft           draft P1.1 draft_evidence    login 404   403   did   did   404   404
POST scorecard:detach@submitted       submitted P1.1 evidence      login 404   403   403   403   403   403
GET  scorecard:evidence-file@draft    draft_evidence               login 404   ok    ok    ok    404   404
GET  scorecard:evidence-file@submitted evidence                    login 404   ok    ok    ok    ok    ok
GET  scorecard:evidence-file@not-chosen evidence_2                 login 404   ok    ok    ok    ok    404
GET  scorecard:evidence-file@published published_evidence          login 404   ok    ok    ok    ok    404
GET  scorecard:evidence-file@reference reference                   login 404   404   404   404   404   404

# review
GET  scorecard:queue                  -                            login 404   404   404   404   ok    404
GET  scorecard:review@draft           draft                        login 404   404   404   404   404   404
GET  scorecard:review@shared          shared                       login 404   404   404   404   ok    404
GET  scorecard:review@submitted       submitted                    login 404   404   404   404   ok    404
GET  scorecard:review@accepted        accepted                     login 404   404   404   404   ok    404
POST scorecard:remark@draft           draft P1.1                   401   404   403   403   403   404   404
POST scorecard:remark@submitted       submitted P1.1               401   404   403   403   403   did   403
POST scorecard:remark@accepted        accepted P1.1                401   404   403   403   403   403   403
POST scorecard:withdraw-remark@open   remark                       login 404   404   404   404   did   404
POST scorecard:withdraw-remark@sent   sent_remark                  login 404   403   403   403   403   404
POST scorecard:reply@undecided        remark                       401   404   404   404   404   403   404
POST scorecard:reply@returned         sent_remark                  401   404   403   403   did   403   404
POST scorecard:return@draft           draft                        401   404   403   403   403   404   404
POST scorecard:return@submitted       submitted                    401   404   403   403   403   did   403
POST scorecard:return@returned        returned                     401   404   403   403   403   403   404
POST scorecard:accept@shared          shared                       401   404   403   403   403   403   404
POST scorecard:accept@submitted       submitted                    401   404   403   403   403   did   403
POST scorecard:accept@accepted        accepted                     401   404   403   403   403   403   403

# national desk
GET  national:overview                -                            login 404   404   404   404   ok    404
GET  national:cities-file             xlsx                         login 404   404   404   404   ok    404
GET  national:cities-file@none        pdf                          login 404   404   404   404   404   404
GET  national:matrix                  -                            login 404   404   404   404   ok    404
GET  national:matrix-file             json                         login 404   404   404   404   ok    404
GET  national:matrix-essential        1                            login 404   404   404   404   ok    404
GET  national:matrix-essential-file   1 csv                        login 404   404   404   404   ok    404
GET  national:calibration             questionnaire P1.1           login 404   404   404   404   ok    404
GET  national:gaps                    -                            login 404   404   404   404   ok    404
GET  national:gaps-file               xlsx                         login 404   404   404   404   ok    404
GET  national:calibration@none        questionnaire P9.9           login 404   404   404   404   404   404
GET  national:groups                  -                            login 404   404   404   404   ok    404
GET  national:group                   own_group                    login 404   404   404   404   ok    404
GET  national:group@none              key                          login 404   404   404   404   404   404
GET  national:group-new               -                            login 404   404   404   404   ok    404
POST national:group-new@make          -                            login 404   404   404   404   did   404
GET  national:group-edit              own_group                    login 404   404   404   404   ok    404
GET  national:group-edit@agreement    basin_group                  login 404   404   404   404   403   404
POST national:group-edit@rename       own_group                    login 404   404   404   404   did   404
POST national:group-add               own_group                    login 404   404   404   404   did   404
POST national:group-add@agreement     basin_group                  login 404   404   404   404   403   404
POST national:group-remove            own_group                    login 404   404   404   404   did   404
GET  national:time                    -                            login 404   404   404   404   ok    404
GET  national:city                    host                         login 404   404   404   404   ok    404
GET  national:city@none               key                          login 404   404   404   404   404   404
GET  national:reports                 -                            login 404   404   404   404   ok    404
GET  national:report-pdf              -                            login 404   404   404   404   ok    404
GET  national:short-pdf               -                            login 404   404   404   404   ok    404
GET  national:slides-pdf              -                            login 404   404   404   404   ok    404
GET  national:everything-file         json                         login 404   404   404   404   ok    404
GET  national:everything-file@none    csv                          login 404   404   404   404   404   404
POST national:ask-bundle              -                            login 404   404   404   404   did   404
GET  national:bundle                  bundle                       login 404   404   404   404   ok    404
GET  national:bundle@failed           failed_bundle                login 404   404   404   404   ok    404
POST national:bundle-again            failed_bundle                login 404   404   404   404   did   404
POST national:bundle-again@ready      bundle                       login 404   404   404   404   away  404
GET  national:bundle-file             bundle                       login 404   404   404   404   ok    404
GET  national:bundle-file@failed      failed_bundle                login 404   404   404   404   404   404

# spreadsheets; the lead uploaded what waits in "merging" and "bringing"
GET  scorecard:spreadsheets@draft     draft                        login 404   ok    ok    ok    404   404
GET  scorecard:spreadsheets@submitted submitted                    login 404   ok    ok    ok    404   404
GET  scorecard:spreadsheets@published published                    login 404   ok    ok    ok    404   404
GET  scorecard:workbook@draft         draft                        login 404   ok    ok    ok    404   404
GET  scorecard:workbook@published     published                    login 404   ok    ok    ok    404   404
POST scorecard:upload-workbook@draft  draft                        login 404   403   403   did   404   404
POST scorecard:upload-workbook@submitted submitted                 login 404   403   403   403   404   404
GET  scorecard:merge                  merging                      login 404   404   404   ok    404   404
POST scorecard:merge@save             merging                      login 404   404   404   did   404   404
POST scorecard:discard                merging                      login 404   404   404   did   404   404
GET  scorecard:export@draft           draft csv                    404   404   ok    ok    ok    404   404
GET  scorecard:export@submitted       submitted json               404   404   ok    ok    ok    ok    404
GET  scorecard:export@published       published xlsx               ok    ok    ok    ok    ok    ok    ok
GET  scorecard:export@none            draft exe                    404   404   404   404   404   404   404
GET  scorecard:official-workbook      draft                        login 404   403   403   away  404   404
POST scorecard:keep-blank             draft                        login 404   403   403   did   404   404
GET  scorecard:upload-official        host                         login 404   403   403   ok    403   404
POST scorecard:upload-official@new    host                         login 404   403   403   did   403   404
GET  scorecard:official-import        bringing                     login 404   404   404   ok    404   404
POST scorecard:official-import@save   bringing                     login 404   404   404   did   404   404
GET  scorecard:national-blank         -                            login 403   403   403   403   ok    403
POST scorecard:national-blank@new     -                            login 403   403   403   403   did   403
GET  scorecard:noted-action@draft     draft P1.1                   login 404   403   403   ok    404   404
GET  scorecard:noted-action@submitted submitted P1.1               login 404   403   403   403   403   403
POST scorecard:noted-action@note      draft P1.1                   login 404   403   403   did   404   404

# reports
GET  scorecard:report@draft           draft                        404   404   ok    ok    ok    404   404
GET  scorecard:report@shared          shared                       404   404   ok    ok    ok    ok    404
GET  scorecard:report@submitted       submitted                    404   404   ok    ok    ok    ok    404
GET  scorecard:report@returned        returned                     404   404   ok    ok    ok    ok    404
GET  scorecard:report@accepted        accepted                     404   404   ok    ok    ok    ok    404
GET  scorecard:report@published       published                    ok    ok    ok    ok    ok    ok    ok
GET  scorecard:report-pdf@accepted    accepted                     404   404   ok    ok    ok    ok    404
GET  scorecard:report-pdf@published   published                    ok    ok    ok    ok    ok    ok    ok
GET  scorecard:brief-pdf@draft        draft                        404   404   ok    ok    ok    404   404
GET  scorecard:brief-pdf@accepted     accepted                     404   404   ok    ok    ok    ok    404
GET  scorecard:brief-pdf@published    published                    ok    ok    ok    ok    ok    ok    ok
"""  # noqa: E501 - a table is read across


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    label: str
    names: tuple[str, ...]
    expected: dict[str, str]

    @property
    def address(self) -> str:
        return self.label.partition("@")[0]


def _rows() -> list[Row]:
    lines = (line.split() for line in TABLE.strip().splitlines())
    rows = []
    for words in lines:
        if not words or words[0] == "#":
            continue
        method, label, *rest = words
        names, outcomes = rest[: -len(PERSONS)], rest[-len(PERSONS) :]
        given = tuple(name for name in names if name != "-")
        rows.append(
            Row(method, label, given, dict(zip(PERSONS, outcomes, strict=True)))
        )
    return rows


ROWS = _rows()
POSTS = [row for row in ROWS if row.method == "POST"]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once; every test takes back what it changes."""
    with django_db_blocker.unblock(), taken_back():
        yield World()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.label}")
def test_address_gives_each_person_what_the_table_says(
    row: Row, world: World, caplog: Any
) -> None:
    found = {}

    with taken_back():
        for person in PERSONS:
            # A page that is only read may keep its paper for the next reader.
            with taken_back() if row.method == "POST" else nullcontext():
                found[person] = _outcome(world, person, row, caplog)

    assert found == row.expected


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.label)
def test_change_without_a_token_is_refused(row: Row, world: World, caplog: Any) -> None:
    may = [person for person in PERSONS if row.expected[person] in ("ok", "did")]

    with taken_back():
        client = world.client((may or ["lead"])[0], enforce_csrf_checks=True)
        with CaptureQueriesContext(connection) as queries:
            response = client.post(
                world.path(row.address, *row.names), world.posted(row.label, *row.names)
            )

    assert response.status_code == 403
    assert "CSRF" in caplog.text
    assert written_by(queries) == []


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name in address_names() if not name.startswith("admin:")}

    assert {row.address for row in ROWS} == addresses


def test_every_address_that_changes_something_has_a_row_that_does() -> None:
    only_post = {
        row.address
        for row in POSTS
        if not any(one.method == "GET" for one in ROWS if one.address == row.address)
    }
    changing = {
        row.address for row in POSTS if {"did", "ok"} & {*row.expected.values()}
    }

    assert only_post - changing <= {"account_logout"}


def test_focal_point_without_a_second_factor_gets_to_nothing_but_setting_it_up(
    world: World,
) -> None:
    with taken_back():
        world.people["bare"] = make.make_user()
        make.make_membership(
            user=world.people["bare"], role=Membership.Role.FOCAL_POINT
        )
        client = world.client("bare")
        for row in ROWS:
            if row.expected["focal_point"] in ("ok", "did") and ":" in row.address:
                send = client.post if row.method == "POST" else client.get
                response = send(
                    world.path(row.address, *row.names),
                    world.posted(row.label, *row.names),
                )
                assert response.get("Location") == reverse("mfa_index"), row.label


def _outcome(world: World, person: str, row: Row, caplog: Any) -> str:
    client = world.client(person)
    path = world.path(row.address, *row.names)
    posted = world.posted(row.label, *row.names)
    send = client.post if row.method == "POST" else client.get
    caplog.clear()
    with CaptureQueriesContext(connection) as queries:
        response = send(path, posted)
        response.getvalue()
    written = written_by(queries)
    outcome = _named_outcome(response, bool(written))
    if outcome == "403":
        _assert_says_why(response, caplog)
    assert outcome in ("ok", "did") or not written, written
    return outcome


def _named_outcome(response: HttpResponse, wrote: bool) -> str:
    if response.status_code != 302:
        return "ok" if response.status_code == 200 else str(response.status_code)
    if wrote:
        return "did"
    to_login = response["Location"].partition("?")[0] == reverse("account_login")
    return "login" if to_login else "away"


def _assert_says_why(response: HttpResponse, caplog: Any) -> None:
    refusals = [one.exc_info[1] for one in caplog.records if one.exc_info]
    assert refusals, "403 without a refusal"
    sentence = str(refusals[-1])
    assert sentence.endswith(".")
    assert sentence in html.unescape(response.content.decode())
