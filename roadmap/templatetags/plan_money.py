"""Filters for money: dinars as people read them, euros rounded once."""

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.formats import number_format

from roadmap import money
from roadmap.reports import finances

register = template.Library()


@register.filter
def dinars(amount: int) -> str:
    """Return whole dinars in groups of three, without the unit."""
    return number_format(amount, decimal_pos=0, force_grouping=True)


@register.filter
def rsd(amount: int) -> str:
    """Return whole dinars with the unit, in the reader's script."""
    return finances.amount(amount)


@register.filter
def in_euros(amount: int, rate: Fraction) -> str:
    """Return dinars in whole euros at the plan's rate."""
    return number_format(money.euros(amount, rate), decimal_pos=0, force_grouping=True)


@register.filter
def hundredths(part: int) -> str:
    """Return a share in hundredths of a per cent as per cent: 2550 as 25,50."""
    return number_format(Decimal(part) / 100, decimal_pos=2)


@register.filter
def rate(dinars_per_euro: Fraction) -> str:
    """Return a rate with its four decimals, as the National Bank prints it."""
    exact = Decimal(dinars_per_euro.numerator) / dinars_per_euro.denominator
    return number_format(exact, decimal_pos=4)
