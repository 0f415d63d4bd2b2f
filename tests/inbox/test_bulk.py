"""One act on several cases: what is foreseen, what is held back, what is undone, what is done."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from core.model import Case, Role, Status
from misto.jobs import Jobs
from tests.inbox.browser import Browser, Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

HOUSING, HEATING = "housing-darnytskyi", "kte"


async def chosen(
    town: Town, browser: NewBrowser, count: int = 3, role: Role = Role.EXECUTOR
) -> tuple[Browser, list[Case], str]:
    """Return a browser before the choice of an act, the chosen cases and the page's address."""
    await town.hire("Stepan", role, HOUSING)
    chats = [await town.chat(f"resident-{n}") for n in range(count)]
    cases = [await town.files_case(chat) for chat in chats]
    stepan = await browser("Stepan")
    path = "/inbox/bulk?" + "&".join(f"n={case.number}" for case in cases)
    await stepan.get(path)
    return stepan, cases, path


async def ask(clerk: Browser, cases: list[Case], do: str, **fields: str) -> Page:
    """Go the whole way to the held act."""
    hidden = clerk.page.forms()["/inbox/bulk/preview"] | {"do": do}
    numbers = "&".join(f"n={case.number}" for case in cases)
    body = "&".join(f"{name}={value}" for name, value in (hidden | fields).items() if name != "n")
    await post(clerk, "/inbox/bulk/preview", f"{body}&{numbers}")
    hidden = clerk.page.forms().get("/inbox/bulk", {})
    able = re.findall(r'name="n" value="([^"]+)"', clerk.page.text)
    told = hidden | {"do": do} | fields
    body = "&".join(f"{name}={value}" for name, value in told.items() if name != "n")
    return await post(clerk, "/inbox/bulk", body + "".join(f"&n={number}" for number in able))


async def post(clerk: Browser, path: str, body: str) -> Page:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await clerk.post(path, quote(body, safe="=&%-_."), **headers)


async def play(town: Town, **span: float) -> None:
    """Let time pass with the scheduled work done."""

    async def nothing() -> None:
        return None

    await Jobs(town.city).run_until(town.now + timedelta(**span), nothing)


async def test_an_act_is_held_for_a_minute_and_then_done_to_each(
    town: Town, browser: NewBrowser
) -> None:
    stepan, cases, _ = await chosen(town, browser)
    page = await ask(stepan, cases, "forward", to=HEATING, text="Це опалення.")
    assert "Буде зроблено о 12:01" in page.words
    assert {(await town.case(case.number)).body for case in cases} == {HOUSING}
    await play(town, seconds=61)
    assert {(await town.case(case.number)).body for case in cases} == {HEATING}
    audited = [subject for action, subject in await town.trail() if action == "case_forward"]
    assert sorted(audited) == sorted(case.number for case in cases)


async def test_within_the_minute_it_is_undone_and_nothing_happens(
    town: Town, browser: NewBrowser
) -> None:
    stepan, cases, _ = await chosen(town, browser)
    page = await ask(stepan, cases, "start")
    page = await stepan.send(f"{page.path}/undo")
    assert "Скасовано: нічого не змінилося." in page.words
    await play(town, minutes=5)
    assert {(await town.case(case.number)).status for case in cases} == {Status.REGISTERED}
    told = await town.read(lambda uow: uow.outbox.after(cases[0].conversation_id, 0))
    assert told == []


async def test_what_is_done_is_not_undone(town: Town, browser: NewBrowser) -> None:
    stepan, cases, _ = await chosen(town, browser)
    page = await ask(stepan, cases, "take")
    town.pass_time(seconds=60)
    page = await stepan.send(f"{page.path}/undo")
    assert (page.status, "Хвилина минула" in page.words) == (409, True)


async def test_each_refusal_is_foreseen_and_told(town: Town, browser: NewBrowser) -> None:
    stepan, cases, path = await chosen(town, browser)
    await town.does("Stepan", cases[0], "take")
    await stepan.get(path)
    page = await ask(stepan, cases, "take")
    assert page.text.count("foreseen") == 1
    assert cases[0].number not in page.words
    assert {case.number for case in cases[1:]} <= set(page.words.split())


async def test_what_changed_meanwhile_is_left_alone(town: Town, browser: NewBrowser) -> None:
    stepan, cases, _ = await chosen(town, browser)
    page = await ask(stepan, cases, "start")
    await town.does("Stepan", cases[0], "reject", reason="no_substance", text="Незрозуміло.")
    await play(town, seconds=61)
    assert (await town.case(cases[0].number)).status is Status.REJECTED
    assert (await town.case(cases[1].number)).status is Status.IN_WORK
    page = await stepan.get(page.path)
    assert "в іншому стані" in page.words


async def test_cases_are_given_to_a_colleague_by_a_head(town: Town, browser: NewBrowser) -> None:
    halyna, cases, path = await chosen(town, browser, role=Role.SUPERVISOR)
    petro = await town.hire("Petro", Role.EXECUTOR, HOUSING)
    await town.hire("Oksana", Role.EXECUTOR, HEATING)
    page = await halyna.get(path)
    assert ("Petro" in page.words, "Oksana" in page.words) == (True, False)
    await ask(halyna, cases, "assign", to=str(petro.id))
    await play(town, seconds=61)
    assert {(await town.case(case.number)).executor for case in cases} == {f"staff:{petro.id}"}


async def test_cases_of_other_bodies_are_not_told_of(town: Town, browser: NewBrowser) -> None:
    stepan, cases, _ = await chosen(town, browser, count=1)
    other = await town.files_case(await town.chat("petro"), body=HEATING)
    page = await stepan.get(f"/inbox/bulk?n={other.number}&n={cases[0].number}")
    assert (other.number in page.text, cases[0].number in page.text) == (False, True)


async def test_an_act_of_another_is_none_of_ones_own(town: Town, browser: NewBrowser) -> None:
    stepan, cases, _ = await chosen(town, browser)
    page = await ask(stepan, cases, "take")
    await town.hire("Petro", Role.EXECUTOR, HOUSING)
    assert (await (await browser("Petro")).get(page.path)).status == 404


@pytest.mark.parametrize("do", ["answer", "reject", "nothing"])
async def test_what_needs_a_word_to_each_is_no_act_on_several(
    town: Town, browser: NewBrowser, do: str
) -> None:
    stepan, cases, _ = await chosen(town, browser)
    hidden = stepan.page.forms()["/inbox/bulk/preview"] | {"do": do}
    assert (await stepan.post("/inbox/bulk/preview", hidden)).status == 422
    assert cases
