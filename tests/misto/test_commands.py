"""Every command: what it writes, where, and how it ends."""

import argparse
import hashlib
import json
import logging
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog
from PIL import Image

from connectors.database.database import open_database
from core.petitions import Petition, PetitionEvent
from core.ports import UnitOfWork
from misto import app, cli, commands
from misto.app import build
from tests.contract.builders import new_database
from tests.misto.city import SHARED, new_city
from tests.misto.session import button, last, thread
from tests.system.program import ROOT, clean_environment, furnish, trained_model

LIFT = "вул. Михайла Драгоманова 15, другий день не працює ліфт, підʼїзд 2"
STAFF = [
    {"email": "o@kyiv.example", "role": "operator", "body": None},
    {"email": "e@kyiv.example", "role": "executor", "body": "housing-darnytskyi"},
    {"email": "v@kyiv.example", "role": "editor"},
]
RATED = {
    "chat": "taras",
    "kind": "dispatcher_request",
    "service_code": "hot_water",
    "address": {"street": "проспект Миколи Бажана", "house": "10", "district": "Дарницький"},
    "description": "Немає гарячої води.",
    "status": "closed",
    "rating": {"quality": 4, "speed": 5},
}
# `misto cases --json`, as the contract has it.
CASE = (
    "number kind service_code status outcome reopened joined_to description facts address applicant"
    " addressee body channel chat registered_at due_at due_basis due_rule answered_at closed_at"
    " rating attachments history"
).split()
ADDRESS = "street house apartment district lat long verified as_typed".split()
HANDOFF = "id chat reason status taken_by waiting_since promised_at".split()


