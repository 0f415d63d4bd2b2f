"""The page behind a letter's link: what a body sees and does without an account."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from core import cases
from core.model import Case, Rating, Role
from core.ports import UnitOfWork
from core.sheet import Sheet
from core.staff import by_link, resident
from inbox.bodies import FORMS_OF_LINK, WRONG_LINKS_OF_ADDRESS, BodyPages
from inbox.city import InboxSettings
from inbox.sessions import hash_token
from tests.inbox.town import Town

TOKEN = "k3y-of-the-letter_0123456789abcdefghijklmnop"
KEY = "a-key-of-the-form-1"
ANSWER = {"outcome": "explained", "text": "Ліфт полагодять у п’ятницю.", "key": KEY}

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(town: Town, settings: InboxSettings) -> AsyncIterator[Client]:
    """A body's browser, without cookies or scripts."""
    city, app = town.city, web.Application()
    sheet = Sheet(city.texts, city.routing, city.zone)
    pages = BodyPages(city.runtime, city.staffwork, sheet, settings)
    app.add_subapp("/body", pages.application())
    server = TestServer(app)
    # The program serves without one too: addresses are keys.
    await server.start_server(access_log=None)
    async with TestClient(server) as client:
        yield client


@pytest.fixture
async def case(town: Town) -> Case:
    chat = await town.chat("olena")
    return await town.files_case(chat)


@pytest.fixture
async def link(town: Town, case: Case) -> str:
    """The link of the case's letter."""
    return await linked(town, case, TOKEN)


async def linked(town: Town, case: Case, token: str) -> str:
    until = town.now + timedelta(days=60)

    def job(uow: UnitOfWork) -> None:
        row = uow.deliveries.of_case(case.id or 0)[-1]
        uow.deliveries.add_link(hash_token(token), row.id or 0, town.now, until)

    await town.write(job)
    return f"/body/{token}"


async def seen(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as response:
        assert response.status == status
        return await response.text()


async def posts(client: Client, path: str, data: Any, status: int) -> str:
    async with client.post(path, data=data, allow_redirects=False) as response:
        assert response.status == status
        return await response.text()


async def history(town: Town, case: Case) -> list[tuple[str, str]]:
    lines = await town.read(lambda uow: uow.cases.history(case.id or 0))
    return [(line.event, line.by) for line in lines]


async def told(town: Town, case: Case) -> list[str]:
    rows = await town.read(lambda uow: uow.outbox.after(case.conversation_id, 0))
    return [row.outgoing.text for row in rows]


# --- looking -------------------------------------------------------------------------------------


async def test_a_body_sees_what_the_letter_says(client: Client, link: str, case: Case) -> None:
    page = await seen(client, link)
    assert f"<h1>{case.number} — Ліфт</h1>" in page
    assert "Третій день не працює ліфт" in page
    assert "+380671234567" in page
    # A crew rings up: the name and the flat are none of its business.
    assert "Олена Коваль" not in page
    assert "кв. 7" not in page


async def test_a_body_reads_english_when_it_asks(client: Client, link: str) -> None:
    page = await seen(client, f"{link}?lang=en")
    assert '<html lang="en">' in page
    assert "We took it up" in page


async def test_looking_changes_nothing(town: Town, client: Client, link: str, case: Case) -> None:
    for _ in range(3):
        await seen(client, link)
    assert await history(town, case) == [("registered", "resident")]
    assert await town.case(case.number) == case
    assert await told(town, case) == []


async def test_the_page_may_stand_in_no_frame_and_tell_nobody_its_address(
    client: Client, link: str
) -> None:
    for path in (link, "/body/no-such-link"):
        async with client.get(path) as response:
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "no-store"
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
            assert "script-src" not in response.headers["Content-Security-Policy"]
            assert "Set-Cookie" not in response.headers


async def test_the_photos_of_the_case_can_be_opened(town: Town, client: Client, link: str) -> None:
    chat = await town.chat("olena")
    case_id = await town.read(lambda uow: uow.deliveries.of_link(hash_token(TOKEN), town.now))
    assert case_id is not None
    mine = await town.keeps_file(chat, b"picture", "image/png", case_id=case_id.case_id)
    other = await town.keeps_file(chat, b"another", "image/png")
    assert f"{link}/files/{mine}" in await seen(client, link)
    assert await seen(client, f"{link}/files/{mine}") == "picture"
    await seen(client, f"{link}/files/{other}", 404)


async def test_a_body_reads_why_a_case_was_opened_again(
    town: Town, client: Client, link: str, case: Case
) -> None:
    def reopened(uow: UnitOfWork) -> None:
        mine = uow.cases.get(case.number)
        assert mine is not None
        who, body, law = resident(mine.conversation_id), by_link(mine.body), town.city.law
        uow.cases.save(mine, cases.start(mine, body, town.now))
        answer = cases.answer(mine, body, town.now, outcome="fixed", text="Їде.")
        uow.cases.save(mine, answer)
        rating = Rating(1, 2, "тиждень чекали")
        uow.cases.save(mine, cases.rate(mine, who, town.now, rating=rating, law=law))
        words = "<b>знову</b> стоїть"
        again = cases.reopen(mine, who, town.now, law=law, not_fixed=True, text=words)
        uow.cases.save(mine, again)

    await town.write(reopened)
    page = await seen(client, link)
    why = page[page.index("Чому поновлено") : page.index("Словами мешканця")]
    assert "Мешканець каже: не зроблено." in why
    assert "якість 1, швидкість 2 з 5" in why
    assert "тиждень чекали" in why
    assert "&lt;b&gt;знову&lt;/b&gt; стоїть" in why
    assert "знову" not in page[page.index("Словами мешканця") :]


async def test_nothing_speaks_of_reopening_where_there_was_none(client: Client, link: str) -> None:
    assert "Чому поновлено" not in await seen(client, link)


# --- acting --------------------------------------------------------------------------------------


async def test_a_body_takes_a_case_up(town: Town, client: Client, link: str, case: Case) -> None:
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    assert (await history(town, case))[1:] == [("started", "body:housing-darnytskyi")]
    found = await town.case(case.number)
    assert (found.status, found.executor) == ("in_work", "body:housing-darnytskyi")
    assert [case.number in text for text in await told(town, case)] == [True]
    assert "Прийнято в роботу" in await seen(client, f"{link}?done=start")


async def test_a_body_answers(town: Town, client: Client, link: str, case: Case) -> None:
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    page = await posts(client, f"{link}/answer", ANSWER | {"key": KEY * 2}, 200)
    assert "Відповідь надіслано" in page
    found = await town.case(case.number)
    assert (found.status, found.outcome, found.answer) == ("answered", "explained", ANSWER["text"])
    assert any(ANSWER["text"] in text for text in await told(town, case))
    await seen(client, link, 404)


async def test_a_form_sent_twice_acts_once(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    answer = ANSWER | {"key": KEY * 2}
    for _ in range(2):
        assert "Відповідь надіслано" in await posts(client, f"{link}/answer", answer, 200)
    events = [event for event, _ in await history(town, case)]
    assert events == ["registered", "started", "answered"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"outcome": ""}, "Оберіть, чим завершилося"),
        ({"outcome": "done"}, "Оберіть, чим завершилося"),
        ({"text": " "}, "Напишіть текст відповіді"),
        ({"text": "а" * 3001}, "Текст задовгий"),
    ],
)
async def test_an_answer_obeys_the_same_guards(
    town: Town, client: Client, link: str, case: Case, answer: dict[str, str], words: str
) -> None:
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    page = await posts(client, f"{link}/answer", ANSWER | {"key": KEY * 2} | answer, 422)
    assert words in page
    assert (ANSWER | answer)["text"].strip() in page
    assert (await town.case(case.number)).status == "in_work"


