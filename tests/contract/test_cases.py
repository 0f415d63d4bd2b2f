"""Cases, their numbers, their history, and the lists of them."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.messages import ChatRef
from core.model import Address, Applicant, Case, CaseEvent, Outcome, Person, Rating, Status
from core.ports import UnitOfWork
from core.rows import CaseFilter, ListPlace
from tests.contract.builders import (
    DAY,
    HOUR,
    NOW,
    OLENA,
    PETRO,
    case_of,
    chat,
    event,
    filed,
    in_status,
    new_database,
)


def numbers(found: Any) -> list[int]:
    """Return the last digits of the cases' numbers."""
    return [int(case.number[-3:]) for case in found]


def test_numbers_follow_each_other_in_their_year(uow: UnitOfWork) -> None:
    assert [uow.cases.next_number(year) for year in (2026, 2026, 2027, 2026)] == [1, 2, 1, 3]


def test_a_case_comes_back_as_it_was_added(uow: UnitOfWork) -> None:
    case = case_of(
        uow,
        service_code="elevator",
        description="не працює ліфт",
        facts={"since": "2026-11-21", "floors": [1, 9]},
        address=Address("вулиця Драгоманова", "15", lat=50.4, long=30.6, verified=True),
        applicant=Applicant("Олена", "+380441234567"),
        first_due_at=NOW + DAY,
    )
    added = uow.cases.add(case, event())
    assert added.id is not None
    assert uow.cases.get(case.number) == added


def test_an_ended_case_comes_back_as_it_was_saved(uow: UnitOfWork) -> None:
    case = filed(uow)
    case.status, case.outcome, case.answer = Status.CLOSED, Outcome.FIXED, "Полагодили."
    case.answered_at = case.closed_at = NOW + DAY
    case.rating = Rating(4, 5, "швидко")
    uow.cases.save(case, event("rated", NOW + DAY))
    assert uow.cases.get(case.number) == case


def test_a_number_nobody_has_is_no_case(uow: UnitOfWork) -> None:
    assert uow.cases.get("KV-2026-999999") is None
    assert uow.cases.get("' OR 1=1 --") is None


def test_two_cases_cannot_have_one_number(uow: UnitOfWork) -> None:
    filed(uow)
    with pytest.raises(Exception, match="number"):
        filed(uow)


def test_saving_a_case_that_is_not_there_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="never added"):
        uow.cases.save(case_of(uow), event())
    with pytest.raises(LookupError, match="404"):
        uow.cases.save(case_of(uow, id=404), event())


def test_history_is_told_from_the_beginning(uow: UnitOfWork) -> None:
    case = filed(uow)
    forwarded = CaseEvent(NOW + HOUR, "forwarded", "staff:1", {"from": "kte", "to": "kvk"})
    uow.cases.save(case, forwarded)
    assert uow.cases.history(case.id or 0) == [event(), forwarded]


def test_a_chats_cases_are_its_own_newest_first(uow: UnitOfWork) -> None:
    filed(uow, "KV-2026-000001")
    filed(uow, "KV-2026-000002", chat=PETRO)
    filed(uow, "KV-2026-000003")
    assert numbers(uow.cases.of_conversation(chat(uow))) == [3, 1]
    assert numbers(uow.cases.of_conversation(chat(uow), limit=1)) == [3]


def test_a_person_finds_their_cases_in_every_chat(uow: UnitOfWork) -> None:
    viber = ChatRef("viber", "main", "olena")
    telegram = uow.conversations.get(OLENA)
    telegram.person = Person(phone="+380441234567")
    for ref in (OLENA, viber):
        conversation = uow.conversations.get(ref)
        conversation.person = telegram.person
        uow.conversations.save_person(conversation)
        uow.conversations.put(conversation, NOW)
    filed(uow, "KV-2026-000001")
    filed(uow, "KV-2026-000002", chat=PETRO, person_id=telegram.person.id)
    filed(uow, "KV-2026-000003", chat=PETRO)
    assert numbers(uow.cases.of_conversation(chat(uow, viber))) == [2, 1]
    assert uow.cases.filed_since(chat(uow, viber), NOW) == 2


def test_strangers_do_not_share_cases_for_having_no_name(uow: UnitOfWork) -> None:
    filed(uow, "KV-2026-000001", chat=PETRO)
    assert uow.cases.of_conversation(chat(uow)) == []


def test_only_what_was_filed_since_counts(uow: UnitOfWork) -> None:
    filed(uow, "KV-2026-000001", registered_at=NOW - DAY - HOUR)
    filed(uow, "KV-2026-000002", registered_at=NOW - DAY)
    assert uow.cases.filed_since(chat(uow), NOW - DAY) == 1


