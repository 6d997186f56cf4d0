"""All city reports of a round as one ZIP: asked once, interrupted, taken up again."""

import datetime as dt
import io
import signal
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from cities.models import User
from mcr2030.national import bundling
from scorecard import pdf, printing
from scorecard.actions import bundles
from scorecard.models import Assessment, Bundle, Paper, Questionnaire
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
Status, State = Assessment.Status, Bundle.State
YEAR = 2026
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


@pytest.fixture(autouse=True)
def _worker_inside_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the worker keep the test's connection, and give the signals back."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    known = {one: signal.getsignal(one) for one in SIGNALS}
    yield
    for one, handler in known.items():
        signal.signal(one, handler)


@pytest.fixture
def desk(focal_point: User, client_of: ClientOf) -> Client:
    return client_of(focal_point)


@pytest.fixture
def accepted(db: None) -> list[Assessment]:
    """Two cities' accepted reports of one round."""
    edition = make.make_questionnaire()
    return [_accept(name, edition) for name in ("Бор", "Уб")]


def _accept(name: str, edition: Questionnaire) -> Assessment:
    return make.make_assessment(
        status=Status.ACCEPTED,
        city=make.make_city(name=name),
        questionnaire=edition,
        year=YEAR,
    )


def _ask(desk: Client, language: str = "en") -> Bundle:
    address = reverse("national:ask-bundle")
    response = desk.post(
        address, {"round": f"{YEAR}-preliminary", "language": language}
    )
    assert response.status_code == 302
    return Bundle.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def _work() -> None:
    """Let a worker start, as `./run` does, and stop when nothing is left."""
    call_command("work", batch=True)


def _work_until_killed(
    monkeypatch: pytest.MonkeyPatch, many: int, error: BaseException
) -> None:
    """Let a worker make so many papers of its one job before it is interrupted."""
    with monkeypatch.context() as patched:
        patched.setattr(printing, "paper", _stops_after(many, error))
        call_command("db_worker", max_tasks=1, reload=False, verbosity=0)


def _files(desk: Client, bundle: Bundle) -> list[str]:
    response = desk.get(reverse("national:bundle-file", args=[bundle.pk]))
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.getvalue())).namelist()


def _stops_after(many: int, error: BaseException) -> Callable[..., bytes]:
    """Return the printing that is interrupted after so many papers."""
    made: list[int] = []
    paper = printing.paper

    def interrupted(assessment: Assessment, kind: str, language: str) -> bytes:
        if len(made) == many:
            raise error
        made.append(assessment.pk)
        return paper(assessment, kind, language)

    return interrupted


def test_the_worker_puts_all_accepted_reports_of_a_round_together(
    desk: Client, accepted: list[Assessment]
) -> None:
    bundle = _ask(desk)
    assert bundle.state == State.WAITING

    _work()

    bundle.refresh_from_db()
    assert (bundle.state, bundle.made, bundle.total) == (State.DONE, 2, 2)
    assert bundle.size == bundle.file.size > 0
    assert _files(desk, bundle) == [
        f"MCR2030 Report Bor {YEAR}.pdf",
        f"MCR2030 Report Ub {YEAR}.pdf",
    ]


def test_the_immediate_backend_makes_it_at_once(
    desk: Client, accepted: list[Assessment], settings
) -> None:
    backend = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {"BACKEND": backend}}

    bundle = _ask(desk, "sr")

    assert bundle.state == State.DONE
    assert _files(desk, bundle)[0] == f"MCR2030 Извештај Бор {YEAR}.pdf"


def test_only_what_is_accepted_is_in_it(
    desk: Client, accepted: list[Assessment]
) -> None:
    edition = accepted[0].questionnaire
    for name, status in (
        ("Сакривено", Status.DRAFT),
        ("Послато", Status.SUBMITTED),
        ("Враћено", Status.RETURNED),
    ):
        make.make_assessment(
            status=status, city=make.make_city(name=name), questionnaire=edition
        )

    bundle = _ask(desk)
    _work()

    assert len(_files(desk, bundle)) == 2


def test_two_reports_of_one_city_have_names_of_their_own(
    desk: Client, accepted: list[Assessment]
) -> None:
    first = accepted[0]
    make.make_assessment(
        status=Status.ACCEPTED,
        city=first.city,
        questionnaire=first.questionnaire,
        year=YEAR,
        occasion=Assessment.Occasion.AFTER_EVENT,
    )

    bundle = _ask(desk)
    _work()

    names = _files(desk, bundle)
    assert len(set(names)) == 3


def test_asking_twice_gives_the_same_bundle(
    desk: Client, accepted: list[Assessment]
) -> None:
    first = _ask(desk)
    assert _ask(desk) == first
    _work()
    assert _ask(desk) == first

    assert Bundle.objects.count() == DBTaskResult.objects.count() - 1 == 1


def test_a_later_acceptance_makes_a_new_bundle_in_place_of_the_old(
    desk: Client, accepted: list[Assessment]
) -> None:
    old = _ask(desk)
    _work()
    old.refresh_from_db()
    _accept("Љиг", accepted[0].questionnaire)

    new = _ask(desk)
    _work()

    assert len(_files(desk, new)) == 3
    assert list(Bundle.objects.all()) == [new]