async def test_proof_comes_along_with_the_answer(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await posts(client, f"{link}/start", {"key": KEY}, 303)
    form = FormData(ANSWER | {"key": KEY * 2, "outcome": "fixed"})
    form.add_field("proof", b"picture", filename="lift.jpg", content_type="image/jpeg")
    await posts(client, f"{link}/answer", form, 200)
    files = await town.read(lambda uow: uow.attachments.of_case(case.id or 0))
    assert [(file.kind, file.name) for file in files] == [("photo", "lift.jpg")]


async def test_an_answer_before_the_case_is_taken_up_is_refused(
    town: Town, client: Client, link: str, case: Case
) -> None:
    assert "Прийняли в роботу" in await posts(client, f"{link}/answer", ANSWER, 409)
    assert (await town.case(case.number)).status == "registered"


async def test_a_form_without_its_key_changes_nothing(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await posts(client, f"{link}/start", {}, 400)
    assert (await town.case(case.number)).status == "registered"


# --- links that do not work ----------------------------------------------------------------------


async def test_every_dead_link_gives_the_same_page(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await town.hire("Олена", Role.ADMIN)
    unknown = await seen(client, "/body/no-such-link", 404)
    town.pass_time(days=60)
    expired = await seen(client, link, 404)
    assert "Це посилання не діє" in unknown
    assert expired == unknown
    await posts(client, f"{link}/start", {"key": KEY}, 404)
    assert (await town.case(case.number)).status == "registered"


async def test_a_forwarded_case_is_shut_to_its_former_body(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await town.hire("Марія", Role.ADMIN)
    await town.does("Марія", case, "forward", to="kte")
    await seen(client, link, 404)
    await posts(client, f"{link}/start", {"key": KEY}, 404)
    assert (await history(town, case))[-1][0] == "forwarded"


async def test_a_reopened_case_is_opened_by_its_new_letter_only(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await town.hire("Марія", Role.ADMIN)
    await town.does("Марія", case, "start")
    await town.does("Марія", case, "answer", text="Зроблено.", outcome="explained")
    await town.does("Марія", case, "reopen", text="Мешканець просить.")
    await seen(client, link, 404)
    await seen(client, await linked(town, case, f"{TOKEN}-2"))


async def test_a_case_that_waits_for_its_resident_can_be_looked_at(
    town: Town, client: Client, link: str, case: Case
) -> None:
    await town.hire("Марія", Role.ADMIN)
    await town.does("Марія", case, "ask", text="Який під’їзд?")
    assert "<form" not in await seen(client, link)


async def test_guessing_links_is_stopped(client: Client, link: str) -> None:
    for number in range(WRONG_LINKS_OF_ADDRESS):
        await seen(client, f"/body/guess-{number}", 404)
    async with client.get(link) as response:
        assert response.status == 429
        assert int(response.headers["Retry-After"]) > 0


async def test_a_link_takes_so_many_forms_and_no_more(client: Client, link: str) -> None:
    for _ in range(FORMS_OF_LINK):
        await posts(client, f"{link}/start", {}, 400)
    await posts(client, f"{link}/start", {"key": KEY}, 429)


async def test_no_token_reaches_a_log(
    client: Client, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await seen(client, link)
    await seen(client, "/body/wrong-token", 404)
    await posts(client, f"{link}/start", {"key": "short"}, 400)
    assert TOKEN not in caplog.text
    assert "wrong-token" not in caplog.text