def test_all_cases_come_oldest_first(uow: UnitOfWork) -> None:
    for number in range(1, 4):
        filed(uow, f"KV-2026-00000{number}")
    assert numbers(uow.cases.all()) == [1, 2, 3]
    assert numbers(uow.cases.all("KV-2026-000002")) == [2]
    assert numbers(uow.cases.all("KV-2026-000009")) == []


def test_a_city_of_cases_is_listed_to_the_last(uow: UnitOfWork) -> None:
    for number in range(1101):
        filed(uow, f"KV-2026-{number:06}")
    assert len({case.number for case in uow.cases.all()}) == 1101


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "000001",
        "ЛІФТ",
        "ліфт драгоманова",
        "вулиця Драгоманова 15",
        "п'ятий під’їзд",
        "коваль",
        "+380 44 123-45-67",
        "0441234567",
        "1234567",
        "4567",
        "kv-2026-000001",
        "олена@київ.укр",
    ],
)
def test_a_case_is_found_by_its_words(uow: UnitOfWork, text: str) -> None:
    filed(
        uow,
        description="Не працює ліфт, п’ятий під'їзд",
        address=Address("вулиця Драгоманова", "15"),
        applicant=Applicant("Олена Коваль", "+380441234567", "олена@київ.укр"),
    )
    filed(uow, "KV-2026-000002", description="яма на дорозі")
    assert numbers(uow.cases.page(CaseFilter(text=text), 10)) == [1]
    assert numbers(uow.cases.page(CaseFilter(text=text, open=True, bodies=["kte"]), 10)) == [1]
    assert numbers(uow.cases.page(CaseFilter(text=text, bodies=["kvk"]), 10)) == []


@pytest.mark.parametrize("text", ["%", "_", "' OR '1'='1", "ліфт яма", "street", "null"])
def test_what_no_case_says_finds_none(uow: UnitOfWork, text: str) -> None:
    filed(uow, description="не працює ліфт", address=Address("вулиця Драгоманова"))
    assert uow.cases.page(CaseFilter(text=text), 10) == []


@pytest.mark.parametrize("text", [None, "", "  "])
def test_no_words_narrow_nothing(uow: UnitOfWork, text: str | None) -> None:
    filed(uow)
    assert len(uow.cases.page(CaseFilter(text=text), 10)) == 1


def test_a_case_is_found_by_what_it_says_now(uow: UnitOfWork) -> None:
    case = filed(uow, description="не працює ліфт", applicant=Applicant("Олена Коваль"))
    case.description, case.applicant = "тече дах", Applicant()
    uow.cases.save(case, event("info_given"))
    for text, found in {"ліфт": [], "коваль": [], "дах": [1], "000001": [1]}.items():
        assert numbers(uow.cases.page(CaseFilter(text=text), 10)) == found


def test_cases_of_before_the_index_are_made_findable(tmp_path: Path) -> None:
    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        uow = SqlUnitOfWork(connection)
        filed(uow, description="не працює ліфт")
        connection.execute("DELETE FROM case_words")
        connection.execute("UPDATE cases SET indexed = NULL")
        assert uow.cases.unindexed()
        assert uow.cases.index_some(10) == 1
        assert not uow.cases.unindexed()
        assert numbers(uow.cases.page(CaseFilter(text="ліфт"), 10)) == [1]


def test_a_word_is_found_by_any_of_its_forms(tmp_path: Path) -> None:
    def forms(word: str) -> list[str]:
        return {"ліфтами": ["ліфт"], "вулиці": ["вулиця"], "три": ["три", "терти"]}.get(
            word, [word]
        )

    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        uow = SqlUnitOfWork(connection, forms)
        filed(uow, description="Біда з ліфтами на вулиці, три тижні")
        for text, found in {
            "ліфт": [1],
            "вулиця ліфт": [1],
            "терти": [1],
            "вулиця яма": [],
        }.items():
            assert numbers(uow.cases.page(CaseFilter(text=text), 10)) == found


