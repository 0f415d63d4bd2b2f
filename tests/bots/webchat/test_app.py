"""The web chat over HTTP, on the real runtime: page, events, files."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient

from bots.webchat.assets import FOLDER, Assets
from bots.webchat.events import MAX_BODY_BYTES
from bots.webchat.session import COOKIE, LANGUAGE_COOKIE, chat_of, new_token
from bots.webchat.uploads import MAX_WAITING
from core.messages import Contact, Location
from core.program import Overloaded
from tests.bots.webchat.conftest import (
    MOST_BYTES,
    City,
    Resident,
    cookie_of,
    error_of,
    served,
)

Browser = Callable[[], Awaitable[Resident]]

# --- the page ------------------------------------------------------------------------------------


async def test_a_first_visit_gets_a_cookie_and_stores_nothing(olena: Resident) -> None:
    response = await olena.client.get("/", headers={"Cookie": ""})
    cookie = cookie_of(response, COOKIE)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    known = await olena.city.runtime.read(lambda uow: uow.conversations.get(olena.chat).id)
    assert known is None


async def test_over_tls_the_cookies_are_for_tls_only(city: City) -> None:
    safe = replace(city, settings=replace(city.settings, secure_cookies=True))
    async with served(safe) as server, TestClient(server) as client:
        response = await client.get("/?lang=en")
        assert cookie_of(response, COOKIE)["secure"] is True
        assert cookie_of(response, LANGUAGE_COOKIE)["secure"] is True


async def test_the_page_is_closed_to_foreign_scripts_and_frames(olena: Resident) -> None:
    headers = (await olena.client.get("/")).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


async def test_a_reload_shows_the_whole_talk(olena: Resident) -> None:
    await olena.says("скажи <b>Подано</b>")
    page = await olena.open()
    assert "скажи &lt;b&gt;Подано&lt;/b&gt;" in page
    assert ">&lt;b&gt;Подано&lt;/b&gt;<" in page


async def test_another_browser_sees_nothing_of_the_talk(olena: Resident, browser: Browser) -> None:
    await olena.says("моя таємниця")
    petro = await browser()
    assert petro.chat != olena.chat
    assert "таємниця" not in petro.page
    assert "таємниця" in await olena.open()


async def test_the_database_does_not_know_the_token(olena: Resident) -> None:
    await olena.says("привіт")
    stored = olena.city.runtime.database.path.read_bytes()
    log = olena.city.runtime.database.path.with_name("misto.db-wal").read_bytes()
    assert olena.token.encode() not in stored + log
    assert olena.chat.chat.encode() in stored + log


async def test_the_language_follows_the_browser_until_one_is_chosen(olena: Resident) -> None:
    assert '<html lang="en">' in await olena.open(**{"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="uk">' in await olena.open("/?lang=uk", **{"Accept-Language": "en"})
    assert '<html lang="uk">' in await olena.open(**{"Accept-Language": "en"})
    assert '<html lang="uk">' in await olena.open("/?lang=tlh")


async def test_a_long_talk_is_cut_and_can_be_seen_whole(
    olena: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.webchat.talk.PAGE_LINES", 2)
    await olena.says("перше")
    await olena.says("друге")
    page = await olena.open()
    assert ">перше<" not in page
    assert 'href="/?all"' in page
    assert ">перше<" in await olena.open("/?all")


async def test_the_pages_files_are_kept_by_browsers_and_packed(olena: Resident) -> None:
    address = Assets().url("chat.js")
    response = await olena.client.get(address)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert await response.text() == (FOLDER / "chat.js").read_text("utf-8")
    plain = await olena.client.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert (await olena.client.get(address.replace("chat.js", "..%2Fapp.py"))).status == 404
    assert (await olena.client.get("/chat/assets/000000000000/chat.js")).status == 404


# --- events --------------------------------------------------------------------------------------


async def test_an_event_is_answered_with_its_committed_replies(olena: Resident) -> None:
    answer = await olena.send(text="питай Перший Другий")
    (message,) = answer["messages"]
    assert answer["done"] == "e1"
    assert (message["text"], message["kind"], message["reply_to"]) == ("Котрий?", "question", "e1")
    assert message["buttons"][0] == {"label": "Перший", "value": "go=Перший", "url": None}
    rows = await olena.city.runtime.read(lambda uow: list(uow.outbox.all()))
    assert [row["id"] for row in rows] == [message["id"]]


@pytest.mark.parametrize(
    ("thing", "field", "value"),
    [
        ({"button": "go=Перший"}, "button", "go=Перший"),
        ({"location": {"lat": 50.45, "long": 30.52}}, "location", Location(50.45, 30.52)),
        ({"contact": {"phone": "067 123 45 67"}}, "contact", Contact("067 123 45 67")),
        ({"start": "case_KV-2026-000001"}, "start", "case_KV-2026-000001"),
    ],
)
async def test_everything_a_resident_can_do_reaches_the_dialogue(
    olena: Resident, thing: dict[str, Any], field: str, value: object
) -> None:
    await olena.send(**thing)
    (incoming,) = olena.city.dialogue.heard
    assert getattr(incoming, field) == value
    assert incoming.chat_ref == olena.chat


async def test_a_repeated_event_changes_and_says_nothing(olena: Resident) -> None:
    first = await olena.post({"event": "same", "text": "привіт"})
    second = await olena.post({"event": "same", "text": "привіт"})
    assert len((await first.json())["messages"]) == 1
    assert await second.json() == {"done": "same", "messages": []}
    assert len(olena.city.dialogue.heard) == 1


async def test_two_chats_may_use_the_same_event_id(olena: Resident, browser: Browser) -> None:
    petro = await browser()
    assert await olena.says("перше") == ["Почуто: перше"]
    assert await petro.says("друге") == ["Почуто: друге"]


async def test_the_page_language_is_a_hint_to_the_dialogue(olena: Resident) -> None:
    await olena.post({"event": "e", "text": "hello"}, headers={"Accept-Language": "en"})
    assert olena.city.dialogue.heard[0].language_hint == "en"


async def test_a_failing_turn_is_answered_and_the_chat_goes_on(olena: Resident) -> None:
    assert await olena.says("зламай") == ["Сталася помилка."]
    assert await olena.says("далі") == ["Почуто: далі"]


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 400, "bad_json"),
    ({"json": {"text": "a"}}, 400, "bad_event"),
    ({"json": {"event": "e", "text": ["a"]}}, 400, "bad_event"),
    ({"json": {"event": "e"}}, 400, "empty"),
    ({"data": b'{"event":"e","text":"a"}'}, 415, "not_json"),
    ({"data": {"event": "e", "text": "a"}}, 415, "not_json"),
    ({"json": {"event": "e", "text": "a" * MAX_BODY_BYTES}}, 413, "too_large"),
    ({"json": {"event": "e", "text": "а\u0301" * 50_000}}, 413, "too_large"),
    ({"json": {"event": "e", "text": "a" * 1_000_000}}, 413, "too_large"),
    ({"json": {"event": "e", "text": "a"}, "headers": {"Cookie": ""}}, 401, "no_session"),
    (
        {"json": {"event": "e", "text": "a"}, "headers": {"Sec-Fetch-Site": "cross-site"}},
        403,
        "foreign_origin",
    ),
    (
        {"json": {"event": "e", "text": "a"}, "headers": {"Origin": "https://evil.example"}},
        403,
        "foreign_origin",
    ),
]


@pytest.mark.parametrize(("options", "status", "code"), BAD)
async def test_a_bad_request_is_refused_and_changes_nothing(
    olena: Resident, options: dict[str, Any], status: int, code: str
) -> None:
    if options.get("headers", {}).get("Cookie") == "":
        olena.client.session.cookie_jar.clear()
    assert await error_of(await olena.post(**options)) == (status, code)
    assert olena.city.dialogue.heard == []
    await olena.open()
    assert await olena.says("добре") == ["Почуто: добре"]


async def test_a_body_without_a_length_is_measured_as_it_comes(olena: Resident) -> None:
    async def pieces(count: int) -> Any:
        yield b'{"event":"e","text":"'
        for _ in range(count):
            yield b"a" * 1000
        yield b'"}'

    json_type = {"Content-Type": "application/json"}
    small = await olena.post(data=pieces(3), headers=json_type)
    assert small.status == 200
    large = await olena.post(data=pieces(100), headers=json_type)
    assert await error_of(large) == (413, "too_large")


async def test_our_own_page_and_the_public_address_may_post(olena: Resident) -> None:
    own = str(olena.client.make_url("/")).rstrip("/")
    for number, origin in enumerate((own, olena.city.settings.public_url)):
        response = await olena.post(
            {"event": f"o{number}", "text": "a"}, headers={"Origin": origin}
        )
        assert response.status == 200


async def test_an_overloaded_city_asks_to_come_again(
    olena: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_: object) -> None:
        raise Overloaded("too much waits")

    with monkeypatch.context() as patch:
        patch.setattr(olena.city.runtime, "handle", refuse)
        response = await olena.post({"event": "e", "text": "a"})
        assert await error_of(response) == (503, "overloaded")
        assert int(response.headers["Retry-After"]) >= 1
    again = await olena.post({"event": "e", "text": "a"})
    assert (await again.json())["messages"][0]["text"] == "Почуто: a"


async def test_events_that_come_together_each_have_their_outcome(olena: Resident) -> None:
    answers = await asyncio.gather(*(olena.send(text=f"т{n}") for n in range(5)))
    assert {answer["done"] for answer in answers} == {f"e{n}" for n in range(1, 6)}
    texts = [message["text"] for answer in answers for message in answer["messages"]]
    assert sorted(texts) == [f"Почуто: т{n}" for n in range(5)]


# --- files ---------------------------------------------------------------------------------------


def form(content: bytes = b"x" * 10, name: str = "file", **options: str) -> FormData:
    data = FormData(quote_fields=False)  # browsers send names as they are
    options = {"filename": "яма.jpg", "content_type": "image/jpeg", **options}
    data.add_field(name, content, **options)
    return data


async def uploaded(resident: Resident, data: Any, **options: Any) -> Any:
    return await resident.client.post("/chat/upload", data=data, **options)


async def test_a_photo_goes_with_the_event_that_names_it(olena: Resident) -> None:
    answer = await (await uploaded(olena, form(b"picture"))).json()
    assert (olena.city.settings.upload_folder / answer["upload"]).read_bytes() == b"picture"
    reply = await olena.send(attachments=[answer["upload"]])
    assert reply["messages"][0]["text"] == "Почуто: photo яма.jpg"
    assert ">Фото<" in await olena.open()


async def test_a_repeated_event_is_answered_after_its_file_was_fetched(olena: Resident) -> None:
    upload = (await (await uploaded(olena, form())).json())["upload"]
    await olena.post({"event": "e", "attachments": [upload]})
    (olena.city.settings.upload_folder / upload).unlink()
    again = await olena.post({"event": "e", "attachments": [upload]})
    assert await again.json() == {"done": "e", "messages": []}


async def test_another_chats_file_cannot_be_named(olena: Resident, browser: Browser) -> None:
    upload = (await (await uploaded(olena, form())).json())["upload"]
    petro = await browser()
    response = await petro.post({"event": "e", "attachments": [upload]})
    assert await error_of(response) == (400, "unknown_upload")


async def test_a_file_over_the_limit_is_refused_and_leaves_nothing(olena: Resident) -> None:
    response = await uploaded(olena, form(b"x" * (MOST_BYTES + 5000)))
    assert await error_of(response) == (413, "too_large")
    assert list(olena.city.settings.upload_folder.iterdir()) == []


async def test_a_file_of_unknown_length_is_measured_as_it_comes(olena: Resident) -> None:
    async def pieces(count: int) -> Any:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        for _ in range(count):
            yield b"x" * 10_000
        yield b"\r\n--b--\r\n"

    form_type = {"Content-Type": "multipart/form-data; boundary=b"}
    assert (await uploaded(olena, pieces(2), headers=form_type)).status == 200
    large = await uploaded(olena, pieces(MOST_BYTES // 10_000 + 1), headers=form_type)
    assert await error_of(large) == (413, "too_large")
    assert len(list(olena.city.settings.upload_folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"data": form(b"")}, 400, "empty_file"),
        ({"data": form(name="photo")}, 400, "bad_form"),
        ({"data": {"file": "x"}}, 415, "not_a_form"),
        ({"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "bad_form"),
        (
            {"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
            400,
            "bad_form",
        ),
        ({"data": form(), "headers": {"Origin": "https://evil.example"}}, 403, "foreign_origin"),
    ],
)
async def test_a_bad_upload_is_refused_and_leaves_nothing(
    olena: Resident, options: dict[str, Any], status: int, code: str
) -> None:
    assert await error_of(await uploaded(olena, **options)) == (status, code)
    assert list(olena.city.settings.upload_folder.iterdir()) == []


async def test_one_chat_cannot_fill_the_folder(olena: Resident, city: City) -> None:
    owner = chat_of(olena.token).chat[:16]
    for number in range(MAX_WAITING):
        (city.settings.upload_folder / f"{owner}.{number}").touch()
    assert await error_of(await uploaded(olena, form())) == (429, "too_many_uploads")


async def test_a_full_disk_is_kept_for_the_city(
    olena: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.webchat.uploads.MIN_FREE_BYTES", 1 << 80)
    assert await error_of(await uploaded(olena, form())) == (507, "no_room")


# --- frames on other sites -----------------------------------------------------------------------


async def test_the_frame_opens_where_the_city_says_and_nowhere_else(
    city: City, olena: Resident
) -> None:
    headers = (await olena.client.get("/chat/frame")).headers
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert "Set-Cookie" not in headers
    sites = ("https://www.kyiv.example", "https://*.city.example")
    named = replace(city, settings=replace(city.settings, embed_sites=sites))
    async with served(named) as server, TestClient(server) as client:
        policy = (await client.get("/chat/frame")).headers["Content-Security-Policy"]
        assert policy.endswith(
            "frame-ancestors 'self' https://www.kyiv.example https://*.city.example"
        )
        assert (
            "frame-ancestors 'none'" in (await client.get("/")).headers["Content-Security-Policy"]
        )


async def test_a_bearer_token_opens_its_own_chat_only(olena: Resident) -> None:
    await olena.says("моє")
    bearer = {"Authorization": f"Bearer {new_token()}"}
    talk = await (await olena.client.get("/chat/talk", headers=bearer)).json()
    assert (talk["known"], talk["lines"]) == (False, [])
    answer = await olena.client.post(
        "/chat/events", json={"event": "b1", "text": "з рамки"}, headers=bearer
    )
    assert answer.status == 200
    talk = await (await olena.client.get("/chat/talk", headers=bearer)).json()
    assert [line["text"] for line in talk["lines"]] == ["з рамки", "Почуто: з рамки"]
    assert talk["cursor"] == talk["lines"][1]["id"]
    own = await (await olena.client.get("/chat/talk")).json()
    assert [line["text"] for line in own["lines"]] == ["моє", "Почуто: моє"]


@pytest.mark.parametrize("value", ["Bearer short", "Basic eDp5", "Bearer " + "я" * 43])
async def test_a_wrong_bearer_is_refused_even_with_a_cookie(olena: Resident, value: str) -> None:
    raw = value.encode("utf-8").decode("latin-1")
    response = await olena.client.get("/chat/talk", headers={"Authorization": raw})
    assert await error_of(response) == (401, "no_session")


async def test_the_pages_are_packed_for_slow_lines(olena: Resident) -> None:
    most = {"/": 4500, "/chat/frame": 4500, "/chat/embed.js": 4000}
    for address, size in most.items():
        response = await olena.client.get(address)
        assert response.headers["Content-Encoding"] in ("gzip", "deflate"), address
        assert int(response.headers["Content-Length"]) < size, address


# --- going on elsewhere --------------------------------------------------------------------------


async def link_of(resident: Resident) -> str:
    response = await resident.client.post("/chat/link")
    address, _, link = (await response.json())["link"].partition("#")
    assert (response.status, address) == (200, "https://city.example/chat/resume")
    return str(link)


async def test_a_link_opens_the_talk_in_another_browser(olena: Resident, browser: Browser) -> None:
    await olena.says("яма на дорозі")
    link = await link_of(olena)
    assert olena.token not in link
    phone = await browser()
    assert "яма на дорозі" not in phone.page
    response = await phone.client.post("/chat/resume", json={"link": link})
    cookie = cookie_of(response, COOKIE)
    assert (response.status, cookie["httponly"], cookie["samesite"]) == (200, True, "Lax")
    assert "яма на дорозі" in await phone.open()
    assert phone.chat == olena.chat


async def test_looking_at_a_link_changes_nothing_and_says_what_it_does(
    olena: Resident, browser: Browser
) -> None:
    petro = await browser()
    assert "вже є інша розмова" not in await petro.open("/chat/resume")
    before = petro.token
    await petro.says("своє")
    assert "вже є інша розмова" in await petro.open("/chat/resume")
    assert petro.token == before


async def test_a_link_is_good_for_a_day(
    olena: Resident, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await link_of(olena)
    now = olena.city.runtime.now()
    phone = await browser()
    monkeypatch.setattr(olena.city.runtime, "now", lambda: now + timedelta(hours=24, minutes=1))
    response = await phone.client.post("/chat/resume", json={"link": link})
    assert await error_of(response) == (410, "link_expired")
    monkeypatch.setattr(olena.city.runtime, "now", lambda: now + timedelta(hours=23))
    assert (await phone.client.post("/chat/resume", json={"link": link})).status == 200


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (b'{"link": "made-up"}', (410, "link_expired")),
        ('{"link": "посилання"}'.encode(), (410, "link_expired")),
        (b'{"link": 1}', (400, "bad_link")),
        (b"nothing", (400, "bad_link")),
        (b'{"link": "\xff"}', (400, "bad_link")),
    ],
)
async def test_what_is_no_link_opens_nothing(
    olena: Resident, body: bytes, refused: tuple[int, str]
) -> None:
    for address in ("/chat/resume", "/chat/opened"):
        response = await olena.client.post(address, data=body)
        assert await error_of(response) == refused
        assert "Set-Cookie" not in response.headers


async def test_another_site_can_neither_make_nor_open_links(olena: Resident) -> None:
    link = await link_of(olena)
    for address in ("/chat/link", "/chat/resume", "/chat/opened"):
        response = await olena.client.post(
            address, json={"link": link}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert await error_of(response) == (403, "foreign_origin")


# --- limits of a network address -----------------------------------------------------------------


async def test_too_much_from_one_address_is_told_when_to_come_again(city: City) -> None:
    few = replace(city.settings, events_per_address_minute=3, knows_addresses=True)
    async with served(replace(city, settings=few)) as server, TestClient(server) as client:
        answers = [
            await client.post(
                "/chat/events",
                json={"event": "e", "text": f"нове {number}"},
                headers={"Authorization": f"Bearer {new_token()}"},
            )
            for number in range(4)
        ]
        assert [answer.status for answer in answers] == [200, 200, 200, 429]
        assert await error_of(answers[3]) == (429, "too_many_from_address")
        assert 0 < int(answers[3].headers["Retry-After"]) <= 20
    assert [incoming.text for incoming in city.dialogue.heard] == ["нове 0", "нове 1", "нове 2"]
