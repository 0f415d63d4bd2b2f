"""Logs: one form for every library, and nothing personal in any line."""

import enum
import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from misto import logs
from misto.masking import HIDDEN, Mask

TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
LINK = "https://misto.city.example/inbox/sign-in/Zr8qW3nT5yKc1vXa"
PHONES = [
    "+380671234567",
    "380671234567",
    "0671234567",
    "+38 (067) 123-45-67",
    "067 123 45 67",
    "(044) 123-45-67",
    "+38\u00a0067\u00a0123\u00a045\u00a067",
    "8–067–123–45–67",
    "+1 202 555 0143",
    "+38.067.123.45.67",
]
MAILS = ["olena.petrenko@ukr.net", "olena+1@sub.example.org", "олена@пошта.укр", "o@localhost"]
WORDS = ["у нас на Драгоманова 15 не працює ліфт", "Олена О'Коннор", "вул. Хрещатик, 36, кв. 7"]
SECRETS = [
    TOKEN,
    f"https://api.telegram.org/bot{TOKEN}/getMe",
    f"https://api.telegram.org/file/bot{TOKEN}/photos/file_1.jpg",
    LINK,
    "https://h/u?sig=abcdef&token=qwerty1",
    "4453b6ac12345678-e02c5f12174805f9-daec9cbb5448c51f",
    "Authorization: Bearer qwerty1",
    "X-Telegram-Bot-Api-Secret-Token: qwerty1",
    '{"password": "qwerty1"}',
    "postgresql://misto:qwerty1@db/misto",
    "kQ3vB8nM1xZ7wR5tY2uI",
    "nats://misto:qwerty1!$&@127.0.0.1:4222",
    "http://127.0.0.1:8081/bot1:qwerty1/getMe",
    "7654321:qwerty1-abcdefghijkl",
    "50.450109, 30.523433",
    "30.523433/50.450109",
]


def squeezed(text: str) -> str:
    return re.sub(r"[\s().\u2013+-]", "", text)


class Lines:
    """The lines that were written, and how many were read."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def squeezed(self) -> str:
        """Everything but the moments, unescaped, without what stands between a phone's digits."""
        kept = [{k: v for k, v in line.items() if k != "timestamp"} for line in self.all()]
        return squeezed(json.dumps(kept, ensure_ascii=False))

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def last(self) -> dict[str, Any]:
        return self.all()[-1]


