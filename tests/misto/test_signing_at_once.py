"""A person signs once, however often, from however many chats, and at the same instant."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

from connectors.database.check import check
from connectors.database.reads import Reads
from connectors.database.writer import Writer
from core.messages import ChatRef
from core.petition_talk import PetitionTalk
from core.petitions import Petition, PetitionEvent, PetitionStatus, Support
from core.ports import ActionContext, UnitOfWork
from tests.contract.builders import NOW, new_database
from tests.dialogs.builders import city

ATTEMPTS_A_PERSON = 5
THREADS = 16


def chats_of(person: int) -> list[ChatRef]:
    return [ChatRef(channel, "main", f"{channel}-{person}") for channel in ("telegram", "viber")]


def with_people(people: int) -> Callable[[UnitOfWork], None]:
    """Return the job that opens a petition and two chats for each of so many people."""

    def job(uow: UnitOfWork) -> None:
        petition = Petition(
            *("17", "Велодоріжка", "Просимо збудувати.", "Коваль Олена", NOW),
            status=PetitionStatus.COLLECTING,
            started_on=date(2026, 11, 1),
            ends_on=date(2026, 12, 31),
            threshold=6000,
        )
        uow.petitions.add(petition, PetitionEvent(NOW, "filed", "resident"), {})
        for person in range(people):
            for ref in chats_of(person):
                conversation_id = uow.conversations.put(uow.conversations.get(ref), NOW)
                uow.identity.note_contact(conversation_id, f"sealed-{person}", NOW)

    return job


def signing(talk: PetitionTalk, ref: ChatRef) -> Callable[[UnitOfWork], str]:
    def job(uow: UnitOfWork) -> str:
        context = ActionContext(uow, uow.conversations.get(ref), NOW, None)
        return str(talk.sign_petition(context, {"petition": "17"}, {})["signed"])

    return job


def test_every_person_signs_exactly_once(tmp_path: Path, size: Callable[[str], int]) -> None:
    attempts, talk = size("signing_attempts"), city().petitions
    people = attempts // ATTEMPTS_A_PERSON
    chance = random.Random(17)
    order = [
        chance.choice(chats_of(person))
        for person in range(people)
        for _ in range(ATTEMPTS_A_PERSON)
    ]
    chance.shuffle(order)
    path = new_database(tmp_path / "misto.db")
    with closing(Writer(path)) as writer, closing(Reads(path)) as reads:
        writer.submit(None, with_people(people)).result()

        def sign(ref: ChatRef) -> str:
            return writer.submit(ref, signing(talk, ref)).result()

        with ThreadPoolExecutor(THREADS) as threads:
            answers = list(threads.map(sign, order))
        with reads.unit_of_work() as uow:
            petition = uow.petitions.get("17")
            assert petition is not None
            assert uow.petitions.support(petition.id or 0) == Support(intents=people, votes=0)
            assert not check(uow)
    assert answers.count("now") == people
    assert answers.count("again") == attempts - people


def test_thousands_of_attempts_from_one_chat_are_one_intent(
    tmp_path: Path, size: Callable[[str], int]
) -> None:
    attempts, talk, ref = size("signing_attempts"), city().petitions, chats_of(0)[0]
    with closing(Writer(new_database(tmp_path / "misto.db"))) as writer:
        writer.submit(None, with_people(1)).result()
        pending = [writer.submit(None, signing(talk, ref)) for _ in range(attempts)]
        answers = [one.result() for one in pending]
        support = writer.submit(None, lambda uow: uow.petitions.support(1)).result()
    assert answers == ["now"] + ["again"] * (attempts - 1)
    assert support == Support(intents=1, votes=0)
