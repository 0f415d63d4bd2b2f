"""What staff keep beside cases: lists of their own, notes, acts on several, what maps are of."""

from dataclasses import replace

from core.geo import GeoFeature
from core.model import BulkAct, CaseNote
from core.petitions import Petition, PetitionEvent, PetitionStatus
from core.ports import UnitOfWork
from tests.contract.builders import HOUR, MINUTE, NOW, filed, hired


def test_a_list_is_kept_by_its_name_for_its_keeper(uow: UnitOfWork) -> None:
    me, other = hired(uow).id or 0, hired(uow, "p@kyiv.example").id or 0
    uow.filters.keep(me, "Ліфти", "q=ліфт")
    uow.filters.keep(me, "Ліфти", "q=ліфти")
    uow.filters.keep(other, "Ями", "q=яма")
    (mine,) = uow.filters.of(me)
    assert (mine.name, mine.query) == ("Ліфти", "q=ліфти")
    uow.filters.drop(other, mine.id)
    assert uow.filters.of(me) == [mine]
    uow.filters.drop(me, mine.id)
    assert uow.filters.of(me) == []


def test_notes_on_a_case_come_newest_first(uow: UnitOfWork) -> None:
    case_id = filed(uow).id or 0
    notes = [CaseNote(case_id, "staff:1", f"нотатка {n}", NOW + n * HOUR) for n in range(3)]
    for note in notes:
        uow.case_notes.add(note)
    assert uow.case_notes.of(case_id, limit=2) == [notes[2], notes[1]]


def test_an_act_on_several_is_due_while_it_waits(uow: UnitOfWork) -> None:
    me = hired(uow).id or 0
    numbers = ("KV-2026-000001", "KV-2026-000002")
    act = uow.bulk_acts.add(BulkAct(me, "take", {"to": "1"}, numbers, NOW, NOW + MINUTE))
    assert uow.bulk_acts.due(NOW) == []
    assert uow.bulk_acts.due(NOW + MINUTE) == [act]
    done = replace(act, status="done", refused={numbers[0]: "taken"})
    uow.bulk_acts.save(done)
    assert uow.bulk_acts.get(act.id or 0) == done
    assert uow.bulk_acts.due(NOW + HOUR) == []
    assert uow.bulk_acts.get(404) is None


def test_a_source_of_the_map_is_replaced_whole_and_found_by_place(uow: UnitOfWork) -> None:
    here = GeoFeature("point", "Ліцей", (((30.6, 50.4),),))
    far = GeoFeature("line", "Шосе", (((31.0, 51.0), (31.1, 51.1)),))
    uow.geo.replace("a.geojson", [far])
    uow.geo.replace("b.geojson", [here, far])
    uow.geo.replace("a.geojson", [here])
    assert uow.geo.sources() == [("a.geojson", 1), ("b.geojson", 2)]
    assert uow.geo.within(30.5, 50.3, 30.7, 50.5) == [here, here]
    assert uow.geo.within(30.5, 50.3, 30.7, 50.5, limit=1) == [here]


def test_petitions_are_listed_by_state_newest_first(uow: UnitOfWork) -> None:
    made = []
    for n, status in enumerate(("moderation", "refused", "moderation"), start=1):
        petition = Petition(str(n), "Назва", "Текст", "Автор", NOW, status=PetitionStatus(status))
        made.append(uow.petitions.add(petition, PetitionEvent(NOW, "filed", "resident"), {}))
    wanted = (PetitionStatus.MODERATION,)
    assert [one.number for one, _ in uow.petitions.listed(wanted, 10)] == ["3", "1"]
    assert [one.number for one, _ in uow.petitions.listed(wanted, 10, made[2].id)] == ["1"]
    assert uow.petitions.listed((), 10) == []
