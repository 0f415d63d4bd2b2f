"""What staff tell one another: who is called, who is named in a note, ready replies."""

import pytest

from core.colleagues import (
    NoticeKind,
    Reply,
    check_note,
    check_reply,
    fill,
    in_hand,
    mentioned,
    whom_to_call,
)
from core.handoffs import Desk
from core.model import Handoff, StaffMember
from core.refusals import BadValue
from core.staff import parse_duty
from tests.core.builders import CHAT, NOW, member

DESK = Desk(duty=parse_duty("mon-sun 00:00-24:00"))
IRYNA = member("operator", no=1, name="Ірина Мельник", password_hash="x")
TARAS = member("operator", no=2, name="Тарас Бондар", password_hash="x")
OLHA = member("operator", no=3, name="Ольга Бондар", password_hash="x", away=True)
HEAD = member("supervisor", no=8, password_hash="x")
ADMIN = member("admin", no=9, password_hash="x")
ALL = (IRYNA, TARAS, OLHA, HEAD, ADMIN)

# --- calling -------------------------------------------------------------------------------------


def called(kind: NoticeKind, *already: int, busy: dict[int, int] | None = None) -> list[int | None]:
    found = whom_to_call(kind, ALL, already, busy or {}, NOW, DESK)
    return [one.id for one in found]


def test_the_operator_with_the_fewest_conversations_is_called_first() -> None:
    assert called("call") == [1]
    assert called("call", busy={1: 2, 2: 1}) == [2]


def test_the_next_is_one_who_is_there_and_was_not_called() -> None:
    assert called("call_next", 1) == [2]
    assert called("call_next", 1, 2) == []


def test_at_last_the_supervisors_are_called_and_without_them_the_administrators() -> None:
    assert called("call_supervisor", 1, 2) == [8]
    left: list[StaffMember] = [IRYNA, ADMIN]
    assert whom_to_call("call_supervisor", left, (), {}, NOW, DESK) == [ADMIN]


def test_what_each_has_in_hand_is_counted_by_who_took_it() -> None:
    taken = [Handoff(n, CHAT, "asked", NOW, taken_by=by) for n, by in enumerate((1, 2, 1, None))]
    assert in_hand(taken) == {1: 2, 2: 1}


# --- notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ірина Мельник, глянь", (1,)),
        ("@ірина глянь", (1,)),
        ("глянь, @operator2", (2,)),
        ("@Тарас і @Ольга Бондар", (2, 3)),
        ("лист на iryna@Ірина", ()),
        ("@Іринаа", ()),
        ("Ірина Мельник", ()),
        ("", ()),
    ],
)
def test_a_note_names_colleagues_by_name_or_address(text: str, ids: tuple[int, ...]) -> None:
    assert mentioned(text, ALL) == ids


def test_a_name_of_two_names_neither_until_it_is_whole() -> None:
    other = member("operator", no=4, name="Ірина Коваль")
    assert mentioned("@Ірина", (IRYNA, other)) == ()
    assert mentioned("@Ірина Коваль", (IRYNA, other)) == (4,)


@pytest.mark.parametrize(("text", "code"), [(" \n", "no_note"), ("а" * 4001, "too_long")])
def test_a_note_says_something_and_is_not_endless(text: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        check_note(text)
    assert caught.value.code == code


# --- ready replies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shortcut", "title", "text", "code"),
    [
        ("дві літери", "Назва", "Текст", "bad_shortcut"),
        ("", "Назва", "Текст", "bad_shortcut"),
        ("ліфт", " ", "Текст", "no_text"),
        ("ліфт", "Назва", " ", "no_text"),
        ("ліфт", "Назва", "а" * 3501, "too_long"),
        ("ліфт", "Назва", "{phone}", "bad_value"),
        ("ліфт", "Назва", "{resident", "bad_value"),
    ],
)
def test_a_reply_that_cannot_be_used_is_refused(
    shortcut: str, title: str, text: str, code: str
) -> None:
    with pytest.raises(BadValue) as caught:
        check_reply(Reply(shortcut, title, text))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"resident": "Олено", "case": "KV-1"}, "Вітаємо, Олено! Заявка KV-1."),
        ({"case": "KV-1"}, "Вітаємо! Заявка KV-1."),
        ({"resident": "", "case": ""}, "Вітаємо! Заявка."),
        ({"resident": "{case}", "case": "KV-1"}, "Вітаємо, {case}! Заявка KV-1."),
    ],
)
def test_values_are_put_into_a_reply_once_and_unknown_ones_leave_no_gap(
    values: dict[str, str], said: str
) -> None:
    assert fill("Вітаємо, {resident}! Заявка {case}.", values) == said
