"""A resident asks to be forgotten, and nothing of them is left: in no table, no column, no file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from connectors.database.check import check
from connectors.database.personal import BY_RULE, IMPERSONAL, WIPES
from connectors.database.schema import metadata
from core.messages import ChatRef, Incoming
from core.model import Applicant
from core.reading import from_parse
from core.turn import Entry
from misto.app import City
from tests.misto.city import new_city
from tests.misto.session import Line, Session, last, messages, thread

STAFF = [
    {"email": "o@kyiv.example", "role": "operator", "duty": "mon-sun 00:00-24:00"},
    {"email": "a@kyiv.example", "role": "admin"},
]
# What she tells of herself, in every form in which it could be kept.
TRACES = (
    *("Зореслав", "Квітчаськ", "kvitchasko", "poshta.example", "zoreslava-771"),
    *("380677654321", "0677654321", "67 765 43 21", "917"),
    *("бегемот", "слоник", "жираф", "крокодил", "хочу лавку"),
)
TELLS: dict[str, str] = {
    "name": "Зореслава Квітчасько",
    "address": "Теремківська 5, кв 917",
    "phone": "0677654321",
    "email": "kvitchasko@poshta.example",
    "apartment": "917",
    "entrance": "2",
    "description": "Прошу поставити лавки на зупинці. Зореславі Квітчасько, кв. 917, ніде сісти",
    "official": "КМДА",
}


@dataclass
class Resident:
    """Somebody who talks until it is done, telling what is asked for."""

    session: Session
    chat: str
    events: int = 0

    def says(self, text: str) -> Line:
        return self._sends(text=text)

    def presses(self, label: str, question: Line) -> Line:
        values = {b["label"]: b["value"] for b in question["buttons"]}
        return self._sends(button=values[label])

    def _sends(self, **payload: Any) -> Line:
        self.events += 1
        return last(self.session.says(self.chat, f"e{self.events}", **payload))

    def files(self, text: str, photo: Path | None = None) -> str:
        """Tell of a matter, or press a button, and answer until it is filed; return its number."""
        seen = self._sends(button=text) if text.startswith("!") else self.says(text)
        if photo is not None:
            seen = self._sends(attachments=[{"kind": "photo", "url": str(photo)}])
        for _ in range(12):
            if seen["case"]:
                return str(seen["case"])
            expects = seen["expects"] or ""
            if expects in TELLS:
                seen = self.says(TELLS[expects])
            else:
                seen = self._sends(button=seen["buttons"][0]["value"])
        raise AssertionError(f"not filed: {seen}")


@pytest.fixture
def city(tmp_path: Path) -> City:
    return new_city(tmp_path)


@pytest.fixture
def session(city: City) -> Iterator[Session]:
    with thread(city) as opened:
        opened.does({"given": {"staff": STAFF}})
        yield opened


def everything(folder: Path) -> str:
    """Return all that is kept: each column of each row of each table."""
    with closing(sqlite3.connect(folder / "misto.db")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        rows = (row for (name,) in tables for row in connection.execute(f"SELECT * FROM {name}"))  # noqa: S608
        return "\n".join(_plain(value) for row in rows for value in row)


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def on_disk(folder: Path) -> bytes:
    """Return every byte of every file, the database's own and its write-ahead file too."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def traces(text: str) -> list[str]:
    return [trace for trace in TRACES if trace.casefold() in text.casefold()]


def bytes_left(raw: bytes) -> list[str]:
    forms = {form for trace in TRACES for form in (trace, trace.lower(), trace.upper())}
    return sorted(form for form in forms if form.encode() in raw and not form.isdecimal())


def _photo(path: Path, colour: str) -> Path:
    Image.new("RGB", (60, 40), colour).save(path)
    return path


def lives(session: Session, folder: Path) -> Resident:
    """Let her ask for, tell, send and get everything that a resident can."""
    she = Resident(session, "zoreslava-771")
    request = she.files(
        "ліфт не їде, Теремківська 5 кв 917, на стіні намальовано: бегемот",
        _photo(folder / "жираф.jpg", "purple"),
    )
    appeal = she.files("!flow=appeal_submit", _photo(folder / "жираф-2.jpg", "yellow"))
    for do, more in (("start", {}), ("answer", {"outcome": "granted"})):
        text = "Шановна Зореславо Квітчасько, кв. 917! Лавки буде поставлено."
        act = {"staff": "a@kyiv.example", "event": f"s-{do}", "do": do, "case": appeal}
        assert "done" in session.does(act | more | {"text": text})[-1]
    she.says("якість 2, швидкість 5, слоник на зупинці кращий")
    she.says("покличте людину")
    session.says(she.chat, "h1", text="мене звати Зореслава, крокодил у ванні")
    for do in ("take", "say", "return"):
        act = {"staff": "o@kyiv.example", "event": f"h-{do}", "do": do, "chat": she.chat}
        assert "done" in session.does(act | {"text": "Зореславо, вітаю!"})[-1], do
    she.says("хочу лавку біля дому")
    assert request
    return she


