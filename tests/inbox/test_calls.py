"""A case for a caller or by a resident's words in a conversation: the real reader and flows."""

import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest

from core.model import Person, Role
from misto.paths import data_dir
from misto.runtime import Runtime
from nlu.pipeline import Reader, load
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town, found
from tests.system.program import trained_model

CALL = "Олена Коваль, 067 123 45 67, на Драгоманова 15 третій день не працює ліфт, 2 під’їзд"
BEGIN, READ, ANSWER = "/inbox/new-case", "/inbox/new-case/read", "/inbox/new-case/answer"
BUTTON = re.compile(r'<button name="answer" value="([^"]+)"')


@cache
def reader() -> Reader:
    """Return the real reader, loaded once."""
    return load(trained_model(), data_dir() / "city")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose reader reads."""
    town = found(tmp_path)
    city = town.city
    vars(city)["reader"] = reader()
    vars(city)["runtime"] = Runtime(
        city.database, city.turns, city.reader, city.texts, clock=town.clock
    )
    await city.runtime.start()
    yield town
    await city.runtime.stop()
    city.database.close()


@pytest.fixture
async def ivan(town: Town, browser: NewBrowser) -> Browser:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    await ivan.get("/inbox/new-case")
    return ivan


def value_of(page_text: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', page_text)
    return found[1] if found else ""


async def answers(ivan: Browser) -> str:
    """Give the first answer that is offered until a number comes; return it."""
    for _ in range(6):
        if number := re.search(r"KV-\d{4}-\d+", ivan.page.path):
            return number[0]
        await ivan.send(ANSWER, answer=BUTTON.findall(ivan.page.text)[0])
    raise AssertionError(ivan.page.words)


async def test_the_words_fill_the_form_and_what_was_typed_stays(ivan: Browser) -> None:
    typed = {"description": CALL, "name": "Коваль Олена"}
    page = await ivan.post(READ, ivan.page.forms()[BEGIN] | typed)
    assert value_of(page.text, "phone") == "+380671234567"
    assert value_of(page.text, "entrance") == "2"
    assert value_of(page.text, "name") == "Коваль Олена"
    assert '<option value="elevator" selected>' in page.text


async def test_a_call_becomes_a_case_by_the_flows_own_questions(town: Town, ivan: Browser) -> None:
    fields = {"description": CALL, "address": "Драгоманова 15", "phone": "067 123 45 67"}
    page = await ivan.send(BEGIN, **fields)
    assert "Дарницький" in page.words
    number = await answers(ivan)
    assert number in ivan.page.words
    case = await town.case(number)
    assert (case.service_code, case.chat.channel) == ("elevator", "phone")
    assert case.applicant.phone == "+380671234567"
    assert case.address is not None
    assert case.address.verified
    history = await town.read(lambda uow: uow.cases.history(case.id or 0))
    by = f"staff:{(await town.member('Ivan')).id}"
    assert [(line.event, line.by) for line in history][-1] == ("written_down", by)
    assert ("written_down", f"case:{number}") in await town.trail("written_down")


async def test_an_answer_may_be_given_in_words(ivan: Browser) -> None:
    await ivan.send(BEGIN, description=CALL, address="Драгоманова")
    assert "номер будинку" in ivan.page.words
    page = await ivan.send(ANSWER, words="15")
    assert "Дарницький" in page.words


async def test_an_answer_sent_twice_acts_once(town: Town, ivan: Browser) -> None:
    await ivan.send(BEGIN, description=CALL, address="Драгоманова 15", phone="067 123 45 67")
    while "Перечитайте людині" not in ivan.page.words:
        await ivan.send(ANSWER, answer=BUTTON.findall(ivan.page.text)[0])
    hidden = ivan.page.forms()[ANSWER]
    yes = BUTTON.findall(ivan.page.text)[0]
    for _ in range(2):
        await ivan.post(ANSWER, hidden | {"answer": yes})
    assert len(await town.read(lambda uow: list(uow.cases.all()))) == 1


async def test_a_case_by_a_residents_words_is_theirs_and_they_are_told(
    town: Town, ivan: Browser
) -> None:
    chat = await town.chat("olena", Person(name="Олена Коваль", phone="+380671234567"))
    await town.says(chat, CALL)
    await ivan.get(f"/inbox/new-case?conversation={chat.id}")
    assert CALL in ivan.page.text
    await ivan.send(BEGIN, description=CALL, address="Драгоманова 15", phone="067 123 45 67")
    case = await town.case(await answers(ivan))
    assert case.conversation_id == chat.id
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    assert case.number in said[-1].outgoing.text


async def test_advice_on_a_conversation_is_shown_with_how_sure_it_is(
    town: Town, ivan: Browser
) -> None:
    chat = await town.chat("olena")
    await town.says(chat, "на Драгоманова 15 третій день не працює ліфт")
    page = await ivan.get(f"/inbox/conversations/{chat.id}/advice")
    assert re.search(r"Ліфт певність \d+ %", page.words) or "ліфт певність" in page.words
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    assert said == []


@pytest.mark.parametrize("fields", [{}, {"description": "  "}])
async def test_nothing_told_is_nothing_filed(ivan: Browser, fields: dict[str, str]) -> None:
    for path in (BEGIN, READ):
        await ivan.get(BEGIN)
        hidden = ivan.page.forms()[BEGIN]
        page = await ivan.post(path, hidden | fields)
        assert page.status == 422
        assert "Напишіть, що сталося" in page.words


@pytest.mark.parametrize("home", ["abc", "999", "1" * 30])
async def test_a_case_of_no_conversation_is_not_found(ivan: Browser, home: str) -> None:
    assert (await ivan.get(f"/inbox/new-case?conversation={home}")).status == 404