def test_a_worker_killed_between_parts_leaves_them_for_the_next(
    desk: Client, accepted: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = _ask(desk)
    _work_until_killed(monkeypatch, 1, SystemExit(1))
    bundle.refresh_from_db()
    assert (bundle.state, bundle.made, bool(bundle.file)) == (State.RUNNING, 1, False)
    kept = Paper.objects.get().pk

    _work()

    bundle.refresh_from_db()
    assert (bundle.state, bundle.made) == (State.DONE, 2)
    assert len(_files(desk, bundle)) == 2
    assert Paper.objects.count() == 2
    assert Paper.objects.filter(pk=kept).exists()


def test_what_was_made_before_an_interruption_is_not_made_again(
    desk: Client, accepted: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    _ask(desk)
    _work_until_killed(monkeypatch, 1, SystemExit(1))
    made = []
    render = pdf.render
    monkeypatch.setattr(pdf, "render", lambda html: made.append(1) or render(html))

    _work()

    assert len(made) == 1


def test_a_page_offers_to_go_on_with_an_interrupted_bundle(
    desk: Client, accepted: list[Assessment], focal_point: User
) -> None:
    bundle = make.make_bundle(by=focal_point, year=YEAR, state=State.RUNNING, total=2)
    page = desk.get(reverse("national:bundle", args=[bundle.pk])).content.decode()
    assert "The work was interrupted." in page

    desk.post(reverse("national:bundle-again", args=[bundle.pk]))
    _work()

    assert len(_files(desk, bundle)) == 2


def test_nobody_starts_again_what_somebody_is_making(
    desk: Client, accepted: list[Assessment], focal_point: User
) -> None:
    bundle = make.make_bundle(by=focal_point, year=YEAR, state=State.RUNNING, total=2)
    bundles.take(bundle=bundle)

    page = desk.get(reverse("national:bundle", args=[bundle.pk])).content.decode()
    answer = desk.post(reverse("national:bundle-again", args=[bundle.pk]), follow=True)

    assert "Start again" not in page
    assert "Nothing to start" in answer.content.decode()
    assert not DBTaskResult.objects.exists()


def test_a_second_worker_leaves_a_held_bundle_and_looks_again_later(
    accepted: list[Assessment], focal_point: User
) -> None:
    bundle = make.make_bundle(by=focal_point, year=YEAR, state=State.RUNNING, total=2)
    bundles.take(bundle=bundle)

    bundling.make_bundle.call(bundle.pk)

    bundle.refresh_from_db()
    assert (bundle.state, bundle.made) == (State.RUNNING, 0)
    assert DBTaskResult.objects.get().run_after > timezone.now()


def test_the_slower_of_two_makers_keeps_nothing(
    accepted: list[Assessment], focal_point: User
) -> None:
    bundle = make.make_bundle(by=focal_point, content=b"PK", year=YEAR)
    name = bundle.file.name
    slow = Bundle.objects.get(pk=bundle.pk)

    kept = bundles.finish(bundle=slow, content=ContentFile(b"PK too"))

    bundle.refresh_from_db()
    assert not kept
    assert bundle.file.name == name
    assert bundle.file.storage.exists(name)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (pdf.Unprintable("Ask its administrator."), "Ask its administrator."),
        (OSError("disk"), "Start again; what was made so far is kept."),
    ],
)
def test_a_trouble_is_a_sentence_and_can_be_tried_again(
    error: Exception,
    sentence: str,
    desk: Client,
    accepted: list[Assessment],
    focal_point: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    User.objects.filter(pk=focal_point.pk).update(language="en")
    bundle = _ask(desk)
    _work_until_killed(monkeypatch, 1, error)
    page = desk.get(reverse("national:bundle", args=[bundle.pk])).content.decode()
    assert sentence in page

    desk.post(reverse("national:bundle-again", args=[bundle.pk]))
    _work()

    assert len(_files(desk, bundle)) == 2


def test_a_bundle_whose_file_storage_lost_is_made_anew(
    desk: Client, accepted: list[Assessment]
) -> None:
    old = _ask(desk)
    _work()
    old.refresh_from_db()
    old.file.storage.delete(old.file.name)
    lost = desk.get(reverse("national:bundle-file", args=[old.pk]))
    assert lost.status_code == 404

    new = _ask(desk)
    _work()

    assert len(_files(desk, new)) == 2


def test_a_round_without_anything_accepted_is_refused_beside_its_field(
    desk: Client, accepted: list[Assessment]
) -> None:
    address = reverse("national:ask-bundle")

    response = desk.post(address, {"round": "2019-preliminary", "language": "xx"})

    assert response.status_code == 422
    assert "Nothing of this round has been accepted." in response.content.decode()
    assert "This choice is not known here." in response.content.decode()
    assert not Bundle.objects.exists()


def test_htmx_gets_only_the_part_that_changes(
    desk: Client, accepted: list[Assessment], focal_point: User
) -> None:
    waiting = make.make_bundle(by=focal_point, year=YEAR)
    ready = make.make_bundle(by=focal_point, year=YEAR, content=b"PK")

    parts = [
        desk.get(
            reverse("national:bundle", args=[one.pk]), headers={"hx-request": "true"}
        ).content.decode()
        for one in (waiting, ready)
    ]

    assert all("<html" not in part for part in parts)
    assert "every 3s" in parts[0]
    assert "every 3s" not in parts[1]


def test_a_bundle_that_nobody_begins_says_whom_to_ask(
    desk: Client, focal_point: User
) -> None:
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    bundle = make.make_bundle(by=focal_point, asked_at=long_ago)

    page = desk.get(reverse("national:bundle", args=[bundle.pk])).content.decode()

    assert "manage.py work" in page


def test_the_page_of_reports_lists_bundles_in_as_many_queries_for_more(
    desk: Client, accepted: list[Assessment], django_assert_max_num_queries
) -> None:
    address = reverse("national:reports")
    _ask(desk)
    with django_assert_max_num_queries(20) as few:
        desk.get(address)
    for year in range(2020, 2026):
        make.make_bundle(year=year, content=b"PK")

    with django_assert_max_num_queries(len(few.captured_queries)):
        page = desk.get(address, {"page": "9999"})

    assert page.status_code == 200
