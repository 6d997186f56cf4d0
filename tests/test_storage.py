"""Files in a storage that speaks S3, and what people read where it does not answer."""

import errno
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cities.models import City, User
from mcr2030 import backups, health, objects, production
from mcr2030.storage import Folder, Unreachable
from scorecard.actions import documents, papers
from scorecard.models import Assessment, Evidence
from tests import make, s3
from tests.conftest import ClientOf

pytestmark = pytest.mark.once


def _pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


PDF = _pdf()


@pytest.fixture
def storage(settings: Any) -> Iterator[s3.Storage]:
    """Keep the files of the site in a storage beside it."""
    with s3.serving() as serving:
        _use(settings, serving.options)
        yield serving


@pytest.fixture
def away(settings: Any) -> None:
    """Let the storage be one that nobody reaches."""
    _use(settings, _nowhere())


def _use(settings: Any, options: dict[str, str]) -> None:
    one = {"BACKEND": "mcr2030.objects.Objects", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": one}


# The protocol

# The examples of "Signature Calculations for the Authorization Header" in the
# documentation of Amazon S3, by which the storage of these tests judges too.
EXAMPLE = ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FILLED = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"


@pytest.mark.parametrize(
    ("method", "path", "headers", "sha256", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {"range": "bytes=0-9"},
            EMPTY,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test%24file.text",
            {
                "date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
            },
            FILLED,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/?lifecycle",
            {},
            EMPTY,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
    ],
)
def test_the_storage_here_judges_as_the_documentation_does(
    method: str, path: str, headers: dict[str, str], sha256: str, signature: str
) -> None:
    moment = "20130524T000000Z"
    signed = headers | {
        "host": "examplebucket.s3.amazonaws.com",
        "x-amz-content-sha256": sha256,
        "x-amz-date": moment,
    }

    made = s3.signature(
        method,
        path,
        dict(sorted(signed.items())),
        sha256=sha256,
        moment=moment,
        key=EXAMPLE,
    )

    assert made == signature


def test_a_file_comes_back_byte_by_byte(storage: s3.Storage) -> None:
    content = os.urandom(6 * 1024 * 1024)  # more than one part

    name = default_storage.save("evidence/План 1+2.pdf", ContentFile(content))

    with default_storage.open(name) as file:
        assert file.read() == content
    assert default_storage.exists(name)
    assert default_storage.size(name) == len(content)
    assert default_storage.save(name, ContentFile(b"another")) != name
    default_storage.delete(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)
    assert not storage.strangers


def test_a_wrong_key_is_refused_and_told(storage: s3.Storage, settings: Any) -> None:
    _use(settings, storage.options | {"secret": "another"})

    with pytest.raises(Unreachable, match="403"):
        default_storage.save("one", ContentFile(b"one"))
    with pytest.raises(Unreachable, match=r"403 .*SignatureDoesNotMatch"):
        default_storage.open("one")


def test_a_bucket_that_is_not_there_keeps_nothing_quietly(
    storage: s3.Storage, settings: Any
) -> None:
    _use(settings, storage.options | {"bucket": "other"})

    with pytest.raises(Unreachable, match="no such bucket"):
        default_storage.save("one", ContentFile(b"one"))


def test_a_storage_that_stumbles_once_is_asked_again(storage: s3.Storage) -> None:
    storage.troubles = [503]

    default_storage.delete("one")

    assert storage.asked == ["DELETE /mcr2030/one"] * 2
    storage.troubles = [503, 500]
    with pytest.raises(Unreachable, match=r"500 .*SlowDown"):
        default_storage.delete("one")


def test_a_file_of_which_a_part_is_lost_is_not_there(storage: s3.Storage) -> None:
    large = ContentFile(os.urandom(6 * 1024 * 1024))
    assert not default_storage.exists("large")
    # Begun, and then neither the first part nor its second try.
    storage.lost = 2

    with pytest.raises(Unreachable, match="PUT large"):
        default_storage.save("large", large)

    assert not storage.objects
    assert not storage.parts


def test_a_storage_that_says_nothing_is_not_waited_for(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        _use(settings, _nowhere() | {"endpoint": f"http://127.0.0.1:{port}"})
        began = time.monotonic()

        with pytest.raises(Unreachable, match="GET one"):
            default_storage.open("one")
        with pytest.raises(Unreachable, match="HEAD one"):
            default_storage.save("one", ContentFile(b"one"))

    assert time.monotonic() - began < 5


def test_half_a_file_is_none(storage: s3.Storage) -> None:
    default_storage.save("one", ContentFile(b"one" * 1000))
    storage.breaks_off = True

    with pytest.raises(Unreachable, match="GET one"):
        default_storage.open("one")


def test_another_client_of_the_machine_changes_nothing_here(
    storage: s3.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", _nowhere()["endpoint"])
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    monkeypatch.setenv("AWS_UNSIGNED_PAYLOAD", "true")
    monkeypatch.setenv("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "true")

    default_storage.save("one", ContentFile(b"one"))

    assert storage.objects == {"/mcr2030/one": b"one"}
    assert not storage.strangers


def test_a_site_without_such_a_storage_does_not_load_its_client() -> None:
    script = (
        "import django, sys; django.setup();"
        "from django.core.files.storage import default_storage;"
        "default_storage.exists('one'); import mcr2030.wsgi;"
        "sys.exit('obstore' in sys.modules)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "mcr2030.settings"}

    subprocess.run([sys.executable, "-c", script], check=True, env=environment)  # noqa: S603


def test_objects_have_no_address_and_are_not_changed_in_place(
    storage: s3.Storage,
) -> None:
    with pytest.raises(ValueError, match="private"):
        default_storage.url("one")
    with pytest.raises(ValueError, match="whole"):
        default_storage.open("one", "wb")


def test_an_encrypted_address_is_never_spoken_to_in_the_clear(
    storage: s3.Storage, settings: Any
) -> None:
    encrypted = storage.address.replace("http://", "https://")
    _use(settings, storage.options | {"endpoint": encrypted})

    with pytest.raises(Unreachable, match=r"HEAD one: .*InvalidContentType"):
        default_storage.exists("one")

    assert not storage.asked


# The site with it


@pytest.mark.django_db
def test_evidence_is_kept_there_and_streamed_by_the_view(
    storage: s3.Storage, assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)

    _attach(client, assessment)

    evidence = Evidence.objects.get()
    assert storage.objects[f"/mcr2030/{evidence.file.name}"] == PDF
    sent = client.get(reverse("scorecard:evidence-file", args=[evidence.pk]))
    assert b"".join(sent.streaming_content) == PDF
    assert sent["Content-Length"] == str(len(PDF))
    sent.close()


@pytest.mark.django_db
def test_a_document_that_is_deleted_leaves_the_bucket(
    storage: s3.Storage,
    city: City,
    lead: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    evidence = _document(city, lead)
    assert storage.objects

    with django_capture_on_commit_callbacks(execute=True):
        documents.delete(evidence=evidence)

    assert not storage.objects


@pytest.mark.django_db(transaction=True)
def test_a_backup_goes_from_a_folder_into_a_bucket(
    city: City, lead: User, tmp_path: Path, settings: Any
) -> None:
    evidence = _document(city, lead)
    name = evidence.file.name
    backups.write(tmp_path / "backup.zip")
    default_storage.delete(name)
    backups.tables.empty()

    with s3.serving() as serving:
        _use(settings, serving.options)
        backups.restore(tmp_path / "backup.zip")
        backups.write(tmp_path / "again.zip")

        assert serving.objects == {f"/mcr2030/{name}": PDF}


@pytest.mark.django_db
def test_a_monitor_reads_of_the_bucket(
    storage: s3.Storage, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mcr2030.views.watch", health.Watch())

    assert visitor.get("/health/").json()["parts"]["storage"] == "ok"
    assert not storage.objects


# Without it


@pytest.mark.django_db
def test_a_monitor_is_told_that_the_storage_is_away(
    away: None, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mcr2030.views.watch", health.Watch())

    answer = visitor.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["parts"]["storage"] == "down"


@pytest.mark.django_db
def test_an_upload_that_finds_no_place_keeps_what_was_typed(
    away: None, assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    page = _attach(client_of(lead), assessment, title="Наслов који остаје")

    text = page.content.decode()
    assert page.status_code == 422
    assert "The file cannot be kept just now" in text
    assert "Наслов који остаје" in text
    assert not Evidence.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["document-new", "document-edit", "document-edition"])
def test_a_document_that_finds_no_place_changes_nothing(
    form: str, city: City, lead: User, client_of: ClientOf, settings: Any
) -> None:
    client = client_of(lead)
    known = _document(city, lead)
    key = city.code if form == "document-new" else known.pk
    _use(settings, _nowhere())

    page = client.post(
        reverse(f"scorecard:{form}", args=[key]),
        {"title": "Нови наслов", "kind": "other", "file": _upload(PDF + b"\n")},
    )

    assert page.status_code == 422
    assert "The file cannot be kept just now" in page.content.decode()
    assert "Нови наслов" in page.content.decode()
    assert [one.title for one in Evidence.objects.all()] == ["План"]


@pytest.mark.django_db
def test_a_letter_that_finds_no_place_changes_nothing(
    away: None, city: City, lead: User, client_of: ClientOf
) -> None:
    page = client_of(lead).post(
        reverse("roadmap:letter-upload", args=[city.code]),
        {"signatory": "Мира Мирић", "signed_on": "2026-01-05", "file": _upload(PDF)},
    )

    assert page.status_code == 422
    assert "The file cannot be kept just now" in page.content.decode()
    assert "Мира Мирић" in page.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_fetched_gets_a_page_with_a_sentence(
    city: City, lead: User, client_of: ClientOf, settings: Any
) -> None:
    evidence = _document(city, lead)
    _use(settings, _nowhere())
    client = client_of(lead)
    address = reverse("scorecard:evidence-file", args=[evidence.pk])

    page = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})

    assert page.status_code == part.status_code == 503
    assert page["Retry-After"]
    assert "Files cannot be reached just now" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "Files cannot be reached just now" in part.content.decode()


@pytest.mark.django_db
def test_a_file_that_is_gone_gets_the_same_page(
    city: City, lead: User, client_of: ClientOf
) -> None:
    evidence = _document(city, lead)
    default_storage.delete(evidence.file.name)

    page = client_of(lead).get(reverse("scorecard:evidence-file", args=[evidence.pk]))

    assert page.status_code == 503
    assert "Files cannot be reached just now" in page.content.decode()


@pytest.mark.django_db
def test_papers_are_made_where_none_can_be_kept(
    away: None, city: City, lead: User
) -> None:
    assessment = make.make_assessment(city=city, lead=lead, status="accepted")

    made = [
        papers.content(
            assessment=assessment, kind="report", language="sr", make=lambda: b"paper"
        )
        for _ in range(2)
    ]

    assert made == [b"paper", b"paper"]


@pytest.mark.django_db
def test_what_was_deleted_stays_deleted_though_its_file_cannot_be(
    city: City,
    lead: User,
    client_of: ClientOf,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    evidence = _document(city, lead)
    _use(settings, _nowhere())

    with django_capture_on_commit_callbacks(execute=True):
        page = client_of(lead).post(
            reverse("scorecard:document-delete", args=[evidence.pk])
        )

    assert page.status_code == 302
    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_backup_without_its_files_is_none(
    city: City, lead: User, settings: Any, tmp_path: Path
) -> None:
    _document(city, lead)
    _use(settings, _nowhere())

    with pytest.raises(CommandError, match="GET evidence/"):
        call_command("backup", str(tmp_path / "backup.zip"))

    assert not list(tmp_path.iterdir())


# A folder


class TooMuch(ContentFile):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)

    with pytest.raises(Unreachable, match="No space left"):
        folder.save("one", TooMuch(b"one"))

    assert not list(tmp_path.iterdir())


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    folder = Folder(location=tmp_path)

    with pytest.raises(Unreachable, match="cannot be read"):
        folder.open("one")
    with pytest.raises(FileNotFoundError):
        folder.open("two")


# Settings


def test_documents_do_not_travel_unencrypted(settings: Any) -> None:
    _use(settings, _nowhere() | {"endpoint": "http://s3.example.rs"})

    assert any("S3_ENDPOINT" in one for one in production.faults())
    _use(settings, _nowhere() | {"endpoint": "https://s3.example.rs"})
    assert not any("S3_ENDPOINT" in one for one in production.faults())


def _nowhere() -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    options = {"bucket": "b", "access": "a", "secret": "s", "region": "r"}
    return {"endpoint": f"http://127.0.0.1:{port}", **options}


def _upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("план.pdf", content, "application/pdf")


def _attach(client: Client, assessment: Assessment, title: str = "План") -> Any:
    address = reverse("scorecard:attach", args=[assessment.pk, "P1.1"])
    return client.post(address, {"title": title, "file": _upload(PDF)})


def _document(city: City, by: User) -> Evidence:
    return documents.add(
        city=city,
        by=by,
        title="План",
        file_name="план.pdf",
        file_type="application/pdf",
        file_content=PDF,
    )
