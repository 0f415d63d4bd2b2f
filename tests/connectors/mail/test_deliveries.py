"""Cases to their bodies by mail: the program, a database and a mail server, all of them real."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from connectors.mail.post import Post
from connectors.pdf import printing
from core import cases
from core.delivery import MAX_ATTEMPTS, is_latest
from core.delivery import deliver as deliver_row
from core.model import Applicant, Rating, Status
from core.ports import UnitOfWork
from core.staff import by_link, resident
from inbox.sessions import hash_token
from misto.deliveries import CLAIM, MOST_PHOTO_BYTES, deliver_due
from misto.jobs import Jobs
from tests.connectors.mail.relay import Relay, Taken, listening
from tests.connectors.mail.town import MAIL, Town, by_mail, found, jpeg
from tests.core.builders import NOW


@asynccontextmanager
async def closing(town: Town) -> AsyncIterator[Town]:
    try:
        yield town
    finally:
        await town.city.runtime.stop()
        town.city.database.close()


@pytest.fixture
async def town(tmp_path: Path, relay: Relay) -> AsyncIterator[Town]:
    """Return a town whose mail goes to the relay."""
    url = f"smtp://127.0.0.1:{relay.port}"
    async with closing(found(tmp_path, MISTO_MAIL__SMTP_URL=url)) as open_town:
        yield open_town


@pytest.fixture
async def cut_off(tmp_path: Path, closed_port: int) -> AsyncIterator[Town]:
    """Return a town whose mail server is not there."""
    url = f"smtp://127.0.0.1:{closed_port}"
    async with closing(found(tmp_path, MISTO_MAIL__SMTP_URL=url)) as open_town:
        yield open_town


async def deliver(town: Town) -> int:
    return await deliver_due(town.city, chance=lambda: 1.0)


def dead_letters(town: Town) -> bool:
    return b'misto_dead_letters_total{where="delivery"} 1.0' in town.city.metrics.text()


# --- sent ----------------------------------------------------------------------------------------


async def test_a_case_with_a_photo_reaches_its_body(town: Town, relay: Relay) -> None:
    case = await town.files_case(facts={"since": "2026-11-22"})
    await town.keeps(case, jpeg())
    assert await deliver(town) == 1
    (taken,) = relay.taken
    assert taken.to == [MAIL]
    assert taken.message["Subject"] == f"{case.number} — Ліфт: надійшло до вас"
    assert taken.message["From"] == "Місто Київ <misto@kyiv.example>"
    assert taken.message["Date"].datetime == NOW
    assert f"https://misto.example/inbox/cases/{case.number}" in taken.text
    paper, photo = taken.message.iter_attachments()
    assert paper.get_content_type() == "application/pdf"
    assert paper.get_filename() == f"{case.number}.pdf"
    assert photo.get_filename() == f"{case.number}-1.jpg"
    assert photo.get_content() == jpeg()
    row = await town.delivery()
    assert (row.status, row.delivered_at, row.error) == ("delivered", NOW, None)


async def test_a_delivered_case_is_not_sent_again(town: Town, relay: Relay) -> None:
    await town.files_case()
    assert [await deliver(town), await deliver(town)] == [1, 0]
    assert len(relay.taken) == 1


async def test_cases_of_an_inbox_are_not_mailed(town: Town, relay: Relay) -> None:
    await town.files_case("vet")
    assert await deliver(town) == 0
    assert relay.connections == 0


async def test_all_that_is_due_goes_over_one_connection(town: Town, relay: Relay) -> None:
    cases = [await town.files_case() for _ in range(3)]
    assert await deliver(town) == 3
    assert [t.message["Subject"].split()[0] for t in relay.taken] == [c.number for c in cases]
    assert relay.connections == 1


async def test_two_rounds_at_once_send_each_case_once(town: Town, relay: Relay) -> None:
    for _ in range(4):
        await town.files_case()
    assert sum(await asyncio.gather(deliver(town), deliver(town))) == 4
    assert len({taken.message["Message-ID"] for taken in relay.taken}) == len(relay.taken) == 4


async def test_forwarding_and_reopening_are_letters_of_their_own(town: Town, relay: Relay) -> None:
    case = await town.files_case()
    await town.sends_off(case, "reopened")
    await deliver(town)
    assert [taken.message["Subject"].split(": ")[1] for taken in relay.taken] == [
        "надійшло до вас",
        "поновлено",
    ]
    assert len({taken.message["Message-ID"] for taken in relay.taken}) == 2


async def test_only_photos_that_are_ready_and_fit_are_attached(town: Town, relay: Relay) -> None:
    case = await town.files_case()
    await town.keeps(case, b"%PDF-1.7", mime="application/pdf", kind="document")
    await town.keeps(case, jpeg("red"), size=MOST_PHOTO_BYTES + 1)
    await town.keeps(case, jpeg("green"), state="waiting", sha256=None, mime=None)
    await town.keeps(case, jpeg("blue"), sha256="0" * 64)
    await town.keeps(case, jpeg("white"))
    await deliver(town)
    _paper, photo = relay.taken[0].message.iter_attachments()
    assert photo.get_content() == jpeg("white")
    assert photo.get_filename() == f"{case.number}-5.jpg"
    assert "Фото у вкладенні: 1\nЩе файли, на сторінці заявки: 4\n" in relay.taken[0].text


# --- not sent yet --------------------------------------------------------------------------------


async def test_without_a_mail_server_a_delivery_waits_and_is_seen(tmp_path: Path) -> None:
    async with closing(found(tmp_path)) as town:
        await town.files_case()
        assert await deliver(town) == 0
        row = await town.delivery()
        assert (row.by, row.status, row.attempts, row.error) == ("mail", "new", 0, None)


async def test_a_temporary_refusal_is_tried_again_in_its_time(town: Town, relay: Relay) -> None:
    relay.answer("RCPT", "450 4.2.1 greylisted")
    await town.files_case()
    await deliver(town)
    row = await town.delivery()
    assert (row.status, row.attempts, row.next_at) == ("new", 1, NOW + timedelta(seconds=60))
    assert row.error == "the mail server asks to try again later (450 4.2.1)"
    town.pass_time(seconds=59)
    assert await deliver(town) == 0
    town.pass_time(seconds=1)
    assert await deliver(town) == 1
    row = await town.delivery()
    assert (row.status, row.error, row.attempts) == ("delivered", None, 1)
    assert len(relay.taken) == 1


async def test_a_server_that_cannot_be_reached_puts_all_off(
    cut_off: Town, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        await cut_off.files_case()
    assert await deliver(cut_off) == 3
    rows = await cut_off.deliveries()
    assert {(row.status, row.attempts) for row in rows} == {("new", 1)}
    assert all("the mail server cannot be used" in (row.error or "") for row in rows)
    assert await deliver(cut_off) == 0


async def test_what_was_put_off_goes_once_the_server_is_back(
    cut_off: Town, closed_port: int
) -> None:
    await cut_off.files_case()
    await deliver(cut_off)
    cut_off.pass_time(minutes=1)
    async with listening(Relay(closed_port)) as relay:
        assert await deliver(cut_off) == 1
    assert (await cut_off.delivery()).status == "delivered"
    assert len(relay.taken) == 1


async def test_a_lost_answer_sends_again_with_the_same_message_id(town: Town, relay: Relay) -> None:
    relay.answer("DATA", "250 taken", "hang up")
    first, second = await town.files_case(), await town.files_case()
    assert await deliver(town) == 2
    rows = {row.case_id: row.status for row in await town.deliveries()}
    assert rows == {first.id: "delivered", second.id: "new"}
    town.pass_time(minutes=1)
    await deliver(town)
    assert [row.status for row in await town.deliveries()] == ["delivered", "delivered"]


async def test_a_crash_between_sending_and_settling_repeats_the_letter_recognisably(
    town: Town, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.files_case()
    write = town.city.runtime.write

    async def dies_at_the_second(key: object, job: object) -> object:
        monkeypatch.setattr(town.city.runtime, "write", dies)
        return await write(key, job)  # type: ignore[arg-type]  # passed on as it came

    async def dies(key: object, job: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(town.city.runtime, "write", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        await deliver(town)
    monkeypatch.setattr(town.city.runtime, "write", write)
    assert (await town.delivery()).status == "new"
    assert await deliver(town) == 0
    town.clock.set(NOW + CLAIM)
    assert await deliver(town) == 1
    first, again = relay.taken
    assert first.message["Message-ID"] == again.message["Message-ID"]
    assert (await town.delivery()).status == "delivered"


# --- never to be sent ----------------------------------------------------------------------------


async def test_an_unknown_address_is_given_up_at_once_and_the_next_goes(
    town: Town, relay: Relay
) -> None:
    relay.answer("RCPT", "550 5.1.1 no such user")
    await town.files_case()
    await town.files_case()
    assert await deliver(town) == 2
    refused, taken = await town.deliveries()
    assert (refused.status, refused.attempts, refused.next_at) == ("dead", 1, None)
    assert refused.error == (
        "the mail server refuses the address; check it in bodies.csv (550 5.1.1)"
    )
    assert taken.status == "delivered"
    assert dead_letters(town)


async def test_after_the_last_attempt_it_is_given_up(town: Town, relay: Relay) -> None:
    relay.answer("RCPT", *["451 4.3.0 later"] * MAX_ATTEMPTS)
    await town.files_case()
    for _ in range(MAX_ATTEMPTS):
        assert await deliver(town) == 1
        town.pass_time(hours=7)
    row = await town.delivery()
    assert (row.status, row.attempts) == ("dead", MAX_ATTEMPTS)
    assert await deliver(town) == 0
    assert dead_letters(town)


@pytest.mark.parametrize(
    "facts", [{"body": "vet"}, {"status": Status.WITHDRAWN}, {"status": Status.CLOSED}]
)
async def test_a_body_that_need_not_act_any_more_is_sent_nothing(
    town: Town, relay: Relay, facts: dict[str, object]
) -> None:
    await town.changes(await town.files_case(), **facts)
    assert await deliver(town) == 0
    row = await town.delivery()
    assert (row.status, row.error) == ("dead", "not sent: the body need not act any more")
    assert relay.connections == 0
    assert not dead_letters(town)


@pytest.mark.parametrize("mail", ["no address", "kte@kyiv.example\nBcc: thief@evil.example"])
async def test_a_wrong_address_in_the_table_is_told_and_holds_up_nobody(
    town: Town, relay: Relay, mail: str
) -> None:
    vars(town.city).update(routing=by_mail("kte", mail))
    await town.files_case()
    assert await deliver(town) == 1
    row = await town.delivery()
    assert (row.status, row.attempts) == ("new", 1)
    assert row.error == "the body's address in bodies.csv is not one e-mail address; correct it"
    assert relay.taken == []


async def test_a_sender_that_mail_cannot_have_is_told(tmp_path: Path, relay: Relay) -> None:
    url = f"smtp://127.0.0.1:{relay.port}"
    environ = {"MISTO_MAIL__SMTP_URL": url, "MISTO_MAIL__SENDER": "місто@kyiv.example"}
    async with closing(found(tmp_path, **environ)) as town:
        await town.files_case()
        assert await deliver(town) == 1
        error = (await town.delivery()).error
        assert error == "mail.sender is not one e-mail address; correct it"
        assert relay.connections == 0


# --- nothing personal where it does not belong ---------------------------------------------------


async def test_logs_and_errors_hold_nothing_of_the_resident_or_the_letter(
    town: Town, relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    quoted = "Olena Koval +380671234567 olena@example.com"
    relay.answer("RCPT", f"550 5.1.1 {quoted}", f"450 {quoted}")
    relay.answer("DATA", f"554 5.6.0 {quoted}")
    caplog.set_level(logging.DEBUG)
    who = Applicant("Olena Koval", "+380671234567", "olena@example.com")
    for _ in range(3):
        await town.files_case(applicant=who, description="Olena Koval")
    case = await town.files_case(applicant=who, description="Olena Koval")
    await town.keeps(case, jpeg(), sha256="0" * 64)
    await deliver(town)
    ours = [r for r in caplog.records if r.name.split(".")[0] in ("misto", "connectors")]
    assert len(ours) >= 4
    said = "\n".join(caplog.handler.format(record) for record in ours)
    said += "\n".join(str(row.error) for row in await town.deliveries())
    for personal in ("Olena", "Koval", "671234567", "@", "Драгоманова"):
        assert personal not in said


async def test_a_letter_that_cannot_be_made_holds_up_nobody(
    town: Town, relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    odd = await town.files_case(facts={"since": "Tomorrow"})
    sound = await town.files_case()
    assert await deliver(town) == 2
    rows = {row.case_id: (row.status, row.error) for row in await town.deliveries()}
    assert rows == {
        odd.id: ("new", "the letter could not be made (ValueError)"),
        sound.id: ("delivered", None),
    }


async def test_a_letter_goes_without_a_document_that_cannot_be_printed(
    town: Town, relay: Relay, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(printing, "_template", lambda: b"#panic(sys.inputs.paper)")
    case = await town.files_case()
    await deliver(town)
    (taken,) = relay.taken
    assert list(taken.message.iter_attachments()) == []
    assert "Третій день не працює ліфт." in taken.text
    assert "PDF" not in taken.text
    assert (await town.delivery()).status == "delivered"
    assert "Третій" not in caplog.text
    assert "a letter goes without its document" in caplog.text
    assert case.number not in caplog.text


# --- the document --------------------------------------------------------------------------------


def paper_of(taken: Taken) -> str:
    (paper,) = (
        part.get_content()
        for part in taken.message.iter_attachments()
        if part.get_content_type() == "application/pdf"
    )
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


async def test_the_document_tells_what_the_letter_tells(town: Town, relay: Relay) -> None:
    case = await town.files_case(facts={"since": "2026-11-22"})
    await town.keeps(case, jpeg())
    await deliver(town)
    (taken,) = relay.taken
    said = paper_of(taken)
    for line in (
        f"{case.number} — Ліфт",
        "Відповідає ваша установа: КП «Київтеплоенерго».",
        "Де: вул. Михайла Драгоманова, 15, під’їзд 2",
        "Подано: 24.11.2026, 12:00",
        "Строк: до 9 грудня (це норма служби, не закон)",
        "Третій день не працює ліфт.",
        "Телефон: +380671234567",
        f"{case.number}-1.jpg",
        "Фото у вкладенні: 1",
    ):
        assert line in said
        assert line in taken.text or line.endswith((".jpg", "Ліфт"))
    # A crew rings up: the name is none of its business.
    assert "Олена" not in said


# --- opened again --------------------------------------------------------------------------------


async def test_a_reopened_case_comes_with_why(town: Town, relay: Relay) -> None:
    case = await town.files_case()
    await deliver(town)
    now = town.clock.now()

    def job(uow: UnitOfWork) -> None:
        mine = uow.cases.get(case.number)
        assert mine is not None
        who, body = resident(mine.conversation_id), by_link(mine.body)
        uow.cases.save(mine, cases.start(mine, body, now))
        uow.cases.save(mine, cases.answer(mine, body, now, outcome="fixed", text="Їде."))
        rating = Rating(1, 2, "відписка")
        uow.cases.save(mine, cases.rate(mine, who, now, rating=rating, law=town.city.law))
        again = cases.reopen(
            mine, who, now, law=town.city.law, not_fixed=True, text="Стоїть на 5-му\n> Номер: X"
        )
        uow.cases.save(mine, again)
        uow.deliveries.add(deliver_row(mine, "reopened", town.city.routing.bodies["kte"], now))

    await town.write(job)
    await deliver(town)
    said = relay.taken[-1].text
    assert (
        "Чому поновлено:\n"
        "> Мешканець каже: не зроблено.\n"
        "> Оцінка мешканця: якість 1, швидкість 2 з 5.\n"
        "> відписка\n"
        "> Стоїть на 5-му\n"
        "> > Номер: X\n"
        "\n"
        "Словами мешканця:\n"
        "> Третій день не працює ліфт.\n"
        "\n"
    ) in said
    printed = paper_of(relay.taken[-1])
    assert "Чому поновлено" in printed
    assert "Стоїть на 5-му" in printed


# --- taken back ----------------------------------------------------------------------------------


async def test_a_body_that_got_a_letter_hears_once_that_the_case_was_withdrawn(
    town: Town, relay: Relay
) -> None:
    case = await town.files_case()
    await deliver(town)
    assert await town.withdraws(case)
    assert not await town.withdraws(case)
    assert await deliver(town) == 1
    assert await deliver(town) == 0
    taken = relay.taken[-1]
    assert taken.message["Subject"] == f"{case.number} — Ліфт: мешканець відкликав"
    assert "робити за нею більше нічого не треба" in taken.text
    # There is nothing left to do, nor any need to know who it was.
    for personal in ("/body/", "Телефон", "Третій день", "Драгоманова"):
        assert personal not in taken.text
    assert list(taken.message.iter_attachments()) == []


async def test_of_a_case_withdrawn_before_its_letter_went_nobody_hears(
    town: Town, relay: Relay
) -> None:
    case = await town.files_case()
    assert await town.withdraws(case)
    assert await deliver(town) == 0
    assert relay.connections == 0


async def test_a_case_withdrawn_while_its_letter_was_on_the_way_is_told_after_it(
    town: Town, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await town.files_case()
    send, first = Post.send, True

    async def sending(post: Post, message: EmailMessage) -> None:
        nonlocal first
        await send(post, message)
        if first:
            first = False
            assert await town.withdraws(case)

    monkeypatch.setattr(Post, "send", sending)
    assert await deliver(town) == 2
    assert [taken.message["Subject"].split(": ")[1] for taken in relay.taken] == [
        "надійшло до вас",
        "мешканець відкликав",
    ]


async def test_people_of_an_inbox_see_a_withdrawal_by_themselves(town: Town, relay: Relay) -> None:
    case = await town.files_case("vet")
    assert await town.withdraws(case)
    assert await deliver(town) == 0
    assert [row.reason for row in await town.deliveries()] == ["registered"]


# --- told of a late letter -----------------------------------------------------------------------


async def test_who_waited_for_a_late_letter_hears_that_it_went(town: Town, relay: Relay) -> None:
    case = await town.files_case()
    joined = await town.files_case(joined_to=case.number)
    left = await town.files_case(joined_to=case.number)
    assert await town.withdraws(left)
    town.pass_time(hours=2)
    await deliver(town)
    news = [line for line in await town.told() if "тепер передано" in line]
    assert sorted(line.split(":")[0] for line in news) == [case.number, joined.number]
    assert "Відповідає КП «Київтеплоенерго», зазвичай — до 9 грудня." in news[0]


async def test_the_resident_hears_handed_over_only_after_the_letter_went(
    town: Town, relay: Relay
) -> None:
    case = await town.files_case()
    assert (await town.asks(case)).endswith(
        "Передаємо, відповідатиме КП «Київтеплоенерго», зазвичай — до 9 грудня."
    )
    relay.answer("RCPT", "451 4.7.1 greylisted")
    await deliver(town)
    assert "Передаємо" in await town.asks(case)
    town.pass_time(minutes=2)
    await deliver(town)
    assert (await town.asks(case)).endswith(
        "Передано, відповідає КП «Київтеплоенерго», зазвичай — до 9 грудня."
    )


async def test_after_the_body_began_a_late_letter_is_no_news(town: Town, relay: Relay) -> None:
    case = await town.files_case()

    def begin(uow: UnitOfWork) -> None:
        mine = uow.cases.get(case.number)
        assert mine is not None
        uow.cases.save(mine, cases.start(mine, by_link("kte"), town.clock.now()))

    await town.write(begin)
    town.pass_time(hours=2)
    await deliver(town)
    assert len(relay.taken) == 1
    assert await town.told() == []


async def test_a_letter_that_went_soon_is_no_news(town: Town, relay: Relay) -> None:
    await town.files_case()
    town.pass_time(minutes=59)
    await deliver(town)
    assert len(relay.taken) == 1
    assert await town.told() == []


async def test_a_late_warning_is_no_news_to_the_resident(town: Town, relay: Relay) -> None:
    case = await town.files_case()
    await deliver(town)
    await town.sends_off(case, "warned")
    town.pass_time(hours=2)
    await deliver(town)
    assert len(relay.taken) == 2
    assert await town.told() == []


# --- warned --------------------------------------------------------------------------------------


async def test_a_body_is_warned_by_a_letter_whose_link_works_beside_the_first(
    town: Town, relay: Relay
) -> None:
    case = await town.files_case()
    await deliver(town)
    assert case.warn_at is not None
    town.clock.set(case.warn_at)
    await Jobs(town.city).run_due("one")
    await deliver(town)
    first, warning = relay.taken
    assert warning.message["Subject"] == f"{case.number} — Ліфт: нагадування про строк"
    assert "Нагадування" in warning.text
    assert [await led_to(town, link_in(taken)) for taken in (first, warning)] == [1, 2]
    rows = await town.deliveries()
    assert all(is_latest(row, rows) for row in rows)


# --- the link by which a body acts ---------------------------------------------------------------


def link_in(taken: Taken) -> str:
    found = re.search(r"https://misto\.example/body/([\w-]+)$", taken.text, re.MULTILINE)
    assert found is not None
    return found[1]


async def led_to(town: Town, token: str) -> int | None:
    key, now = hash_token(token), town.clock.now()
    found = await town.city.runtime.read(lambda uow: uow.deliveries.of_link(key, now))
    return found.id if found else None


async def test_a_letter_carries_a_link_of_its_case_for_sixty_days(town: Town, relay: Relay) -> None:
    await town.files_case()
    await town.files_case()
    await deliver(town)
    first, second = map(link_in, relay.taken)
    assert [await led_to(town, first), await led_to(town, second)] == [1, 2]
    assert len(first) == 43  # 256 bits of chance
    town.pass_time(days=60)
    assert await led_to(town, first) is None


async def test_a_letter_sent_again_carries_a_link_that_works(town: Town, relay: Relay) -> None:
    await town.files_case()
    relay.answer("DATA", "451 4.3.0 try later")
    await deliver(town)
    town.pass_time(minutes=5)
    await deliver(town)
    (taken,) = relay.taken
    assert await led_to(town, link_in(taken)) == 1


async def test_links_stand_in_no_log_and_not_in_the_database(
    town: Town, relay: Relay, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG, logger="misto")
    await town.files_case()
    await deliver(town)
    token = link_in(relay.taken[0])
    assert token not in caplog.text
    stored = await asyncio.to_thread(
        lambda: b"".join(p.read_bytes() for p in tmp_path.glob("misto.db*"))
    )
    assert hash_token(token).encode() in stored
    assert token.encode() not in stored
