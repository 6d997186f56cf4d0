"""The laws of a plan's money, over generated rows."""

from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap import money
from roadmap.money import Amount, Balance, Cost, Gap

MOST = 10**13
dinars = st.integers(0, MOST)
keys = st.sampled_from(["70653", "70670", "70874", "71145", "71242"])


@st.composite
def whole_shares(draw: st.DrawFn) -> dict[str, int]:
    """Draw shares of one to five cities that add up to 10,000."""
    names = draw(st.lists(keys, min_size=1, unique=True))
    cuts = sorted(draw(st.integers(0, money.WHOLE)) for _name in names[1:])
    edges = [0, *cuts, money.WHOLE]
    return {name: edges[place + 1] - edges[place] for place, name in enumerate(names)}


@st.composite
def any_amount(draw: st.DrawFn) -> Amount:
    state = draw(st.sampled_from(["idea", "applied", "secured", "spent"]))
    is_certain = state in ("secured", "spent")
    source = draw(st.sampled_from(["own_budget", "eu", "loan"]))
    if not is_certain and draw(st.booleans()):
        source = "none"
    return Amount(
        action=draw(st.integers(1, 4)),
        year=draw(st.integers(2026, 2029)),
        source=source,
        state=state,
        dinars=draw(dinars),
        is_certain=is_certain,
        is_named=source != "none",
        is_sustainable=source != "none" and draw(st.booleans()),
    )


costs = st.builds(Cost, st.integers(1, 4), st.integers(2026, 2029), dinars)
ledgers = st.builds(
    money.ledger, st.lists(costs, max_size=12), st.lists(any_amount(), max_size=12)
)
shares_of_actions = st.fixed_dictionaries(
    {number: whole_shares() for number in range(1, 5)}
)


def certain(dinars: int, **fields) -> Amount:
    return Amount(
        **{"action": 1, "year": 2026, "source": "own_budget", "state": "secured"}
        | {"dinars": dinars, "is_certain": True}
        | fields
    )


def added(balances) -> Balance:
    """Add balances up field by field."""
    names = Balance.__dataclass_fields__
    rows = list(balances)
    return Balance(**{name: sum(getattr(one, name) for one in rows) for name in names})


@given(dinars, whole_shares())
def test_parts_add_up_to_the_dinar(amount, shares):
    assert sum(money.split(amount, shares).values()) == amount


@given(dinars, whole_shares())
def test_no_part_is_negative_or_a_dinar_from_its_exact_part(amount, shares):
    for key, part in money.split(amount, shares).items():
        assert part >= 0
        assert abs(part - Fraction(amount * shares[key], money.WHOLE)) < 1


@given(dinars, whole_shares())
def test_the_order_of_shares_is_without_meaning(amount, shares):
    backwards = dict(reversed(list(shares.items())))

    assert money.split(amount, shares) == money.split(amount, backwards)


@given(dinars, whole_shares())
def test_the_larger_share_gets_no_less(amount, shares):
    parts = money.split(amount, shares)

    ordered = sorted(shares, key=lambda key: (shares[key], parts[key]))
    assert [parts[key] for key in ordered] == sorted(parts.values())


def test_what_is_left_goes_to_the_largest_remainders():
    parts = money.split(10, {"a": 3_333, "b": 3_333, "c": 3_334})

    assert parts == {"a": 3, "b": 3, "c": 4}


def test_equal_remainders_go_by_the_key():
    assert money.split(1, {"b": 5_000, "a": 5_000}) == {"a": 1, "b": 0}


def test_a_share_of_nothing_gets_nothing():
    assert money.split(99, {"a": 10_000, "b": 0}) == {"a": 99, "b": 0}


@pytest.mark.parametrize("shares", [{}, {"a": 9_750}, {"a": 5_000, "b": 5_001}])
def test_shares_that_are_not_the_whole_divide_nothing(shares):
    with pytest.raises(ValueError, match="add up to 10,000"):
        money.split(100, shares)


def test_no_share_is_negative():
    with pytest.raises(ValueError, match="below 0"):
        money.split(100, {"a": 10_001, "b": -1})


@pytest.mark.parametrize(
    "make",
    [
        lambda: money.split(-1, {"a": 10_000}),
        lambda: Cost(1, 2026, -1),
        lambda: certain(-1),
    ],
)
def test_dinars_are_not_negative(make):
    with pytest.raises(ValueError, match="from 0 up"):
        make()


def test_certain_money_has_a_source():
    with pytest.raises(ValueError, match="without a source"):
        certain(1, source="none", is_named=False)


def test_money_of_one_action_or_year_closes_no_gap_of_another():
    whole = money.ledger(
        [Cost(1, 2026, 100), Cost(1, 2027, 100), Cost(2, 2026, 50)],
        [certain(130), certain(20, year=2027), certain(50, action=3)],
    )

    assert whole.gaps == (
        Gap(1, 2026, short=0, over=30),
        Gap(1, 2027, short=80, over=0),
        Gap(2, 2026, short=50, over=0),
        Gap(3, 2026, short=0, over=50),
    )
    assert whole.by_year()[2026].gap == 50
    assert whole.by_year()[2027].gap == 80
    assert whole.total.gap == 130


