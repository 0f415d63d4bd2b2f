"""The talk as lines: what stands where, which question stands, what a stream tells."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.webchat import talk
from bots.webchat.events import scoped
from bots.webchat.session import chat_of, new_token
from bots.webchat.talk import Follower, Message, Own, history, standing_question
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.messages import ChatRef, Choice, FileRef, Incoming, Location, Outgoing
from core.model import Attachment
from core.ports import UnitOfWork
from tests.contract.builders import NOW, new_database


@dataclass
class Talk:
    """One chat in an open transaction; a second passes with each line."""

    uow: UnitOfWork
    chat: ChatRef = field(default_factory=lambda: chat_of(new_token()))
    seconds: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.id = self.uow.conversations.put(self.uow.conversations.get(self.chat), NOW)

    def hears(self, event: str, **thing: Any) -> None:
        at = NOW + timedelta(seconds=next(self.seconds))
        thing = thing or {"text": f"text of {event}"}
        incoming = Incoming("webchat", "web", self.chat.chat, scoped(self.chat, event), at, **thing)
        self.uow.intake.take(incoming, done=True)

    def says(self, text: str, to: str | None = None, *labels: str, **facts: Any) -> int:
        choices = tuple(Choice(label, f"go={label}") for label in labels)
        at = NOW + timedelta(seconds=next(self.seconds))
        event = None if to is None else scoped(self.chat, to)
        outgoing = Outgoing(text, choices, **facts)
        return self.uow.outbox.add(self.id, self.chat, outgoing, at, in_reply_to=event)

    def lines(self, limit: int = 500) -> list[str]:
        return [line.text for line in history(self.uow, self.id, limit).lines]

    def question(self) -> str | None:
        found = history(self.uow, self.id).question
        return found.text if found else None


@pytest.fixture(scope="module")
def uow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    path = new_database(Path(tmp_path_factory.mktemp("talk")) / "misto.db")
    with closing(connect_to_write(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield SqlUnitOfWork(connection)
        connection.execute("ROLLBACK")


@pytest.fixture
def chat(uow: UnitOfWork) -> Talk:
    return Talk(uow)


# --- history -------------------------------------------------------------------------------------


def test_a_chat_that_nobody_wrote_in_has_an_empty_history(uow: UnitOfWork) -> None:
    assert history(uow, None) == talk.History()


def test_the_history_tells_both_sides_in_their_order(chat: Talk) -> None:
    chat.hears("e1", text="не працює ліфт")
    first = chat.says("Біля якого будинку?", "e1")
    chat.hears("e2", text="15")
    last = chat.says("Подано.", "e2", case="KV-2026-000001")
    shown = history(chat.uow, chat.id)
    assert [line.text for line in shown.lines] == [
        "не працює ліфт",
        "Біля якого будинку?",
        "15",
        "Подано.",
    ]
    assert (shown.known, shown.cursor, shown.more) == (True, last, False)
    assert isinstance(shown.lines[1], Message)
    assert (shown.lines[1].id, shown.lines[1].reply_to) == (first, "e1")
    assert isinstance(shown.lines[2], Own)
    assert shown.lines[2].event == "e2"


def test_a_long_history_ends_with_the_last_lines_and_says_that_there_is_more(chat: Talk) -> None:
    for number in range(10):
        chat.says(str(number))
    assert chat.lines(limit=3) == ["7", "8", "9"]
    assert history(chat.uow, chat.id, limit=3).more


def test_a_pressed_button_reads_as_its_label(chat: Talk) -> None:
    chat.says("Подати?", None, "Так, подати")
    chat.hears("e1", button="go=Так, подати")
    chat.hears("e2", button="go=what nobody offered")
    assert chat.lines() == ["Подати?", "Так, подати", ""]


def test_a_place_and_files_are_told_apart_from_words(chat: Talk) -> None:
    chat.hears("e1", location=Location(50.45, 30.52))
    for ref, kind, name in (("a", "photo", "x.jpg"), ("b", "document", "акт.pdf")):
        chat.uow.attachments.add(Attachment(kind, ref, chat.id, name=name), NOW)  # type: ignore[arg-type]
    chat.hears("e2", files=(FileRef("photo", "a"), FileRef("document", "b")))
    place, files = history(chat.uow, chat.id).lines
    assert isinstance(place, Own)
    assert isinstance(files, Own)
    assert (place.text, place.place) == ("50.45, 30.52", True)
    assert (files.text, files.files) == ("", ("photo", "акт.pdf"))


# --- the question that stands --------------------------------------------------------------------


def test_the_last_question_stands_until_a_later_turn_went_past_it(chat: Talk) -> None:
    chat.hears("e1")
    chat.says("Подати?", "e1", "Так")
    assert chat.question() == "Подати?"
    chat.hears("e2")
    chat.says("Подано.", "e2")
    assert chat.question() is None


def test_a_word_after_the_question_in_the_same_turn_leaves_it(chat: Talk) -> None:
    chat.hears("e1")
    chat.says("Котрий?", "e1", "Перший")
    chat.says("Можна й словами.", "e1")
    assert chat.question() == "Котрий?"


def test_unasked_messages_and_unanswered_words_leave_the_way_back_to_the_bot(chat: Talk) -> None:
    chat.hears("e1")
    chat.says("Передаю операторові.", "e1", "Назад до бота")
    chat.hears("e2")
    chat.says("Добрий день, дивлюся.", kind="staff")
    chat.says("Повітряна тривога.", kind="alarm", lane="alarm")
    assert chat.question() == "Передаю операторові."


def test_a_request_for_a_place_is_a_question_too(chat: Talk) -> None:
    chat.says("Де це?", "e1", request="location")
    assert chat.question() == "Де це?"


def test_nothing_stands_in_an_empty_talk() -> None:
    assert standing_question(()) is None


# --- what a stream tells -------------------------------------------------------------------------


def test_a_stream_goes_on_after_its_last_message(chat: Talk) -> None:
    seen = chat.says("давнє")
    chat.hears("e1", text="з іншої вкладки")
    new = chat.says("нове", "e1")
    lines = Follower(chat.id, seen).news(chat.uow)
    assert [line.text for line in lines] == ["з іншої вкладки", "нове"]
    assert isinstance(lines[-1], Message)
    assert lines[-1].id == new


def test_a_button_pressed_in_another_tab_reads_as_its_label(chat: Talk) -> None:
    seen = chat.says("Подати?", None, "Так, подати")
    follower = Follower(chat.id, seen)
    follower.news(chat.uow)
    chat.hears("e1", button="go=Так, подати")
    assert [line.text for line in follower.news(chat.uow)] == ["Так, подати"]


steps = st.lists(st.sampled_from(["says", "hears", "read"]), max_size=24)


@given(steps=steps, page=st.integers(1, 4))
def test_a_stream_tells_each_line_once_and_messages_in_their_order(
    uow: UnitOfWork, steps: list[str], page: int
) -> None:
    chat, told, said, heard = Talk(uow), list[talk.Line](), list[int](), list[str]()
    follower = Follower(chat.id, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(talk, "STREAM_ROWS", page)
        for number, step in enumerate([*steps, "read"]):
            if step == "says":
                said.append(chat.says(f"m{number}"))
            elif step == "hears":
                heard.append(f"e{number}")
                chat.hears(f"e{number}")
            else:
                told += follower.news(uow)
                while follower.behind:
                    told += follower.news(uow)
    assert [line.id for line in told if isinstance(line, Message)] == said
    assert [line.event for line in told if isinstance(line, Own)] == heard
