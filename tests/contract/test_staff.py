"""Accounts, one-time links, sessions, forms, guesses and the audit trail."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.model import Role, StaffMember
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, MINUTE, NOW, hired

SESSION = "t1"


def signed_in(uow: UnitOfWork, token: str = SESSION, **facts: Any) -> StaffMember:
    member = hired(uow, **facts)
    uow.staff.add_session(token, member.id or 0, "csrf", NOW, NOW + HOUR)
    return member


def test_an_account_comes_back_as_it_was_saved(uow: UnitOfWork) -> None:
    member = hired(uow, role=Role.EXECUTOR, bodies=("kte", "kvk"), duty="mon-fri 09:00-18:00")
    member.name, member.password_hash, member.away = "Олена", "argon2…", True
    member.disabled_at = NOW
    uow.staff.save(member)
    assert uow.staff.get(member.id or 0) == member
    assert uow.staff.all() == [member]


def test_an_address_is_the_same_in_any_case(uow: UnitOfWork) -> None:
    member = hired(uow, "Olena@Kyiv.Example")
    assert uow.staff.by_email("OLENA@kyiv.example") == member
    with pytest.raises(Exception, match="UNIQUE"):
        hired(uow, "olena@KYIV.example")


def test_nobody_is_none_and_cannot_be_saved(uow: UnitOfWork) -> None:
    assert uow.staff.get(404) is None
    assert uow.staff.by_email("nobody@kyiv.example") is None
    with pytest.raises(LookupError, match="404"):
        uow.staff.save(replace(hired(uow), id=404))


def test_a_link_signs_in_once(uow: UnitOfWork) -> None:
    member = hired(uow)
    uow.staff.add_link("h1", member.id or 0, NOW + HOUR)
    assert uow.staff.link("h1", NOW) == member.id
    assert uow.staff.use_link("h1", NOW) == member.id
    assert uow.staff.link("h1", NOW) is None
    assert uow.staff.use_link("h1", NOW) is None


def test_an_old_or_unknown_link_signs_nobody_in(uow: UnitOfWork) -> None:
    uow.staff.add_link("h1", hired(uow).id or 0, NOW + HOUR)
    for token, moment in (("h1", NOW + HOUR), ("h2", NOW)):
        assert uow.staff.link(token, moment) is None
        assert uow.staff.use_link(token, moment) is None


def test_a_session_lives_until_its_end(uow: UnitOfWork) -> None:
    member = signed_in(uow)
    assert uow.staff.session("t1", NOW) == (member, "csrf")
    assert uow.staff.session("t1", NOW + HOUR) is None
    assert uow.staff.session("t2", NOW) is None


def test_a_session_in_use_lives_on_but_not_for_ever(uow: UnitOfWork) -> None:
    signed_in(uow)
    uow.staff.keep_session("t1", NOW + 2 * HOUR, longest=3 * HOUR)
    assert uow.staff.session("t1", NOW + HOUR) is not None
    assert uow.staff.session("t1", NOW + 2 * HOUR) is None
    uow.staff.keep_session("t1", NOW + 9 * HOUR, longest=3 * HOUR)
    assert uow.staff.session("t1", NOW + 3 * HOUR - MINUTE) is not None
    assert uow.staff.session("t1", NOW + 3 * HOUR) is None


def test_signing_out_ends_the_session(uow: UnitOfWork) -> None:
    member = signed_in(uow)
    uow.staff.add_session("t2", member.id or 0, "csrf", NOW, NOW + HOUR)
    uow.staff.end_session("t1")
    assert uow.staff.session("t1", NOW) is None
    assert uow.staff.session("t2", NOW) is not None


def test_all_sessions_of_an_account_end_together(uow: UnitOfWork) -> None:
    member = signed_in(uow, "t1")
    uow.staff.add_session("t2", member.id or 0, "csrf", NOW, NOW + HOUR)
    signed_in(uow, "other", email="p@kyiv.example")
    uow.staff.end_sessions(member.id or 0)
    assert [uow.staff.session(token, NOW) is None for token in ("t1", "t2", "other")] == [
        True,
        True,
        False,
    ]


def test_a_disabled_account_is_signed_out(uow: UnitOfWork) -> None:
    member = signed_in(uow)
    member.disabled_at = NOW
    uow.staff.save(member)
    assert uow.staff.session("t1", NOW) is None


def test_a_form_acts_once(uow: UnitOfWork) -> None:
    member = hired(uow).id or 0
    assert uow.staff.first_time("f1", member, NOW)
    assert not uow.staff.first_time("f1", member, NOW + DAY)
    assert uow.staff.first_time("f2", member, NOW)


def test_guesses_are_counted_for_a_quarter_of_an_hour(uow: UnitOfWork) -> None:
    quarter = timedelta(minutes=15)
    assert [uow.staff.note_attempt("o@kyiv.example", NOW + n * MINUTE) for n in range(3)] == [
        1,
        2,
        3,
    ]
    assert uow.staff.note_attempt("p@kyiv.example", NOW) == 1
    assert uow.staff.attempts("o@kyiv.example", NOW + 2 * MINUTE) == 3
    assert uow.staff.attempts("o@kyiv.example", NOW + quarter) == 2
    assert uow.staff.attempts("o@kyiv.example", NOW + DAY) == 0


def test_what_staff_and_the_system_do_can_be_noted(uow: UnitOfWork) -> None:
    uow.staff.audit(hired(uow).id, "case_seen", "KV-2026-000001", NOW)
    uow.staff.audit(None, "staff_added", "1", NOW)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        uow.staff.audit(404, "case_seen", "KV-2026-000001", NOW)
