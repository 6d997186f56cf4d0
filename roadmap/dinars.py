"""Amounts of money as people type and read them: whole dinars, and euros. No Django."""

import re
from decimal import ROUND_HALF_UP, Decimal

# 1.234.567 and 1 234 567 and 1,234,567; marks stand before three digits or nowhere.
_GROUPED = re.compile(r"\d{1,3}([. ,\u00a0\u202f])\d{3}(?:\1\d{3})*")
_PLAIN = re.compile(r"\d+")
_NOUGHT = re.compile(r"[.,](?:00|-)$")
_UNIT = re.compile(r"\s*(?:rsd|din\.?|дин\.?|рсд)$", re.IGNORECASE)


def parsed(text: str) -> int | None:
    """Return whole dinars, None for nothing; raises ValueError for anything else."""
    text = _NOUGHT.sub("", _UNIT.sub("", text.strip()))
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    raise ValueError(text)


def grouped(dinars: int) -> str:
    """Return the amount as Serbian offices write it: 1.234.567."""
    return f"{dinars:,}".replace(",", ".")


def in_euros(dinars: int, rate: Decimal | None) -> int | None:
    """Return whole euros, rounded half up; None where no rate was given."""
    if rate is None:
        return None
    return int((Decimal(dinars) / rate).quantize(Decimal(1), ROUND_HALF_UP))
