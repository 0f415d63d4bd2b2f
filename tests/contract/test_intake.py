"""Events are stored once and run once."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.database.unit_of_work import SqlUnitOfWork
from core.messages import ChatRef, Contact, FileRef, Incoming, Location
from core.ports import UnitOfWork
from tests.contract.builders import NOW, chat, heard


def test_an_event_is_taken_once(uow: UnitOfWork) -> None:
    assert uow.intake.take(heard("e1"), done=True) is not None
    assert uow.intake.take(heard("e1", text="інше"), done=True) is None
    assert uow.intake.take(heard("e1"), done=False) is None


@pytest.mark.parametrize(
    "other", [ChatRef("viber", "main", "c"), ChatRef("telegram", "spare", "c")]
)
def test_the_same_id_from_another_channel_or_bot_is_another_event(
    uow: UnitOfWork, other: ChatRef
) -> None:
    first = uow.intake.take(heard("e1"), done=True)
    second = uow.intake.take(heard("e1", other), done=True)
    assert first != second is not None


def test_an_event_whose_turn_ran_does_not_wait(uow: UnitOfWork) -> None:
    uow.intake.take(heard(), done=True)
    assert uow.intake.waiting() == []


def test_a_stored_event_waits_and_comes_back_as_it_was(uow: UnitOfWork) -> None:
    event = heard(
        location=Location(50.45, 30.52),
        contact=Contact("+380441234567", "Олена"),
        files=(FileRef("photo", "f1", "яма.jpg", 1024),),
        button="yes",
        start="ref",
        language_hint="uk",
    )
    intake_id = uow.intake.take(event, done=False)
    (row,) = uow.intake.waiting()
    assert (row.id, row.event_id, row.status, row.received_at) == (intake_id, "e1", "new", NOW)
    assert uow.intake.incoming(row) == event


def test_a_raw_event_waits_undecoded(uow: UnitOfWork) -> None:
    raw = bytes(range(256))
    intake_id = uow.intake.store_raw("telegram", "main", "u1", raw, NOW)
    assert uow.intake.store_raw("telegram", "main", "u1", b"{}", NOW) is None
    (row,) = uow.intake.waiting()
    assert (row.id, row.raw, row.attempts) == (intake_id, raw, 0)
    assert uow.intake.incoming(row) is None


def test_a_raw_event_is_finished_once(uow: UnitOfWork) -> None:
    intake_id = uow.intake.store_raw("telegram", "main", "u1", b"{}", NOW) or 0
    (row,) = uow.intake.waiting()
    assert uow.intake.finish(intake_id, heard("u1"), chat(uow))
    assert not uow.intake.finish(intake_id, heard("u1"), chat(uow))
    assert uow.intake.waiting() == []
    assert uow.intake.incoming(row) == heard("u1")


def test_a_failed_event_waits_for_another_try(uow: UnitOfWork) -> None:
    intake_id = uow.intake.take(heard(), done=False) or 0
    uow.intake.fail(intake_id, "the model is away", dead=False)
    (row,) = uow.intake.waiting()
    assert row.attempts == 1


def test_a_dead_letter_waits_no_more_but_can_be_mended(uow: UnitOfWork) -> None:
    intake_id = uow.intake.store_raw("telegram", "main", "u1", b"{", NOW) or 0
    uow.intake.fail(intake_id, "no JSON", dead=True)
    assert uow.intake.waiting() == []
    assert uow.intake.finish(intake_id, heard("u1"), chat(uow))


def test_what_was_done_cannot_fail_afterwards(uow: UnitOfWork) -> None:
    intake_id = uow.intake.take(heard(), done=True) or 0
    uow.intake.fail(intake_id, "too late", dead=False)
    assert uow.intake.waiting() == []


def test_the_reading_is_kept_with_the_event(uow: SqlUnitOfWork) -> None:
    intake_id = uow.intake.take(heard(), done=False) or 0
    reading = {"text": "ліфт", "intent": {"name": "dispatcher_request", "confidence": 0.93}}
    uow.intake.keep_reading(intake_id, reading)
    (kept,) = uow.connection.execute("SELECT reading FROM intake").fetchone()
    assert json.loads(kept) == reading


def test_events_wait_in_the_order_they_came(uow: UnitOfWork) -> None:
    for number in range(5):
        uow.intake.take(heard(f"e{number}", at=NOW - timedelta(hours=number)), done=False)
    assert [row.event_id for row in uow.intake.waiting(3)] == ["e0", "e1", "e2"]


def test_moments_keep_their_microseconds_in_utc(uow: UnitOfWork) -> None:
    kyiv = NOW.astimezone(timezone(timedelta(hours=2)))
    uow.intake.take(heard(at=kyiv), done=False)
    (row,) = uow.intake.waiting()
    assert row.received_at == NOW
    assert row.received_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        uow.intake.take(heard(at=datetime(2026, 11, 24, 10, 0)), done=False)  # noqa: DTZ001


HOSTILE = [
    "\0",
    "'; DROP TABLE intake; --",
    "<script>alert(1)</script>",
    "е" + "\u0301" * 100_000,
    "ж" * 1_000_000,
    "\u202eтекст\u2066",
    "\ufeff\u0007\x1b[31m",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_a_text(uow: UnitOfWork, text: str) -> None:
    uow.intake.take(heard(text=text), done=False)
    (row,) = uow.intake.waiting()
    assert uow.intake.incoming(row) == heard(text=text)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    events=st.lists(
        st.builds(
            Incoming,
            channel=st.sampled_from(["telegram", "viber"]),
            bot=st.just("main"),
            chat=words,
            event_id=words,
            at=st.datetimes(timezones=st.just(UTC)),
            text=st.none() | words,
            button=st.none() | words,
        ),
        max_size=8,
    )
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_events_come_back_once_each(uow: UnitOfWork, events: list[Incoming]) -> None:
    for row in uow.intake.waiting():
        uow.intake.fail(row.id, "of the example before", dead=True)
    taken = [event for event in events if uow.intake.take(event, done=False) is not None]
    stored = [uow.intake.incoming(row) for row in uow.intake.waiting()]
    assert stored == taken
    assert all(uow.intake.take(event, done=True) is None for event in events)


def test_a_body_with_nothing_to_act_on_waits_no_more(uow: UnitOfWork) -> None:
    intake_id = uow.intake.store_raw("telegram", "1", "7", b"{}", NOW)
    assert intake_id is not None
    uow.intake.ignore(intake_id)
    assert uow.intake.waiting() == []
