"""Two matters of one message, and what only sounds like two."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlu.pipeline import Reader

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("не горить лампа в під'їзді і сміття не вивозять", ["street_light", "waste"]),
        ("немає води ще й ліфт стоїть", ["cold_water", "elevator"]),
        ("немає гарячої води, ліфт не працює третій день", ["hot_water", "elevator"]),
        ("тече дах та не працює домофон", ["roof_leak", "entrance"]),
        ("немає гарячої води. і ще ліфт не працює другий тиждень", ["hot_water", "elevator"]),
    ],
)
def test_two_faults_are_two_with_and_without_a_break(
    reader: Reader, text: str, codes: list[str]
) -> None:
    matters = reader.read(text, NOW)["matters"]
    assert [matter["service_code"] for matter in matters] == codes
    for matter in matters:
        assert (
            text[matter["start"] : matter["end"]].strip() == text[matter["start"] : matter["end"]]
        )


def test_two_wishes_in_one_breath(reader: Reader) -> None:
    matters = reader.read("хочу підписати петицію 123 і записатись до лікаря", NOW)["matters"]
    assert [matter["intent"] for matter in matters] == ["petition_sign", "doctor_appointment"]


@pytest.mark.parametrize(
    "text",
    [
        "немає світла, ліфт стоїть",
        "ліфт не працює і двері не відчиняються",
        "прорвало трубу і затопило підвал",
        "яма на дорозі, машини об'їжджають по тротуару",
        "ліфт стоїть, диспетчерська трубку не бере",
        "Немає світла. Зробіть щось! Третій день без світла.",
    ],
)
def test_a_fault_and_what_comes_of_it_are_one(reader: Reader, text: str) -> None:
    assert "matters" not in reader.read(text, NOW)
