"""The cost of a joint action is divided among the cities that share it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cities.models import User
from cities.permissions import Refused
from roadmap.actions.holding import check_version, hold_plan
from roadmap.models import WHOLE, Action, ActionChange, ActionShare


def divide(
    *, action: Action, parts: Mapping[int, int], version: int, by: User
) -> Action:
    """Say anew which city bears what, in hundredths of a per cent by city.

    A city with 0 takes part without paying. Nothing is written where nothing differs.
    Raises ValidationError unless the parts add up to 100 % and belong to members of
    the group, or to cities that shared the cost before; Refused once the plan is
    adopted; Conflict where the action has moved on.
    """
    with transaction.atomic():
        plan = hold_plan(action.plan)
        if plan.is_adopted:
            raise Refused(
                _("The assembly has decided on this plan: its shares stay as they are.")
            )
        current = Action.objects.prefetch_related("shares__city").get(pk=action.pk)
        standing = {one.city_id: one for one in current.shares.all()}
        before = {city: one.part for city, one in standing.items()}
        if before == dict(parts):
            return current
        check_version(current, version)
        check(parts, {one.pk for one in plan.cities} | standing.keys())
        _write(current, parts, standing)
        current.version += 1
        current.changed_at, current.changed_by = timezone.now(), by
        current.save()
        _log(current, before, parts)
    return current


def check(parts: Mapping[int, int], allowed: set[int]) -> None:
    """Raise ValidationError with a sentence for shares that make no sense."""
    if not set(parts) <= allowed:
        raise ValidationError(_("Choose local governments of the plan's group only."))
    if any(not 0 <= part <= WHOLE for part in parts.values()):
        raise ValidationError(_("A share is from 0 to 100 %."))
    whole = sum(parts.values())
    if whole != WHOLE:
        raise ValidationError(
            _("Shares add up to %(sum)s %%; they have to add up to 100 %%.")
            % {"sum": number_format(whole / 100, decimal_pos=2)}
        )


def _write(
    action: Action, parts: Mapping[int, int], standing: Mapping[int, ActionShare]
) -> None:
    for city, row in standing.items():
        if city not in parts:
            row.delete()
    for city, part in parts.items():
        row = standing.get(city) or ActionShare(action=action, city_id=city)
        if row.pk is None or row.part != part:
            row.part = part
            row.save()


def _log(action: Action, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    """Keep the shares in the action's history by the keys of the cities, as JSON."""
    ActionChange.objects.create(
        action=action,
        version=action.version,
        at=action.changed_at,
        by=action.changed_by,
        before={"shares": {str(key): part for key, part in before.items()}},
        after={"shares": {str(key): part for key, part in after.items()}},
    )
