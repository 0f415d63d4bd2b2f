"""Prices that may be told, bills that add up, meters that run forwards."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables import DataError
from core.tariffs import Tariff, Tariffs, Used, bill_of, consumption, load_tariffs
from tests.core.builders import DATA

TODAY = date(2030, 3, 5)
STALE_DAYS = 180


def price(amount: str = "10", **facts: Any) -> Tariff:
    given: dict[str, Any] = {
        "service": "water",
        "part": "use",
        "unit": "m3",
        "condition": "",
        "valid_from": None,
        "valid_to": None,
        "source": "the works",
        "checked_at": TODAY,
        "link": "https://works.example",
    }
    return Tariff(amount=Decimal(amount), **{**given, **facts})


def asked(*rows: Tariff, **slots: Any) -> dict[str, Any]:
    tariffs = Tariffs(rows, STALE_DAYS)
    facts = {"service": "water", "today": TODAY.isoformat(), **slots}
    return {**tariffs.find_tariff(facts), **tariffs.compute_bill(facts)}


# --- what may be told ----------------------------------------------------------------------------


@given(days=st.integers(0, 2000))
def test_a_price_is_told_for_180_days_after_it_was_checked(days: int) -> None:
    found = asked(price(checked_at=TODAY - timedelta(days=days)))
    assert found["tariff"] == ("known" if days <= STALE_DAYS else "stale")
    assert ("tariffs" in found) == (days <= STALE_DAYS)


def test_of_a_stale_price_only_the_day_and_the_link_are_told() -> None:
    found = asked(price("1654.41", checked_at=date(2025, 12, 3)))
    assert found["as_of"] == "2025-12-03"
    assert found["link"] == "https://works.example"
    assert "1654" not in str(found)


def test_a_price_that_has_ended_is_as_stale() -> None:
    assert asked(price(valid_to=TODAY - timedelta(days=1)))["tariff"] == "stale"
    assert asked(price(valid_to=TODAY))["tariff"] == "known"


def test_a_price_to_come_is_none_yet() -> None:
    assert asked(price(valid_from=TODAY + timedelta(days=1)))["tariff"] == "none"


def test_since_when_is_told_only_when_it_is_known_and_one() -> None:
    since = date(2022, 1, 1)
    assert asked(price(valid_from=since))["holds_since"] == "2022-01-01"
    assert asked(price())["holds_since"] is None
    assert asked(price(valid_from=since), price(condition="night"))["holds_since"] is None


def test_the_oldest_look_is_the_day_that_all_prices_are_told_for() -> None:
    older = TODAY - timedelta(days=30)
    assert asked(price(), price(checked_at=older))["as_of"] == older.isoformat()


# --- readings ------------------------------------------------------------------------------------

AMOUNT = st.decimals(0, 10**6, places=3).map(str)


@given(previous=AMOUNT, present=AMOUNT)
def test_what_was_used_is_never_below_nothing(previous: str, present: str) -> None:
    used = consumption({"previous": previous, "present": present})
    if Decimal(present) < Decimal(previous):
        assert used is None
    else:
        assert used is not None
        assert used.total == Decimal(present) - Decimal(previous)


def test_a_meter_that_ran_backwards_by_night_is_refused_too() -> None:
    assert consumption({"used": "80", "night_previous": "9", "night_present": "8"}) is None


def test_backwards_is_told_and_no_bill_made() -> None:
    found = asked(price(), readings={"previous": "128", "present": "120"})
    assert (found["backwards"], found["used"], found["bill"]) == (True, None, None)


def test_a_stale_price_makes_no_bill_but_the_volume_is_told() -> None:
    old = price(checked_at=date(2025, 1, 1))
    found = asked(old, readings={"previous": "120", "present": "128"})
    assert found["used"] == {"volume": "8", "unit": "m3"}
    assert found["bill"] is None


# --- bills ---------------------------------------------------------------------------------------


def test_a_bill_of_water_has_sewerage_and_a_sum_for_each_fee_that_may_be() -> None:
    rows = [
        price("16.164"),
        price("14.22", condition="sewage"),
        price("16.88", part="fee", unit="month", condition="sewage"),
        price("22.31", part="fee", unit="month", condition="node_served"),
        price("16.74", part="fee", unit="month", condition="node_not_served"),
    ]
    bill = bill_of(rows, Used(Decimal(8)))
    assert [line["cost"] for line in bill["lines"]] == ["129.31", "113.76"]
    assert bill["sum"] == "243.07"
    assert [total["cost"] for total in bill["with_fees"]] == ["282.26", "276.69"]


def test_the_night_costs_its_own_price_and_only_when_it_is_told() -> None:
    rows = [price("4.32"), price("2.16", condition="night"), price("2.64", condition="heating")]
    assert bill_of(rows, Used(Decimal(150), Decimal(80)))["sum"] == "820.80"
    assert bill_of(rows, Used(Decimal(230)))["sum"] == "993.60"


def test_one_fee_of_everybody_gives_one_sum() -> None:
    bill = bill_of([price(), price("5", part="fee", unit="month")], Used(Decimal(2)))
    assert bill["with_fees"] == [{"price": "all", "cost": "25.00"}]


@given(volume=st.decimals(0, 10**5, places=3), prices=st.lists(AMOUNT, min_size=1, max_size=4))
def test_the_lines_add_up_to_the_sum(volume: Decimal, prices: list[str]) -> None:
    bill = bill_of([price(amount) for amount in prices], Used(volume))
    assert sum(Decimal(line["cost"]) for line in bill["lines"]) == Decimal(bill["sum"])


# --- the table -----------------------------------------------------------------------------------

HEADER = "service,part,unit,amount,condition,valid_from,valid_to,source,checked_at,link\n"


def test_the_citys_own_table_can_be_read() -> None:
    assert {row.service for row in load_tariffs(DATA / "city" / "tariffs.csv")} >= {
        *("cold_water", "hot_water", "heating", "electricity", "transport")
    }


@pytest.mark.parametrize(
    "row",
    [
        "water,use,m3,ten,,,,the works,2030-01-01,",
        "water,use,m3,-1,,,,the works,2030-01-01,",
        "water,use,m3,NaN,,,,the works,2030-01-01,",
        "water,use,bucket,10,,,,the works,2030-01-01,",
        "water,gift,m3,10,,,,the works,2030-01-01,",
        "water,use,m3,10,,,,,2030-01-01,",
        "water,use,m3,10,,,,the works,,",
        "water,use,m3,10,,yesterday,,the works,2030-01-01,",
    ],
)
def test_a_faulty_row_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "tariffs.csv"
    path.write_text(HEADER + row + "\n", "utf-8")
    with pytest.raises(DataError, match=r"tariffs\.csv:2: "):
        load_tariffs(path)
