"""The joint report of a peer review: written by both, signed by both, then frozen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import User
from cities.permissions import Refused
from roadmap.actions import peers
from roadmap.actions.peer_states import UNSIGNED, hold_under_way, log
from roadmap.models import Finding, PeerReport, PeerReview, Side
from roadmap.models.peer_review import HEALTH_MODULE, essential_of
from scorecard.models import Essential

NEEDED = {
    "method": gettext_lazy("method"),
    "strengths": gettext_lazy("strengths to build on"),
    "to_strengthen": gettext_lazy("areas to strengthen"),
}


class Conflict(Exception):
    """The other side saved the report meanwhile; `report` is what stands now."""

    def __init__(self, report: PeerReport) -> None:
        super().__init__(f"version {report.version} is newer")
        self.report = report


def write(
    *, review: PeerReview, texts: Mapping[str, str], version: int, by: User
) -> bool:
    """Save the texts on top of `version`; tell whether a signature was taken off.

    Raises Conflict where the report has moved on, Refused once it is frozen.
    """
    with transaction.atomic():
        hold_under_way(review)
        report = PeerReport.objects.get(review=review)
        if all(getattr(report, name) == text for name, text in texts.items()):
            return False
        was_signed = bool(report.host_signed_at or report.peer_signed_at)
        saved = PeerReport.objects.filter(pk=report.pk, version=version).update(
            **texts,
            **UNSIGNED,
            version=version + 1,
            changed_at=timezone.now(),
            changed_by=by,
        )
        if not saved:
            raise Conflict(report)
        log(report, {"version": [str(version), str(version + 1)]})
    return was_signed


def sign(*, review: PeerReview, side: str, version: int, by: User) -> None:
    """Sign for one side; the second signature freezes the report and ends the review.

    Raises ValidationError while a text is missing, or where it changed meanwhile.
    """
    now = timezone.now()
    name = Side(side).value
    with transaction.atomic():
        hold_under_way(review)
        report = PeerReport.objects.get(review=review)
        lacking = [
            str(title)
            for one, title in NEEDED.items()
            if not getattr(report, one).strip()
        ]
        if lacking:
            raise ValidationError(
                _("Write these parts before you sign: %(parts)s.")
                % {"parts": ", ".join(lacking)}
            )
        moved = PeerReport.objects.filter(
            pk=report.pk, version=version, **{f"{name}_signed_at": None}
        ).update(**{f"{name}_signed_at": now, f"{name}_signed_by": by})
        if not moved:
            raise ValidationError(_why_not_signed(report, name))
        log(report, {f"{name}_signed_at": ["None", now.isoformat()]})
        report.refresh_from_db()
        if report.host_signed_at and report.peer_signed_at:
            _freeze(review, report)


def publish(*, review: PeerReview, published: bool, by: User) -> None:
    """Show the summary and the report to everybody, or take them back."""
    now = timezone.now()
    if published and not PeerReport.objects.get(review=review).summary.strip():
        raise ValidationError(
            _("The signed report has no summary for everybody, so none can be shown.")
        )
    moved = PeerReview.objects.filter(
        pk=review.pk,
        status=PeerReview.Status.SIGNED,
        published_at__isnull=published,
    ).update(
        published_at=now if published else None,
        published_by=by if published else None,
    )
    if not moved:
        raise Refused(_("This was done already."))
    log(review, {"published_at": ["", now.isoformat() if published else "None"]})


def gather(review: PeerReview) -> dict[str, Any]:
    """Return all that the report says, as plain data; frozen it is just this."""
    report = PeerReport.objects.get(review=review)
    essentials = {one.number: one for one in Essential.objects.all()}
    titles = _indicator_titles(review)
    agenda = list(review.agenda.all())
    return {
        "format": "mcr2030-peer-report-1",
        "host": _place(review.host),
        "peer": _place(review.peer),
        "is_demo": review.is_demo,
        "assessment": {
            "year": review.assessment.year,
            "name": _words(review.assessment.questionnaire, "name"),
        },
        "scope": review.scope,
        "objectives": review.objectives,
        "modules": [
            {"code": one.code, "name": _module_words(one.code, essentials)}
            for one in review.modules.all()
        ],
        "team": [one.user.name for one in review.reviewers.select_related("user")],
        "starts_on": _iso(review.starts_on),
        "ends_on": _iso(review.ends_on),
        "pack_sha256": review.pack.sha256,
        "agenda": [
            {
                "day": _iso(one.day),
                "at": one.at.strftime("%H:%M") if one.at else "",
                "kind": one.kind,
                "subject": one.subject,
                "place": one.place,
                "people": one.people,
            }
            for one in agenda
        ],
        "texts": {name: getattr(report, name) for name in PeerReport.TEXTS},
        "findings": [
            {
                "module": one.module.code,
                "code": one.code,
                "title": titles.get(one.code, {}),
                "is_good_practice": one.is_good_practice,
                "comment": one.comment,
            }
            for one in Finding.objects.filter(module__review=review).select_related(
                "module"
            )
        ],
        "recommendations": [
            {
                "area": one.area,
                "description": one.description,
                "justification": one.justification,
                "horizon": one.horizon,
            }
            for one in review.recommendations.all()
        ],
        "signatures": [
            _signature(report, side) for side in (Side.HOST.value, Side.PEER.value)
        ],
    }


def frozen(review: PeerReview) -> dict[str, str]:
    """Return the report as JSON in one form, with its digest."""
    content = json.dumps(gather(review), ensure_ascii=False, sort_keys=True, indent=1)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return {"content": content, "sha256": digest}


def _freeze(review: PeerReview, report: PeerReport) -> None:
    """End the review with its report as it was signed; nobody reads in any longer."""
    review.refresh_from_db()
    kept = frozen(review)
    report.content, report.sha256 = kept["content"], kept["sha256"]
    report.save(update_fields=["content", "sha256"])
    PeerReview.objects.filter(pk=review.pk).update(
        status=PeerReview.Status.SIGNED, closed_at=timezone.now()
    )
    log(review, {"status": ["under_way", "signed"]})
    peers.end_access(review=review)
    review.refresh_from_db()


def _why_not_signed(report: PeerReport, side: str) -> str:
    report.refresh_from_db()
    if getattr(report, f"{side}_signed_at"):
        return _("Your side has signed already.")
    return _("The report has changed since you opened it. Read it again, then sign.")


def _indicator_titles(review: PeerReview) -> dict[str, dict[str, str]]:
    content = json.loads(review.pack.content)
    return {
        answer["code"]: answer["title"]
        for module in content["modules"]
        for answer in module["answers"]
    }


def _place(city: Any) -> dict[str, Any]:
    return {"code": city.code, "kind": city.kind, "name": _words(city, "name")}


def _words(row: Any, field: str) -> dict[str, str]:
    return {"sr": getattr(row, f"{field}_sr"), "en": getattr(row, f"{field}_en")}


def _module_words(code: str, essentials: Mapping[int, Essential]) -> dict[str, str]:
    """Return the name of a module; public health is a name of the interface."""
    if code == HEALTH_MODULE:
        return {}
    return _words(essentials[essential_of(code)], "short_name")


def _signature(report: PeerReport, side: str) -> dict[str, str | None]:
    at = getattr(report, f"{side}_signed_at")
    by = getattr(report, f"{side}_signed_by")
    return {
        "side": side,
        "by": by.name if by else None,
        "at": at.isoformat() if at else None,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
