"""The Bot API's failures as the sender hears of them, and files fetched within their limits."""

import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import (
    EditMessageText,
    GetFile,
    GetMe,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import Response
from aiogram.types import Message, ResponseParameters, User
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from teremok.session import MockedSession

from bots.sending import (
    Flooded,
    Gone,
    Halted,
    Refused,
    SendResult,
    Sent,
    Unclear,
    Unreachable,
    Waits,
)
from bots.telegram.app import BotSettings, Telegram
from bots.telegram.client import MOST_FILE_BYTES, Client, FileTooLarge, FileUnavailable
from bots.telegram.keyboards import Where
from bots.telegram.outgoing import to_requests
from bots.telegram.words import load_words
from core.messages import ChatRef, Choice, FileRef, Outgoing
from core.model import Attachment
from core.rows import OutboxRow
from tests.bots.desk import DatabaseDesk
from tests.bots.telegram.updates import TOKEN
from tests.contract.builders import NOW, chat

SECRET = TOKEN.partition(":")[2]
HERE = Where(row=1, words=load_words()["uk"])


class Session(MockedSession):
    """teremok's session, which also loses the connection where it was told to."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: list[Exception] = []

    async def make_request(self, *given: Any, **more: Any) -> Any:
        if self.lost:
            raise self.lost.pop(0)
        return await super().make_request(*given, **more)

    def refuse(
        self,
        code: int,
        description: str,
        method: type[TelegramMethod[Any]] = SendMessage,
        **facts: Any,
    ) -> None:
        """Have the next call of a method answered with an error."""
        parameters = ResponseParameters(**facts) if facts else None
        answer = Response[Message](
            ok=False, error_code=code, description=description, parameters=parameters
        )
        self.add_result(method, answer)

    @property
    def sent(self) -> list[SendMessage]:
        return [call for call in self.requests if isinstance(call, SendMessage)]


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def client(session: Session) -> Client:
    return Client(TOKEN, "http://127.0.0.1:1", session)


async def send(client: Client, text: str = "Подано.", *choices: Choice) -> SendResult:
    return await client.send(1, to_requests(Outgoing(text, choices), 501, HERE))


async def turn_page(client: Client, *choices: Choice) -> SendResult:
    """Send what is to stand in the place of message 33."""
    outgoing = Outgoing("Який **район**?", choices or (Choice("Так", "yes"),), replaces="33")
    return await client.send(1, to_requests(outgoing, 501, HERE))


# --- what an answer means ------------------------------------------------------------------------


async def test_a_message_taken_has_telegrams_number(client: Client) -> None:
    assert await send(client) == Sent("1")


@pytest.mark.parametrize(
    ("code", "description", "facts", "expected"),
    [
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Flooded(7)),
        (429, "Too Many Requests", {}, Flooded(5)),
        (
            403,
            "Forbidden: bot was blocked by the user",
            {},
            Gone("TelegramForbiddenError: Forbidden: bot was blocked by the user"),
        ),
        (
            403,
            "Forbidden: user is deactivated",
            {},
            Gone("TelegramForbiddenError: Forbidden: user is deactivated"),
        ),
        (
            400,
            "Bad Request: chat not found",
            {},
            Gone("TelegramBadRequest: Bad Request: chat not found"),
        ),
        (
            400,
            "Bad Request: message is too long",
            {},
            Refused("TelegramBadRequest: Bad Request: message is too long"),
        ),
        (
            502,
            "Bad Gateway",
            {},
            Unclear("the Bot API server failed: TelegramServerError: Bad Gateway"),
        ),
    ],
)
async def test_an_error_is_told_as_what_it_means(
    client: Client,
    session: Session,
    code: int,
    description: str,
    facts: dict[str, Any],
    expected: SendResult,
) -> None:
    session.refuse(code, description, **facts)
    assert await send(client) == expected


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_is_not_accepted_halts_the_channel(
    client: Client, session: Session, code: int
) -> None:
    session.refuse(code, "Unauthorized")
    result = await send(client)
    assert isinstance(result, Halted)
    assert "telegram.token" in result.reason


async def test_a_lost_connection_leaves_the_end_unclear(client: Client, session: Session) -> None:
    method = SendMessage(chat_id=501, text="x")
    session.lost.append(TelegramNetworkError(method=method, message="Request timeout error"))
    assert await send(client) == Unclear("no answer: TelegramNetworkError")


async def test_a_chat_that_moved_gets_its_messages_at_the_new_address(
    client: Client, session: Session
) -> None:
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    session.refuse(400, moved, migrate_to_chat_id=-1009)
    assert isinstance(await send(client), Sent)
    assert isinstance(await send(client, "Ще одне."), Sent)
    assert [call.chat_id for call in session.sent] == [501, -1009, -1009]


async def test_markup_that_telegram_cannot_read_is_sent_once_more_as_plain_text(
    client: Client, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    session.refuse(400, "Bad Request: can't parse entities: Unsupported start tag")
    assert isinstance(await send(client, "Номер **KV-1** <3"), Sent)
    first, second = session.sent
    assert (first.parse_mode, first.text) == ("HTML", "Номер <b>KV-1</b> &lt;3")
    assert (second.parse_mode, second.text) == (None, "Номер KV-1 <3")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_plain_text_that_is_refused_too_is_given_up(client: Client, session: Session) -> None:
    session.refuse(400, "Bad Request: can't parse entities")
    session.refuse(400, "Bad Request: can't parse entities")
    assert isinstance(await send(client), Refused)
    assert len(session.sent) == 2


@pytest.mark.parametrize(
    "description", ["Bad Request: BUTTON_URL_INVALID", "Bad Request: reply markup is too long"]
)
async def test_a_keyboard_that_is_refused_does_not_cost_the_words(
    client: Client, session: Session, description: str
) -> None:
    session.refuse(400, description)
    assert isinstance(await send(client, "Так?", Choice("Так", "yes")), Sent)
    assert [call.reply_markup is None for call in session.sent] == [False, True]
    # What the button said can still be read, and typed.
    assert session.sent[1].text == "Так?\n– Так"


async def test_a_second_try_begins_with_the_part_that_failed(
    client: Client, session: Session
) -> None:
    requests = to_requests(Outgoing("слово " * 1500), 501, HERE)
    assert len(requests) == 3
    session.add_result(SendMessage, Response[Message](ok=True, result=_message()))
    session.refuse(502, "Bad Gateway")
    assert isinstance(await client.send(2, requests), Unclear)
    assert isinstance(await client.send(2, requests), Sent)
    texts = [request.text for request in requests if isinstance(request, SendMessage)]
    assert [call.text for call in session.sent] == [texts[0], texts[1], texts[1], texts[2]]


# --- a page in the place of another --------------------------------------------------------------


async def test_a_page_takes_the_place_of_the_pressed_one(client: Client, session: Session) -> None:
    assert isinstance(await turn_page(client), Sent)
    (edit,) = session.requests
    assert isinstance(edit, EditMessageText)
    assert (edit.message_id, edit.text) == (33, "Який <b>район</b>?")


async def test_a_page_that_stands_already_is_well_there(client: Client, session: Session) -> None:
    session.refuse(400, "Bad Request: message is not modified", EditMessageText)
    assert isinstance(await turn_page(client), Sent)
    assert session.sent == []


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited"])
async def test_where_the_message_is_gone_the_page_is_a_new_one(
    client: Client, session: Session, why: str
) -> None:
    session.refuse(400, f"Bad Request: {why}", EditMessageText)
    assert isinstance(await turn_page(client), Sent)
    (sent,) = session.sent
    assert (sent.chat_id, sent.text) == (501, "Який <b>район</b>?")
    assert sent.reply_markup is not None


async def test_a_page_with_broken_markup_is_plain(client: Client, session: Session) -> None:
    session.refuse(400, "Bad Request: can't parse entities", EditMessageText)
    assert isinstance(await turn_page(client), Sent)
    last = session.requests[-1]
    assert isinstance(last, EditMessageText)
    assert (last.text, last.parse_mode) == ("Який район?", None)


# --- who it is, and where it moved ---------------------------------------------------------------


async def test_the_bots_name_is_asked_for_once(client: Client, session: Session) -> None:
    me = {"id": 7, "is_bot": True, "first_name": "misto", "username": "misto_bot"}
    session.refuse(502, "Bad Gateway", GetMe)
    answer: Any = Response[User](ok=True, result=User.model_validate(me))
    session.add_result(GetMe, answer)
    assert [await client.username() for _ in range(3)] == ["", "misto_bot", "misto_bot"]


async def test_that_a_chat_moved_is_told(session: Session) -> None:
    told: list[tuple[int, int]] = []

    async def moved(old: int, new: int) -> None:
        told.append((old, new))

    client = Client(TOKEN, "http://127.0.0.1:1", session, moved)
    session.refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)
    assert isinstance(await send(client), Sent)
    assert told == [(501, -1009)]


def _message() -> Message:
    return Message.model_validate(
        {"message_id": 1, "date": 1, "chat": {"id": 501, "type": "private"}, "text": "x"}
    )


# --- on the wire ---------------------------------------------------------------------------------


@asynccontextmanager
async def server_of(handler: Any) -> AsyncIterator[Client]:
    """Serve every path by a handler on loopback, and give a client of it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server:
        client = Client(TOKEN, f"http://127.0.0.1:{server.port}")
        try:
            yield client
        finally:
            await client.close()


async def test_a_server_that_is_not_there_was_certainly_not_reached() -> None:
    client = Client(TOKEN, f"http://127.0.0.1:{unused_port()}")
    assert await send(client) == Unreachable("the Bot API server cannot be reached")
    await client.close()


async def test_a_server_that_hangs_up_may_have_taken_the_message() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with server_of(hang_up) as client:
        assert isinstance(await send(client), Unclear)


@pytest.mark.parametrize("status", [200, 502])
async def test_a_proxys_page_instead_of_an_answer_leaves_the_end_unclear(status: int) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(status=status, text="<h1>Bad gateway</h1>", content_type="text/html")

    async with server_of(page) as client:
        assert await send(client) == Unclear("no answer: ClientDecodeError")


# --- files ---------------------------------------------------------------------------------------


def files(content: bytes, *, size: int | None = None, status: int = 200) -> Any:
    """Return a server's handler that gives out one file."""

    async def handler(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            told = {"file_id": "f", "file_unique_id": "u", "file_path": "photos/f.jpg"}
            known = {} if size is None else {"file_size": size}
            return web.json_response({"ok": True, "result": told | known})
        assert request.path == f"/file/bot{TOKEN}/photos/f.jpg"
        return web.Response(body=content, status=status)

    return handler


async def test_a_file_is_fetched_whole() -> None:
    target = io.BytesIO()
    async with server_of(files(b"picture" * 1000, size=7000)) as client:
        await client.fetch("f", target, 7000)
    assert target.getvalue() == b"picture" * 1000


async def test_a_file_that_is_said_to_be_too_large_is_not_fetched() -> None:
    target = io.BytesIO()
    async with server_of(files(b"x" * 200, size=200)) as client:
        with pytest.raises(FileTooLarge, match="100 bytes"):
            await client.fetch("f", target, 100)
    assert target.getvalue() == b""


async def test_a_file_larger_than_it_was_said_to_be_is_cut_off() -> None:
    target = io.BytesIO()
    async with server_of(files(b"x" * 1_000_000)) as client:
        with pytest.raises(FileTooLarge):
            await client.fetch("f", target, 1000)
    assert len(target.getvalue()) <= 1000


async def test_no_more_is_asked_for_than_telegram_gives_out() -> None:
    async with server_of(files(b"", size=MOST_FILE_BYTES + 1)) as client:
        with pytest.raises(FileTooLarge, match=str(MOST_FILE_BYTES)):
            await client.fetch("f", io.BytesIO(), 10**12)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Bad Request: file is too big", FileTooLarge),
        ("Bad Request: wrong file_id or the file is temporarily unavailable", FileUnavailable),
    ],
)
async def test_a_file_that_telegram_does_not_give_is_refused(
    client: Client, session: Session, description: str, expected: type[Exception]
) -> None:
    session.refuse(400, description, GetFile)
    with pytest.raises(expected, match=description):
        await client.fetch("f", io.BytesIO(), 1000)


