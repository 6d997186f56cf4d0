"""One world for tests of the whole site: a cast, rounds in every state, links."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cities import actions as people_actions
from cities.models import City, Membership, User
from scorecard import offline
from scorecard.actions import (
    answers,
    assessments,
    merging,
    official_imports,
    reviews,
)
from scorecard.models import Assessment, Questionnaire
from tests import make, parts
from tests.editions import make_detailed
from tests.exchange import filled
from tests.official import official_workbook, results_workbook

# What one subject brings: see tests/parts.
PARTS = [
    import_module(f"tests.parts.{module.name}")
    for module in iter_modules(parts.__path__)
]
# Addresses that hand out a file, not a page.
DOWNLOADS = {
    "health",
    "cities:my-data",
    "security-contact",
    "scorecard:report-pdf",
    "scorecard:brief-pdf",
    "scorecard:evidence-file",
    "scorecard:workbook",
    "scorecard:official-workbook",
    "scorecard:export",
    "national:cities-file",
    "national:matrix-file",
    "national:matrix-essential-file",
    "national:gaps-file",
    "public:open-data-file",
    "national:report-pdf",
    "national:short-pdf",
    "national:slides-pdf",
    "national:everything-file",
    "national:bundle-file",
}.union(*(part.DOWNLOADS for part in PARTS))
PERSONS = (
    "anonymous",
    "stranger",
    "observer",
    "contributor",
    "lead",
    "focal_point",
    "peer",
    "partner",
)
ROUNDS = ("published", "accepted", "returned", "submitted", "shared", "draft")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# An empty one: only its end record.
ZIP = b"PK\x05\x06" + bytes(18)
NEW_PASSWORD = "sasvim nov izraz 8"
SCENARIOS = {
    "most_probable": "Поплава.",
    "most_severe": "Земљотрес.",
}


class World:
    """The cast, the host city's rounds in every state, and what hangs on them."""

    def __init__(self, questionnaire: Questionnaire | None = None) -> None:
        host, elsewhere = make.make_city(), make.make_city(name="Љиг")
        roles = Membership.Role
        self.people = {
            "stranger": _member(elsewhere, roles.LEAD),
            "observer": _member(host, roles.OBSERVER),
            "contributor": _member(host, roles.CONTRIBUTOR),
            "lead": _member(host, roles.LEAD),
            "focal_point": make.make_focal_point(),
            "peer": _member(host, roles.PEER_REVIEWER),
            "partner": make.make_partner_person(),
        }
        self.lead = self.people["lead"]
        self.names: dict[str, Any] = {
            "host": host.code,
            "elsewhere": elsewhere.code,
            "key": "abc-def",
        }
        self.posts: dict[str, dict[str, Any]] = {}
        self._rounds(host, questionnaire or make.make_questionnaire())
        self._team(host)
        self._attachments()
        self._moves()
        self._beside(host)
        self._links(host)
        self._uploads(host)
        self._bundles()
        self._groups(host)
        self.host, self.elsewhere = host, elsewhere
        for part in PARTS:
            part.add(self)
        # Signing in takes longer than many a page: everybody does so once.
        self._sessions = {name: _session_of(user) for name, user in self.people.items()}

    def client(self, person: str, language: str = "en", **options: Any) -> Client:
        """Return a client signed in as one of the cast."""
        client = Client(**options)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if person in self._sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[person]
        elif person != "anonymous":
            client.force_login(self.people[person])
        return client

    def path(self, address: str, *names: str) -> str:
        """Return the path of an address about what is named in this world."""
        return reverse(address, args=[self.names.get(name, name) for name in names])

    def posted(self, label: str, *names: str) -> dict[str, Any]:
        """Return what a person would send there who means it."""
        posted: dict[str, dict[str, Any]] = {
            "account": {"name": "Ново Име", "language": "en"},
            "set_language": {"language": "en", "next": "/"},
            "account_login": {"login": self.lead.email, "password": "погрешно"},
            "account_signup": {
                "email": "neko@example.rs",
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
            },
            "account_change_password": {
                "oldpassword": make.PASSWORD,
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
            },
            "account_reset_password": {"email": self.lead.email},
            "cities:edit": {
                "authority": "председник општине",
                "population": "29101",
                "population_year": "2022",
            },
            "cities:hazards": {
                "cityhazard_set-TOTAL_FORMS": "1",
                "cityhazard_set-INITIAL_FORMS": "0",
                "cityhazard_set-0-hazard": self.names["hazard"],
            },
            "cities:invite": {"email": "novi@example.rs", "role": "observer"},
            "cities:invite-focal-point": {"email": "novi@example.rs"},
            "cities:change-role": {"role": "observer"},
            "cities:new-password": {
                "new_password1": NEW_PASSWORD,
                "new_password2": NEW_PASSWORD,
            },
            "scorecard:start": {
                "questionnaire": self.names["questionnaire"],
                "year": "2026",
                "occasion": "after_event",
                "team_lead": self.lead.pk,
            },
            "scorecard:setup": {
                "team_lead": self.lead.pk,
                "most_probable_hazard": self.names["hazard"],
                "most_severe_hazard": self.names["hazard"],
                **SCENARIOS,
            },
            "scorecard:applicability": {
                "applies-rail": "no",
                "reason-rail": "Нема пруге.",
            },
            "scorecard:share": {"shared": "1"},
            "scorecard:publish": {"published": "0" if "back" in label else "1"},
            "scorecard:propose": {"choice": "1", "comment": "Делимично."},
            "scorecard:attach": {"title": "Одлука о буџету", "kept": "архива"},
            "scorecard:remark": {"text": "Наведите број одлуке."},
            "scorecard:reply": {"text": "Наведен је."},
            "scorecard:return": {"text": "Допуните доказе."},
            "scorecard:accept": {"text": "", "sure": "on"},
            "scorecard:noted-action": {"action": "Донети план."},
            "scorecard:merge": {"version_P1.1": "0"},
            "national:group-new": {"name": "Градови у долини"},
            "national:group-edit": {"name": "Друго име"},
            "national:group-add": {"city": self.names["elsewhere"]},
            "national:group-remove": {"city": self.names["host"]},
            "national:ask-bundle": {"round": "2021-preliminary", "language": "sr"},
            "scorecard:undo": {"undo": "1"},
            "scorecard:official-import": {
                "edition": self.names["questionnaire"],
                "year": "2018",
                "occasion": "baseline",
                "text_language": "sr",
                "without_faulty": "on",
            },
        }
        if label.startswith("scorecard:answer"):
            answer = make.answer_of(self.rounds[names[0]], names[1])
            return {"choice": "3", "version": str(answer.version)}
        if label in self.files:
            return {"file": SimpleUploadedFile("book.xlsx", self.files[label])}
        address = label.partition("@")[0]
        for name in (label, address):
            if name in self.posts:
                posted = self.posts[name]
                # A file is read once: it is made anew for everybody who sends it.
                return posted() if callable(posted) else posted
        return posted.get(address, {})

    def _rounds(self, host: City, questionnaire: Questionnaire) -> None:
        self.rounds: dict[str, Assessment] = {}
        for year, name in enumerate(ROUNDS, start=2020):
            self.rounds[name] = make.make_assessment(
                city=host,
                lead=self.lead,
                questionnaire=questionnaire,
                year=year,
                score=None if name == "draft" else 2,
                shared=name == "shared",
            )
            self.names[name] = self.rounds[name].pk
        self.names["questionnaire"] = questionnaire.pk
        self.names["hazard"] = self.rounds["draft"].most_probable_hazard_id

    def _attachments(self) -> None:
        file = {
            "file_name": "plan.pdf",
            "file_type": "application/pdf",
            "file_content": PDF,
        }
        for name, round_name, code, fields in (
            ("draft_evidence", "draft", "P1.1", file),
            ("reference", "draft", "P1.1", {}),
            ("evidence", "submitted", "P1.1", file),
            ("evidence_2", "submitted", "P2.1", file),
            ("published_evidence", "published", "P2.1", file),
        ):
            answer = make.answer_of(self.rounds[round_name], code)
            self.names[name] = make.make_evidence(answer=answer, **fields).pk

    def _moves(self) -> None:
        by = self.people["focal_point"]
        for name in ("submitted", "returned", "accepted", "published"):
            assessments.submit(assessment=self.rounds[name], by=self.lead)
        for name, of in (("remark", "submitted"), ("sent_remark", "returned")):
            answer = make.answer_of(self.rounds[of], "P1.1")
            self.names[name] = make.make_remark(answer=answer, by=by).pk
        reviews.send_back(assessment=self.rounds["returned"], text="Мењајте.", by=by)
        for name in ("accepted", "published"):
            reviews.accept(assessment=self.rounds[name], text="", by=by)
        assessments.publish(assessment=self.rounds["published"], by=self.lead)

    def _beside(self, host: City) -> None:
        """Let the draft's round have a detailed one, and the published one health."""
        detailed = make_detailed()
        health = make.make_questionnaire(
            code="public_health", edition="0", scale_maximum=5, questions=("A1.1",)
        )
        for name, of, questionnaire, fields in (
            ("detailed", "draft", detailed, {}),
            (
                "health",
                "published",
                health,
                {
                    "status": "accepted",
                    "published": True,
                    "focal_point": self.people["focal_point"],
                },
            ),
        ):
            self.rounds[name] = make.make_assessment(
                city=host,
                lead=self.lead,
                questionnaire=questionnaire,
                year=self.rounds[of].year,
                **fields,
            )
            self.names[name] = self.rounds[name].pk

    def _uploads(self, host: City) -> None:
        """Let the lead have uploaded both workbooks, and have them at hand again."""
        draft, by = self.rounds["draft"], self.lead
        workbook = filled(offline.workbook(draft), {"P1.1": {"answer": 1}})
        official, blank = results_workbook({"P1.1": 1}), official_workbook()
        self.files = {
            "scorecard:upload-workbook@draft": workbook,
            "scorecard:upload-official@new": official,
            "scorecard:keep-blank": blank,
            "scorecard:national-blank@new": blank,
        }
        self.names["merging"] = merging.take_in(
            assessment=draft,
            file_name="book.xlsx",
            content=workbook,
            key=offline.key(),
            by=by,
        ).pk
        self.names["bringing"] = official_imports.take_in(
            city=host, file_name="book.xlsm", content=official_workbook(), by=by
        ).pk

    def _groups(self, host: City) -> None:
        for name, kind in (("own_group", "own"), ("basin_group", "basin")):
            self.names[name] = make.make_group(cities=[host], kind=kind).code

    def _bundles(self) -> None:
        """Let a round's reports be put together, and another's have failed."""
        by = self.people["focal_point"]
        self.names["bundle"] = make.make_bundle(by=by, content=ZIP).pk
        self.names["failed_bundle"] = make.make_bundle(
            by=by, year=2019, state="failed", trouble="Није успело."
        ).pk

    def _team(self, host: City) -> None:
        contributor = self.people["contributor"]
        for assessment in self.rounds.values():
            answers.assign(
                answers=[make.answer_of(assessment, "P1.1")], user=contributor
            )
        colleague = make.make_membership(city=host, role=Membership.Role.CONTRIBUTOR)
        guest = make.make_membership(city=host, role=Membership.Role.PEER_REVIEWER)
        nation = make.make_focal_point()
        self.names["colleague"] = colleague.pk
        self.names["colleague_peer"] = guest.pk
        self.names["serves_nation"] = nation.memberships.get().pk
        self.names["colleague_person"] = colleague.user.pk
        self.names["lead_person"] = self.lead.pk
        self.names["focal_person"] = self.people["focal_point"].pk
        self.posts |= {"cities:erase": {"sure": "on"}}
        uid, token = people_actions.reset_path(user=colleague.user)
        self.names |= {"uid": uid, "token": token}

    def _links(self, host: City) -> None:
        invited: dict[str, tuple[str, City | None, str]] = {
            "": ("nova@example.rs", host, "observer"),
            "national_": ("drzava@example.rs", None, "focal_point"),
            "withdrawn_": ("bivsa@example.rs", host, "observer"),
            "strangers_": (self.people["stranger"].email, host, "observer"),
        }
        secrets = {}
        for name, (email, city, role) in invited.items():
            invitation, secrets[name] = people_actions.invite(
                email=email, role=role, city=city, by=self.lead
            )
            self.names[f"{name}invitation"] = invitation.pk
            if name == "withdrawn_":
                people_actions.withdraw(invitation=invitation)
        self.names |= {
            "secret": secrets[""],
            "withdrawn_secret": secrets["withdrawn_"],
            "secret_of_stranger": secrets["strangers_"],
        }


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


