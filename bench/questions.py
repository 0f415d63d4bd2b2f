"""How many questions a resident is asked until a case is filed. It goes down, not up."""

from collections.abc import Mapping
from typing import Any

from bench.city import empty_city
from bench.rehearsal import Player
from core.messages import ChatRef
from misto.app import City

# First messages as people write them; the answers below fit whatever is asked then.
OPENINGS = (
    "у нас на Драгоманова 15 третій день не працює ліфт",
    "лифт стоит, теремковская 5, второй подъезд",
    "немає гарячої води",
    "яма на дорозі біля будинку Саксаганського 40",
    "не вивозять сміття на Хрещатику 22 вже тиждень",
    "протікає дах, Антоновича 12, квартира 45",
    "не горить ліхтар",
    "холодні батареї в усьому будинку, просп. Берестейський 30",
    "впало дерево на вул. Теремківській",
    "у під'їзді не працює домофон, Ломоносова 52",
    "слизько, не посипають тротуар біля метро",
    "зникло світло у всьому будинку, Драгоманова 2",
    "запишіть дитину в садок, Оболонський район",
    "хочу стати в чергу в садочок 512",
    "переведіть нас із садка 45 в садок 78, переїхали",
    "запис у перший клас, школа 148",
    "хочу перевести сина зі школи 12 до 45, 5 клас",
    "запишіть мене до стоматолога на завтра після обіду, Оболонський район",
    "треба до лікаря",
    "запис до педіатра в поліклініку 3, дитина народилася 12.05.2023",
)
ANSWERS: Mapping[str, str] = {
    "description": "не працює ліфт",
    "address": "Драгоманова 15",
    "district": "Дарницький",
    "choice": "в усьому будинку",
    "entrance": "2",
    "apartment": "45",
    "phone": "067 123 45 67",
    "child_name": "Коваль Марійка, 12.05.2023",
    "child_birth_date": "12.05.2023",
    "institution": "512",
    "transfer_reason": "переїхали",
    "school_class": "5",
    "name": "Коваль Олена, Драгоманова 15 кв 3, 067 123 45 67",
    "doctor_specialty": "сімейний лікар",
    "date": "завтра зранку",
}
# A school's child is older than a kindergarten's.
_PUPIL = {"child_name": "Коваль Марко, 12.05.2020", "child_birth_date": "12.05.2020"}
_NOT_QUESTIONS = frozenset({None, "confirm", "consent"})
_MOST = 12


def run(smoke: bool) -> Mapping[str, Any]:
    """Return the mean and the most questions a filed case, and the openings that filed none."""
    openings = OPENINGS[:3] if smoke else OPENINGS
    with empty_city() as city:
        asked = [_file(city, n, opening) for n, opening in enumerate(openings)]
    filed = [count for count in asked if count is not None]
    return {
        "per_case_mean": round(sum(filed) / max(len(filed), 1), 2),
        "per_case_max": max(filed, default=0),
        "cases": len(filed),
        "not_filed": len(asked) - len(filed),
    }


def _file(city: City, number: int, opening: str) -> int | None:
    """Play one resident until a case is filed; return the questions asked, None without a case."""
    player, text, questions = Player(city, ChatRef("webchat", "web", f"q{number}")), opening, 0
    for _ in range(_MOST):
        outcome = player.run(player.entry({"text": text}))
        last = outcome.replies[-1].outgoing
        if last.case:
            return questions
        if last.expects not in _NOT_QUESTIONS:
            questions += 1
        answers = {**ANSWERS, **_PUPIL} if last.flow == "enrol_school" else ANSWERS
        text = answers.get(last.expects or "", "так")
    return None
