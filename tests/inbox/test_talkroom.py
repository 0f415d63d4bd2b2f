"""Around a conversation: notes and mentions, who is there, giving it on, ready replies, files."""

from typing import Any

import pytest

from core.colleagues import Reply
from core.model import Handoff, Person, Role
from core.rows import Conversation
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

OLENA = Person(name="Коваль Олена Іванівна", phone="+380671234567")


@pytest.fixture
async def chat(town: Town) -> Conversation:
    await town.hire("Ivan", Role.OPERATOR)
    await town.hire("Olha", Role.OPERATOR)
    chat = await town.chat("olena", OLENA)
    await town.says(chat, "дайте людину")
    return chat


@pytest.fixture
async def handoff(town: Town, chat: Conversation) -> Handoff:
    return await town.calls_a_person(chat)


def path_of(handoff: Handoff) -> str:
    return f"/inbox/handoffs/{handoff.id}"


def room(chat: Conversation, act: str) -> str:
    return f"/inbox/conversations/{chat.id}/{act}"


async def opens(browser: NewBrowser, name: str, handoff: Handoff) -> Browser:
    opened = await browser(name)
    await opened.get(path_of(handoff))
    return opened


# --- notes ---------------------------------------------------------------------------------------


async def test_a_note_is_read_by_colleagues_and_never_by_the_resident(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    page = await ivan.send(room(chat, "note"), note="Дзвонила вчора, дуже чекає.")
    assert "Нотатку записано" in page.words
    olha = await opens(browser, "Olha", handoff)
    assert "Дзвонила вчора" in olha.page.words
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    assert [row.outgoing.text for row in said if "Дзвонила" in row.outgoing.text] == []


async def test_who_is_named_in_a_note_gets_a_notice_until_they_look(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan, olha = await opens(browser, "Ivan", handoff), await browser("Olha")
    await ivan.send(room(chat, "note"), note="@Olha глянь, будь ласка")
    page = await olha.get("/inbox/notices")
    assert "Ivan згадує вас у нотатці" in page.words
    assert "нове" in page.words
    assert 'data-words="Ivan згадує' in (await olha.get("/inbox/notices/bell")).text
    await olha.get(f"/inbox/conversations/{chat.id}")
    assert "is-new" not in (await olha.get("/inbox/notices/bell")).text


async def test_all_notices_are_taken_as_seen(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan, olha = await opens(browser, "Ivan", handoff), await browser("Olha")
    await ivan.send(room(chat, "note"), note="@Olha")
    await olha.get("/inbox/notices")
    await olha.send("/inbox/notices/seen")
    assert "is-new" not in (await olha.get("/inbox/notices/bell")).text


@pytest.mark.parametrize(("note", "why"), [("  ", "Нотатка порожня"), ("а" * 4001, "Задовго")])
async def test_a_note_that_is_refused_stays_in_its_field(
    browser: NewBrowser, chat: Conversation, handoff: Handoff, note: str, why: str
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    page = await ivan.send(room(chat, "note"), note=note)
    assert page.status == 422
    assert why in page.words


async def test_a_note_sent_twice_is_written_once(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    hidden = ivan.page.forms()[room(chat, "note")]
    for _ in range(2):
        await ivan.post(room(chat, "note"), hidden | {"note": "раз"})
    assert len(await town.read(lambda uow: uow.colleagues.notes_of(chat.id or 0))) == 1


# --- who is there --------------------------------------------------------------------------------


async def heard_by(olha: Browser, chat: Conversation, **fields: str) -> str:
    csrf = olha.page.forms()["/inbox/sign-out"]["csrf"] if olha.page.forms() else ""
    page = await olha.client.post(room(chat, "here"), data={"csrf": csrf, **fields})
    return await page.text()


async def test_colleagues_see_who_else_looks_and_who_types(
    browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan, olha = await opens(browser, "Ivan", handoff), await opens(browser, "Olha", handoff)
    assert (await heard_by(ivan, chat, typing="no")).strip() == ""
    assert "Ivan теж дивиться" in await heard_by(olha, chat, typing="no")
    await heard_by(ivan, chat, typing="yes")
    assert "Ivan зараз пише відповідь" in await heard_by(olha, chat, typing="no")
    await heard_by(ivan, chat, leave="yes")
    assert (await heard_by(olha, chat, typing="no")).strip() == ""


async def test_two_who_may_both_answer_do_not_answer_over_each_other(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    """A supervisor may answer in a colleague's conversation, but not without having read it."""
    await town.hire("Head", Role.SUPERVISOR)
    ivan = await opens(browser, "Ivan", handoff)
    await ivan.send(f"{path_of(handoff)}/take")
    head = await opens(browser, "Head", handoff)
    await ivan.send(f"{path_of(handoff)}/say", text="Майстер буде о третій.")
    page = await head.send(f"{path_of(handoff)}/say", text="Майстра сьогодні не буде.")
    assert page.status == 409
    assert "відповів колега" in page.words
    assert "Майстра сьогодні не буде." in page.text
    page = await head.send(f"{path_of(handoff)}/say", text="Уточнюю: о четвертій.")
    assert page.status == 200
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    texts = [row.outgoing.text for row in said if row.outgoing.kind == "staff"]
    assert texts == ["Майстер буде о третій.", "Уточнюю: о четвертій."]


# --- giving it on --------------------------------------------------------------------------------


async def test_a_conversation_is_given_to_a_colleague_who_is_told(
    town: Town, browser: NewBrowser, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    await ivan.send(f"{path_of(handoff)}/take")
    olha_id = str((await town.member("Olha")).id)
    page = await ivan.send(f"{path_of(handoff)}/give", to=olha_id)
    assert "передано колезі" in page.words
    assert (await town.handoff(handoff)).taken_by == int(olha_id)
    assert "Ivan передає вам розмову" in (await (await browser("Olha")).get("/inbox/notices")).words


@pytest.mark.parametrize("to", ["", "abc", "999"])
async def test_it_cannot_be_given_to_nobody(
    town: Town, browser: NewBrowser, handoff: Handoff, to: str
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    page = await ivan.send(f"{path_of(handoff)}/give", to=to)
    assert page.status == 422
    assert (await town.handoff(handoff)).taken_by is None


async def test_it_cannot_be_given_to_one_who_leads_no_conversations(
    town: Town, browser: NewBrowser, handoff: Handoff
) -> None:
    stepan = await town.hire("Stepan", Role.EXECUTOR, "kte")
    ivan = await opens(browser, "Ivan", handoff)
    assert "Stepan" not in ivan.page.words
    page = await ivan.send(f"{path_of(handoff)}/give", to=str(stepan.id))
    assert page.status == 422


async def test_a_colleagues_conversation_is_not_given_on_by_another(
    town: Town, browser: NewBrowser, handoff: Handoff
) -> None:
    ivan, olha = await opens(browser, "Ivan", handoff), await opens(browser, "Olha", handoff)
    give = olha.page.forms()[f"{path_of(handoff)}/give"]
    await ivan.send(f"{path_of(handoff)}/take")
    me = str((await town.member("Olha")).id)
    page = await olha.post(f"{path_of(handoff)}/give", give | {"to": me})
    assert page.status == 409
    assert (await town.handoff(handoff)).taken_by == (await town.member("Ivan")).id


# --- ready replies -------------------------------------------------------------------------------


@pytest.fixture
async def reply(town: Town) -> None:
    ready = Reply("ліфт", "Про ліфт", "Вітаємо, {resident}! Майстер уже їде. {staff}")
    await town.write(lambda uow: uow.colleagues.save_reply(ready))


@pytest.mark.usefixtures("reply")
async def test_a_ready_reply_is_put_after_what_is_typed_with_the_name_in_the_vocative(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    form = {"csrf": ivan.page.forms()["/inbox/sign-out"]["csrf"], "text": "Так.", "reply": "1"}
    page = await ivan.post(room(chat, "reply"), form)
    assert "Так.\nВітаємо, Олено! Майстер уже їде. Ivan" in page.text
    assert ("reveal", f"conversation:{chat.id}") in await town.trail("reveal")
    sent = await ivan.post(room(chat, "reply"), form, **{"X-Requested-With": "misto"})
    assert sent.text == "Вітаємо, Олено! Майстер уже їде. Ivan"


@pytest.mark.usefixtures("reply")
async def test_an_unknown_reply_is_not_found(
    browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    csrf = ivan.page.forms()["/inbox/sign-out"]["csrf"]
    for wanted in ("9", "x", ""):
        page = await ivan.post(room(chat, "reply"), {"csrf": csrf, "reply": wanted})
        assert page.status == 404


async def test_replies_are_managed_by_administrators(town: Town, browser: NewBrowser) -> None:
    await town.hire("Boss", Role.ADMIN)
    boss = await browser("Boss")
    await boss.get("/inbox/replies")
    fields: dict[str, Any] = {"shortcut": "Ліфт", "title": "Про ліфт", "text": "Їде."}
    assert "збережено" in (await boss.send("/inbox/replies", **fields)).words
    page = await boss.send("/inbox/replies", **fields)
    assert page.status == 422
    assert "Таке скорочення вже є" in page.words
    await boss.get("/inbox/replies/1")
    await boss.send("/inbox/replies/1", **fields | {"text": "Уже їде."})
    (kept,) = await town.read(lambda uow: uow.colleagues.replies())
    assert (kept.shortcut, kept.text) == ("ліфт", "Уже їде.")
    await boss.get("/inbox/replies")
    await boss.send("/inbox/replies/1/remove")
    assert await town.read(lambda uow: uow.colleagues.replies()) == []


# --- files both ways -----------------------------------------------------------------------------


async def test_a_file_goes_to_the_resident_with_the_answer(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    say = f"{path_of(handoff)}/say"
    form = ivan.form(say, text="Ось графік.")
    form.add_field("files", b"%PDF-1.4", filename="графік.pdf", content_type="application/pdf")
    page = await ivan.post(say, form)
    assert "Надіслано мешканцю" in page.words
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    (sent,) = [row.outgoing.files for row in said if row.outgoing.kind == "staff"]
    (file,) = await town.read(lambda uow: uow.attachments.of_conversation(chat.id or 0))
    assert sent == (file.id,)
    assert "графік.pdf" in page.words


async def test_too_many_files_are_refused_and_none_is_kept(
    town: Town, browser: NewBrowser, chat: Conversation, handoff: Handoff
) -> None:
    ivan = await opens(browser, "Ivan", handoff)
    say = f"{path_of(handoff)}/say"
    form = ivan.form(say, text="Ось.")
    for n in range(6):
        form.add_field("files", b"x", filename=f"{n}.txt", content_type="text/plain")
    page = await ivan.post(say, form)
    assert page.status == 422
    assert "Файлів забагато" in page.words
    assert await town.read(lambda uow: uow.attachments.of_conversation(chat.id or 0)) == []