@pytest.fixture
def restored() -> Iterator[None]:
    """Put Python's logging back as it was: it belongs to the whole process."""
    root = logging.getLogger()
    names = [*logs.OURS, "aiogram", "alembic", "apscheduler", "asyncio", "sqlalchemy"]
    levels = {name: logging.getLogger(name).level for name in names}
    kept = (root.handlers, root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers, level, sys.excepthook, threading.excepthook = kept
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    logging.getLogger("aiohttp.access").disabled = False
    logging.captureWarnings(False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def lines(restored: None) -> Lines:
    found = Lines()
    logs.configure("debug", "json", secrets=["hunter2hunter2"], stream=found.stream)
    return found


log = logging.getLogger("misto.test")


# --- form ----------------------------------------------------------------------------------------


def test_a_line_is_one_json_object_with_name_level_and_moment(lines: Lines) -> None:
    log.warning("a job held the writer for %d ms", 70)
    line = lines.last()
    assert datetime.fromisoformat(line.pop("timestamp")).tzinfo == UTC
    assert line == {
        "event": "a job held the writer for 70 ms",
        "level": "warning",
        "logger": "misto.test",
    }


def test_structlog_and_logging_write_alike(lines: Lines) -> None:
    structlog.get_logger("misto.test").info("turn done", channel="telegram", seconds=0.5)
    log.info("turn done", extra={"channel": "telegram", "seconds": 0.5})
    first, second = ({**line, "timestamp": ""} for line in lines.all())
    assert first == second
    assert first["seconds"] == 0.5


def test_ids_of_a_turn_stand_on_every_line_inside(lines: Lines) -> None:
    with logs.about(event_id="869273411", conversation_id=3):
        with logs.about(case="KV-2026-000001", outbox_ids=(7, 8)):
            logging.getLogger("connectors.database").info("committed")
        log.info("after")
    log.info("outside")
    inside, after, outside = lines.all()
    assert inside["event_id"] == after["event_id"] == "869273411"
    assert (inside["case"], inside["outbox_ids"]) == ("KV-2026-000001", [7, 8])
    assert "case" not in after
    assert "event_id" not in outside


def test_a_terminal_gets_lines_for_people(restored: None) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, pipe = Terminal(), io.StringIO()
    logs.configure("info", "auto", stream=terminal)
    log.info("serving")
    logs.configure("info", "auto", stream=pipe)
    log.info("serving")
    assert "serving" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
    assert json.loads(pipe.getvalue())["event"] == "serving"


@pytest.mark.parametrize("style", ["json", "console"])
def test_no_value_can_forge_a_line(restored: None, style: logs.Style) -> None:
    found = Lines()
    logs.configure("info", style, stream=found.stream)
    forged = "x\n2026-11-24T00:00:00Z [info] signed in\r\x1b[2K\u2028"
    structlog.get_logger("misto.test").info(forged, channel=forged)
    log.info("%s", forged)
    assert len(found.text.splitlines()) == 2
    assert "\x1b" not in found.text


def test_levels_hold_for_ours_and_libraries_never_tell_details(lines: Lines) -> None:
    logging.getLogger("core.x").debug("ours")
    logging.getLogger("aiohttp.client").debug("theirs")
    logging.getLogger("aiogram.event").info("every update")
    logging.getLogger("apscheduler.executors").info("every job")
    logging.getLogger("alembic.runtime.migration").info("every start")
    logging.getLogger("aiohttp.access").error("every request")
    logging.getLogger("aiohttp.server").info("theirs of weight")
    assert [line["event"] for line in lines.all()] == ["ours", "theirs of weight"]


def test_a_higher_level_holds_for_all(restored: None) -> None:
    found = Lines()
    logs.configure("error", "json", stream=found.stream)
    log.warning("ours")
    logging.getLogger("aiogram").warning("theirs")
    structlog.get_logger("misto.test").warning("ours too")
    assert found.text == ""


def test_configuring_again_writes_once(lines: Lines) -> None:
    logs.configure("info", "json", stream=lines.stream)
    log.info("once")
    assert len(lines.all()) == 1


def test_warnings_are_logged(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
        logging.captureWarnings(False)
    assert "old way" in lines.last()["event"]


# --- errors --------------------------------------------------------------------------------------


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:  # noqa: BLE001 - whatever the test gives
        return caught


def test_an_error_tells_type_words_and_places(lines: Lines) -> None:
    log.error("a turn failed", exc_info=raised(LookupError("no such column 'due_at'")))
    shown = lines.last()["exception"].splitlines()
    assert shown[0] == "LookupError: no such column 'due_at'"
    assert re.fullmatch(r"  at .*test_logs\.py:\d+ in raised", shown[1])


def test_causes_and_groups_are_told_and_masked_too(lines: Lines) -> None:
    try:
        try:
            int("+380671234567x")
        except ValueError as cause:
            inner = ValueError("'Ivan said so'")
            raise ExceptionGroup("two went wrong", [inner, KeyError("0671234567")]) from cause
    except ExceptionGroup:
        log.exception("a turn failed")
    shown = lines.last()["exception"]
    for told in ("ExceptionGroup: two went wrong", "ValueError: invalid literal", "KeyError: "):
        assert told in shown
    assert "67" not in re.sub(r":\d+ in", "", shown)
    assert "Ivan" not in shown


def test_an_error_in_a_circle_ends(lines: Lines) -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    log.error("odd", exc_info=first)
    assert "ValueError: a" in lines.last()["exception"]


def test_an_error_whose_words_cannot_be_made_is_told_by_its_type(lines: Lines) -> None:
    class Broken(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    log.error("odd", exc_info=Broken())
    structlog.get_logger("misto.test").error("odd", why=Broken())
    first, second = lines.all()
    assert "Broken" in first["exception"]
    assert "Broken" in second["why"]


class Form(BaseModel):
    """What a library checks; its errors quote the input."""

    age: int


def test_a_refused_input_is_not_quoted(lines: Lines) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate({"age": "Ivan Petrenko from Kyiv"})
    log.error("bad update", exc_info=caught.value)
    structlog.get_logger("misto.test").error("bad update", error=str(caught.value))
    assert "Ivan" not in lines.text
    assert "ValidationError" in lines.text


def test_values_of_a_statement_are_not_quoted(lines: Lines) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("select * from nowhere where a = :a"), {"a": "Ivan Petrenko"})
    engine.dispose()
    log.error("no such table", exc_info=caught.value)
    assert "Ivan" not in lines.text
    assert "no such table: nowhere" in lines.text


def test_a_line_that_cannot_be_made_tells_its_place_only(lines: Lines) -> None:
    record = log.makeRecord(
        log.name, logging.INFO, __file__, 1, "%s %s", ("Ivan 0671234567",), None
    )
    logging.getLogger().handlers[0].handle(record)
    assert lines.last()["event"] == "a log line could not be written"
    assert "test_logs.py" in lines.last()["place"]
    assert "Ivan" not in lines.text


def test_what_nobody_catches_is_logged_without_its_data(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    error = raised(ValueError("call +380671234567"))
    sys.excepthook(ValueError, error, error.__traceback__)
    thread = threading.Thread(target=int, args=("+380671234567x",))
    thread.start()
    thread.join()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [line["level"] for line in lines.all()] == ["critical", "critical"]
    assert "38067" not in lines.text + capsys.readouterr().err


def test_a_closed_stream_stops_nobody(restored: None) -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream=stream)
    stream.close()
    log.info("into the void")


# --- nothing personal ----------------------------------------------------------------------------

HOSTILE = [*PHONES, *MAILS, *WORDS, *SECRETS, "hunter2hunter2"]
# What must be gone: long runs of digits, words in Cyrillic, and what the secrets are made of.
TELLING = re.compile(
    r"\d{7}|[\u0400-\u04ff]|olena|localhost|AAHd|Zr8q|qwerty1|abcdef|4453b|kQ3v|hunter2"
    r"|50450|30523"
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_gone_wherever_it_stands(lines: Lines, hostile: str) -> None:
    bound = structlog.get_logger("misto.test")
    bound.info(hostile, detail_of="x")
    bound.info("x", why=hostile, more=[{"inner": (hostile,)}], **{hostile: 1})
    bound.info("x", text=hostile, phone=hostile, name=hostile, event_id=f"{hostile} ")
    log.info("said %s", hostile)
    log.info("said %r", hostile)
    log.info("x", extra={"why": hostile})
    log.error("x", exc_info=raised(ValueError(f"cannot take {hostile}")))
    log.error("x", exc_info=raised(ValueError(f"cannot take {hostile!r} here")))
    with structlog.contextvars.bound_contextvars(why=hostile):
        logging.getLogger("aiohttp.server").error("x")
    assert len(lines.all()) == 9
    assert not TELLING.search(lines.squeezed)


def test_the_lines_above_would_tell_without_the_mask() -> None:
    """The check must be able to fail: each hostile text holds something telling."""
    assert all(TELLING.search(squeezed(text)) for text in HOSTILE)


@pytest.mark.parametrize(
    "key",
    """text phone name address email raw token secret password caption payload contact street house
    applicant_name resident_phone rawBody bot_token message user_id chat chat_id phone_id slots
    incoming reading lat file_name csrf_token sessionCookie""".split(),
)
def test_a_denied_key_hides_whatever_it_holds(key: str) -> None:
    mask = Mask()
    assert mask.line({key: "plain words"})[key] == HIDDEN
    assert mask.line({key: 7})[key] == HIDDEN
    assert mask.line({"why": {key: ["x"]}})["why"][key] == HIDDEN
    assert mask.line({key: None})[key] is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("event", "a turn failed"),
        ("event_id", "869273411"),
        ("event_id", "tg:869273411"),
        ("case", "KV-2026-000001"),
        ("conversation_id", 41),
        ("update_id", 869273411),
        ("outbox_ids", [1, 2, 3]),
        ("text_id", "too-many"),
        ("text_length", 4096),
        ("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("body", "led_pechersk"),
        ("channel", "telegram"),
        ("seconds", 0.123456789),
        ("took_ms", 1795501751140),
        ("at", "2026-11-24T06:26:57.178254+00:00"),
        ("next", "2026-11-24 06:26:57"),
        ("address_count", 3),
        ("url", "http://127.0.0.1:8080/healthz"),
        ("why", "no such table: outbox"),
        ("status", 429),
        ("done", True),
        ("why", None),
    ],
)
def test_what_is_needed_to_find_a_fault_stays(key: str, value: Any) -> None:
    assert Mask().line({key: value}) == {key: value}


class Kind(enum.Enum):
    PHONE = "0671234567"
    OK = "ok"


@dataclass
class Event:
    """An object whose repr tells all."""

    text: str = "plain words"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Event(), "[Event]"),
        (b"plain words", "[bytes]"),
        (object, "[type]"),
        (380671234567, "[number]"),
        (float("nan"), "nan"),
        (Kind.PHONE, "[phone]"),
        (Kind.OK, "ok"),
        (Path("/srv/misto/var"), "/srv/misto/var"),
        (datetime(2026, 11, 24, 6, tzinfo=UTC), "2026-11-24 06:00:00+00:00"),
        (ValueError("of 'Ivan'"), "ValueError: of '…'"),
        ("x" * 1001, "[1001 characters]"),
        ("x" * 100_000, "[100000 characters]"),
        ([[[[[["deep"]]]]]], [[[[["[list]"]]]]]),
        ({"a": {"b": {"c": {"d": {"e": 1}}}}}, {"a": {"b": {"c": {"d": {"e": "[dict]"}}}}}),
    ],
)
def test_only_plain_things_are_written(value: Any, shown: Any) -> None:
    found = Mask().line({"why": value})["why"]
    assert found == shown or (isinstance(shown, list | dict) and "deep" not in str(found))
    json.dumps(found, allow_nan=False)