def test_money_that_is_only_hoped_for_closes_no_gap():
    hoped = Amount(1, 2026, "eu", "applied", 100)

    total = money.ledger([Cost(1, 2026, 100)], [hoped]).total

    assert (total.gap, total.certain, total.named) == (100, 0, 100)


@given(ledgers)
def test_gaps_are_never_negative_and_balance(whole):
    for balance in (whole.total, *whole.by_year().values()):
        assert balance.gap >= 0
        assert balance.cost + balance.over == balance.certain + balance.gap


@given(ledgers)
def test_years_and_actions_add_up_to_the_total(whole):
    assert added(whole.by_year().values()) == whole.total
    assert added(whole.by_action().values()) == whole.total


@given(ledgers)
def test_sources_and_states_add_up_to_the_same_money(whole):
    by_source = added(whole.by_source().values())

    assert by_source == added(whole.by_state().values())
    assert by_source.certain == whole.total.certain
    assert by_source.named == whole.total.named
    unnamed = sum(one.dinars for one in whole.amounts if one.source == "none")
    assert by_source.named + unnamed == whole.total.listed


@given(ledgers)
def test_sustainable_and_ad_hoc_are_all_the_money(whole):
    total = whole.total

    assert total.sustainable + total.ad_hoc == total.certain
    assert total.sustainable_named + total.ad_hoc_named == total.named
    assert total.certain + total.uncertain == total.listed
    for share in (total.sustainable_share, total.sustainable_share_of_named):
        assert share is None or 0 <= share <= 1


def test_the_sustainable_share_is_told_of_certain_and_of_named_money():
    whole = money.ledger(
        [Cost(1, 2026, 400)],
        [
            certain(100, is_sustainable=True),
            certain(100, source="eu"),
            Amount(1, 2026, "loan", "idea", 200, is_sustainable=True),
            Amount(1, 2026, "none", "idea", 900, is_named=False),
        ],
    )

    assert whole.total.sustainable_share == Fraction(1, 2)
    assert whole.total.sustainable_share_of_named == Fraction(3, 4)
    assert whole.total.covered_share == Fraction(1, 2)


def test_nothing_has_no_share():
    total = money.ledger([], []).total

    assert total.sustainable_share is None
    assert total.sustainable_share_of_named is None
    assert total.covered_share is None


@given(ledgers, shares_of_actions)
def test_a_joint_plan_adds_up_over_its_cities(whole, shares):
    parts = money.parts(whole, shares).values()

    assert added(part.total for part in parts) == whole.total
    for name in ("by_year", "by_source", "by_state", "by_action"):
        expected = getattr(whole, name)()
        for key, balance in expected.items():
            of_key = (getattr(part, name)().get(key) for part in parts)
            assert added(one for one in of_key if one) == balance


@given(ledgers, shares_of_actions)
def test_a_citys_part_balances_but_for_a_dinar_each_action_and_year(whole, shares):
    for part in money.parts(whole, shares).values():
        rows = sorted(
            [*part.costs, *part.amounts], key=lambda one: (one.action, one.year)
        )
        at_most = sum(
            len(list(group)) + 1
            for _at, group in groupby(rows, key=lambda one: (one.action, one.year))
        )
        total = part.total
        assert abs(total.cost + total.over - total.certain - total.gap) <= at_most


def test_an_action_without_shares_is_nobodys_part():
    whole = money.ledger([Cost(1, 2026, 10), Cost(2, 2026, 5)], [certain(3, action=2)])
    shares = {1: {"a": 10_000}}

    divided = money.parts(whole, shares)
    rest = money.undivided(whole, shares)

    assert divided["a"].total.cost == 10
    assert rest.total == Balance(cost=5, listed=3, certain=3, named=3, gap=2)


@given(st.lists(ledgers, max_size=3))
def test_ledgers_together_add_up(several):
    total = money.together(several).total

    assert total == added(one.total for one in several)


@pytest.mark.parametrize(
    ("amount", "rate", "expected"),
    [
        (117, "117", 1),
        (175, "117", 1),  # 1.496
        (176, "117.3333", 2),  # 1.500…
        (0, "117.1765", 0),
        (1_000_000, "117.1765", 8_534),  # 8,534.13
    ],
)
def test_euros_are_rounded_once(amount, rate, expected):
    assert money.euros(amount, Fraction(rate)) == expected


@given(dinars, st.fractions(min_value=Fraction(1, 100), max_value=1000))
def test_euros_are_half_a_euro_off_at_most(amount, rate):
    assert abs(money.euros(amount, rate) - Fraction(amount) / rate) <= Fraction(1, 2)


def test_a_rate_is_above_nothing():
    with pytest.raises(ValueError, match="above 0"):
        money.euros(100, Fraction(0))