# What goes wrong, by whom it is met: each is answered by a page with a way on.
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "anonymous": [
        ("POST account_login", "-", {"login": "", "password": ""}),
        ("POST account_reset_password", "-", {"email": "nije adresa"}),
        ("POST account_reset_password_from_key", "1 key", {}),
        (
            "POST scorecard:answer",
            "draft P1.1",
            {"comment": "Пре истека", "version": "0"},
        ),
        ("POST scorecard:return", "submitted", {"text": "Пре истека"}),
        ("GET cities:welcome", "key", {}),
        ("GET cities:welcome", "withdrawn_secret", {}),
        ("POST cities:welcome", "secret", {"name": "", "password": "кратко"}),
        ("GET cities:new-password", "uid key", {}),
        (
            "POST cities:new-password",
            "uid token",
            {"new_password1": "a", "new_password2": "b"},
        ),
        ("GET scorecard:report", "draft", {}),
    ],
    "stranger": [("GET scorecard:overview", "draft", {})],
    "observer": [("POST scorecard:submit", "draft", {})],
    "contributor": [
        ("POST scorecard:propose", "draft P1.1", {"choice": "9", "comment": "Дуго"}),
        ("POST scorecard:attach", "draft P1.1", {"title": ""}),
    ],
    "lead": [
        ("POST account", "-", {"name": "", "language": "xx"}),
        (
            "POST account_change_password",
            "-",
            {"oldpassword": "погрешна", "password1": "a", "password2": "b"},
        ),
        ("POST account_reauthenticate", "-", {"password": "погрешна"}),
        ("POST cities:edit", "host", {"population": "много", "area_year": "1"}),
        (
            "POST cities:hazards",
            "host",
            {
                "cityhazard_set-TOTAL_FORMS": "1",
                "cityhazard_set-INITIAL_FORMS": "0",
                "cityhazard_set-0-most_probable": "Без опасности.",
            },
        ),
        ("POST cities:invite", "host", {"email": "nije adresa", "role": "king"}),
        ("POST cities:invite", "host", {"email": "x@example.rs", "role": "observer"}),
        ("POST cities:reset-link", "colleague", {}),
        ("POST scorecard:start", "host", {"year": "1900", "occasion": "none"}),
        ("POST scorecard:setup", "draft", {"team_lead": "0"}),
        (
            "POST scorecard:applicability",
            "detailed",
            {"applies-rail": "no", "reason-rail": ""},
        ),
        ("POST scorecard:answer", "draft P1.1", {"choice": "9", "version": "0"}),
        ("POST scorecard:answer", "returned P1.1", {"choice": "0", "version": "0"}),
        (
            "POST scorecard:answer",
            "shared P2.1",
            {"choice": "na", "reason": "", "comment": "Остаје", "version": "1"},
        ),
        ("POST scorecard:attach", "draft P1.1", {"title": "", "issued": "јуче"}),
        ("POST scorecard:reply", "sent_remark", {"text": ""}),
        ("GET scorecard:submit", "draft", {}),
    ],
    "focal_point": [
        ("POST cities:invite-focal-point", "-", {"email": ""}),
        ("POST cities:invite-focal-point", "-", {"email": "x@example.rs"}),
        ("POST scorecard:remark", "submitted P1.1", {"text": ""}),
        ("POST national:group-new", "-", {"name": ""}),
        ("POST national:ask-bundle", "-", {"round": "1999-none", "language": "xx"}),
        ("POST scorecard:return", "submitted", {"text": ""}),
        ("POST scorecard:accept", "submitted", {"text": "ж" * 4001}),
    ],
    "peer": [("POST scorecard:accept", "submitted", {"text": ""})],
}
for _part in PARTS:
    for _person, _requests in _part.UNHAPPY.items():
        UNHAPPY.setdefault(_person, []).extend(_requests)
# Pages that open once the password was asked for again.
SECURITY = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
)


@contextmanager
def taken_back() -> Iterator[None]:
    """Let the block change what it likes, and keep nothing of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address_names(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[str]:
    """Return the name of every address of the site, the admin's too."""
    if patterns is None:
        patterns = get_resolver().url_patterns
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from address_names(one.url_patterns, inner)
        elif one.name:
            yield f"{space}{one.name}"


def _member(city: City, role: str) -> User:
    return make.make_membership(city=city, role=role).user