def shelf(uow: UnitOfWork) -> None:
    """File cases whose numbers, bodies, executors and terms differ."""
    rows: list[tuple[Status, str, str | None, timedelta]] = [
        (Status.REGISTERED, "kte", None, 3 * DAY),
        (Status.IN_WORK, "kte", "staff:1", -HOUR),
        (Status.CLOSED, "kte", "staff:1", 2 * DAY),
        (Status.REOPENED, "kvk", "staff:2", DAY),
        (Status.REJECTED, "kvk", None, 5 * DAY),
    ]
    for number, (status, body, executor, term) in enumerate(rows, start=1):
        facts: dict[str, Any] = {"body": body, "executor": executor, "due_at": NOW + term}
        facts["kind"] = "appeal" if number == 5 else "dispatcher_request"
        facts["service_code"] = "elevator" if number == 2 else None
        facts["reopened"] = int(status is Status.REOPENED)
        facts["rating"] = Rating(2, 5) if number == 3 else None
        in_status(uow, f"KV-2026-00000{number}", status, **facts)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(), [5, 4, 3, 2, 1]),
        (CaseFilter(open=True), [2, 4, 1]),
        (CaseFilter(open=True, bodies=["kte"]), [2, 1]),
        (CaseFilter(executor="staff:1"), [3, 2]),
        (CaseFilter(open=True, due_before=NOW), [2]),
        (CaseFilter(open=True, due_from=NOW, due_before=NOW + 3 * DAY), [4]),
        (CaseFilter(due_from=NOW + 3 * DAY), [5, 1]),
        (CaseFilter(text="000004"), [4]),
        (CaseFilter(text="000004", open=True, bodies=["kte", "kvk"]), [4]),
        (CaseFilter(open=True, bodies=["kvk", "kte", "kvk"]), [2, 4, 1]),
        (CaseFilter(open=True, unassigned=True), [1]),
        (CaseFilter(open=True, reopened=True), [4]),
        (CaseFilter(low_rated=True), [3]),
        (CaseFilter(kind="appeal"), [5]),
        (CaseFilter(open=True, service_code="elevator"), [2]),
        (CaseFilter(bodies=[]), []),
    ],
)
def test_a_list_shows_what_its_filter_asks_for(
    uow: UnitOfWork, wanted: CaseFilter, found: list[int]
) -> None:
    shelf(uow)
    assert numbers(uow.cases.page(wanted, 10)) == found
    assert uow.cases.count(wanted, 10) == len(found)
    assert uow.cases.count(wanted, 2) == min(2, len(found))


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(open=True),
        CaseFilter(open=True, bodies=["kvk", "kte"]),
        CaseFilter(text="яма"),
        CaseFilter(text="яма", bodies=["kte", "kvk"]),
    ],
)
def test_a_list_is_read_part_by_part_there_and_back(uow: UnitOfWork, wanted: CaseFilter) -> None:
    for number in range(1, 8):
        term = NOW + (number % 3) * DAY
        body = "kte" if number % 2 else "kvk"
        filed(uow, f"KV-2026-00000{number}", due_at=term, body=body, description="яма")
    whole = numbers(uow.cases.page(wanted, 10))
    part = uow.cases.page(wanted, 2)
    there = numbers(part)
    while part := uow.cases.page(wanted, 2, place_of(part[-1])):
        there += numbers(part)
    assert there == whole
    last = uow.cases.page(wanted, 10)[-1]
    back = numbers(uow.cases.page(wanted, 3, replace(place_of(last), back=True)))
    assert back == whole[-4:-1]


def place_of(case: Case) -> ListPlace:
    return ListPlace(case.due_at, case.id or 0)


def test_cases_come_by_their_numbers_as_asked(uow: UnitOfWork) -> None:
    shelf(uow)
    wanted = ["KV-2026-000004", "KV-2026-000404", "KV-2026-000001", "KV-2026-000004"]
    assert numbers(uow.cases.several(wanted)) == [4, 1]
    assert uow.cases.several([]) == []


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(open=True),
        CaseFilter(open=True, bodies=["kte", "kvk"]),
        CaseFilter(open=True, executor="staff:1"),
        CaseFilter(open=True, due_before=NOW),
        CaseFilter(open=True, reopened=True),
        CaseFilter(low_rated=True),
        CaseFilter(text="ліфт"),
        CaseFilter(),
    ],
)
def test_a_part_of_a_list_is_read_in_the_order_of_an_index(
    tmp_path: Path, wanted: CaseFilter
) -> None:
    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        uow = SqlUnitOfWork(connection)
        filed(uow, description="ліфт")
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        uow.cases.page(wanted, 50, ListPlace(NOW, 10))
        connection.set_trace_callback(None)
        steps = [
            row[3] for text in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")
        ]
    sorted_whole = [step for step in steps if "TEMP B-TREE" in step and "RIGHT PART" not in step]
    # What is sorted is the few rows that the parts bring.
    assert len(sorted_whole) <= 2, steps
    assert not [step for step in steps if step == "SCAN cases"], steps


def test_open_cases_whose_term_ended_are_overdue(uow: UnitOfWork) -> None:
    shelf(uow)
    assert numbers(uow.cases.overdue_untold(NOW + 10 * DAY)) == [2, 4, 1]
    assert numbers(uow.cases.overdue_untold(NOW)) == [2]


