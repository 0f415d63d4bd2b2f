"""Cases that did not reach their body: who sees them, and what can be done."""

import re

import pytest

from core import delivery as rules
from core.model import Case, Delivery, Role
from core.ports import UnitOfWork
from inbox.views import undelivered
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

HOUSING = "housing-darnytskyi"


async def hangs(town: Town) -> Case:
    """File a case whose letter was given up."""
    case = await town.files_case(await town.chat("olena"), body=HOUSING)

    def give_up(uow: UnitOfWork) -> None:
        (row,) = uow.deliveries.of_case(case.id or 0)
        row.by = "mail"
        rules.failed(row, "no such mailbox", town.now, 0, lasting=True)
        uow.deliveries.save(row)

    await town.write(give_up)
    return case


async def delivery(town: Town, case: Case) -> Delivery:
    (row,) = await town.read(lambda uow: uow.deliveries.of_case(case.id or 0))
    return row


async def test_a_letter_that_was_given_up_can_be_sent_again(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    case = await hangs(town)
    clerk = await browser("Ivan")
    page = await clerk.get("/inbox/undelivered")
    assert case.number in page.text
    assert "no such mailbox" in page.text
    row = await delivery(town, case)
    await clerk.send(f"/inbox/undelivered/{row.id}/again")
    again = await delivery(town, case)
    assert (again.status, again.attempts, again.next_at) == ("new", 0, town.now)
    assert ("delivery_again", case.number) in await town.trail()


async def test_a_case_nobody_confirmed_in_its_time_is_listed_until_it_is_taken(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Maria", Role.ADMIN)
    case = await town.files_case(await town.chat("olena"), body=HOUSING)
    clerk = await browser("Maria")
    hours = town.city.routing.first_response_hours("elevator")
    town.pass_time(hours=hours)
    assert case.number not in (await clerk.get("/inbox/undelivered")).text
    town.pass_time(minutes=1)
    page = await clerk.get("/inbox/undelivered")
    assert case.number in page.text
    assert "Установа не підтвердила" in page.text
    await town.does("Maria", case, "start")
    assert case.number not in (await clerk.get("/inbox/undelivered")).text


async def test_a_late_case_is_listed_however_many_are_not_late_yet(
    town: Town, browser: NewBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older ones that have time still are no reason to overlook it."""
    monkeypatch.setattr(undelivered, "MOST", 3)
    await town.hire("Maria", Role.ADMIN)
    chat = await town.chat("olena")
    for _ in range(8):
        await town.files_case(chat, body=HOUSING, service_code="other")
    lift = await town.files_case(chat, body=HOUSING)
    town.pass_time(hours=town.city.routing.first_response_hours("elevator"), minutes=1)
    clerk = await browser("Maria")
    page = await clerk.get("/inbox/undelivered")
    assert re.findall(r"hangs-(\S+?)\"", page.text) == [lift.number]
    assert "лише найдавніші" not in page.text
    town.pass_time(days=9)
    clerk = await browser("Maria")
    page = await clerk.get("/inbox/undelivered")
    assert len(re.findall(r"hangs-(\S+?)\"", page.text)) == 3
    assert "лише найдавніші" in page.text


async def test_a_supervisor_sees_only_the_own_bodies(town: Town, browser: NewBrowser) -> None:
    await town.hire("Olha", Role.SUPERVISOR, "kte")
    case = await hangs(town)
    clerk = await browser("Olha")
    assert case.number not in (await clerk.get("/inbox/undelivered")).text


@pytest.mark.parametrize("role", [Role.EXECUTOR, Role.EDITOR])
async def test_it_is_no_business_of_others(town: Town, browser: NewBrowser, role: Role) -> None:
    await town.hire("Stepan", role, HOUSING)
    clerk = await browser("Stepan")
    assert (await clerk.get("/inbox/undelivered")).status == 403