def test_a_long_list_is_cut() -> None:
    assert len(Mask().line({"why": list(range(1000))})["why"]) == 50


def test_a_secret_within_a_longer_one_leaves_nothing_of_it() -> None:
    assert Mask(["secret", "secret-long"]).text("a secret-long b") == f"a {HIDDEN} b"
    assert Mask(["abc"]).text("abcdef") == "abcdef"


separators = st.sampled_from(["", " ", "-", " (", ") ", ".", "\u00a0", "–"])


@given(
    st.text("0123456789", min_size=10, max_size=12),
    st.lists(separators, min_size=12, max_size=12),
    st.sampled_from(["", "+", "tel:", "тел. ", "call ", "(", '"']),
    st.sampled_from(["", " now", ".", ", дякую", '"', ")"]),
)
def test_any_phone_is_gone(digits: str, between: list[str], before: str, after: str) -> None:
    written = "".join(f"{digit}{mark}" for digit, mark in zip(digits, between, strict=False))
    shown = Mask().text(f"{before}{written.strip(' ().-–')}{after}")
    assert sum(character.isdigit() for character in shown) < 5


values = st.recursive(st.text() | st.integers(), st.lists, max_leaves=3)


@given(st.dictionaries(st.text(max_size=12), values, max_size=3))
def test_any_line_can_be_written_and_holds_no_cyrillic(line: dict[str, Any]) -> None:
    shown = json.dumps(Mask().line(line), ensure_ascii=False)
    assert not re.search("[\u0400-\u052f\x00-\x1f]", shown)