def forgets(she: Resident) -> Line:
    asked = she.says("видаліть, будь ласка, всі мої дані")
    if asked["expects"] == "choice":
        asked = she.presses("Відкликати й видалити", asked)
    assert asked["expects"] == "confirm", asked
    return she.presses("Так, видалити", asked)


def test_nothing_is_left_of_who_was_forgotten(session: Session, tmp_path: Path) -> None:
    she = lives(session, tmp_path.parent)
    assert set(traces(everything(tmp_path))) >= {"Зореслав", "380677654321", "zoreslava-771"}
    said = forgets(she)
    session.end()
    assert "немає" in said["text"]
    assert traces(everything(tmp_path)) == []
    assert bytes_left(on_disk(tmp_path)) == []
    kept = [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]
    # Of the two photos the one that belongs to the appeal, which the law keeps.
    assert [Image.open(path).getpixel((5, 5)) for path in kept] == [(255, 255, 0)]


def test_nothing_is_left_while_the_city_goes_on(session: Session, tmp_path: Path) -> None:
    """The write-ahead file of a running process holds nothing either."""
    she = lives(session, tmp_path.parent)
    forgets(she)
    Resident(session, "petro").says("вітаю")
    session.does({"given": {}})
    assert (tmp_path / "misto.db-wal").exists()
    assert traces(everything(tmp_path)) == []
    assert bytes_left(on_disk(tmp_path)) == []


def _petitions(she: Resident, title: str) -> None:
    told = {
        "title": title,
        "text": f"{title}, бо крокодил на зупинці заважає сідати в автобус усім сусідам.",
        "name": "Зореслава Квітчасько",
    }
    seen = she._sends(button="!flow=petition_create")
    for _ in range(6):
        if not seen["expects"]:
            return
        expects = seen["expects"]
        seen = she.says(told[expects]) if expects in told else she.says("так")
    raise AssertionError(f"not filed: {seen}")


def test_a_petition_that_is_not_public_goes_with_its_author(
    session: Session, tmp_path: Path
) -> None:
    she = Resident(session, "zoreslava-771")
    _petitions(she, "Прибрати жирафа з вулиці Теремківської")
    _petitions(she, "Засадити липами всю вулицю Теремківську")
    publish = {"staff": "a@kyiv.example", "event": "p1", "petition": "2", "do": "publish"}
    assert "done" in session.does(publish)[-1]
    asked = she.says("видаліть, будь ласка, всі мої дані")
    assert "Неопубліковану петицію відкличемо" in asked["text"]
    she.presses("Так, видалити", asked)
    session.end()
    with closing(sqlite3.connect(tmp_path / "misto.db")) as connection:
        left = connection.execute("SELECT number, status, title, author FROM petitions ORDER BY id")
        assert left.fetchall() == [
            ("1", "withdrawn", "", ""),
            ("2", "collecting", "Засадити липами всю вулицю Теремківську", ""),
        ]
        words = connection.execute("SELECT DISTINCT petition_id FROM petition_words").fetchall()
        assert words == [(2,)]
    assert "жираф" not in everything(tmp_path)


def test_the_law_keeps_the_appeal_without_its_resident(session: Session, city: City) -> None:
    she = lives(session, Path(city.database.path).parent.parent)
    forgets(she)
    session.does({"given": {}})
    with city.database.reads.unit_of_work() as uow:
        request, appeal = uow.cases.all()
        assert check(uow) == []
    assert (request.kind, request.status, request.description) == (
        "dispatcher_request",
        "withdrawn",
        "",
    )
    assert "лавки на зупинці" in appeal.description
    assert (appeal.answer, appeal.status) == ("Шановна … …, …! Лавки буде поставлено.", "closed")
    assert appeal.rating is not None
    assert (appeal.rating.quality, appeal.rating.speed, appeal.rating.reason) == (2, 5, None)
    assert (appeal.applicant, appeal.person_id, appeal.chat.channel) == (
        Applicant(),
        None,
        "forgotten",
    )


def test_nothing_of_others_is_touched(session: Session, city: City) -> None:
    petro = Resident(session, "petro")
    number = petro.files("ліфт не їде, Теремківська 5 кв 917")

    def of_petro() -> tuple[Any, ...]:
        with city.database.reads.unit_of_work() as uow:
            chat = uow.conversations.get(ChatRef("terminal", "local", "petro"))
            talk = uow.conversations.transcript(chat.id or 0)
            return uow.cases.get(number), chat.person, talk

    before = of_petro()
    forgets(lives(session, Path(city.database.path).parent.parent))
    assert of_petro() == before
    assert petro.says("мої дані")["text"].count("067 765 43 21") == 1


