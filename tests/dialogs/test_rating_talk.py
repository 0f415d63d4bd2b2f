"""How a rating is heard, and when the city may ask for one."""

import pytest

from core.conversation import Invited
from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Reject, Words
from dialogs.slots import kind_of
from tests.dialogs.builders import Resident, entity, with_lift

ASKED = Invited("case_rate", {"case_number": "KV-2026-000001"})


def spec(role: str, kind: str = "rating") -> SlotSpec:
    options = {"role": role, "answers": {"1": ["жахлив"], "5": ["чудов"]}}
    return SlotSpec(role, kind, options=options if kind == "rating" else {"of": ["case_rate"]})


def words(text: str, *ratings: tuple[str, str | None], intent: str = "case_rate") -> Words:
    found = tuple(Entity("rating", value, text=value, role=role) for value, role in ratings)
    reading = Reading(text, ((intent, 0.9),), entities=found)
    return Words(text, reading, reading)


@pytest.mark.parametrize(
    ("ratings", "quality", "speed"),
    [
        ([("4", None)], 4, None),
        ([("4", "speed")], None, 4),
        ([("4", None), ("5", None)], 4, 5),
        ([("4", "quality"), ("5", "quality")], 4, 5),
        ([("4", "speed"), ("5", "quality")], 5, 4),
        ([], None, None),
    ],
)
def test_a_score_goes_where_it_belongs(
    ratings: list[tuple[str, str | None]], quality: int | None, speed: int | None
) -> None:
    said = words("оцінка", *ratings)
    heard = [kind_of(spec(r)).hear(spec(r), None, said) for r in ("quality", "speed")]
    assert heard == [quality, speed]


def test_a_word_is_a_score_once_it_was_asked_for() -> None:
    kind, quality = kind_of(spec("quality")), spec("quality")
    said = words("жахливо, два тижні чекали")
    assert kind.hear(quality, None, said) is None
    assert kind.answer(quality, None, said) == 1
    assert kind.answer(quality, None, words("жахливо чи чудово")) is None
    assert isinstance(kind.answer(quality, None, words("10")), Reject)


@pytest.mark.parametrize("value", ["0", "6", "", "5 ", "п’ять", "٣"])
def test_a_forged_score_is_none(value: str) -> None:
    assert kind_of(spec("quality")).press(spec("quality"), None, value) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (words("ставлю 2, бо двері знову заїдає", ("2", None)), True),
        (words("оцінка 2", ("2", None)), False),
        (words("хочу змінити оцінку"), False),
        (words("велика яма на дорозі біля школи", intent="dispatcher_request"), False),
    ],
)
def test_a_remark_is_what_is_said_besides_the_score(said: Words, kept: bool) -> None:
    remark = spec("reason", "remark")
    assert kind_of(remark).hear(remark, None, said) == (said.text if kept else None)


def test_the_city_asks_at_once_where_nothing_is_under_way() -> None:
    resident = Resident()
    assert "якість" in resident.hears(ASKED)
    assert resident.expects == "rating_quality"


def test_the_same_question_again_is_no_second_one() -> None:
    resident = Resident()
    resident.hears(ASKED)
    assert "якість" in resident.hears(ASKED)
    assert len(resident.state.frames) == 1


def test_what_is_under_way_is_not_broken_off() -> None:
    resident = with_lift()
    assert resident.hears(ASKED) == ""
    assert resident.expects == "district"
    assert [matter.flow for matter in resident.state.matters] == ["case_rate"]
    assert "KV-2026-000001" in resident.says("скасуй", "cancel")


def test_a_person_on_the_line_is_not_interrupted() -> None:
    resident = Resident()
    resident.says("дайте людину", "handoff")
    assert resident.hears(ASKED) == ""
    assert resident.state.handoff == "waiting"


def test_a_rating_is_not_reminded_of_after_an_hour() -> None:
    """The city reminds on days of its own."""
    resident = Resident()
    resident.hears(ASKED)
    assert resident.is_silent() == ""


def test_a_number_with_a_score_rates_and_does_not_ask_how_it_goes() -> None:
    resident = Resident()
    number = Entity("case_number", "KV-2026-000001", 0, 14, "KV-2026-000001")
    resident.says("KV-2026-000001 оцінка 4", "case_rate", number, entity("rating", "4"))
    assert [run.action for run in resident.runs] == ["find_rated"]
    assert resident.expects == "rating_speed"