async def test_the_token_in_a_files_address_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with server_of(files(b"", status=404)) as client:
        with pytest.raises(FileUnavailable) as failed:
            await client.fetch("f", io.BytesIO(), 1000)
    error: BaseException | None = failed.value
    while error is not None:
        assert SECRET not in repr(error)
        error = error.__cause__ or error.__context__
    # The access log is the pretended Telegram's own.
    ours = [record for record in caplog.records if record.name != "aiohttp.access"]
    assert all(SECRET not in record.getMessage() for record in ours)


def test_a_token_that_is_none_is_refused_and_not_shown() -> None:
    with pytest.raises(ValueError, match=r"telegram\.token") as refused:
        Client("secret words", "http://127.0.0.1:1")
    assert "secret" not in str(refused.value)


# --- the port ------------------------------------------------------------------------------------


def row_of(outgoing: Outgoing, who: str = "501", bot: str = "7", chat_id: int = 1) -> OutboxRow:
    return OutboxRow(1, chat_id, ChatRef("telegram", bot, who), "reply", outgoing, None, NOW)


@pytest.fixture
async def telegram(desk: DatabaseDesk, session: Session) -> AsyncIterator[Telegram]:
    telegram = Telegram(BotSettings(TOKEN), desk, session=session)
    yield telegram
    await telegram.close()