def test_all_chats_of_a_person_go_together(session: Session, city: City) -> None:
    she = Resident(session, "zoreslava-771")
    she.files("ліфт не їде, Теремківська 5 кв 917")
    second = Resident(session, "zoreslava-771-2")
    second.says("крокодил у ванні")

    def join(uow: Any) -> None:
        first = uow.conversations.get(ChatRef("terminal", "local", "zoreslava-771"))
        other = uow.conversations.get(ChatRef("terminal", "local", "zoreslava-771-2"))
        other.person = first.person
        uow.conversations.save_person(other)

    city.database.writer.submit(None, join).result()
    forgets(second)
    assert traces(everything(Path(city.database.path).parent)) == []


def test_who_waits_for_the_answer_is_forgotten_after_it(session: Session, city: City) -> None:
    folder = Path(city.database.path).parent
    she = Resident(session, "zoreslava-771")
    number = she.files("ліфт не їде, Теремківська 5 кв 917")
    asked = she.says("видаліть мої дані")
    assert she.presses("Дочекатися відповіді", asked)["expects"] is None
    session.does({"clock": "2031-03-04T12:00:00+02:00"})
    assert traces(everything(folder))
    for do, more in (("start", {}), ("answer", {"outcome": "fixed", "text": "Їде."})):
        act = {"staff": "a@kyiv.example", "event": f"w-{do}", "do": do, "case": number}
        assert "done" in session.does(act | more)[-1]
    # Not before the answer could be read and rated.
    session.does({"clock": "2031-03-05T12:00:00+02:00"})
    assert traces(everything(folder))
    closed = session.does({"clock": "2031-03-20T12:00:00+02:00"})
    assert any("більше немає" in line["text"] for line in messages(closed))
    assert traces(everything(folder)) == []


def test_a_wish_can_be_taken_back(session: Session, city: City) -> None:
    she = Resident(session, "zoreslava-771")
    she.files("ліфт не їде, Теремківська 5 кв 917")
    she.presses("Дочекатися відповіді", she.says("видаліть мої дані"))
    she.presses("Нічого не видаляти", she.says("забудьте мене"))
    with city.database.reads.unit_of_work() as uow:
        assert uow.personal.wishes("waits") == []


def test_a_messenger_gets_the_last_words_before_its_chat_is_wiped(
    city: City, session: Session
) -> None:
    """Where a sender takes messages from the table, they leave first."""
    ref = ChatRef("telegram", "main", "77123456")
    turns, now = city.turns, city.runtime.now()

    def tell(uow: Any, number: int, **payload: Any) -> list[Any]:
        event = Incoming(*(ref.channel, ref.bot, ref.chat), str(number), now, **payload)
        read = from_parse(city.reader.read(payload["text"], now)) if "text" in payload else None
        return list(turns.run(uow, ref, [Entry(event, read)], now)[0].replies)

    def talk(uow: Any) -> Any:
        asked = tell(uow, 1, text="видаліть мої дані")[-1].outgoing
        return tell(uow, 2, button=asked.choices[0].value)[-1]

    last_words = city.database.writer.submit(None, talk).result()
    session.does({"clock": (now + timedelta(minutes=1)).isoformat()})
    assert "77123456" in everything(Path(city.database.path).parent)

    def sent(uow: Any) -> None:
        for row in (last_words.id - 1, last_words.id):
            uow.outbox.sent(row, "m", now)

    city.database.writer.submit(None, sent).result()
    session.does({"clock": (now + timedelta(minutes=2)).isoformat()})
    assert "77123456" not in everything(Path(city.database.path).parent)


def test_what_the_law_keeps_goes_with_its_term(session: Session, city: City) -> None:
    forgets(lives(session, Path(city.database.path).parent.parent))
    with city.database.reads.unit_of_work() as uow:
        *_, appeal = uow.cases.all()
    ended = appeal.closed_at
    assert ended is not None
    job = city.database.writer.submit
    assert job(None, lambda uow: uow.retention.wipe_substance(ended)).result() == 0
    later = ended + timedelta(seconds=1)
    assert job(None, lambda uow: uow.retention.wipe_substance(later)).result() == 1
    assert job(None, lambda uow: uow.retention.wipe_substance(later)).result() == 0
    with city.database.reads.unit_of_work() as uow:
        *_, appeal = uow.cases.all()
    assert (appeal.description, appeal.answer, appeal.facts) == ("", None, {})


def test_every_table_has_its_rule() -> None:
    """Whoever adds a table decides what becomes of a person in it."""
    ruled = [*WIPES, *BY_RULE, *IMPERSONAL]
    assert sorted(ruled) == sorted(metadata.tables)
