"""Whom a text calls by @name."""

import pytest

from scorecard.mentions import called

NAMES = {
    1: "Милица Петровић",
    2: "Đorđe Petrović",
    3: "Ана Марија Ђурић",
    4: "Водитељ процене (пример)",
}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ко зна износ?", set()),
        ("@Milica зна ли износ?", {1}),
        ("@милица", {1}),
        ("питај @Милица Петровић, молим", {1}),
        ("@Milica Petrovic hvala", {1}),
        ("@Djordje и @Ana", {2, 3}),
        ("(@Ђурић)", {3}),
        ("@Ana Marija, vidi", {3}),
        ("@Водитељ процене", {4}),
        ("пишите на milica@opstina.rs", set()),
        ("50 @ 20", set()),
        ("@Milica @Milica", {1}),
    ],
)
def test_a_name_calls_whom_it_fits_in_either_script(text, people):
    found = called(text, NAMES)

    assert found.people == people
    assert (found.strangers, found.unclear) == ((), ())


@pytest.mark.parametrize("text", ["@Jovan зна", "@Mil", "@Petrovicc", "@MUP"])
def test_a_name_that_fits_nobody_is_a_stranger(text):
    assert called(text, NAMES).strangers == (text[1:].split(" ")[0],)


def test_a_name_that_fits_two_is_unclear():
    found = called("@Петровић и @Milica", NAMES)

    assert (found.people, found.unclear) == ({1}, ("Петровић",))
