"""Bad input over HTTP: a clear answer or a 4xx, nothing changed, the next good message works."""

import asyncio
import io
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bots.webchat.session import COOKIE
from tests.system.load import to_the_end
from tests.system.program import Program, programs
from tests.system.resident import Message, Resident, browser

FAULT = "у нас на Драгоманова 15 третій день не працює ліфт"
TABLES = "intake conversations outbox cases handoffs attachments timers persons".split()
ELSEWHERE = "https://evil.example"
STRANGERS = "0123456789abcdef.photo.AAAAAAAAAAAAAAAAAAAAAA."


@pytest.fixture(scope="module")
def misto(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Program]:
    """One program for all of it: what a test sent must not spoil it for the next."""
    with programs([tmp_path_factory.mktemp("misto")], model) as (program,):
        yield program
    assert failures(program) == []
    checked = program.command("db", "check")
    assert (checked.returncode, checked.stdout) == (0, "the database adds up\n")


def failures(program: Program) -> list[str]:
    """Return what it logged as its own failures: not that somebody sent no HTTP, or left."""
    errors = [line for line in program.log.splitlines() if '"level": "error"' in line]
    theirs = ("aiohttp.http_exceptions.", "ConnectionResetError")
    return [line for line in errors if not any(name in line for name in theirs)]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with browser() as session:
        yield session


@pytest.fixture
async def olena(misto: Program, http: aiohttp.ClientSession) -> Resident:
    return await Resident(http, misto.address, "olena").open()


@pytest.fixture
async def taras(misto: Program, http: aiohttp.ClientSession) -> Resident:
    return await Resident(http, misto.address, "taras").open()


