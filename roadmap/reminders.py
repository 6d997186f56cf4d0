"""When a plan is to be renewed: told 180 and 30 days before its end. No Django."""

import datetime as dt

EARLY_DAYS, LATE_DAYS = 180, 30


def of(valid_until: dt.date | None, today: dt.date) -> str:
    """Return "early", "late" or "over", and nothing where it is not time yet."""
    if valid_until is None:
        return ""
    left = (valid_until - today).days
    if left < 0:
        return "over"
    if left <= LATE_DAYS:
        return "late"
    return "early" if left <= EARLY_DAYS else ""