@pytest.fixture(autouse=True)
def logs_restored() -> Iterator[None]:
    """A command configures the logs of its process, which here is the tests' own."""
    root = logging.getLogger()
    kept = (root.handlers, root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers, level, sys.excepthook, threading.excepthook = kept
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Misto:
    """Commands of this process on a database of the test's own."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Ended:
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = self.capsys.readouterr()
        return Ended(code, out, err)

    def does(self, *arguments: str | Path) -> str:
        """Run a command that must succeed; return what it wrote."""
        ended = self(*arguments)
        assert ended.code == 0, ended.err
        return ended.out

    def refuses(self, *arguments: str | Path) -> str:
        """Run a command that must fail with an explanation; return that."""
        ended = self(*arguments)
        assert (ended.code, ended.out) == (1, "")
        told = [line for line in ended.err.splitlines() if not line.startswith("{")]
        assert told[0].startswith("misto: ")
        return "\n".join(told)

    def sql(self, statement: str, *values: str) -> list[Any]:
        with closing(sqlite3.connect(self.home / "misto.db")) as connection, connection:
            return connection.execute(statement, values).fetchall()

    @property
    def filed(self) -> str:
        """Olena's case, which is with its body."""
        return self.number("olena")

    def number(self, chat: str) -> str:
        cases = self.sql(
            "SELECT c.chat, number FROM cases JOIN conversations c ON c.id = conversation_id"
        )
        return str(dict(cases)[chat])


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which things happened: cases, a photo, a call for a person."""
    folder = tmp_path_factory.mktemp("lived")
    Image.new("RGB", (64, 48), "red").save(folder / "lift.jpg")
    with thread(new_city(folder, at=None)) as chat:
        chat.does({"given": {"staff": STAFF, "cases": [RATED]}})
        photo = {"kind": "photo", "url": str(folder / "lift.jpg")}
        asked = last(chat.says("olena", "e1", text=LIFT, attachments=[photo]))
        while asked["expects"] not in ("consent", "confirm"):
            known = asked["expects"] == "district"
            pressed = button(asked, "Дарницький" if known else "Без номера")
            asked = last(chat.says("olena", f"e-{asked['expects']}", button=pressed))
        chat.says("olena", "e9", button=button(asked, "Так"))
        chat.says("petro", "e1", text="хочу поговорити з людиною")
    return folder


def at_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Misto:
    monkeypatch.setenv("MISTO_HOME", str(folder))
    monkeypatch.setenv("MISTO_DATABASE__URL", f"sqlite:///{folder / 'misto.db'}")
    monkeypatch.setenv("MISTO_ATTACHMENTS__PATH", str(folder / "attachments"))
    return Misto(folder, capsys)


@pytest.fixture
def misto(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Misto:
    """Commands on a copy of the lived-in database; tables and texts are loaded once for all."""
    home = tmp_path / "home"
    shutil.copytree(lived, home)
    loaded = new_city(tmp_path)
    parts = {name: getattr(loaded, name) for name in SHARED}

    def quickly(*arguments: Any) -> app.City:
        city = build(*arguments)
        vars(city).update(parts)
        return city

    monkeypatch.setattr(commands, "build", quickly)
    return at_work(home, monkeypatch, capsys)


@pytest.fixture
def empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Misto:
    """Commands on an empty database, with everything loaded anew."""
    new_database(tmp_path / "misto.db")
    return at_work(tmp_path, monkeypatch, capsys)


# --- the grammar ---------------------------------------------------------------------------------


def every_command(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Any]:
    found = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if path:
        yield path, parser
    for action in found:
        for name, sub in action.choices.items():
            yield from every_command(sub, (*path, name))


COMMANDS = {" ".join(path): parser for path, parser in every_command(cli.parser())}
LEAVES = [name for name, parser in COMMANDS.items() if parser.get_default("handler")]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_explains_itself(name: str, empty: Misto) -> None:
    ended = empty(*name.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"usage: misto {name}".rstrip())


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_takes_its_settings_from_a_file(name: str) -> None:
    options = [option for action in COMMANDS[name]._actions for option in action.option_strings]
    assert "--config" in options
    assert hasattr(commands, COMMANDS[name].get_default("handler"))


def test_the_contracts_commands_are_there() -> None:
    contract = (
        "run|chat|nlu parse|nlu train|nlu evaluate|cases|handoffs|outbox|deliveries|case|handoff"
        "|staff add|staff list|staff disable|staff reset|db upgrade|db check|jobs|check"
    )
    assert set(contract.split("|")) <= set(LEAVES)


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "dance",
        "nlu",
        "staff",
        "db drop",
        "cases --wrong",
        "cases extra",
        "case KV-2026-000001 dance --as o@kyiv.example",
        "case KV-2026-000001 take",
        "handoff x take --as o@kyiv.example",
        "staff add a@kyiv.example",
        "staff add a@kyiv.example --role king",
        "nlu evaluate",
    ],
)
def test_wrong_usage_ends_with_two_and_says_how_it_is_meant(empty: Misto, arguments: str) -> None:
    ended = empty(*arguments.split())
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: misto")


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["cases", "check", "db check", "staff list", "chat", "run"])
def test_wrong_settings_are_named_by_file_and_line(empty: Misto, command: str) -> None:
    (empty.home / "config.yml").write_text("web:\n  host: 127.0.0.1\n  prot: 8080\n", "utf-8")
    assert f"{empty.home / 'config.yml'}:3: web.prot" in empty.refuses(*command.split())


def test_another_file_of_settings_can_be_named(empty: Misto, tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("web:\n  port: many\n", "utf-8")
    assert f"{own}:2: web.port" in empty.refuses("cases", "--config", own)
    assert "nowhere.yml" in empty.refuses("cases", "--config", tmp_path / "nowhere.yml")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://misto@127.0.0.1/misto", "SQLite"),
        ("sqlite:////proc/none/misto.db", "/proc/none"),
        ("mysql://x", "database.url"),
    ],
)
def test_a_database_that_cannot_be_used_is_explained(
    empty: Misto, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("MISTO_DATABASE__URL", url)
    assert words in empty.refuses("cases")


def test_a_file_that_is_no_database_is_explained_and_left_alone(empty: Misto) -> None:
    (empty.home / "misto.db").write_text("це не база", "utf-8")
    assert "is no misto database" in empty.refuses("cases")
    assert (empty.home / "misto.db").read_text("utf-8") == "це не база"


def test_a_missing_model_is_told_with_how_to_make_one(
    empty: Misto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISTO_NLU__MODEL_PATH", "none.npz")
    assert "misto nlu train" in empty.refuses("nlu", "parse")


def test_a_broken_file_of_messages_is_named_by_its_line(empty: Misto, tmp_path: Path) -> None:
    furnish(empty.home, trained_model())
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{no JSON\n", "utf-8")
    assert f"{broken}:1" in empty.refuses("nlu", "evaluate", broken)


def test_several_roles_are_refused_on_sqlite(empty: Misto) -> None:
    assert "PostgreSQL" in empty.refuses("run", "--role", "web,worker")


# --- lists ---------------------------------------------------------------------------------------


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def test_cases_are_written_one_object_a_line_with_the_contracts_keys(misto: Misto) -> None:
    cases = misto("cases", "--json").rows
    assert [case["chat"] for case in cases] == ["taras", "olena"]
    for case in cases:
        assert list(case) == CASE
        assert list(case["address"]) == ADDRESS
        assert list(case["applicant"] or ["name", "phone", "email"]) == ["name", "phone", "email"]
        assert moment(case["registered_at"]) < moment(case["due_at"])
        assert [list(line) for line in case["history"]] == [["at", "event", "by"]] * len(
            case["history"]
        )


def test_a_case_tells_all_that_became_of_it(misto: Misto) -> None:
    (rated,) = misto("cases", "--json", "--number", misto.number("taras")).rows
    assert (rated["status"], rated["outcome"]) == ("closed", "fixed")
    assert rated["rating"] == {"quality": 4, "speed": 5}
    events = [line["event"] for line in rated["history"]]
    assert events == ["registered", "started", "answered", "rated"]
    (filed,) = misto("cases", "--json", "--number", misto.filed).rows
    assert (filed["kind"], filed["service_code"]) == ("dispatcher_request", "elevator")
    assert (filed["body"], filed["channel"]) == ("housing-darnytskyi", "terminal")
    assert (filed["status"], filed["outcome"], filed["rating"]) == ("registered", None, None)
    assert filed["address"]["house"] == "15"
    assert filed["address"]["verified"] is True
    assert filed["facts"]["entrance"] == "2"
    assert [file["kind"] for file in filed["attachments"]] == ["photo"]
    digest = hashlib.sha256((misto.home / "lift.jpg").read_bytes()).hexdigest()
    assert filed["attachments"][0]["sha256"] == digest


def test_cases_are_listed_for_people_a_line_each(misto: Misto) -> None:
    first, second = misto.does("cases").splitlines()
    assert first.startswith(f"{misto.number('taras')}  closed")
    assert second.startswith(f"{misto.filed}  registered")
    assert misto.does("cases", "--number", misto.filed).strip() == second


def test_a_case_that_is_not_there_is_a_failure(misto: Misto) -> None:
    assert "KV-1999-000001" in misto.refuses("cases", "--number", "KV-1999-000001", "--json")


def test_hand_offs_messages_and_deliveries_are_written_one_object_a_line(misto: Misto) -> None:
    (handoff,) = misto("handoffs", "--json").rows
    assert list(handoff) == HANDOFF
    assert (handoff["chat"], handoff["status"], handoff["taken_by"]) == ("petro", "waiting", None)
    assert moment(handoff["waiting_since"]) < moment(handoff["promised_at"])
    messages = misto("outbox", "--json").rows
    assert {row["chat"] for row in messages} == {"olena", "petro"}
    assert [row["case"] for row in messages].count(misto.filed) == 1
    deliveries = misto("deliveries", "--json").rows
    assert {row["body"] for row in deliveries} >= {"housing-darnytskyi"}
    assert all(moment(row["created_at"]) for row in deliveries)


@pytest.mark.parametrize("name", ["cases", "handoffs", "outbox", "deliveries", "staff list"])
def test_an_empty_city_has_empty_lists(empty: Misto, name: str) -> None:
    assert empty.does(*name.split(), "--json") == ""
    assert empty.does(*name.split()) == ""


@pytest.mark.parametrize("name", ["handoffs", "outbox", "deliveries", "staff list", "jobs"])
def test_lists_for_people_have_as_many_lines(misto: Misto, name: str) -> None:
    told = misto.does(*name.split()).splitlines()
    assert len(told) == len(misto(*name.split(), "--json").rows) > 0


# --- staff at work -------------------------------------------------------------------------------


def test_a_case_is_done_with_proof_and_its_resident_hears_of_it(misto: Misto) -> None:
    act = partial(misto.does, "case", misto.filed)
    assert act("take", "--as", "e@kyiv.example") == f"{misto.filed}: registered\n"
    assert act("start", "--as", "e@kyiv.example") == f"{misto.filed}: in_work\n"
    proof = ("--proof", misto.home / "lift.jpg", "--proof", misto.home / "lift.jpg")
    answer = ("answer", "--outcome", "fixed", "--text", "Замінили кнопку.", *proof)
    assert act(*answer, "--as", "e@kyiv.example") == f"{misto.filed}: answered\n"
    (case,) = misto("cases", "--json", "--number", misto.filed).rows
    assert (case["outcome"], len(case["attachments"])) == ("fixed", 3)
    told, asked = (row["text"] for row in misto("outbox", "--json").rows[-2:])
    assert "Замінили кнопку." in told
    assert "якість" in asked
    assert act("reopen", "--text", "знову", "--as", "o@kyiv.example").endswith(": reopened\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("start --as v@kyiv.example", "role editor may not start"),
        ("extend --text бо --as e@kyiv.example", "may not extend"),
        ("start --as o@kyiv.example", "not with a body of yours"),
        ("start --as nobody@kyiv.example", "no staff account nobody@kyiv.example"),
        ("answer --text x --outcome fixed --as e@kyiv.example", "answer needs: in_work"),
        ("forward --to марс --as o@kyiv.example", "no body 'марс'"),
        ("start --proof nowhere.jpg --as e@kyiv.example", "--proof nowhere.jpg: cannot be read"),
    ],
)
def test_an_act_that_is_not_allowed_or_not_possible_changes_nothing(
    misto: Misto, arguments: str, words: str
) -> None:
    before = misto("cases", "--json").out
    assert words in misto.refuses("case", misto.filed, *arguments.split())
    assert misto("cases", "--json").out == before


def test_a_case_is_forwarded_asked_about_and_rejected(misto: Misto) -> None:
    act = partial(misto.does, "case", misto.filed)
    forwarded = act("forward", "--to", "cc1551", "--as", "o@kyiv.example")
    assert forwarded == f"{misto.filed}: forwarded\n"
    assert misto("deliveries", "--json").rows[-1]["body"] == "cc1551"
    asked = act("ask", "--text", "Який поверх?", "--as", "o@kyiv.example")
    assert asked == f"{misto.filed}: needs_info\n"
    assert "Який поверх?" in misto("outbox", "--json").rows[-1]["text"]


def test_a_hand_off_is_taken_talked_in_and_given_back(misto: Misto) -> None:
    by = ("--as", "o@kyiv.example")
    assert misto.does("handoff", "1", "take", *by) == "hand-off 1: taken\n"
    assert misto.does("handoff", "1", "say", "--text", "Добрий день!", *by) == "hand-off 1: taken\n"
    assert misto("outbox", "--json").rows[-1]["text"] == "Добрий день!"
    assert misto.does("handoff", "1", "return", *by) == "hand-off 1: answered\n"
    assert misto("handoffs", "--json").rows[0]["status"] == "answered"
    assert "back with the bot" in misto.refuses("handoff", "1", "take", *by)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("1 take --as e@kyiv.example", "may not take a hand-off"),
        ("1 return --as o@kyiv.example", "take it first"),
        ("1 say --as o@kyiv.example", "message is empty"),
        ("7 take --as o@kyiv.example", "no hand-off 7"),
    ],
)
def test_a_hand_off_is_only_for_whom_and_when_it_may_be(
    misto: Misto, arguments: str, words: str
) -> None:
    before = misto("handoffs", "--json").out
    assert words in misto.refuses("handoff", *arguments.split())
    assert misto("handoffs", "--json").out == before


# --- staff accounts ------------------------------------------------------------------------------


def account_of(misto: Misto, link: str, after: timedelta) -> int | None:
    """Return whose the link is, some time after now."""
    address, token = link.strip().split("?token=")
    assert address == "http://127.0.0.1:8080/inbox/welcome"
    digest = hashlib.sha256(token.encode()).hexdigest()
    with (
        open_database(f"sqlite:///{misto.home / 'misto.db'}") as database,
        database.reads.unit_of_work() as uow,
    ):
        return uow.staff.link(digest, datetime.now(UTC) + after)


def test_an_account_is_made_with_a_link_that_lasts_a_week(misto: Misto) -> None:
    arguments = ("--role", "executor", "--body", "kte", "--body", "kvk")
    duty = ("--duty", "mon-fri 09:00-18:00")
    ended = misto("staff", "add", "n@kyiv.example", *arguments, *duty)
    assert ended.code == 0
    assert "token" not in ended.err
    assert account_of(misto, ended.out, timedelta(days=6)) == 4
    assert account_of(misto, ended.out, timedelta(days=8)) is None
    assert misto("staff", "list", "--json").rows[-1] == {
        "email": "n@kyiv.example",
        "role": "executor",
        "bodies": ["kte", "kvk"],
        "duty": "mon-fri 09:00-18:00",
        "signed_up": False,
        "disabled_at": None,
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("o@kyiv.example --role operator", "has an account"),
        ("n@kyiv.example --role executor", "name at least one"),
        ("n@kyiv.example --role executor --body марс", "No body марс"),
        ("n@kyiv.example --role operator --duty завжди", "--duty: "),
    ],
)
def test_an_account_that_cannot_be_is_refused(misto: Misto, arguments: str, words: str) -> None:
    assert words in misto.refuses("staff", "add", *arguments.split())
    assert len(misto("staff", "list", "--json").rows) == 3


def test_a_new_link_lasts_an_hour(misto: Misto) -> None:
    link = misto.does("staff", "reset", "o@kyiv.example")
    assert account_of(misto, link, timedelta(minutes=59)) == 1
    assert account_of(misto, link, timedelta(minutes=61)) is None
    assert "misto staff list" in misto.refuses("staff", "reset", "nobody@kyiv.example")


def test_a_disabled_account_is_signed_out_and_may_do_nothing_more(misto: Misto) -> None:
    now = datetime.now(UTC)
    session = ("x" * 64, 2, "csrf", now, now + timedelta(hours=1))
    with open_database(f"sqlite:///{misto.home / 'misto.db'}") as database:
        database.writer.submit(None, lambda uow: uow.staff.add_session(*session)).result()
    assert misto.sql("SELECT count(*) FROM staff_sessions") == [(1,)]
    assert misto.does("staff", "disable", "e@kyiv.example") == "e@kyiv.example: disabled\n"
    assert misto.sql("SELECT count(*) FROM staff_sessions") == [(0,)]
    first = misto("staff", "list", "--json").rows[1]["disabled_at"]
    misto.does("staff", "disable", "e@kyiv.example")
    assert misto("staff", "list", "--json").rows[1]["disabled_at"] == first
    assert "disabled" in misto.refuses("case", misto.filed, "start", "--as", "e@kyiv.example")


# --- residents' own data -------------------------------------------------------------------------


def test_a_copy_holds_all_there_is_of_a_resident(misto: Misto) -> None:
    copy = json.loads(misto.does("person", "export", misto.filed))
    (talk,) = copy["chats"]
    assert (talk["channel"], talk["chat"]) == ("terminal", "olena")
    assert {line["who"] for line in talk["talk"]} == {"resident", "bot"}
    assert [case["number"] for case in copy["cases"]] == [misto.filed]
    assert [file["name"] for file in talk["files"]] == ["lift.jpg"]
    assert "taras" not in json.dumps(copy)


@pytest.mark.parametrize("name", ["olena", "terminal:olena"])
def test_a_resident_is_found_by_their_chat(misto: Misto, name: str) -> None:
    assert json.loads(misto.does("person", "export", name))["cases"]


def test_a_copy_can_be_read(misto: Misto) -> None:
    text = misto.does("person", "export", "olena", "--text")
    assert misto.filed in text
    assert "Ліфт" in text or "ліфт" in text
    assert "{" not in text


def test_nobody_goes_by_an_unknown_name(misto: Misto) -> None:
    assert "nobody here goes by 'KV-1999-000001'" in misto.refuses(
        "person", "export", "KV-1999-000001"
    )


def test_an_open_case_is_not_forgotten_without_a_word(misto: Misto) -> None:
    told = misto.refuses("person", "forget", "olena")
    assert misto.filed in told
    assert "--withdraw" in told


def test_a_replay_under_the_same_flows_differs_in_nothing(misto: Misto) -> None:
    assert misto.does("replay").endswith("none would differ\n")
    report = json.loads(misto.does("replay", "--json", "--since", "7d"))
    assert (report["differences"], report["skipped"]) == ([], {})


def test_a_replay_is_refused_without_a_moment(misto: Misto) -> None:
    assert "--since soon" in misto.refuses("replay", "--since", "soon")


def test_who_is_forgotten_is_found_no_more(misto: Misto) -> None:
    number = misto.filed
    assert "forgotten" in misto.does("person", "forget", "olena", "--withdraw")
    assert "nobody" in misto.refuses("person", "export", "olena")
    assert not list((misto.home / "attachments").rglob("*/*/*"))
    assert misto.sql("SELECT status FROM cases WHERE number = ?", number) == [("withdrawn",)]
    assert misto.sql("SELECT * FROM forgettings") == []
    assert misto.does("db", "check") == "the database adds up\n"


# --- upkeep --------------------------------------------------------------------------------------


def test_a_database_is_made_and_found_whole(empty: Misto) -> None:
    (empty.home / "misto.db").unlink()
    assert empty.does("db", "upgrade") == "the database is up to date\n"
    assert empty.does("db", "upgrade") == "the database is up to date\n"
    assert empty.does("db", "check") == "the database adds up\n"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE cases SET status = 'rejected'", "but its history ends with"),
        ("DELETE FROM case_events", "has no history"),
        ("UPDATE counters SET value = 0", "was not given out yet"),
        ("UPDATE handoffs SET status = 'taken'", "is taken, but by nobody"),
        ("UPDATE attachments SET sha256 = NULL", "its content is not named"),
        ("DELETE FROM conversations", "is not there"),
        ("UPDATE conversations SET state = '{'", "cannot be taken up"),
    ],
)
def test_damage_is_found_and_named(misto: Misto, damage: str, words: str) -> None:
    assert misto.does("db", "check") == "the database adds up\n"
    misto.sql(damage)
    ended = misto("db", "check")
    assert (ended.code, ended.err) == (1, "")
    assert words in ended.out


def test_a_damaged_file_is_told_not_raised(misto: Misto) -> None:
    ((page,),) = misto.sql("SELECT rootpage FROM sqlite_schema WHERE name = 'outbox'")
    ((size,),) = misto.sql("PRAGMA page_size")
    with (misto.home / "misto.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    ended = misto("db", "check")
    assert (ended.code, ended.err) == (1, "")
    assert "The file is damaged" in ended.out or "could not be looked through" in ended.out


def test_ratings_are_listed_with_their_cases(misto: Misto) -> None:
    (rating,) = misto("ratings", "--json").rows
    assert rating.pop("at").startswith("20")
    assert rating == {"case": misto.number("taras"), "quality": 4, "speed": 5, "reason": None}


def test_figures_of_a_few_cases_are_not_published(misto: Misto) -> None:
    assert misto.does("figures", "--json") == ""


OFF = ("--from", "2030-03-05T08:00+02:00", "--until", "2030-03-05T18:00+02:00")


def test_an_outage_is_noted_where_its_words_say(misto: Misto) -> None:
    misto.does("outage", "hot_water", "--place", "вулиця Ревуцького, 18", *OFF)
    misto.does("outage", "heating", "--place", "Печерський район", "--kind", "emergency", *OFF)
    first, second = misto("outages", "--json").rows
    assert (first["street"], first["house"]) == ("вулиця Ревуцького", "18")
    assert (second["districts"], second["kind"]) == (["pecherskyi"], "emergency")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sun", "--place", "Хрещатик", *OFF), "an unknown service"),
        (("heating", "--place", "Хрещатик", *OFF[2:], *OFF[:1], OFF[3]), "ends after it begins"),
        (
            ("heating", "--place", "Хрещатик", "--from", "2030-03-05T08:00", *OFF[2:]),
            "needs its offset",
        ),
        (("heating", "--place", "Хрещатик", "--from", "завтра", *OFF[2:]), "Invalid isoformat"),
    ],
)
def test_an_outage_that_makes_no_sense_is_refused(
    misto: Misto, arguments: tuple[str, ...], words: str
) -> None:
    assert words in misto.refuses("outage", *arguments)


def test_jobs_tell_when_they_ran_and_are_next_due(misto: Misto) -> None:
    rows = {row["name"]: row for row in misto("jobs", "--json").rows}
    assert set(rows) == {
        *(
            "reminders",
            "warnings",
            "overdue",
            "ratings",
            "claims",
            "bulk",
            "close_unrated",
            "handoffs",
            "notices",
            "petitions",
            "news",
            "digests",
            "forgetting",
            "retention",
        ),
    }
    assert all(list(row) == ["name", "at", "result", "runs", "next"] for row in rows.values())
    assert {row["runs"] for row in rows.values()} == {0}
    (filed,) = misto("cases", "--json", "--number", misto.filed).rows
    assert moment(rows["overdue"]["next"]) - moment(filed["due_at"]) < timedelta(seconds=1)
    (handoff,) = misto("handoffs", "--json").rows
    assert rows["handoffs"]["next"] == handoff["promised_at"]
    assert rows["close_unrated"]["next"] is None


# --- check ---------------------------------------------------------------------------------------


@dataclass
class Copies:
    """The city's flows, texts and tables to be broken."""

    folder: Path
    misto: Misto

    def breaks(self, name: str, old: str, new: str) -> tuple[str, int]:
        """Change a file; return what `check` said about it and on which line the change is."""
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        ended = self.misto("check")
        assert ended.code == 1, ended.out
        assert "Traceback" not in ended.err
        return ended.out, text[: text.index(old)].count("\n") + 1


@pytest.fixture
def copies(empty: Misto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copies:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "dialogs" / "flows", tmp_path / "flows")
    monkeypatch.setattr(app, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setattr(app, "FLOWS", tmp_path / "flows")
    return Copies(tmp_path, empty)


def test_what_is_shipped_is_in_order(empty: Misto) -> None:
    assert empty.does("check") == "settings, flows, texts and data are in order\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("flows/thank.yml", "utter: thank", "utter: thanks", "no text 'thanks'"),
        ("flows/thank.yml", "utter: thank", "uter: thank", "uter"),
        ("flows/thank.yml", "steps:", "steps: [", "thank.yml"),
        ("flows/dispatcher_request.yml", "action: file_case", "action: file_cake", "file_cake"),
        ("flows/appeal_submit.yml", "kind: story", "kind: storey", "storey"),
    ],
)
def test_a_broken_flow_is_named_by_file_and_line(
    copies: Copies, name: str, old: str, new: str, words: str
) -> None:
    said, line = copies.breaks(name, old, new)
    assert words in said
    file = Path(name).name
    places = [int(part.split(":")[0]) for part in said.split(f"{file}:")[1:]]
    assert any(abs(place - line) <= 1 for place in places), said


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("data/texts/uk/talk.ftl", "\nhandoff-taken =", "\nhandoff-tooken =", "handoff-taken"),
        ("data/texts/en/talk.ftl", "handoff-taken =", "handoff-taken = {", "talk.ftl"),
        ("data/city/routing.csv", "hot_water,kte", "hot_water,mars", "routing.csv:2"),
        ("data/nlu/thank.yml", "    - дякую", "    дякую", "thank.yml:"),
    ],
)
def test_broken_texts_tables_and_training_data_are_named(
    copies: Copies, name: str, old: str, new: str, words: str
) -> None:
    said, _ = copies.breaks(name, old, new)
    assert words in said


