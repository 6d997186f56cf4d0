"""A plan goes its way to the gazette, a step at a time, and is counted once adopted.

The order is the one of Serbian practice: working group, draft, council, consent of the
Ministry, decision of the assembly, gazette. No step is skipped, none lies before the
one behind it or in the future, and every act has its number.
"""

import calendar
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.models import LocalStrategy, User
from cities.permissions import Refused
from roadmap.actions.holding import hold_plan
from roadmap.models import Action, AdoptionStep, Plan

Kind = AdoptionStep.Kind
ORDER = list(Kind)
# The law on disaster risk reduction: a plan is for three years.
VALID_YEARS = 3
# As long as the number of the act that the country counts.
NUMBER_MAXIMUM = 60
NOTE_MAXIMUM = 2000


def next_kind(plan: Plan) -> AdoptionStep.Kind | None:
    """Return the step that comes next, None once the plan is in the gazette."""
    taken = plan.taken
    return next((kind for kind in ORDER if kind not in taken), None)


def last_step(plan: Plan) -> AdoptionStep | None:
    """Return the step taken last, which alone can be taken back."""
    taken = plan.taken
    return next((taken[kind] for kind in reversed(ORDER) if kind in taken), None)


def three_years_after(day: dt.date) -> dt.date:
    """Return the last day of three years; the last of February stays the last."""
    year = day.year + VALID_YEARS
    last = calendar.monthrange(year, day.month)[1]
    return day.replace(year=year, day=min(day.day, last))


def take(
    *, plan: Plan, kind: str, day: dt.date, number: str = "", note: str = "", by: User
) -> AdoptionStep:
    """Record the next step.

    The assembly's decision fixes the plan and puts it on the national record, the
    gazette gives it its end. Raises ValidationError by field.
    """
    number, note = number.strip(), note.strip()
    with transaction.atomic():
        held = hold_plan(plan)
        _check(held, kind, day, number, note)
        step = _write(held, kind, day, number, note, by)
        if kind == Kind.ASSEMBLY:
            _put_on_record(held, step)
        if kind == Kind.GAZETTE:
            decided = held.taken[Kind.ASSEMBLY]
            held.valid_until = three_years_after(decided.day)
            held.save(update_fields=["valid_until"])
            _tell_record(held, step)
    return step


def undo(*, plan: Plan, kind: str) -> None:
    """Take the last step back; Refused where another one has followed or gone."""
    with transaction.atomic():
        held = hold_plan(plan)
        step = last_step(held)
        if step is None or step.kind != kind:
            raise Refused(
                _("Only the last step can be taken back. Open the page once more.")
            )
        if kind == Kind.GAZETTE:
            held.valid_until, held.valid_until_reason = None, ""
            held.save(update_fields=["valid_until", "valid_until_reason"])
            _tell_record(held, None)
        if kind == Kind.ASSEMBLY:
            _take_off_record(held, step)
        step.delete()


def correct_end(*, plan: Plan, day: dt.date, reason: str) -> None:
    """Change the day until which the plan is valid, and say why."""
    reason = reason.strip()
    with transaction.atomic():
        held = hold_plan(plan)
        if Kind.GAZETTE not in held.taken:
            raise Refused(_("The plan has an end once it is printed in the gazette."))
        faults = {}
        if day < held.taken[Kind.ASSEMBLY].day:
            faults["day"] = _("The end is before the decision of the assembly.")
        if not reason:
            faults["reason"] = _("Say why the end differs, for example: extended.")
        elif len(reason) > 300:
            faults["reason"] = _("Shorten the reason to 300 characters.")
        if faults:
            raise ValidationError(faults)
        held.valid_until, held.valid_until_reason = day, reason
        held.save(update_fields=["valid_until", "valid_until_reason"])
        if held.strategy:
            held.strategy.valid_until = day
            held.strategy.save(update_fields=["valid_until"])


