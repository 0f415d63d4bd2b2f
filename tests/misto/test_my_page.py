"""The page of one's own things: the cases and data of whoever Telegram vouched for, and a copy."""

import re
from typing import Any

import pytest

from core.messages import ChatRef
from core.model import Person
from core.ports import UnitOfWork
from misto.app import City
from misto.my_page import my_page
from tests.contract.builders import NOW, case_of, event
from tests.misto.conftest import Client

OLENA = ChatRef("telegram", "7", "501")
PETRO = ChatRef("telegram", "7", "502")


def _settle(ref: ChatRef, name: str) -> Any:
    def job(uow: UnitOfWork) -> str:
        conversation = uow.conversations.get(ref)
        conversation.id = uow.conversations.put(conversation, NOW)
        conversation.person = Person(
            name=name, phone="+380671234567", consent_version="1", consented_at=NOW
        )
        uow.conversations.save_person(conversation)
        number = f"KV-2026-000{ref.chat}"
        case = case_of(uow, number=number, conversation_id=conversation.id, chat=ref)
        return uow.cases.add(case, event()).number

    return job


async def test_a_resident_sees_their_own_and_nobody_elses(city: City) -> None:
    own = await city.runtime.write(None, _settle(OLENA, "Олена <b>"))
    other = await city.runtime.write(None, _settle(PETRO, "Петро"))
    page = await my_page(city, OLENA, "uk")
    assert own in page
    assert "Олена &lt;b&gt;" in page
    assert other not in page
    assert "Петро" not in page
    assert "None" not in page


async def test_the_links_of_the_page_give_the_copy(city: City, client: Client) -> None:
    own = await city.runtime.write(None, _settle(OLENA, "Олена"))
    found = re.search(r'href="(/my/[\w-]+\.json)"', await my_page(city, OLENA, "uk"))
    assert found
    copy = await (await client.get(found[1])).json()
    assert [case["number"] for case in copy["cases"]] == [own]


@pytest.mark.parametrize(("language", "title"), [("uk", "Мої справи"), ("en", "My matters")])
async def test_who_never_wrote_is_told_what_to_do(city: City, language: Any, title: str) -> None:
    page = await my_page(city, OLENA, language)
    assert f"<h1>{title}</h1>" in page
    assert "/my/" not in page


async def test_nobody_is_told_how_to_open_it_anew(city: City) -> None:
    page = await my_page(city, None, "uk")
    assert "кнопкою в чаті" in page
    assert "<h2>" not in page