async def test_the_port_sends_a_row_to_its_chat(telegram: Telegram, session: Session) -> None:
    assert await telegram.send(row_of(Outgoing("Подано."))) == Sent("1")
    assert session.sent[0].chat_id == 501


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (row_of(Outgoing("Подано."), bot="8"), "written for bot 8"),
        (row_of(Outgoing("Подано."), who="olena"), "cannot be written for Telegram"),
        (row_of(Outgoing(" ")), "no words"),
    ],
)
async def test_a_row_that_can_never_go_is_refused(
    telegram: Telegram, session: Session, row: OutboxRow, reason: str
) -> None:
    result = await telegram.send(row)
    assert isinstance(result, Refused)
    assert reason in result.reason
    assert session.sent == []


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Share my phone number"), (None, "Надіслати мій номер")]
)
async def test_a_request_speaks_the_chats_language(
    telegram: Telegram, session: Session, desk: DatabaseDesk, language: Any, label: str
) -> None:
    ref = ChatRef("telegram", "7", "501")

    def settle(uow: Any) -> int:
        conversation = uow.conversations.by_id(chat(uow, ref))
        conversation.state.language = language
        uow.conversations.put(conversation, NOW)
        return int(conversation.id)

    number = await desk.write(None, settle)
    await telegram.send(row_of(Outgoing("?", request="contact"), chat_id=number))
    keyboard: Any = session.sent[0].reply_markup
    assert keyboard.keyboard[0][0].text == label


