"""The host in stage A with one criterion met; elsewhere a request that waits."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from roadmap import suggestion
from roadmap.models import StageRequest
from scorecard.models import Evidence
from tests import make_roadmap as make

DOWNLOADS = {"roadmap:criterion-file", "roadmap:letter-pdf", "roadmap:letter-file"}
ANSWERED = dict.fromkeys(suggestion.QUESTIONS, suggestion.YES)
UNHAPPY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "lead": [
        ("POST roadmap:criterion", "host drafted", {"title": "", "issued": "јуче"}),
        ("POST roadmap:criterion-open", "host signed", {"reason": ""}),
        ("POST roadmap:ask", "host", {"text": "", "why_open": ""}),
        ("POST roadmap:self-assessment", "host", {"risk": "maybe"}),
        ("POST roadmap:self-assessment", "host", ANSWERED),
        ("POST roadmap:letter-upload", "host", {"signatory": "", "signed_on": "x"}),
    ],
    "focal_point": [
        ("POST roadmap:stage-request", "stage_request", {"decision": "answer"}),
        ("POST roadmap:record-stage", "host", {"stage": "Z", "since": "сутра"}),
        ("POST roadmap:confirm-membership", "elsewhere", {"stage": "", "since": ""}),
    ],
}


def add(world: Any) -> None:
    focal_point, today = world.people["focal_point"], timezone.localdate()
    signed = make.make_criterion(code="signed", indicators="P1.1", fact="rounds")
    make.make_criterion(code="drafted", fact="people")
    make.make_criterion(code="planned", stage="B", fact="plan")
    entry = make.make_stage(city=world.host, by=focal_point)
    document = Evidence.objects.get(pk=world.names["evidence"])
    met = make.make_met(
        city=world.host, criterion=signed, evidence=document, by=world.lead
    )
    asked = make.make_request(
        city=world.elsewhere,
        by=world.people["stranger"],
        entry=make.make_stage(city=world.elsewhere, by=focal_point),
        why_open="До јесени.",
    )
    StageRequest.objects.filter(pk=asked.pk).update(
        asked_at=timezone.now() - dt.timedelta(days=3)
    )
    letter = make.make_letter(city=world.host, by=world.lead)
    world.names |= {"letter": letter.pk, "met": met.pk, "stage_request": asked.pk}
    world.posts |= {
        "roadmap:criterion": {"title": "Нацрт", "issued": "12.10.2025."},
        "roadmap:criterion-open": {"reason": "Истекло је."},
        "roadmap:ask": {"text": "Спремни смо.", "why_open": "Стиже до јесени."},
        "roadmap:record-stage": {
            "stage": "B",
            "since": today.isoformat(),
            "seen": str(entry.pk),
        },
        "roadmap:self-assessment": ANSWERED | {"stage": "B"},
        "roadmap:letter-upload": lambda: {
            "signatory": "Градоначелник",
            "signed_on": "12.10.2025.",
            "file": SimpleUploadedFile("pismo.pdf", make.a_pdf()),
        },
        "roadmap:confirm-membership": {"stage": "B", "since": today.isoformat()},
        "roadmap:stage-request@answer": {"decision": "answer", "text": "Допуните."},
        "roadmap:stage-request@agree": {"decision": "agree", "text": ""},
    }
