"""When something may be sent, and that nothing is paid for that should not be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.sending import Refused, Waits
from bots.viber.policy import (
    KEPT,
    MOST_UNANSWERED,
    SESSION,
    Gate,
    Standing,
    closed,
    judge,
    may_be_paid,
    month_of,
    standing,
)
from core.messages import ChatRef, Outgoing
from core.rows import OutboxRow
from tests.bots.desk import DatabaseDesk
from tests.contract.builders import NOW

ROW = OutboxRow(1, 1, ChatRef("viber", "main", "u"), "reply", Outgoing("так"), None, NOW)
CASE_NEWS = Outgoing("Відповідь на заявку", case="KV-2026-000417")
CLOSED = timedelta(days=2)


def heard(ago: timedelta | None, unanswered: int = 0) -> Standing:
    return Standing("uk", None if ago is None else NOW - ago, unanswered)


def of(outgoing: Outgoing) -> OutboxRow:
    return replace(ROW, outgoing=outgoing, lane=outgoing.lane)


@pytest.mark.parametrize("ago", [timedelta(), SESSION - timedelta(seconds=1)])
def test_a_day_long_everything_is_free(ago: timedelta) -> None:
    for outgoing in (Outgoing("так"), CASE_NEWS, Outgoing("новина", lane="broadcast")):
        assert judge(of(outgoing), heard(ago), NOW) is Gate.FREE


@pytest.mark.parametrize("ago", [SESSION, CLOSED, None])
@pytest.mark.parametrize(
    ("outgoing", "paid"),
    [
        (CASE_NEWS, True),
        (Outgoing("Евакуація", lane="alarm"), True),
        (Outgoing("Добрий день, я оператор", kind="staff"), True),
        (Outgoing("Нагадую про чернетку", kind="question"), False),
        (Outgoing("Оцініть, будь ласка", kind="question", case="KV-2026-000417"), False),
        (Outgoing("Новина", lane="broadcast", case="KV-2026-000417"), False),
        (Outgoing("Просто так"), False),
    ],
)
def test_afterwards_only_what_is_waited_for_may_cost_money(
    ago: timedelta | None, outgoing: Outgoing, paid: bool
) -> None:
    verdict = judge(of(outgoing), heard(ago), NOW)
    assert verdict is Gate.PAID if paid else isinstance(verdict, Waits)
    assert may_be_paid(outgoing) is paid


def test_a_hundred_without_an_answer_are_enough() -> None:
    assert judge(ROW, heard(timedelta(), MOST_UNANSWERED - 1), NOW) is Gate.FREE
    assert isinstance(judge(ROW, heard(timedelta(), MOST_UNANSWERED), NOW), Waits)


def test_what_nobody_came_for_is_given_up_after_a_month() -> None:
    assert isinstance(closed(ROW, NOW + KEPT), Waits)
    assert isinstance(closed(ROW, NOW + KEPT + timedelta(seconds=1)), Refused)


@given(st.datetimes(timezones=st.just(UTC)))
def test_the_month_begins_before_it_is_over(moment: datetime) -> None:
    begin = month_of(moment)
    assert begin <= moment < begin + timedelta(days=31)
    assert (begin.year, begin.month, begin.day) == (moment.year, moment.month, 1)


# --- as the database has it ----------------------------------------------------------------------


async def look(desk: DatabaseDesk, text: str) -> Standing:
    rows = await desk.read(lambda uow: uow.outbox.due("viber", desk.now()))
    row = next(row for row in rows if row.outgoing.text == text)
    return await desk.read(lambda uow: standing(uow, row, desk.now()))


async def say(desk: DatabaseDesk, text: str, in_reply_to: str | None = None) -> int:
    return await desk.say(text, "u", bot="main", channel="viber", in_reply_to=in_reply_to)


async def sent(desk: DatabaseDesk, number: int) -> None:
    desk.pass_s(60)
    now = desk.now()
    await desk.write(None, lambda uow: uow.outbox.sent(number, None, now))


async def test_a_reply_shows_when_its_resident_was_heard(desk: DatabaseDesk) -> None:
    await say(desk, "відповідь", in_reply_to="message:1:u")
    assert await look(desk, "відповідь") == Standing("uk", desk.now(), 0)


async def test_who_never_wrote_was_never_heard(desk: DatabaseDesk) -> None:
    await say(desk, "нагадування")
    assert (await look(desk, "нагадування")).heard_at is None


async def test_messages_are_counted_since_the_resident_was_heard(desk: DatabaseDesk) -> None:
    for text in ("перше", "друге"):
        await sent(desk, await say(desk, text))
    desk.pass_s(60)
    await say(desk, "третє")
    assert (await look(desk, "третє")).unanswered == 2
    desk.pass_s(3600)
    assert (await look(desk, "третє")).unanswered == 0
