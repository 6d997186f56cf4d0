from decimal import Decimal

import pytest

from roadmap import dinars

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1.234.567,00", 1_234_567),
        ("250.000 RSD", 250_000),
        ("250.000 дин.", 250_000),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, found: int | None) -> None:
    assert dinars.parsed(text) == found


@pytest.mark.parametrize(
    "text", ["много", "-5", "1.23", "1.2345", "1,5", "1.234,567", "1e5", "12.34.567"]
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dinars.parsed(text)


def test_euros_are_rounded_half_up_and_unknown_without_a_rate() -> None:
    assert dinars.in_euros(1_000, Decimal("117.2")) == 9
    assert dinars.in_euros(150, Decimal(100)) == 2
    assert dinars.in_euros(1_000, None) is None


def test_an_amount_is_shown_as_offices_write_it() -> None:
    assert dinars.grouped(12_345_678) == "12.345.678"
