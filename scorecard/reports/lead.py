"""The sentences for decision makers, made from the numbers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scorecard.reports.parts import EssentialPart
from scorecard.scoring import Score


def lead(essentials: Sequence[EssentialPart], total: Score) -> tuple[str, ...]:
    """Say in sentences what decision makers need first."""
    if not total.answered:
        return (_("No indicator has been answered yet."),)
    return (
        *_extremes([one for one in essentials if one.score.share is not None]),
        _low(essentials, total.answered),
        *_incomplete(total),
    )


def _extremes(known: Sequence[EssentialPart]) -> tuple[str, ...]:
    if len(known) < 2:
        return ()
    ordered = sorted(known, key=lambda one: one.score.share or 0)
    if ordered[0].score.share == ordered[-1].score.share:
        return (_("All Essentials with answers stand at the same share."),)
    some = 2 if len(known) > 3 else 1
    return (
        _("Strongest: %(names)s.") % {"names": _names(ordered[: -some - 1 : -1])},
        _("Weakest: %(names)s.") % {"names": _names(ordered[:some])},
    )


def _names(parts: Sequence[EssentialPart]) -> str:
    return ", ".join(f"{one.short_name} ({one.number})" for one in parts)


def _low(essentials: Sequence[EssentialPart], answered: int) -> str:
    low = sum(answer.is_low for part in essentials for answer in part.answers)
    return ngettext(
        "%(low)s indicator out of %(answered)s answered is at one of the two lowest "
        "levels.",
        "%(low)s indicators out of %(answered)s answered are at one of the two lowest "
        "levels.",
        low,
    ) % {"low": low, "answered": answered}


def _incomplete(total: Score) -> tuple[str, ...]:
    missing = total.asked - total.settled
    if not missing:
        return ()
    return (
        ngettext(
            "%(missing)s indicator has no answer yet: the shares do not cover it.",
            "%(missing)s indicators have no answer yet: the shares do not cover them.",
            missing,
        )
        % {"missing": missing},
    )
