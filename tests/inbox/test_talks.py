"""A conversation: read, taken, answered, given back; two at once never talk over each other."""

import asyncio

import pytest

from core.conversation import State
from core.messages import FileRef, Outgoing
from core.model import Handoff, Person, Role
from core.ports import UnitOfWork
from core.rows import Conversation, OutboxRow
from inbox.views.talks import LONGEST_ANSWER
from tests.inbox.browser import Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import NOON, Town

OLENA = Person(name="Олена Коваль", phone="+380671234567", consent_version="1", consented_at=NOON)


async def called(town: Town, person: Person | None = None) -> tuple[Conversation, Handoff]:
    """Return a resident's chat with a hand-off, the dialogue waiting for staff."""
    chat = await town.chat("olena", person)
    handoff = await town.calls_a_person(chat)

    def wait(uow: UnitOfWork) -> None:
        conversation = uow.conversations.get(chat.ref)
        conversation.state = State(language="uk", handoff="waiting")
        uow.conversations.put(conversation, town.now)

    await town.write(wait)
    return chat, handoff


async def told(town: Town, chat: Conversation) -> list[str]:
    """Return what staff told the resident."""
    rows: list[OutboxRow] = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    return [row.outgoing.text for row in rows if row.outgoing.kind == "staff"]


async def test_the_whole_talk_is_there_in_its_order(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    await town.says(chat, "не працює ліфт")
    town.pass_time(seconds=1)
    await town.answers(chat, "За якою адресою?", "Драгоманова, 15")
    town.pass_time(seconds=1)
    await town.says(chat, "", button="v0")
    words = (await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}")).words
    asked, said, pressed = (
        words.index(line)
        for line in ("не працює ліфт", "За якою адресою?", "Драгоманова, 15 (кнопка)")
    )
    assert asked < said < pressed


async def test_what_became_of_an_answer_stands_with_it(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)

    def send(uow: UnitOfWork) -> None:
        first, second, _ = (
            uow.outbox.add(chat.id or 0, chat.ref, Outgoing(text), town.now)
            for text in ("перше", "друге", "третє")
        )
        uow.outbox.sent(first, "m1", town.now)
        uow.outbox.sent(second, "m2", town.now)
        uow.outbox.seen(chat.ref.channel, "m1", town.now)
        uow.outbox.lost(chat.ref.channel, "m2", "the resident has left")

    await town.write(send)
    words = (await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}")).words
    assert words.index("прочитано") < words.index("перше") < words.index("не дійшло")
    assert words.index("не дійшло") < words.index("друге") < words.index("ще не надіслано")


async def test_words_of_residents_are_shown_as_words(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    await town.says(chat, "<script>alert(1)</script> & <b>жирно</b>")
    page = await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}")
    assert "<script>alert" not in page.text
    assert "&lt;b&gt;жирно" in page.text


async def test_taking_makes_it_ones_own(town: Town, browser: NewBrowser) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    _, handoff = await called(town)
    ivan = await browser("Ivan")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    page = await ivan.send(f"{path}/take")
    assert page.path == f"{path}?done=take"
    assert "Розмову ведете ви" in page.words
    kept = await town.handoff(handoff)
    assert (kept.status, kept.taken_by) == ("taken", member.id)


async def test_an_answer_reaches_the_resident_and_takes_the_talk(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    page = await ivan.send(f"{path}/say", text="  Майстер буде о 15:00.\r\nНапишіть, як приїде. ")
    assert await told(town, chat) == ["Майстер буде о 15:00.\nНапишіть, як приїде."]
    assert "Надіслано мешканцю" in page.words
    assert "Майстер буде о 15:00." in page.words


async def test_giving_back_wakes_the_bot(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    await ivan.send(f"{path}/take")
    page = await ivan.send(f"{path}/return")
    assert page.path == "/inbox/?done=return"
    kept = await town.handoff(handoff)
    assert kept.status == "returned"
    state = await town.read(lambda uow: uow.conversations.get(chat.ref).state)
    assert state.handoff is None
    page = await ivan.get(path)
    assert "повернулася до бота" in page.words
    assert f"{path}/say" not in page.forms()


async def test_a_form_sent_twice_says_it_once(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    form = ivan.page.forms()[f"{path}/say"] | {"text": "Вітаю."}
    pages = await asyncio.gather(*(ivan.post(f"{path}/say", form) for _ in range(4)))
    assert [page.status for page in pages] == [200] * 4
    assert await told(town, chat) == ["Вітаю."]


async def test_the_second_to_answer_sees_who_was_first_and_keeps_the_text(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.hire("Olha", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan, olha = await browser("Ivan"), await browser("Olha")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    await olha.get(path)
    await olha.send(f"{path}/say", text="Вітаю, я Ольга.")
    page = await ivan.send(f"{path}/say", text="Вітаю, я Іван.")
    assert page.status == 409
    assert "Розмову веде Olha" in page.words
    assert "Вітаю, я Іван." in page.text
    assert await told(town, chat) == ["Вітаю, я Ольга."]


async def test_who_may_step_in_does_so_knowingly(town: Town, browser: NewBrowser) -> None:
    await town.hire("Maria", Role.ADMIN)
    await town.hire("Olha", Role.OPERATOR)
    chat, handoff = await called(town)
    maria, olha = await browser("Maria"), await browser("Olha")
    path = f"/inbox/handoffs/{handoff.id}"
    await maria.get(path)
    await olha.get(path)
    await olha.send(f"{path}/take")
    page = await maria.send(f"{path}/say", text="Я теж тут.")
    assert page.status == 409
    assert await told(town, chat) == []
    await maria.send(f"{path}/say", text="Я теж тут.")
    assert await told(town, chat) == ["Я теж тут."]


async def test_an_open_page_hears_that_a_colleague_took_it(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.hire("Olha", Role.OPERATOR)
    _, handoff = await called(town)
    ivan, olha = await browser("Ivan"), await browser("Olha")
    path = f"/inbox/handoffs/{handoff.id}"
    await olha.get(path)
    await olha.send(f"{path}/take")
    page = await ivan.get(f"{path}/live?seen=")
    assert "тепер її веде Olha" in page.words
    assert 'hx-swap-oob="true"' in page.text
    assert 'name="text"' not in page.text


@pytest.mark.parametrize(
    ("text", "said"), [("   ", "Напишіть текст"), ("ж" * (LONGEST_ANSWER + 1), "Задовго")]
)
async def test_an_empty_or_endless_answer_is_refused(
    town: Town, browser: NewBrowser, text: str, said: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    path = f"/inbox/handoffs/{handoff.id}"
    await ivan.get(path)
    page = await ivan.send(f"{path}/say", text=text)
    assert page.status == 422
    assert said in page.words
    assert text.strip() in page.text
    assert await told(town, chat) == []


async def test_control_characters_do_not_reach_the_resident(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    await ivan.get(f"/inbox/handoffs/{handoff.id}")
    await ivan.send(f"/inbox/handoffs/{handoff.id}/say", text="Ві\x00та\x1bю\u2028!")
    assert await told(town, chat) == ["Вітаю\u2028!"]


async def test_an_act_without_the_forms_key_is_refused(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    _, handoff = await called(town)
    ivan = await browser("Ivan")
    await ivan.get(f"/inbox/handoffs/{handoff.id}")
    assert (await ivan.send(f"/inbox/handoffs/{handoff.id}/take", key="")).status == 400


@pytest.mark.parametrize("path", ["handoffs/404", "conversations/404", "handoffs/x", "handoffs/-1"])
async def test_what_is_not_there_is_said_so(town: Town, browser: NewBrowser, path: str) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    assert (await (await browser("Ivan")).get(f"/inbox/{path}")).status == 404


# --- looking -----------------------------------------------------------------------------------


async def test_every_look_is_on_record_and_a_refreshed_part_is_the_same_look(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    path, look = f"/inbox/handoffs/{handoff.id}", ("view", f"conversation:{chat.id}")
    await ivan.get(path)
    await ivan.get(f"{path}/live")
    assert await town.trail("view", "reveal") == [look]
    await ivan.get(path)
    assert await town.trail("view", "reveal") == [look] * 2
    town.pass_time(minutes=16)
    await ivan.get(f"{path}/live")
    assert await town.trail("view", "reveal") == [look] * 3


async def test_a_part_asked_for_alone_is_a_look_too(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}/live")
    assert await town.trail("view", "reveal") == [("view", f"conversation:{chat.id}")]


async def test_who_the_resident_is_is_shown_on_demand_and_on_record(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town, OLENA)
    ivan = await browser("Ivan")
    page = await ivan.get(f"/inbox/handoffs/{handoff.id}")
    assert "Коваль" not in page.text
    reveal = f"/inbox/conversations/{chat.id}/person"
    page = await ivan.send(reveal)
    assert "Олена Коваль" in page.words
    assert "+380671234567" in page.words
    assert ("reveal", f"conversation:{chat.id}") in await town.trail("view", "reveal")


async def test_a_script_gets_the_persons_part_alone(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town, OLENA)
    ivan = await browser("Ivan")
    await ivan.get(f"/inbox/handoffs/{handoff.id}")
    reveal = f"/inbox/conversations/{chat.id}/person"
    page: Page = await ivan.post(reveal, ivan.page.forms()[reveal], **{"HX-Request": "true"})
    assert "Олена Коваль" in page.words
    assert "<html" not in page.text


async def test_an_unknown_resident_has_nothing_to_reveal(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    page = await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}")
    assert f"/inbox/conversations/{chat.id}/person" not in page.forms()


async def test_the_residents_cases_stand_beside_within_rights(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Halyna", Role.SUPERVISOR, "kte")
    chat, handoff = await called(town)
    ours = await town.files_case(chat, body="kte", service_code="heating")
    theirs = await town.files_case(chat)
    page = await (await browser("Halyna")).get(f"/inbox/handoffs/{handoff.id}")
    assert ours.number in page.text
    assert theirs.number not in page.text


async def test_a_conversation_that_has_a_handoff_leads_to_it(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    ivan = await browser("Ivan")
    assert (await ivan.get(f"/inbox/conversations/{chat.id}")).path == (
        f"/inbox/handoffs/{handoff.id}"
    )


async def test_a_conversation_of_the_bot_is_read_only(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat = await town.chat("olena")
    await town.says(chat, "немає води")
    page = await (await browser("Ivan")).get(f"/inbox/conversations/{chat.id}")
    assert "немає води" in page.words
    assert "Розмову веде бот" in page.words
    assert 'name="text"' not in page.text


async def test_pictures_stand_in_the_talk(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat, handoff = await called(town)
    file_id = await town.keeps_file(chat, b"\xff\xd8", "image/jpeg", ref="f1")
    await town.says(chat, "ось", files=(FileRef("photo", "f1"),))
    page = await (await browser("Ivan")).get(f"/inbox/handoffs/{handoff.id}")
    assert f'<img src="/inbox/attachments/{file_id}"' in page.text
