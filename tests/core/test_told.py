"""What is told of a case: whether its body has it, and what was written when."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases
from core.delivery import deliver, done, failed
from core.model import Case, CaseEvent, Status
from core.told import added_words, first_words, handed_over
from tests.contract.builders import HOUR, NOW
from tests.contract.builders import filed as kept
from tests.core.builders import LAW, OLENA, ROUTING, executor, filed_with_line

BY_MAIL = replace(ROUTING.bodies["kte"], delivery="mail", mail="kte@kyiv.example")


def test_a_case_is_handed_over_once_its_letter_went(uow: SqlUnitOfWork) -> None:
    case = kept(uow, body="kte")
    assert not handed_over(uow, case)
    row = deliver(case, "registered", BY_MAIL, NOW)
    uow.deliveries.add(row)
    assert not handed_over(uow, case)
    failed(row, "451 later", NOW, 0.5)
    uow.deliveries.save(row)
    assert not handed_over(uow, case)
    done(row, NOW + HOUR)
    uow.deliveries.save(row)
    assert handed_over(uow, case)


def test_people_of_an_inbox_have_it_with_the_commit(uow: SqlUnitOfWork) -> None:
    case = kept(uow, body="kte")
    uow.deliveries.add(deliver(case, "registered", ROUTING.bodies["kte"], NOW))
    assert handed_over(uow, case)


def test_the_next_body_does_not_have_what_the_first_had(uow: SqlUnitOfWork) -> None:
    case = kept(uow, body="kvk")
    uow.deliveries.add(deliver(case, "registered", ROUTING.bodies["kvk"], NOW))
    case.body = "kte"
    uow.cases.save(case, CaseEvent(NOW, "forwarded", "staff:1"))
    uow.deliveries.add(deliver(case, "forwarded", BY_MAIL, NOW))
    assert not handed_over(uow, case)


def test_a_warning_on_its_way_does_not_take_the_case_back(uow: SqlUnitOfWork) -> None:
    case = kept(uow, body="kte")
    first = deliver(case, "registered", BY_MAIL, NOW)
    done(first, NOW)
    uow.deliveries.add(first)
    uow.deliveries.add(deliver(case, "warned", BY_MAIL, NOW))
    assert handed_over(uow, case)


def test_who_joined_goes_with_the_first(uow: SqlUnitOfWork) -> None:
    leader = kept(uow, body="kte")
    joined = kept(uow, "KV-2026-000002", body="kte", joined_to=leader.number)
    assert not handed_over(uow, joined)
    uow.deliveries.add(deliver(leader, "registered", ROUTING.bodies["kte"], NOW))
    assert handed_over(uow, joined)


def lived(first: str, later: list[tuple[str, str]]) -> tuple[Case, list[CaseEvent]]:
    """Return a case to which words were added, asked for or on reopening, and its history."""
    case, line = filed_with_line("appeal", "kte", NOW, description=first)
    history, body = [line], executor("kte")
    for how, words in later:
        if how == "asked":
            case.status = Status.NEEDS_INFO
            history.append(cases.answer_ask(case, OLENA, NOW, text=words, files=1))
        else:
            case.status, case.answered_at = Status.ANSWERED, NOW
            history.append(cases.reopen(case, OLENA, NOW, law=LAW, not_fixed=True, text=words))
        case.status = Status.IN_WORK
        history.append(cases.take(case, body, NOW) if case.executor is None else line)
    return case, history


def test_what_was_added_is_told_apart_from_the_first_words() -> None:
    case, history = lived("Ліфт стоїть.", [("asked", "другий під’їзд"), ("reopened", "знову!")])
    assert first_words(case, history) == "Ліфт стоїть."
    assert list(added_words(case, history).values()) == ["другий під’їзд", "знову!"]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(words, st.lists(st.tuples(st.sampled_from(["asked", "reopened"]), words), max_size=4))
def test_words_come_apart_as_they_were_put_together(
    first: str, later: list[tuple[str, str]]
) -> None:
    case, history = lived(first, later)
    assert first_words(case, history) == first.strip()
    said = [text.strip() for _, text in later if text.strip()]
    assert list(added_words(case, history).values()) == said


def test_of_a_case_whose_words_were_wiped_nothing_is_told() -> None:
    case, history = lived("Ліфт стоїть.", [("reopened", "знову!")])
    case.description = ""
    assert first_words(case, history) == ""
    assert set(added_words(case, history).values()) == {""}
