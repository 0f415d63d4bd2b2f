"""One turn: what waits of a chat goes in, and state, city and messages come out together."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.conversation import ActionDone, HandoffEnded, Heard, Run, SetTimer, TimerFired
from core.messages import AttachmentKind, ChatRef, FileRef
from core.model import Address, Person
from core.ports import ActionContext
from core.reading import Reading
from core.turn import MOST_CHARACTERS, Entry
from tests.contract.builders import HOUR, MINUTE, NOW, case_of, event, heard, new_database
from tests.core.town import (
    Answer,
    Script,
    Town,
    agreed,
    ask,
    counted,
    doing,
    entry,
    found,
    say,
    talking,
    undone_when_refused,
)

PHOTO = FileRef("photo", "p1", "ліфт.jpg", 1200)
FIRE = Reading("горить", emergency="fire", emergency_confidence=0.93)
LONG = "а" * (MOST_CHARACTERS + 1)


def file_case(context: ActionContext, _known: Mapping[str, Any], _told: Mapping[str, Any]) -> Any:
    case = context.uow.cases.add(case_of(context.uow), event())
    return {"case_number": case.number}


def town_with(uow: SqlUnitOfWork, answers: Mapping[str, Answer], **facts: Any) -> Town:
    return Town(uow, Script(answers), **facts)


# --- once ----------------------------------------------------------------------------------------


def test_a_turn_answers_its_event(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    (outcome,) = town.hears("привіт")
    assert (outcome.event_id, outcome.repeated) == ("e1", False)
    assert [row.outgoing.text for row in outcome.replies] == ["привіт"]
    assert outcome.replies == tuple(uow.outbox.after(town.conversation.id or 0, 0))


def test_a_repeated_event_changes_nothing_and_sends_nothing(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    first = Entry(heard("e1", text="ось фото", files=(PHOTO,)))
    town.run(first)
    before, rows = town.conversation, town.rows()
    (outcome,) = town.run(first)
    assert (outcome.event_id, outcome.repeated, outcome.replies) == ("e1", True, ())
    assert (town.conversation, town.rows()) == (before, rows)
    assert len(town.script.events) == 1


def test_an_event_repeated_within_its_batch_is_answered_once(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    first, again = town.run(entry("e1"), entry("e1"))
    assert (first.repeated, again.repeated) == (False, True)
    assert (len(first.replies), len(again.replies)) == (1, 0)


def test_a_stored_event_is_done_with_its_turn(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    incoming = heard("e1", text="привіт")
    stored = uow.intake.take(incoming, done=False)
    (outcome,) = town.run(Entry(incoming, Reading("привіт", parse={"text": "привіт"}), stored))
    assert not outcome.repeated
    assert uow.intake.waiting() == []


def test_a_repeat_of_a_stored_event_keeps_no_reading(uow: SqlUnitOfWork) -> None:
    """What was wiped since the event was answered does not come back with a repeat."""
    town = Town(uow)
    incoming = heard("e1", text="привіт")
    stored = uow.intake.take(incoming, done=True)
    (outcome,) = town.run(Entry(incoming, Reading("привіт", parse={"text": "привіт"}), stored))
    assert outcome.repeated
    assert uow.connection.execute("SELECT reading FROM intake").fetchall() == [(None,)]


# --- all or nothing ------------------------------------------------------------------------------


def test_everything_a_turn_does_is_gone_when_its_transaction_is_undone(tmp_path: Path) -> None:
    answers: Mapping[str, Answer] = {
        "подаю": [Run("file_case"), SetTimer("reminder", 60)],
        "file_case done": [say("подано")],
    }
    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        empty = counted(connection)
        connection.execute("BEGIN IMMEDIATE")
        town = town_with(SqlUnitOfWork(connection), answers, actions={"file_case": file_case})
        town.run(Entry(heard("e1", text="подаю", files=(PHOTO,))))
        grown = {name for name, rows in town.rows().items() if rows > empty[name]}
        connection.execute("ROLLBACK")
        assert grown >= {"intake", "conversations", "cases", "outbox", "timers", "attachments"}
        assert counted(connection) == empty


def test_a_step_that_raises_leaves_no_trace_of_the_batch(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"зламайся": ValueError("the flow is broken")})
    before = town.rows()
    with pytest.raises(ValueError, match="broken"), undone_when_refused(uow):
        town.hears("привіт", "зламайся")
    assert town.rows() == before


def test_a_turn_that_could_not_be_run_is_answered_without_the_dialogue(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    incoming = heard("e1")
    outcome = town.turns.say(uow, town.ref, say("trouble"), incoming, NOW)
    assert town.lines == ["trouble"]
    assert [row.in_reply_to for row in outcome.replies] == ["e1"]
    assert town.script.events == []


# --- bursts --------------------------------------------------------------------------------------


def test_each_event_of_a_batch_has_its_own_outcome(uow: SqlUnitOfWork) -> None:
    outcomes = Town(uow).hears("один", "два", "три")
    replies = [[row.outgoing.text for row in outcome.replies] for outcome in outcomes]
    assert replies == [["один"], ["два"], ["три"]]


def test_a_question_that_a_later_event_left_behind_is_not_sent(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"ліфт": [ask("де це?")], "драгоманова": [ask("який будинок?")]})
    first, last = town.hears("ліфт", "драгоманова")
    assert town.lines == ["який будинок?"]
    assert (len(first.replies), len(last.replies)) == (0, 1)


def test_what_is_no_question_is_sent_for_every_event(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"ліфт": [say("записано"), ask("де це?")], "дякую": [say("прошу")]})
    town.hears("ліфт", "дякую")
    assert town.lines == ["записано", "прошу"]


def test_a_line_is_not_said_twice_in_a_batch(uow: SqlUnitOfWork) -> None:
    """The later of two equal lines stands, in its own place: its buttons are the live ones."""
    town = town_with(uow, {"а": [say("не зрозумів")], "б": [say("не зрозумів")]})
    first, between, last = town.hears("а", "дякую", "б")
    assert town.lines == ["дякую", "не зрозумів"]
    assert [len(o.replies) for o in (first, between, last)] == [0, 1, 1]


def test_a_question_still_open_is_sent_though_the_next_event_was_refused(
    uow: SqlUnitOfWork,
) -> None:
    """A refused event answers nothing, so it leaves no question behind."""
    town = town_with(uow, {"ліфт": [ask("де це?")]})
    town.run(entry("e1", "ліфт"), entry("e2", "ще", over_limit=True))
    assert town.lines == ["де це?", "too-many"]


def test_what_is_waited_for_stands_on_the_last_message_only(uow: SqlUnitOfWork) -> None:
    town = Town(uow, Script({"ліфт": [say("записано"), ask("де це?")]}, "dispatcher", "address"))
    town.hears("привіт", "ліфт")
    assert [(m.flow, m.expects) for m in town.sent] == [
        (None, None),
        (None, None),
        ("dispatcher", "address ліфт"),
    ]


def test_a_case_stands_on_the_last_message_of_its_own_event(uow: SqlUnitOfWork) -> None:
    answers: Mapping[str, Answer] = {
        "подаю": doing("file_case"),
        "file_case done": [say("подано"), say("чекайте")],
    }
    town = town_with(uow, answers, actions={"file_case": file_case})
    town.hears("привіт", "подаю", "дякую")
    cases = {message.text: message.case for message in town.sent}
    assert cases == {
        "привіт": None,
        "подано": None,
        "чекайте": "KV-2026-000001",
        "дякую": None,
    }


TEXTS = st.sampled_from(["а", "б", "ліфт", "двері", "мовчи", "дякую"])
BATCHES = st.lists(
    st.lists(st.tuples(st.integers(1, 6), TEXTS, st.booleans()), min_size=1, max_size=5),
    max_size=6,
)
ANSWERS: Mapping[str, Answer] = {
    "ліфт": [say("записано"), ask("де це?")],
    "двері": [say("записано"), ask("які двері?")],
    "мовчи": [],
}


# Every example is undone by its savepoint, so that the file may serve them all.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BATCHES)
def test_whatever_comes_each_event_is_answered_once_and_no_message_twice(
    uow: SqlUnitOfWork, batches: list[list[tuple[int, str, bool]]]
) -> None:
    uow.connection.execute("SAVEPOINT example")
    town = town_with(uow, ANSWERS)
    seen: set[str] = set()
    for batch in batches:
        sent_before = len(town.lines)
        entries = [entry(f"e{no}", text, over_limit=over) for no, text, over in batch]
        outcomes = town.run(*entries)
        wanted = [f"e{no}" for no, _, _ in batch]
        assert [outcome.event_id for outcome in outcomes] == wanted
        for event_id, outcome in zip(wanted, outcomes, strict=True):
            assert outcome.repeated == (event_id in seen)
            assert not (outcome.repeated and outcome.replies)
            seen.add(event_id)
        replied = sorted(row.id for outcome in outcomes for row in outcome.replies)
        new = uow.outbox.after(town.conversation.id or 0, 0)[sent_before:]
        assert replied == [row.id for row in new]
        assert len({row.outgoing.text for row in new}) == len(new)
        assert sum(row.outgoing.kind == "question" for row in new) <= 1
    uow.connection.execute("ROLLBACK TO example")
    uow.connection.execute("RELEASE example")


# --- actions -------------------------------------------------------------------------------------


def test_what_an_action_found_comes_back_as_the_next_event(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"шукай": doing("find")}, actions={"find": found(body="kte")})
    town.hears("шукай")
    assert town.script.events[1:] == [ActionDone("find", {"body": "kte"})]
    assert town.lines == ["find done"]


def test_an_action_gets_what_the_flow_knows_apart_from_what_was_told(uow: SqlUnitOfWork) -> None:
    given_to: list[Any] = []

    def keep(context: ActionContext, known: Mapping[str, Any], told: Mapping[str, Any]) -> Any:
        given_to.append((context.incoming and context.incoming.event_id, known, told))
        return {}

    run = Run("keep", {"body": "kte", "phone": "1"}, {"phone": "1"})
    town_with(uow, {"подаю": [run]}, actions={"keep": keep}).hears("подаю")
    assert given_to == [("e1", {"body": "kte", "phone": "1"}, {"phone": "1"})]


def test_several_actions_of_a_step_all_come_back_in_their_order(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"шукай": doing("a", "b")}, actions={"a": found(), "b": found()})
    town.hears("шукай")
    assert town.lines == ["a done", "b done"]


def test_a_flow_that_circles_raises(uow: SqlUnitOfWork) -> None:
    circle = doing("find")
    town = town_with(uow, {"шукай": circle, "find done": circle}, actions={"find": found()})
    with pytest.raises(RuntimeError, match="without an end"):
        town.hears("шукай")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (entry("e1", LONG), "too-long"),
        (entry("e1", "привіт", over_limit=True), "too-many"),
    ],
)
def test_what_is_too_much_is_refused_with_words(
    uow: SqlUnitOfWork, refused: Entry, words: str
) -> None:
    town = Town(uow)
    (outcome,) = town.run(refused)
    assert [row.outgoing.text for row in outcome.replies] == [words]
    assert town.script.events == []


def test_a_refusal_says_what_is_still_waited_for(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.script.flow, town.script.expects = "dispatcher_request", "address"
    (outcome,) = town.run(entry("e1", LONG))
    (row,) = outcome.replies
    assert (row.outgoing.flow, row.outgoing.expects) == ("dispatcher_request", "address")


def test_the_longest_lawful_text_is_stepped(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.run(entry("e1", LONG[1:]))
    assert len(town.script.events) == 1


@pytest.mark.parametrize("danger", [FIRE, Reading("горить", (("emergency", 0.8),))])
@pytest.mark.parametrize("text", ["горить", LONG])
def test_danger_is_never_refused(uow: SqlUnitOfWork, text: str, danger: Reading) -> None:
    town = Town(uow)
    town.run(entry("e1", text, reading=danger, over_limit=True))
    assert town.lines == [text]


def test_a_doubtful_danger_is_no_reason_to_pass_the_limit(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    doubtful = Reading("гаряче", (("emergency", 0.79),), emergency_confidence=0.79)
    town.run(entry("e1", reading=doubtful, over_limit=True))
    assert town.lines == ["too-many"]


def muted(uow: SqlUnitOfWork) -> Town:
    conversation = talking(uow)
    conversation.muted_until = NOW + HOUR
    uow.conversations.put(conversation, NOW)
    return Town(uow)


@pytest.mark.parametrize("unheard", [entry("e1"), entry("e1", LONG), entry("e1", over_limit=True)])
def test_a_muted_chat_hears_nothing(uow: SqlUnitOfWork, unheard: Entry) -> None:
    town = muted(uow)
    (outcome,) = town.run(unheard)
    assert (outcome.repeated, outcome.replies, town.lines) == (False, (), [])
    assert town.script.events == []


def test_a_muted_chat_is_answered_in_danger(uow: SqlUnitOfWork) -> None:
    town = muted(uow)
    town.run(entry("e1", "горить", reading=FIRE))
    assert town.lines == ["горить"]


def test_a_chat_is_heard_again_when_its_mute_ends(uow: SqlUnitOfWork) -> None:
    town = muted(uow)
    town.turns.run(uow, town.ref, [entry("e1")], NOW + HOUR)
    assert town.lines == ["привіт"]


# --- files ---------------------------------------------------------------------------------------


def test_a_file_becomes_an_attachment_of_the_chat(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.run(Entry(heard("e1", files=(PHOTO, FileRef("document", "d1")))))
    kept = uow.attachments.of_conversation(town.conversation.id or 0)
    assert [(a.kind, a.ref, a.name, a.size, a.state) for a in kept] == [
        ("photo", "p1", "ліфт.jpg", 1200, "waiting"),
        ("document", "d1", None, None, "waiting"),
    ]


@pytest.mark.parametrize("kind", ["voice", "video", "sticker"])
def test_what_no_case_can_use_is_not_kept(uow: SqlUnitOfWork, kind: AttachmentKind) -> None:
    town = Town(uow)
    town.run(Entry(heard("e1", files=(FileRef(kind, "f1"),))))
    assert uow.attachments.of_conversation(town.conversation.id or 0) == []


def test_the_rest_of_an_album_is_done_with_it(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    pictures = [heard(f"e{no}", files=(replace(PHOTO, ref=f"p{no}"),)) for no in (1, 2, 3)]
    ids = [uow.intake.take(picture, done=False) or 0 for picture in pictures]
    rest = tuple(zip(ids[1:], pictures[1:], strict=True))
    (outcome,) = town.run(Entry(pictures[0], intake_id=ids[0], rest=rest))
    (step,) = town.script.events
    assert isinstance(step, Heard)
    assert [file.ref for file in step.incoming.files] == ["p1", "p2", "p3"]
    assert (outcome.event_id, len(outcome.replies)) == ("e1", 1)
    assert uow.intake.waiting() == []
    assert len(uow.attachments.of_conversation(town.conversation.id or 0)) == 3


def test_a_picture_that_was_answered_alone_is_not_counted_again(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    first, other = heard("e1", files=(PHOTO,)), heard("e2", files=(replace(PHOTO, ref="p2"),))
    stored = uow.intake.take(first, done=False)
    answered = uow.intake.take(other, done=True) or 0
    town.run(Entry(first, intake_id=stored, rest=((answered, other),)))
    assert [a.ref for a in uow.attachments.of_conversation(town.conversation.id or 0)] == ["p1"]


# --- what the dialogue is told -------------------------------------------------------------------


def test_a_person_is_known_to_the_dialogue_with_consent(uow: SqlUnitOfWork) -> None:
    home = Address("вулиця Драгоманова", "15", district="darnytskyi", verified=True)
    talking(uow, person=agreed(name="Олена", phone="+380671234567", address=home))
    town = Town(uow)
    town.hears("привіт")
    (context,) = town.script.contexts
    assert (context.now, context.consented) == (NOW, True)
    assert context.known == {
        "name": "Олена",
        "phone": "+380671234567",
        "address": {
            "street": "вулиця Драгоманова",
            "house": "15",
            "apartment": None,
            "district": "darnytskyi",
            "verified": True,
            "as_typed": None,
        },
    }


@pytest.mark.parametrize("person", [None, Person(name="Олена", phone="+380671234567")])
def test_nothing_of_a_person_is_known_without_consent(
    uow: SqlUnitOfWork, person: Person | None
) -> None:
    talking(uow, person=person)
    town = Town(uow)
    town.hears("привіт")
    (context,) = town.script.contexts
    assert (context.known, context.consented) == ({}, False)


def test_a_refusal_is_said_in_the_language_of_the_chat(uow: SqlUnitOfWork) -> None:
    conversation = talking(uow)
    conversation.state.language = "en"
    uow.conversations.put(conversation, NOW)
    town = Town(uow)
    town.run(entry("e1", over_limit=True))
    assert town.lines == ["en: too-many"]


# --- timers, inner events, channels --------------------------------------------------------------


def test_a_timer_set_again_in_a_batch_stands_once_by_its_last_setting(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"а": [SetTimer("reminder", 60)], "б": [SetTimer("reminder", 120)]})
    town.hears("а", "б")
    assert uow.timers.due(NOW + MINUTE) == []
    (timer,) = uow.timers.due(NOW + 2 * MINUTE)
    assert (timer.name, timer.generation) == ("reminder", town.conversation.generation)


def test_every_event_of_the_resident_makes_old_timers_void(uow: SqlUnitOfWork) -> None:
    town = town_with(uow, {"ліфт": [SetTimer("reminder", 60)]})
    town.hears("ліфт")
    set_at = town.conversation.generation
    town.hears("дякую")
    assert town.conversation.generation == set_at + 1


def test_an_inner_event_is_stepped_and_leaves_the_timers_alive(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.hears("привіт")
    generation = town.conversation.generation
    (outcome,) = town.run(Entry(event=HandoffEnded("returned")))
    assert town.lines == ["привіт", "HandoffEnded"]
    assert [row.in_reply_to for row in outcome.replies] == [None]
    assert town.conversation.generation == generation


def test_an_entry_with_nothing_in_it_does_nothing(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.hears("привіт")
    before = town.conversation
    (outcome,) = town.run(Entry())
    assert (outcome.repeated, outcome.replies) == (True, ())
    assert town.conversation == before


def test_a_timer_beside_a_text_is_answered_for_itself(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    fired, said = town.run(Entry(event=TimerFired("reminder")), entry("e1"))
    assert [row.outgoing.text for row in fired.replies] == ["TimerFired"]
    assert [row.outgoing.text for row in said.replies] == ["привіт"]


def test_the_state_is_kept_from_turn_to_turn(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.hears("один", "два")
    town.hears("три")
    assert town.conversation.state.misses == 3


@pytest.mark.parametrize(
    ("channel", "status"), [("telegram", "new"), ("webchat", "sent"), ("terminal", "sent")]
)
def test_only_a_channel_that_reads_by_itself_has_its_messages_at_once(
    uow: SqlUnitOfWork, channel: str, status: str
) -> None:
    ref = ChatRef(channel, "main", "olena")
    (outcome,) = Town(uow, ref=ref).run(entry("e1", ref=ref))
    assert [row.status for row in outcome.replies] == [status]
    assert [row.status for row in uow.outbox.since(0)] == [status]


def test_whoever_watches_the_chat_is_told(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.hears("привіт")
    assert uow.changed >= {("chat", town.conversation.id), ("outbox", "telegram")}
