"""The city's bodies and persons in office, entered by administrators with a date."""

from datetime import date

import pytest

from core.model import Role
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

ENTER = "/inbox/city/offices"
HEAD = {"office": "kte", "post": "Директор", "name": "Коваль Олена Іванівна", "since": "2026-11-01"}


@pytest.fixture
async def boss(town: Town, browser: NewBrowser) -> Browser:
    await town.hire("Boss", Role.ADMIN)
    boss = await browser("Boss")
    await boss.get("/inbox/city")
    return boss


async def test_a_person_is_entered_and_their_last_day_noted(town: Town, boss: Browser) -> None:
    page = await boss.send(ENTER, **HEAD)
    assert "Особу внесено" in page.words
    assert "Коваль Олена Іванівна — Директор" in page.words
    await boss.send(f"{ENTER}/1/end", until="2026-11-30")
    (holder,) = await town.read(lambda uow: uow.offices.all())
    assert (holder.since, holder.until) == (date(2026, 11, 1), date(2026, 11, 30))
    assert [action for action, _ in await town.trail("office_enter", "office_end")] == [
        "office_enter",
        "office_end",
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"since": "учора"}, "Це не дата"),
        ({"until": "2026-10-01"}, "Дні не сходяться"),
        ({"office": "nowhere"}, "Такої установи немає"),
        ({"name": "а" * 121}, "до 120 знаків"),
    ],
)
async def test_what_cannot_be_is_refused_and_stays_in_the_form(
    town: Town, boss: Browser, fields: dict[str, str], why: str
) -> None:
    page = await boss.send(ENTER, **HEAD | fields)
    assert page.status == 422
    assert why in page.words
    assert 'value="Директор"' in page.text
    assert await town.read(lambda uow: uow.offices.all()) == []


async def test_nobody_unknown_leaves_an_office(boss: Browser) -> None:
    csrf = boss.page.forms()["/inbox/sign-out"]["csrf"]
    assert (await boss.post(f"{ENTER}/9/end", {"csrf": csrf, "until": "2026-11-30"})).status == 404


async def test_bodies_are_shown_with_how_they_are_reached(town: Town, boss: Browser) -> None:
    for body in town.city.routing.bodies.values():
        assert body.id in boss.page.text