def counts(program: Program) -> dict[str, object]:
    """Return how many rows each table has that a resident can write to."""
    return {name: program.rows(f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}  # noqa: S608 - our own names


async def still_works(resident: Resident) -> None:
    """Assert that a good message is answered as ever, in the language of the talk."""
    (answer,) = await resident.sends(button="!status")
    assert "нічого не подано" in answer["text"] or "Nothing has been filed" in answer["text"]


def texts(messages: list[Message]) -> str:
    return "\n".join(message["text"] for message in messages)


async def files(resident: Resident) -> None:
    """Let a resident file a case."""
    await resident.sends(text=FAULT)
    await to_the_end(resident, random.Random(1))


# --- requests that are refused -------------------------------------------------------------------

Request = Callable[[Resident], Awaitable[aiohttp.ClientResponse]]


def posting(body: bytes | str, path: str = "/chat/events", **headers: str) -> Request:
    """Return a request that posts a body as it is, with the resident's cookie."""
    raw = body.encode() if isinstance(body, str) else body

    async def send(resident: Resident) -> aiohttp.ClientResponse:
        sent = {"Content-Type": "application/json", **resident.headers, **headers}
        url = f"{resident.address}{path}"
        return await resident.http.post(url, data=io.BytesIO(raw), headers=sent)

    return send


def event(**thing: Any) -> str:
    return json.dumps({"event": "bad-1", **thing})


def without(name: str, body: str) -> Request:
    """Return a request that lacks a header."""

    async def send(resident: Resident) -> aiohttp.ClientResponse:
        sent = {"Content-Type": "application/json", **resident.headers}
        sent.pop(name)
        return await resident.http.post(
            f"{resident.address}/chat/events", data=body.encode(), headers=sent
        )

    return send


def reading(path: str, **headers: str) -> Request:
    """Return a request that reads."""

    async def get(resident: Resident) -> aiohttp.ClientResponse:
        url = f"{resident.address}{path}"
        return await resident.http.get(url, headers={**resident.headers, **headers})

    return get


# What is sent, the status and the code it is refused with.
REFUSED: Mapping[str, tuple[Request, int, str]] = {
    "no JSON": (posting("{"), 400, "bad_json"),
    "no object": (posting("[1]"), 400, "bad_event"),
    "nothing": (posting(""), 400, "bad_json"),
    "no UTF-8": (posting(b'{"event": "e", "text": "\xff\xfe"}'), 400, "bad_json"),
    "half a character": (posting('{"event": "e", "text": "\\ud800"}'), 400, "bad_json"),
    "nested for ever": (posting("[" * 30_000 + "]" * 30_000), 400, "bad_event"),
    "a number of 10,000 digits": (posting('{"event": ' + "9" * 10_000 + "}"), 400, "bad_event"),
    "no event id": (posting('{"text": "яма"}'), 400, "bad_event"),
    "a path as an event id": (posting('{"event": "../x", "text": "a"}'), 400, "bad_event"),
    "an unknown field": (posting(event(text="яма", chat="taras")), 400, "bad_event"),
    "two things at once": (posting(event(text="яма", button="!help")), 400, "two_things"),
    "nothing but controls": (posting(event(text="\x00\x07\x1b")), 400, "empty"),
    "an empty text": (posting(event(text="   ")), 400, "empty"),
    "off the globe": (posting(event(location={"lat": 91, "long": 0})), 400, "bad_event"),
    "no number": (posting(event(location={"lat": float("nan"), "long": 0})), 400, "bad_json"),
    "an endless button": (posting(event(button="x" * 1001)), 400, "bad_event"),
    "a megabyte": (posting(event(text="я" * 500_000)), 413, "too_large"),
    "100,000 combining characters": (posting(event(text="\u0301" * 100_000)), 413, "too_large"),
    "a form": (posting("text=a", **{"Content-Type": "text/plain"}), 415, "not_json"),
    "another site's page": (posting(event(text="a"), Origin=ELSEWHERE), 403, "foreign_origin"),
    "another site's frame": (
        posting(event(text="a"), **{"Sec-Fetch-Site": "cross-site"}),
        403,
        "foreign_origin",
    ),
    "no cookie": (without("Cookie", event(text="a")), 401, "no_session"),
    "a made-up cookie": (posting(event(text="a"), Cookie=f"{COOKIE}=admin"), 401, "no_session"),
    "a stranger's upload": (posting(event(attachments=[STRANGERS])), 400, "unknown_upload"),
    "a path as an upload": (posting(event(attachments=["../../x.db"])), 400, "unknown_upload"),
    "a stream without a cookie": (reading("/chat/stream", Cookie=""), 401, "no_session"),
    "a stream from nowhere": (reading("/chat/stream?after=-1"), 400, "bad_cursor"),
    "a stream from too far": (reading("/chat/stream?after=" + "9" * 40), 400, "bad_cursor"),
    "SQL for a cursor": (reading("/chat/stream?after=1%20OR%201=1"), 400, "bad_cursor"),
}


@pytest.mark.parametrize(("request_", "status", "code"), REFUSED.values(), ids=REFUSED)
async def test_a_bad_request_is_refused_with_its_reason_and_changes_nothing(
    misto: Program, olena: Resident, request_: Request, status: int, code: str
) -> None:
    before = counts(misto)
    async with await request_(olena) as response:
        assert response.status == status, await response.text()
        error = (await response.json())["error"]
    assert error["code"] == code
    assert len(error["message"]) > 20
    assert counts(misto) == before
    await still_works(olena)


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/static/vendor/../../../config.yml", {403, 404}),
        ("/static/vendor/%2e%2e/%2e%2e/settings.py", {403, 404}),
        ("/static/vendor//etc/passwd", {403, 404}),
        ("/chat/static/x/..%2f..%2fapp.py", {403, 404}),
        ("/inbox/files/../../var/misto.db", {303, 403, 404}),
        ("/inbox/files/..%2f..%2fmisto.db", {303, 403, 404}),
        ("/%00", {400, 404}),
        ("/inbox/cases/KV-2026-000001", {303, 403, 404}),
        ("/model/parse", {404, 405}),
        ("/telegram/webhook", {401, 404, 405}),
    ],
)
async def test_no_address_leads_out_of_what_is_served(
    misto: Program, olena: Resident, path: str, statuses: set[int]
) -> None:
    """Sent as it is written: a client would tidy the path up first."""
    head = await raw(misto, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert int(head.split()[1]) in statuses, head
    await still_works(olena)


HOST = "HTTP/1.1\r\nHost: x\r\n"
NO_BROWSERS = {
    "a cookie of 20,000 letters": f"GET / {HOST}Cookie: {'a' * 20_000}\r\n\r\n",
    "5,000 headers": f"GET / {HOST}" + "".join(f"X-{n}: 1\r\n" for n in range(5000)) + "\r\n",
    "a path of 20,000 letters": f"GET /{'a' * 20_000} {HOST}\r\n",
    "a negative length": f"POST /chat/events {HOST}Content-Length: -5\r\n\r\n",
    "two lengths": (
        f"POST /chat/events {HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    ),
    "TLS": "\x16\x03\x01\x02\x00\r\n\r\n",
    "no path": "GET\r\n\r\n",
}


@pytest.mark.parametrize("request_", NO_BROWSERS.values(), ids=NO_BROWSERS)
async def test_a_request_no_browser_makes_is_refused(
    misto: Program, olena: Resident, request_: str
) -> None:
    assert int((await raw(misto, request_)).split()[1]) == 400
    await still_works(olena)


async def raw(program: Program, request: str) -> str:
    """Send bytes as they are; return the first line of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", program.port)
    async with asyncio.timeout(20):
        writer.write(request.encode("latin-1"))
        line = await reader.readline()
    writer.close()
    return line.decode()


# --- messages that are answered, but do nothing --------------------------------------------------


ODD_TEXTS = {
    "too long": "я" * 4001,
    "combining": "а" + "\u0301" * 10_000,
    "invisible": "\u202e\u200b\ufeff" * 50,
    "emoji": "🏚" * 3000,
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "SQL": "'; DROP TABLE cases; --",
    "patterns": "%s %d {0} {{ }} ${jndi:ldap://x} { $case_number }",
    "number": "KV-2026-" + "9" * 3000,
    "controls": "\x00\x08до\x1bвідка\x7f",
    "digits": "1" * 4000,
    "brackets": "(" * 4000,
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
async def test_an_odd_text_is_answered_and_files_nothing(
    misto: Program, olena: Resident, text: str
) -> None:
    answer = await olena.sends(text=text)
    assert answer[0]["text"]
    assert not olena.cases
    assert misto.rows("SELECT status FROM intake WHERE status <> 'done'") == []
    assert "помилка" not in texts(answer)
    await olena.sends(button="!cancel")
    await still_works(olena)


async def test_what_a_resident_wrote_is_text_on_the_page_and_nothing_else(
    olena: Resident,
) -> None:
    await olena.sends(text="не горить ліхтар <script>alert(1)</script>")
    async with olena.http.get(olena.address, headers=olena.headers) as page:
        shown = await page.text()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


async def test_the_same_words_sent_in_a_form_of_another_length_are_no_other_event(
    misto: Program, olena: Resident
) -> None:
    """An event that is replayed with another content is the event that it was."""
    await olena.post({"event": "e1", "text": FAULT})
    before = counts(misto)
    for thing in ({"text": FAULT}, {"text": "інше"}, {"button": "!handoff"}, {"start": "x"}):
        assert await olena.post({"event": "e1", **thing}) == []
    assert counts(misto) == before


async def test_many_replays_at_once_make_one_event(misto: Program, olena: Resident) -> None:
    answers = await asyncio.gather(
        *(olena.post({"event": "e1", "button": "!flow=dispatcher_request"}) for _ in range(30))
    )
    assert sum(bool(messages) for messages in answers) == 1
    rows = misto.rows("SELECT 1 FROM intake WHERE event_id = ?", olena.stored("e1"))
    assert len(rows) == 1


FORGED = (
    *("x", "!", "!flow=", "!flow=nothing", "!take=99", "!take=-1", "!take=²", "!bot", "!continue"),
    *("1.district=x", "1.phone~skip", "0.=", "1.edit=phone", "99.confirm.0=yes"),
    *("1.confirm.999999=yes", "9" * 900 + ".confirm.1=yes", "1.confirm.²=yes", "\0"),
    "1.district='; DROP TABLE cases",
)


@pytest.mark.parametrize("value", FORGED)
async def test_a_button_that_was_never_offered_does_nothing(
    misto: Program, olena: Resident, value: str
) -> None:
    answer = await olena.sends(button=value)
    assert answer[0]["text"]
    assert "помилка" not in texts(answer)
    assert not olena.cases
    assert misto.rows("SELECT status FROM intake WHERE status <> 'done'") == []
    await still_works(olena)


async def test_a_summary_is_filed_once_however_often_its_button_is_pressed(
    misto: Program, olena: Resident
) -> None:
    await files(olena)
    offered = [b["value"] for m in olena.heard.values() for b in m.get("buttons", ())]
    yes = next(value for value in offered if value.endswith("=yes"))
    for _ in range(3):
        await olena.sends(button=yes)
    rows = misto.rows(
        "SELECT c.number FROM cases c JOIN conversations v ON v.id = c.conversation_id"
        " WHERE v.chat = ?",
        olena.chat.chat,
    )
    assert [number for (number,) in rows] == olena.cases[:1]


async def test_somebody_elses_case_is_as_if_it_were_not_there(
    olena: Resident, taras: Resident
) -> None:
    await files(olena)
    (number,) = olena.cases
    forged = f"KV-2026-{999_999:06d}"
    answers = [
        texts(await taras.sends(text=f"де моя заявка {asked}?")) for asked in (number, forged)
    ]
    assert answers[0].replace(number, forged) == answers[1]
    for words in ("ліфт", "Ліфт", "Драгоманова", "зареєстровано"):
        assert words not in answers[0]
    assert number in texts(await olena.sends(text="де моя заявка?"))
    await still_works(taras)


async def test_one_chat_neither_reads_nor_disturbs_another(
    misto: Program, olena: Resident, taras: Resident
) -> None:
    await olena.sends(text=FAULT)
    await taras.sends(button="!help")
    told = await taras.told_up_to(max(taras.heard))
    assert told == sorted(taras.heard)
    # An id of an event is the chat's own: the same one elsewhere is another event.
    olena_event = olena.acknowledged[0]
    assert await taras.post({"event": olena_event, "button": "!status"}) != []
    assert len(misto.rows("SELECT 1 FROM intake WHERE event_id LIKE ?", f"%.{olena_event}")) >= 2


# --- files ---------------------------------------------------------------------------------------


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30)).save(content, "JPEG")
    return content.getvalue()


async def uploads(
    resident: Resident, content: bytes, *, name: str = "pit.jpg", kind: str = "image/jpeg"
) -> aiohttp.ClientResponse:
    form = aiohttp.FormData()
    form.add_field("file", io.BytesIO(content), filename=name, content_type=kind)
    return await resident.http.post(
        f"{resident.address}/chat/upload", data=form, headers=resident.headers
    )


async def sends_file(resident: Resident, content: bytes, **facts: str) -> None:
    """Upload a file and send it."""
    async with await uploads(resident, content, **facts) as response:
        assert response.status == 200, await response.text()
        upload = (await response.json())["upload"]
    await resident.sends(attachments=[upload])


async def refusal(resident: Resident) -> str:
    """Listen until the bot says what became of a file."""
    async with asyncio.timeout(30):
        async for message in resident.stream(max(resident.heard)):
            if "айл" in message["text"]:
                return str(message["text"])
    raise AssertionError("the stream ended")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("не фото".encode(), "pit.jpg", "не схожий на фото"),
        (b"MZ\x90\x00" + bytes(500), "pit.jpg", "не схожий на фото"),
        (b"<svg onload='alert(1)'/>", "pit.svg", "не схожий на фото"),
        (picture()[:30], "../../../var/misto.db", "не схожий на фото"),
    ],
    ids=["words", "program", "svg", "cut"],
)
async def test_a_photo_that_is_none_is_refused_with_words(
    misto: Program, olena: Resident, content: bytes, name: str, words: str
) -> None:
    await sends_file(olena, content, name=name)
    assert words in await refusal(olena)
    kept = [path for path in (misto.home / "var" / "attachments").rglob("*") if path.is_file()]
    assert not any(path.read_bytes() == content for path in kept)
    await olena.sends(button="!cancel")
    await still_works(olena)


async def test_a_real_photo_is_kept_under_its_hash_whatever_it_is_called(
    misto: Program, olena: Resident
) -> None:
    await sends_file(olena, picture(), name="../../<b>яма</b>\u202e.exe")
    await until(lambda: not misto.rows("SELECT 1 FROM attachments WHERE state = 'waiting'"))
    ((state, digest),) = misto.rows(
        "SELECT a.state, a.sha256 FROM attachments a JOIN conversations v"
        " ON v.id = a.conversation_id WHERE v.chat = ?",
        olena.chat.chat,
    )
    assert state == "ready"
    kept = misto.home / "var" / "attachments" / str(digest)[:2] / str(digest)
    assert kept.read_bytes() == picture()


async def until(happened: Callable[[], Any]) -> None:
    """Wait until something has happened in the program."""
    async with asyncio.timeout(30):
        while not happened():
            await asyncio.to_thread(time.sleep, 0.05)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"", 400, "empty_file"), (bytes(21 * 1024 * 1024), 413, "too_large")],
    ids=["empty", "too large"],
)
async def test_a_file_that_cannot_be_kept_is_refused_and_leaves_nothing(
    misto: Program, olena: Resident, content: bytes, status: int, code: str
) -> None:
    before = set((misto.home / "var" / "attachments" / "incoming").iterdir())
    async with await uploads(olena, content) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (status, code)
    assert set((misto.home / "var" / "attachments" / "incoming").iterdir()) == before
    await still_works(olena)


async def test_an_upload_that_breaks_off_leaves_nothing(misto: Program, olena: Resident) -> None:
    incoming = misto.home / "var" / "attachments" / "incoming"
    before = set(incoming.iterdir())
    _, writer = await asyncio.open_connection("127.0.0.1", misto.port)
    writer.write(
        f"POST /chat/upload HTTP/1.1\r\nHost: 127.0.0.1:{misto.port}\r\n"
        f"Cookie: {COOKIE}={olena.token}\r\nContent-Length: 100000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        f"{'x' * 5000}".encode()
    )
    await writer.drain()
    writer.close()
    await still_works(olena)
    await until(lambda: set(incoming.iterdir()) == before)


def field(name: str, filename: str = "") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'Content-Disposition: form-data; name="{name}"{named}'
    return f"--b\r\n{head}\r\n\r\nx\r\n--b--\r\n".encode()


NO_FORMS = {
    "empty": b"",
    "no form": b"no form at all",
    "no name": b"--b\r\n\r\n\r\n--b--\r\n",
    "another field": field("other"),
    "a name of 9,000 letters": field("file", "x" * 9000),
}


@pytest.mark.parametrize("body", NO_FORMS.values(), ids=NO_FORMS)
async def test_a_form_that_is_none_is_refused(misto: Program, olena: Resident, body: bytes) -> None:
    send = posting(body, "/chat/upload", **{"Content-Type": "multipart/form-data; boundary=b"})
    async with await send(olena) as response:
        assert 400 <= response.status < 500, await response.text()
    await still_works(olena)
