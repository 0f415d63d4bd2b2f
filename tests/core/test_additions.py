"""What a resident adds after filing: it goes to the case, to its body, and out of it again."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases
from core.additions import LETTER_WAIT, Additions
from core.model import Attachment, Case, Status
from tests.contract.builders import NOW
from tests.core.builders import ROUTING, executor
from tests.core.test_actions import LIFT, file
from tests.core.town import acting

MORE = Additions(ROUTING)


def photo(uow: SqlUnitOfWork) -> int:
    chat = acting(uow).conversation.id or 0
    return uow.attachments.add(Attachment("photo", "ref", chat), NOW)


def add(uow: SqlUnitOfWork, case: Case, **what: Any) -> Any:
    return MORE.add_to_case(acting(uow), {"case_number": case.number, **what}, {})


def now_of(uow: SqlUnitOfWork, case: Case) -> Case:
    found = uow.cases.get(case.number)
    assert found is not None
    return found


def test_a_photo_and_words_go_to_the_case(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    file_id = photo(uow)
    told = add(uow, case, words="код 12")
    assert (told["added"], told["added_files"], told["words"]) == (True, 1, "код 12")
    assert now_of(uow, case).description.endswith("\n\nкод 12")
    assert [f.id for f in uow.attachments.of_case(case.id or 0)] == [file_id]
    assert uow.cases.history(case.id or 0)[-1].event == "added"


def test_it_was_about_another_matter_and_leaves_the_case(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    photo(uow)
    add(uow, case, words="код 12", point={"lat": 50.4, "long": 30.5})
    assert now_of(uow, case).address != case.address
    told = MORE.take_out(acting(uow), {}, {})
    assert told["taken_out"] is True
    assert told["files"] == 1
    assert told["told"] == {"description": "код 12", "address": {"lat": 50.4, "long": 30.5}}
    after = now_of(uow, case)
    assert (after.address, after.description) == (case.address, case.description)
    assert uow.attachments.of_case(case.id or 0) == []
    # A second press finds nothing more to take out.
    assert MORE.take_out(acting(uow), {}, {}) == {"taken_out": False}


def test_nothing_is_added_to_what_is_over_or_somebody_elses(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    file_id = photo(uow)
    uow.cases.save(case, cases.start(case, executor(case.body), NOW))
    done = cases.answer(case, executor(case.body), NOW, outcome="fixed", text="Готово.")
    uow.cases.save(case, done)
    assert add(uow, case, words="ще") == {"added": False}
    assert MORE.add_to_case(acting(uow), {"case_number": "KV-2026-000404"}, {}) == {"added": False}
    kept = uow.attachments.get(file_id)
    assert kept is not None
    assert kept.case_id is None


def test_what_a_body_asked_for_is_its_answer(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    uow.cases.save(case, cases.ask(case, executor(case.body), NOW, text="який код?"))
    assert add(uow, case, words="код 12")["added"] is True
    assert now_of(uow, case).status is Status.REGISTERED
    assert uow.cases.history(case.id or 0)[-1].event == "info_given"


@pytest.mark.parametrize("gone", [True, False])
def test_a_body_by_mail_gets_one_letter_of_several_additions(
    uow: SqlUnitOfWork, gone: bool
) -> None:
    by_mail = replace(ROUTING.bodies["housing-darnytskyi"], delivery="mail", mail="h@kyiv.example")
    more = Additions(replace(ROUTING, bodies={**ROUTING.bodies, by_mail.id: by_mail}))
    _, case = file(uow, LIFT)
    (first,) = uow.deliveries.of_case(case.id or 0)
    first.status = "delivered" if gone else "new"
    uow.deliveries.save(first)
    for words in ("код 12", "під'їзд відчинено"):
        more.add_to_case(acting(uow), {"case_number": case.number, "words": words}, {})
    letters = uow.deliveries.of_case(case.id or 0)[1:]
    # A letter that is still to go will tell of it.
    assert [row.reason for row in letters] == (["info_given"] if gone else [])
    assert all(row.next_at == NOW + LETTER_WAIT for row in letters)
