"""A city meets criteria and asks to move on; a focal point agrees or answers."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, User
from cities.permissions import Refused
from roadmap.models import (
    CriterionMet,
    StageCriterion,
    StageEntry,
    StageRequest,
)
from scorecard.models import Evidence

State = StageRequest.State


def meet(
    *,
    city: City,
    criterion: StageCriterion,
    by: User,
    evidence: Evidence | None = None,
    title: str = "",
    number: str = "",
    issued: dt.date | None = None,
    kept: str = "",
    note: str = "",
) -> CriterionMet:
    """Say that the city meets the criterion, and what proves it."""
    if evidence is None and not title.strip():
        raise ValidationError(_("Choose a document or write the title of one."))
    if evidence is not None and evidence.city_id != city.pk:
        raise ValidationError(_("This document belongs to another city."))
    try:
        with transaction.atomic():
            return CriterionMet.objects.create(
                city=city,
                criterion=criterion,
                evidence=evidence,
                title="" if evidence else title.strip(),
                number="" if evidence else number.strip(),
                issued=None if evidence else issued,
                kept="" if evidence else kept.strip(),
                note=note.strip(),
                by=by,
            )
    except IntegrityError as error:
        raise Refused(
            _("Somebody has said so in the meantime. Open the page again.")
        ) from error


def take_back(*, met: CriterionMet, reason: str, by: User) -> None:
    """Open a criterion again; what was said stays in its history."""
    if not reason.strip():
        raise ValidationError(_("Write why it no longer holds."))
    with transaction.atomic():
        standing = CriterionMet.objects.select_for_update(of=("self",)).standing()
        held = standing.filter(pk=met.pk).first()
        if held is None:
            raise Refused(_("It was taken back in the meantime. Open the page again."))
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        held.withdrawn_reason = reason.strip()
        held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


def open_criteria(*, city: City, stage: str) -> list[StageCriterion]:
    """Return what the stage asks and the city has not said to meet."""
    met = CriterionMet.objects.of_city(city).standing().values("criterion")
    return list(StageCriterion.objects.in_use().filter(stage=stage).exclude(pk__in=met))


def ask(
    *, city: City, entry: StageEntry, text: str, by: User, why_open: str = ""
) -> StageRequest:
    """Ask to move on from the stage the city is in; with open criteria, say why."""
    stage = entry.as_stage.after
    if stage is None:
        raise Refused(_("The city is in the last stage."))
    if not text.strip():
        raise ValidationError(_("Write in a sentence why the city moves on."))
    with transaction.atomic():
        _hold_entry(entry)
        missing = open_criteria(city=city, stage=entry.stage)
        if missing and not why_open.strip():
            raise ValidationError(
                _("Some criteria are open. Write why the city asks all the same.")
            )
        try:
            with transaction.atomic():
                return StageRequest.objects.create(
                    city=city,
                    entry=entry,
                    stage=stage,
                    text=text.strip(),
                    open_codes=[one.code for one in missing],
                    why_open=why_open.strip() if missing else "",
                    asked_by=by,
                )
        except IntegrityError as error:
            raise Refused(
                _("A request is waiting for the focal point already.")
            ) from error


def agree(*, asked: StageRequest, by: User, text: str = "") -> StageEntry:
    """Let the city move on, today."""
    with transaction.atomic():
        held = _decide(asked, State.AGREED, text, by)
        return enter(
            city=held.city,
            stage=held.stage,
            since=timezone.localdate(),
            expected=held.entry,
            is_demo=held.entry.is_demo,
            by=by,
        )


def answer(*, asked: StageRequest, text: str, by: User) -> None:
    """Tell the city what is missing; it may ask again."""
    if not text.strip():
        raise ValidationError(_("Write what is missing."))
    with transaction.atomic():
        _decide(asked, State.ANSWERED, text, by)


def withdraw(*, asked: StageRequest, by: User) -> None:
    """Let the city take its request back before the decision."""
    with transaction.atomic():
        _decide(asked, State.WITHDRAWN, "", by)


def enter(
    *,
    city: City,
    stage: str,
    since: dt.date,
    expected: StageEntry | None,
    by: User,
    note: str = "",
    is_demo: bool = False,
) -> StageEntry:
    """Record that the city is in a stage since a day.

    `expected` is the stage that the person saw, which ends on that day.
    """
    if since > timezone.localdate():
        raise ValidationError(_("The day is in the future. Give today or earlier."))
    with transaction.atomic():
        if expected is not None:
            _leave(expected, since)
        try:
            with transaction.atomic():
                return StageEntry.objects.create(
                    city=city,
                    stage=stage,
                    since=since,
                    note=note.strip(),
                    is_demo=is_demo,
                    by=by,
                )
        except IntegrityError as error:
            raise Refused(_meanwhile()) from error


def _leave(expected: StageEntry, on: dt.date) -> None:
    held = _hold_entry(expected)
    if on < held.since:
        raise ValidationError(
            _("The city came into its present stage later than that day.")
        )
    held.left_on = on
    held.save(update_fields=["left_on"])


def _hold_entry(entry: StageEntry) -> StageEntry:
    """Lock the stage that the city is in; Refused where it has left it."""
    current = StageEntry.objects.select_for_update().current()
    held = current.filter(pk=entry.pk).first()
    if held is None:
        raise Refused(_meanwhile())
    return held


def _decide(asked: StageRequest, state: str, text: str, by: User) -> StageRequest:
    waiting = StageRequest.objects.select_for_update(of=("self",)).filter(
        pk=asked.pk, state=State.WAITING
    )
    held = waiting.select_related("city", "entry").first()
    if held is None:
        raise Refused(_("This request is decided already. Open the page again."))
    held.state, held.answer = state, text.strip()
    held.decided_at, held.decided_by = timezone.now(), by
    held.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return held


def _meanwhile() -> str:
    return _("The stage of the city was changed in the meantime. Open the page again.")
