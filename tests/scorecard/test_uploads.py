"""Uploaded documents are judged by their content."""

import io
import zipfile
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cities.models import User
from scorecard import uploads
from scorecard.models import Assessment, Evidence
from scorecard.uploads import Fault
from tests import make
from tests.conftest import ClientOf

pytestmark = pytest.mark.once


def a_pdf(script: bool = False, **save: Any) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.alert(1)"
        )
    content = io.BytesIO()
    pdf.save(content, **save)
    return content.getvalue()


def a_workbook() -> bytes:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


def an_image(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, kind)
    return content.getvalue()


def a_package(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, value in entries.items():
            package.writestr(name, value)
    return content.getvalue()


def an_open_document() -> bytes:
    return a_package(mimetype=b"application/vnd.oasis.opendocument.text", content=b"x")


def a_locked_pdf() -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", a_pdf(), "application/pdf"),
        ("PLAN.PDF", a_pdf(), "application/pdf"),
        ("budzet.xlsx", a_workbook(), uploads.TYPES[".xlsx"]),
        ("slika.png", an_image(), "image/png"),
        ("slika.jpg", an_image("JPEG"), "image/jpeg"),
        ("zapisnik.odt", an_open_document(), uploads.TYPES[".odt"]),
    ],
)
def test_honest_file_is_accepted(name: str, content: bytes, media_type: str) -> None:
    assert uploads.check(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("plan.pdf", b"", Fault.EMPTY),
        ("plan.exe", a_pdf(), Fault.KIND),
        ("plan.html", b"<script>", Fault.KIND),
        ("plan.svg", b"<svg/>", Fault.KIND),
        ("plan", a_pdf(), Fault.KIND),
        ("plan.pdf", an_image(), Fault.CONTENT),
        ("plan.pdf", b"%PDF-1.7 <html><script>", Fault.CONTENT),
        ("slika.png", a_pdf(), Fault.CONTENT),
        ("slika.png", an_image("JPEG"), Fault.CONTENT),
        ("budzet.xlsx", a_pdf(), Fault.CONTENT),
        ("budzet.docx", a_workbook(), Fault.CONTENT),
        ("budzet.odt", a_workbook(), Fault.CONTENT),
        ("budzet.doc", a_workbook(), Fault.CONTENT),
        ("plan.pdf", a_pdf(script=True), Fault.ACTIVE),
        (
            "makro.xlsx",
            a_package(
                **{"[Content_Types].xml": b"x", "xl/a": b"x", "xl/vbaProject.bin": b"x"}
            ),
            Fault.ACTIVE,
        ),
        ("plan.pdf", a_locked_pdf(), Fault.LOCKED),
        (
            "bomba.xlsx",
            a_package(**{"[Content_Types].xml": b"x", "xl/a": bytes(10)}),
            Fault.HUGE,
        ),
    ],
)
def test_dishonest_file_is_refused(
    name: str, content: bytes, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == Fault.HUGE:
        monkeypatch.setattr(uploads, "UNPACKED_MAXIMUM", 5)

    with pytest.raises(uploads.Unacceptable) as refused:
        uploads.check(name, content)

    assert refused.value.fault == fault


def _attach(client: Client, assessment: Assessment, **fields: Any) -> Any:
    address = reverse("scorecard:attach", args=[assessment.pk, "P1.1"])
    return client.post(address, {"title": "План"} | fields)


def test_attached_file_comes_back_as_an_attachment_under_its_name(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    file = SimpleUploadedFile("план заштите.pdf", a_pdf())

    response = _attach(client, assessment, file=file, number="217-1/2026")

    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert "plan" not in evidence.file.name
    sent = client.get(reverse("scorecard:evidence-file", args=[evidence.pk]))
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert b"".join(sent.streaming_content) == a_pdf_of(evidence)
    sent.close()


def a_pdf_of(evidence: Evidence) -> bytes:
    with evidence.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("plan.pdf", an_image()), "is not what its name says"),
        (("plan.pdf", b""), "The file is empty."),
        (("plan.pdf", a_pdf(script=True)), "contains a script"),
        (("plan.pdf", b"%PDF-" + bytes(21 * 1024 * 1024)), "at most 20 MB fit"),
        (("plan.exe", b"MZ"), "This kind of file is not accepted."),
    ],
)
def test_refused_file_gets_its_sentence_and_keeps_the_particulars(
    file: tuple[str, bytes],
    sentence: str,
    assessment: Assessment,
    lead: User,
    client_of: ClientOf,
) -> None:
    response = _attach(
        client_of(lead),
        assessment,
        title="Наслов који остаје",
        file=SimpleUploadedFile(*file),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Наслов који остаје" in page
    assert not Evidence.objects.exists()


def test_document_may_be_only_referred_to(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    _attach(client_of(lead), assessment, kept="Архива, соба 12")

    evidence = Evidence.objects.get()
    assert (evidence.kept, bool(evidence.file)) == ("Архива, соба 12", False)


def test_document_cannot_end_before_its_date(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    response = _attach(
        client_of(lead), assessment, issued="2026-03-01", valid_until="2025-03-01"
    )

    assert "cannot end before its own date" in response.content.decode()
    assert not Evidence.objects.exists()


def test_document_that_is_here_already_proves_one_more_answer(
    assessment: Assessment, lead: User, client_of: ClientOf
) -> None:
    evidence = make.make_evidence(answer=make.answer_of(assessment, "P1.2"))

    _attach(client_of(lead), assessment, title="", existing=evidence.pk)

    assert evidence.answers.count() == 2


def test_publishing_opens_no_files(
    city: Any, lead: User, client_of: ClientOf, visitor: Client, stranger: User
) -> None:
    draft = make.make_assessment(city=city, lead=lead, score=2)
    evidence = make.make_evidence(
        answer=make.answer_of(draft, "P1.1"),
        file_name="plan.pdf",
        file_type="application/pdf",
        file_content=a_pdf(),
    )
    address = reverse("scorecard:evidence-file", args=[evidence.pk])
    Assessment.objects.filter(pk=draft.pk).update(
        status="accepted",
        submitted_at="2026-01-01T00:00Z",
        submitted_by=lead,
        decided_at="2026-01-01T00:00Z",
        decided_by=lead,
        published_at="2026-01-01T00:00Z",
        published_by=lead,
    )

    assert client_of(stranger).get(address).status_code == 404
    assert visitor.get(address).status_code in (302, 404)
    sent = client_of(lead).get(address)
    assert sent.status_code == 200
    sent.close()
