"""Links to prove who one is: bound to one browser, used once, forgotten when long over."""

from dataclasses import replace
from datetime import date

from core.identity import IdentityLink
from core.petitions import Petition, PetitionEvent
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, NOW, chat


def link(uow: UnitOfWork, name: str = "t1") -> IdentityLink:
    petition = uow.petitions.add(
        Petition(name, "Назва", "Текст", "Автор", NOW, ends_on=date(2026, 12, 31)),
        PetitionEvent(NOW, "filed", "resident"),
        {},
    )
    made = IdentityLink(name, chat(uow), petition.id or 0, NOW + HOUR)
    uow.identity.add_link(made, NOW)
    return made


def begun(of: IdentityLink, session: str = "s1", state: str = "st1") -> IdentityLink:
    return replace(of, session_hash=session, state_hash=state, nonce="n", verifier="v")


def test_a_link_comes_back_as_it_was_kept(uow: UnitOfWork) -> None:
    made = link(uow)
    assert uow.identity.link("t1") == made
    assert uow.identity.link("t2") is None
    assert uow.identity.link_of_state("st1") is None


def test_a_link_is_the_first_browsers(uow: UnitOfWork) -> None:
    made = link(uow)
    assert uow.identity.begin(begun(made))
    assert not uow.identity.begin(begun(made, session="s2", state="st2"))
    assert uow.identity.link_of_state("st1") == begun(made)
    assert uow.identity.link_of_state("st2") is None


def test_the_same_browser_may_begin_anew_and_only_the_last_request_counts(uow: UnitOfWork) -> None:
    made = link(uow)
    uow.identity.begin(begun(made))
    assert uow.identity.begin(begun(made, state="st2"))
    assert uow.identity.link_of_state("st1") is None
    assert uow.identity.link_of_state("st2") is not None


def test_a_link_is_used_once_and_begins_nothing_after(uow: UnitOfWork) -> None:
    made = link(uow)
    uow.identity.begin(begun(made))
    assert uow.identity.use("t1", NOW)
    assert not uow.identity.use("t1", NOW)
    assert not uow.identity.begin(begun(made))
    found = uow.identity.link("t1")
    assert found is not None
    assert found.used_at == NOW


def test_links_long_over_are_forgotten_and_late_ones_are_kept_to_be_told(uow: UnitOfWork) -> None:
    link(uow, "old")
    uow.identity.add_link(replace(link(uow, "t1"), token_hash="t2"), NOW + DAY)
    assert uow.identity.link("old") is not None
    uow.identity.add_link(replace(link(uow, "t3"), token_hash="t4"), NOW + 9 * DAY)
    assert uow.identity.link("old") is None


def test_a_chat_is_known_by_its_confirmed_contact(uow: UnitOfWork) -> None:
    conversation = chat(uow)
    assert uow.identity.signer(conversation) == f"chat:{conversation}"
    uow.identity.note_contact(conversation, "sealed", NOW)
    assert uow.identity.signer(conversation) == "sealed"