def test_an_overdue_case_is_untold_until_its_history_says_so(uow: UnitOfWork) -> None:
    shelf(uow)
    (late,) = uow.cases.overdue_untold(NOW)
    uow.cases.save(late, event("overdue", NOW, "system"))
    assert numbers(uow.cases.overdue_untold(NOW)) == []
    # A new term that ends too is told of again.
    late.due_at = NOW + HOUR
    uow.cases.save(late, event("reopened", NOW))
    assert numbers(uow.cases.overdue_untold(NOW + DAY)) == [2]


def test_cases_answered_before_a_moment_are_found(uow: UnitOfWork) -> None:
    def answered(number: int, status: Status, at: datetime) -> None:
        in_status(uow, f"KV-2026-00000{number}", status, answered_at=at)

    answered(1, Status.ANSWERED, NOW)
    answered(2, Status.ANSWERED, NOW - DAY)
    answered(3, Status.CLOSED, NOW - DAY)
    assert numbers(uow.cases.answered_before(NOW)) == [2]
    assert numbers(uow.cases.answered_before(NOW + HOUR)) == [2, 1]


def test_unrated_cases_are_found_by_how_often_their_residents_were_reminded(
    uow: UnitOfWork,
) -> None:
    first, second = (filed(uow, f"KV-2026-00000{n}") for n in (1, 2))
    for case in (first, second):
        # A reminder of an answer before this one does not count.
        uow.cases.save(case, event("reminded", NOW - DAY, "system"))
        case.status, case.answered_at = Status.ANSWERED, NOW
        uow.cases.save(case, event("answered", NOW, "staff:1"))
    uow.cases.save(first, event("reminded", NOW + DAY, "system"))
    assert numbers(uow.cases.unrated(NOW, 0)) == [2]
    assert numbers(uow.cases.unrated(NOW, 1)) == [1]
    assert numbers(uow.cases.unrated(NOW - HOUR, 0)) == []
    second.status = Status.CLOSED
    uow.cases.save(second, event("closed", NOW, "system"))
    assert numbers(uow.cases.unrated(NOW, 0)) == []


def test_a_claim_is_unheard_until_somebody_takes_it_or_the_act_is_offered(
    uow: UnitOfWork,
) -> None:
    case = filed(uow, kind="utility_complaint")
    filed(uow, "KV-2026-000002")
    started = filed(uow, "KV-2026-000003", kind="utility_complaint", executor="staff:1")
    assert numbers(uow.cases.claims_unheard(NOW)) == [1]
    assert started.executor
    uow.cases.save(case, event("act_offered", NOW + DAY, "system"))
    assert numbers(uow.cases.claims_unheard(NOW + DAY)) == []


def test_whom_triage_passed_a_claim_to_has_a_day_of_its_own(uow: UnitOfWork) -> None:
    case = filed(uow, kind="utility_complaint", body="cc1551")
    assert uow.cases.claims_unheard(NOW + 9 * DAY) == []
    case.body, case.status, case.term_from = "kte", Status.FORWARDED, NOW + DAY
    uow.cases.save(case, event("forwarded", NOW + DAY, "system"))
    assert uow.cases.claims_unheard(NOW + DAY - HOUR) == []
    assert numbers(uow.cases.claims_unheard(NOW + DAY)) == [1]


def test_rated_cases_are_listed_with_their_ratings(uow: UnitOfWork) -> None:
    filed(uow)
    rated = filed(uow, "KV-2026-000002", rating=Rating(1, 5, "довго", NOW))
    assert list(uow.cases.rated()) == [rated]


def test_a_case_joined_to_another_names_it(uow: UnitOfWork) -> None:
    first = filed(uow)
    joined = filed(uow, "KV-2026-000002", joined_to=first.number)
    assert uow.cases.get(joined.number) == replace(joined, joined_to=first.number)


def test_cases_whose_body_is_to_be_warned_come_earliest_first(uow: UnitOfWork) -> None:
    later, sooner, _never = (filed(uow, f"KV-2026-{n:06d}") for n in (1, 2, 3))
    line = CaseEvent(NOW, "warned", "system")
    for case, hours in ((later, 2), (sooner, 1)):
        case.warned, case.warn_at = "half", NOW + hours * HOUR
        uow.cases.save(case, line)
    assert uow.cases.to_warn(NOW) == []
    assert uow.cases.to_warn(NOW + HOUR) == [sooner]
    assert uow.cases.to_warn(NOW + 2 * HOUR) == [sooner, later]
    assert uow.cases.to_warn(NOW + 2 * HOUR, limit=1) == [sooner]
