"""What happens on the way to a hub: begun, proved, promised, applied, decided."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from cities.serbian import to_latin
from roadmap.models import (
    HubApplication,
    HubCommitment,
    HubCriterion,
    HubEntry,
    HubEvidence,
)
from roadmap.permissions import hub as permissions

Status = HubApplication.Status
TEXTS = ("title", "asks")


def load(path: Path) -> int:
    """Add the shipped criteria that are not there yet, by code; return how many."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["criteria"]
    known = set(HubCriterion.objects.values_list("code", flat=True))
    new = [
        (place, row) for place, row in enumerate(rows, 1) if row["code"] not in known
    ]
    with transaction.atomic():
        for place, row in new:
            texts = {}
            for name in TEXTS:
                texts[f"{name}_sr"] = row[name]["sr"]
                texts[f"{name}_sr_latn"] = to_latin(row[name]["sr"])
                texts[f"{name}_en"] = row[name]["en"]
            HubCriterion.objects.create(
                code=row["code"], position=place, certainty=row["certainty"], **texts
            )
    return len(new)


def begin(*, city: City, by: User, **fields: Any) -> HubApplication:
    """Make the city a candidate; nothing more is claimed by that."""
    latest = HubApplication.objects.of_city(city)
    permissions.can_begin(by, city, latest).enforce()
    try:
        with transaction.atomic():
            return HubApplication.objects.create(city=city, begun_by=by, **fields)
    except IntegrityError as error:
        raise ValidationError(_("A candidacy is under way already.")) from error


def prove(
    *,
    application: HubApplication,
    criterion: HubCriterion,
    state: str,
    proof: str,
    gap: str,
    by: User,
) -> HubEvidence:
    """Say what there is for a criterion, and what is lacking."""
    permissions.can_edit(by, application).enforce()
    check_evidence(state=state, proof=proof, gap=gap)
    evidence, _made = HubEvidence.objects.update_or_create(
        application=application,
        criterion=criterion,
        defaults={
            "state": state,
            "proof": proof.strip(),
            "gap": "" if state == HubEvidence.State.MET else gap.strip(),
            "changed_at": timezone.now(),
            "changed_by": by,
        },
    )
    return evidence


def check_evidence(*, state: str, proof: str, gap: str) -> None:
    """Refuse a claim without evidence, and a gap without words."""
    if state != HubEvidence.State.LACKING and not proof.strip():
        raise ValidationError({"proof": _("Name what proves it.")})
    if state != HubEvidence.State.MET and not gap.strip():
        raise ValidationError({"gap": _("Write what is lacking.")})


def promise(
    *,
    application: HubApplication,
    values: Mapping[str, Any],
    by: User,
    commitment: HubCommitment | None = None,
) -> HubCommitment:
    """Write a commitment, a new one unless it is given."""
    permissions.can_edit(by, application).enforce()
    check_commitment(application.city, **values)
    commitment = commitment or HubCommitment(application=application)
    for name, value in values.items():
        setattr(commitment, name, value)
    commitment.save()
    return commitment


def check_commitment(
    city: City,
    *,
    beneficiary: City | None,
    done_on: dt.date | None,
    result: str,
    **_others: Any,
) -> None:
    """Refuse help for oneself, and something done without a result or in the future."""
    if beneficiary == city:
        raise ValidationError(
            {"beneficiary": _("A hub helps other cities. Choose one.")}
        )
    if done_on and not result.strip():
        raise ValidationError({"result": _("Write what came of it, or empty the day.")})
    if done_on and done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day is in the future.")})


def drop(*, commitment: HubCommitment, by: User) -> None:
    """Take a commitment out; what the ledger says of it stays."""
    permissions.can_edit(by, commitment.application).enforce()
    commitment.delete()


def enter(
    *, application: HubApplication, values: Mapping[str, Any], by: User
) -> HubEntry:
    """Write a line of the ledger."""
    permissions.can_edit(by, application).enforce()
    check_entry(**values)
    return HubEntry.objects.create(application=application, by=by, **values)


def check_entry(
    *,
    day: dt.date,
    amount: Any,
    hours: int | None,
    is_in_kind: bool,
    **_others: Any,
) -> None:
    """Refuse a line that says nothing, or of tomorrow."""
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day is in the future.")})
    if not amount and not hours:
        raise ValidationError({"amount": _("Give an amount, hours of work, or both.")})
    if hours and not is_in_kind:
        raise ValidationError(
            {"is_in_kind": _("Hours of work are given in kind: tick it.")}
        )


def strike(*, entry: HubEntry, by: User) -> None:
    """Take a line out of the ledger; the audit keeps that it was there."""
    permissions.can_edit(by, entry.application).enforce()
    entry.delete()


def apply(*, application: HubApplication, on: dt.date, by: User) -> None:
    """Note that the application was sent."""
    with transaction.atomic():
        application = _locked(application)
        permissions.can_apply(
            by, application, unanswered=unanswered(application)
        ).enforce()
        if on > timezone.localdate():
            raise ValidationError({"applied_on": _("This day is in the future.")})
        application.status, application.applied_on = Status.APPLIED, on
        application.save()


def decide(
    *,
    application: HubApplication,
    accepted: bool,
    on: dt.date,
    note: str,
    valid_until: dt.date | None,
    by: User,
) -> None:
    """Note what was decided, in words, and until when it holds."""
    with transaction.atomic():
        application = _locked(application)
        permissions.can_decide(by, application).enforce()
        check_decision(application, accepted=accepted, on=on, valid_until=valid_until)
        application.status = Status.ACCEPTED if accepted else Status.DECLINED
        application.decided_on, application.decided_by = on, by
        application.decision_note = note.strip()
        application.valid_until = valid_until if accepted else None
        application.save()


def check_decision(
    application: HubApplication,
    *,
    accepted: bool,
    on: dt.date,
    valid_until: dt.date | None,
) -> None:
    """Refuse a decision of tomorrow, or one before the application."""
    if on > timezone.localdate():
        raise ValidationError({"decided_on": _("This day is in the future.")})
    if application.applied_on and on < application.applied_on:
        raise ValidationError({"decided_on": _("This day is before the application.")})
    if accepted and not valid_until:
        raise ValidationError({"valid_until": _("Say until when the hub is accepted.")})
    if accepted and valid_until and valid_until <= on:
        raise ValidationError({"valid_until": _("The end is before the decision.")})


def unanswered(application: HubApplication) -> int:
    """Return how many criteria in use nothing was said to yet."""
    said = application.evidence.values("criterion")
    return HubCriterion.objects.in_use().exclude(pk__in=said).count()


def _locked(application: HubApplication) -> HubApplication:
    return HubApplication.objects.select_for_update().get(pk=application.pk)