def test_a_body_by_mail_wants_a_mail_server(copies: Copies) -> None:
    inbox, by_mail = ",inbox,verified,", ",mail,verified,office@kmda.example"
    said, _ = copies.breaks("data/city/bodies.csv", f"{inbox},mayor", f"{by_mail},mayor")
    assert "config.yml:1: mail.smtp_url is empty, but kmda get" in said


def test_duty_hours_of_no_body_are_named(empty: Misto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTO_STAFF__DUTY", "mars: mon-fri 09:00-18:00")
    ended = empty("check")
    assert (ended.code, "no body 'mars'" in ended.out) == (1, True)


# --- as a process --------------------------------------------------------------------------------


def run(home: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "misto.cli", *arguments],
        cwd=ROOT,
        env=clean_environment() | {"MISTO_HOME": str(home)} | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_results_go_to_standard_output_and_logs_to_standard_error(
    lived: Path, tmp_path: Path
) -> None:
    shutil.copytree(lived, tmp_path / "home")
    url = f"sqlite:///{tmp_path / 'home' / 'misto.db'}"
    ended = run(tmp_path, "cases", "--json", MISTO_DATABASE__URL=url, MISTO_LOG__LEVEL="debug")
    assert ended.returncode == 0
    assert [json.loads(line)["chat"] for line in ended.stdout.splitlines()] == ["taras", "olena"]
    assert "Драгоманова" not in ended.stderr


def test_a_failure_of_a_process_ends_with_one_and_no_traceback(tmp_path: Path) -> None:
    ended = run(tmp_path, "cases", "--number", "KV-2026-000001")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "misto: there is no case KV-2026-000001; `misto cases` lists all\n"
    assert (tmp_path / "var" / "misto.db").exists()


# --- petitions -----------------------------------------------------------------------------------

# `misto petitions --json`, as the contract has it; what a moderator reads comes after.
PETITION = "number title status intents votes threshold started_on ends_on".split()
PETITION += "text author due_at reason answer".split()


@pytest.fixture
def moderated(misto: Misto) -> Misto:
    """Commands on a city with a moderator and a petition that waits for one."""
    misto.does("staff", "add", "p@kyiv.example", "--role", "moderator")

    def add(uow: UnitOfWork) -> None:
        now = datetime.now(UTC)
        filed = Petition("17", "Велодоріжка на шосе", "Просимо збудувати.", "Коваль Олена", now)
        uow.petitions.add(filed, PetitionEvent(now, "filed", "resident"), {})

    with open_database(f"sqlite:///{misto.home / 'misto.db'}") as database:
        database.writer.submit(None, add).result()
    return misto


def test_a_petition_is_published_and_listed_as_the_contract_has_it(moderated: Misto) -> None:
    act = partial(moderated.does, "petition", "17", "publish", "--as", "p@kyiv.example")
    assert act() == "petition 17: collecting\n"
    (row,) = moderated("petitions", "--json").rows
    assert list(row) == PETITION
    known = {name: row[name] for name in ("status", "intents", "votes", "threshold")}
    assert known == {"status": "collecting", "intents": 0, "votes": 0, "threshold": 6000}
    days = date.fromisoformat(row["ends_on"]) - date.fromisoformat(row["started_on"])
    assert days == timedelta(days=60)
    assert "Велодоріжка на шосе" in moderated.does("petitions")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("17 publish --as v@kyiv.example", "role editor may not publish a petition"),
        ("17 publish --as nobody@kyiv.example", "no staff account nobody@kyiv.example"),
        ("99 publish --as p@kyiv.example", "no petition 99"),
        ("17 answer --text Ні --as p@kyiv.example", "only one in consideration can be answered"),
        ("17 refuse --as p@kyiv.example", "hatred, incomplete, overthrow, violence"),
        ("17 refuse --reason ugly --as p@kyiv.example", "hatred, incomplete, overthrow, violence"),
    ],
)
def test_what_cannot_be_done_to_a_petition_is_explained_and_changes_nothing(
    moderated: Misto, arguments: str, words: str
) -> None:
    assert words in moderated.refuses("petition", *arguments.split())
    assert [row["status"] for row in moderated("petitions", "--json").rows] == ["moderation"]


def test_a_petition_is_refused_with_its_reason(moderated: Misto) -> None:
    act = ("petition", "17", "refuse", "--reason", "hatred", "--as", "p@kyiv.example")
    assert moderated.does(*act) == "petition 17: refused\n"
    assert moderated("petitions", "--json").rows[0]["reason"] == "hatred"