async def test_the_port_fetches_what_a_reference_names(
    telegram: Telegram, session: Session
) -> None:
    session.files["f9"] = ("photos/f9.jpg", b"jpeg")
    target = io.BytesIO()
    await telegram.fetch(FileRef("photo", "f9"), target, 100)
    assert target.getvalue() == b"jpeg"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (BotSettings(TOKEN, secret="пароль"), "telegram.secret"),
        (BotSettings(TOKEN, secret="a" * 257), "telegram.secret"),
        (BotSettings(TOKEN, mode="webhook"), "web.public_url"),
    ],
)
async def test_settings_that_cannot_work_are_refused(
    desk: DatabaseDesk, settings: BotSettings, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Telegram(settings, desk)


def test_settings_show_no_secret() -> None:
    assert "secret" not in repr(BotSettings(TOKEN, secret="secret_words")).replace("secret=", "")


# --- files that go along, groups -----------------------------------------------------------------


async def test_files_go_before_the_words(
    desk: DatabaseDesk, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "proof").write_bytes(b"%PDF-1.7")
    telegram = Telegram(BotSettings(TOKEN), desk, path_of=tmp_path.joinpath, session=session)

    def keep(uow: Any) -> int:
        number = chat(uow, ChatRef("telegram", "7", "501"))
        file = Attachment("document", "r", number, name="акт.pdf")
        file.id = uow.attachments.add(file, NOW)
        return int(file.id)

    number = await desk.write(None, keep)
    row = row_of(Outgoing("Полагодили.", files=(number,)))
    assert isinstance(await telegram.send(row), Waits)

    def settle(uow: Any) -> None:
        file = uow.attachments.get(number)
        file.state, file.sha256, file.size, file.mime = "ready", "proof", 8, "application/pdf"
        uow.attachments.settle(file)

    await desk.write(None, settle)
    assert isinstance(await telegram.send(row), Sent)
    assert [type(call) for call in session.requests] == [SendDocument, SendMessage]
    await telegram.close()


async def test_a_group_gets_no_more_than_telegram_takes(
    telegram: Telegram, session: Session
) -> None:
    results = [await telegram.send(row_of(Outgoing(f"{n}"), who="-100500")) for n in range(8)]
    assert [type(result) for result in results] == [Sent] * 5 + [Waits] * 3
    assert isinstance(await telegram.send(row_of(Outgoing("особисте"))), Sent)


async def test_a_group_that_moved_has_its_new_address_from_then_on(
    telegram: Telegram, session: Session, desk: DatabaseDesk
) -> None:
    old = ChatRef("telegram", "7", "-100500")
    number = await desk.write(None, lambda uow: chat(uow, old))
    session.refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)
    assert isinstance(await telegram.send(row_of(Outgoing("x"), who="-100500")), Sent)
    moved = await desk.read(lambda uow: uow.conversations.by_id(number))
    assert moved.ref == ChatRef("telegram", "7", "-1009")