def _check(plan: Plan, kind: str, day: dt.date, number: str, note: str) -> None:
    following = next_kind(plan)
    if following is None or kind != following:
        raise ValidationError(
            {
                "kind": _("Next comes: %(step)s. The steps are taken in their order.")
                % {"step": following.label}
                if following
                else _("All steps are taken already.")
            }
        )
    faults = _texts(kind, number, note) | _day(last_step(plan), day)
    if kind == Kind.DRAFT and not Action.objects.of(plan).exists():
        faults["kind"] = _("The plan has no action yet. Write at least one first.")
    if faults:
        raise ValidationError(faults)


def _day(before: AdoptionStep | None, day: dt.date) -> dict[str, str]:
    if day > timezone.localdate():
        return {"day": _("This day is still to come. Record the step once it is done.")}
    if before and day < before.day:
        words = _(
            "This is before the earlier step, “%(step)s” of %(day)s. Check both dates."
        )
        shown = date_format(before.day, "SHORT_DATE_FORMAT")
        return {"day": words % {"step": before.get_kind_display(), "day": shown}}
    return {}


def _texts(kind: str, number: str, note: str) -> dict[str, str]:
    faults = {}
    if kind in AdoptionStep.NUMBERED and not number:
        faults["number"] = _("Enter the number of the act; without it nothing counts.")
    elif len(number) > NUMBER_MAXIMUM:
        faults["number"] = _("Shorten the number to %(maximum)s characters.") % {
            "maximum": NUMBER_MAXIMUM
        }
    if len(note) > NOTE_MAXIMUM:
        faults["note"] = _("Shorten the note to %(maximum)s characters.") % {
            "maximum": NOTE_MAXIMUM
        }
    return faults


def _write(
    plan: Plan, kind: str, day: dt.date, number: str, note: str, by: User
) -> AdoptionStep:
    try:
        with transaction.atomic():
            return AdoptionStep.objects.create(
                plan=plan, kind=kind, day=day, number=number, note=note, by=by
            )
    except IntegrityError as error:
        raise ValidationError(
            {"kind": _("Somebody has recorded this step meanwhile.")}
        ) from error


def _put_on_record(plan: Plan, step: AdoptionStep) -> None:
    """Let the country count the plan: one record, the office's own where it is there.

    The joint plan of a group is adopted by each of its councils, so it has no single
    record.
    """
    if plan.city is None:
        return
    known = LocalStrategy.objects.filter(
        city=plan.city, kind=LocalStrategy.Kind.PLAN, adopted_on=step.day
    ).first()
    plan.strategy = known or LocalStrategy.objects.create(
        city=plan.city,
        kind=LocalStrategy.Kind.PLAN,
        title=plan.title,
        number=step.number,
        adopted_on=step.day,
        evidence=_("Decision of the assembly, number %(number)s")
        % {"number": step.number},
        is_demo=plan.is_demo,
        recorded_by=step.by,
    )
    plan.save(update_fields=["strategy"])


def _tell_record(plan: Plan, gazette: AdoptionStep | None) -> None:
    """Say on our record until when the plan is valid, and where it is printed."""
    entry = plan.strategy
    if entry is None or not _is_ours(plan):
        return
    words = {"number": plan.taken[Kind.ASSEMBLY].number}
    entry.evidence = _("Decision of the assembly, number %(number)s") % words
    if gazette:
        printed = _("gazette: %(number)s") % {"number": gazette.number}
        entry.evidence = f"{entry.evidence}; {printed}"
    entry.valid_until = plan.valid_until
    entry.save(update_fields=["evidence", "valid_until"])


def _take_off_record(plan: Plan, step: AdoptionStep) -> None:
    entry, is_ours = plan.strategy, _is_ours(plan)
    plan.strategy = None
    plan.save(update_fields=["strategy"])
    if entry and is_ours:
        entry.delete()


def _is_ours(plan: Plan) -> bool:
    """Tell whether the record was made with the decision, not by the office before."""
    decided = plan.taken[Kind.ASSEMBLY]
    return bool(plan.strategy and plan.strategy.recorded_at >= decided.at)
