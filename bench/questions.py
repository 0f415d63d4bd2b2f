"""How many questions a resident is asked until a matter is settled. It goes down, not up."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bench.city import empty_city
from bench.rehearsal import Player
from core.messages import ChatRef
from misto.app import City
from misto.scene import Scene

# First messages as people write them, by service; the answers below fit whatever is asked then.
OPENINGS: Mapping[str, Sequence[str]] = {
    "dispatcher_request": (
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
    ),
    "enrolment": (
        "запишіть дитину в садок, Оболонський район",
        "хочу стати в чергу в садочок 512",
        "переведіть нас із садка 45 в садок 78, переїхали",
        "запис у перший клас, школа 148",
        "хочу перевести сина зі школи 12 до 45, 5 клас",
        "двох дітей у садок 130: Коваль Марко 03.04.2023 і Коваль Софія 15.09.2024",
    ),
    "doctor_appointment": (
        "запишіть мене до стоматолога на завтра після обіду, Оболонський район",
        "треба до лікаря",
        "запис до педіатра в поліклініку 3, дитина народилася 12.05.2023",
    ),
    "tariff_consult": (
        "який тариф на холодну воду",
        "порахуй за світло, було 5000, стало 5230",
    ),
    "petition_create": (
        "створити петицію",
        "хочу подати петицію про лавки в парку Перемога",
    ),
    "petition_sign": (
        "підпишіть мене за велодоріжку на харківському",
        "підписати петицію 17",
    ),
    "appeals": (
        "напишіть звернення до мера: прошу освітити парк Нивки, увечері там темно і страшно",
        "Київтеплоенерго нарахувало вдвічі більше за опалення",
        "запит на інформацію: скільки грошей виділено на укриття в школах",
    ),
}
# What petitions are signed.
PETITIONS = (
    {
        "number": "17",
        "title": "Велодоріжка на Харківському шосе",
        "text": "Просимо облаштувати безпечну велодоріжку вздовж шосе.",
    },
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
    "title": "Встановити лавки в парку Перемога",
    "text": "У парку мало лавок, людям похилого віку ніде сісти. Просимо поставити сорок нових.",
    "official": "КМДА",
    "period": "жовтень",
    "account": "не знаю",
    "wanted": "перерахунок",
}
# What is answered otherwise in a flow: a school's child is older than a kindergarten's.
_IN_FLOW: Mapping[str | None, Mapping[str, str]] = {
    "enrol_school": {"child_name": "Коваль Марко, 12.05.2020", "child_birth_date": "12.05.2020"},
    "petition_sign": {"choice": "так"},
    "petition_search": {"choice": "так"},
}
_NOT_QUESTIONS = frozenset({None, "confirm", "consent"})
_MOST = 12
# The way on that stands under every price and bill.
_AFTER_A_PRICE = "!flow=utility_complaint"


def run(smoke: bool) -> Mapping[str, Any]:
    """Return the mean and the most questions a matter, over all and by service, and how many
    openings came to nothing. Units: questions.
    """
    openings = {"dispatcher_request": OPENINGS["dispatcher_request"][:3]} if smoke else OPENINGS
    with empty_city() as city:
        asyncio.run(Scene(city).set({"petitions": PETITIONS}))
        asked = {
            service: [_settle(city, f"{service}{n}", text) for n, text in enumerate(texts)]
            for service, texts in openings.items()
        }
    settled = {name: [one for one in many if one is not None] for name, many in asked.items()}
    every = [one for many in settled.values() for one in many]
    return {
        "per_case_mean": _mean(every),
        "per_case_max": max(every, default=0),
        "cases": len(every),
        "not_filed": sum(one is None for many in asked.values() for one in many),
        "by_service": {name: _mean(many) for name, many in settled.items()},
    }


def _mean(asked: Sequence[int]) -> float:
    return round(sum(asked) / max(len(asked), 1), 2)


def _settle(city: City, chat: str, opening: str) -> int | None:
    """Play one resident until a case or petition is filed, a petition supported or a price told;
    return the questions asked, None when it came to nothing.
    """
    player, text, questions = Player(city, ChatRef("webchat", "web", chat)), opening, 0
    before = _petitions(city)
    for _ in range(_MOST):
        outcome = player.run(player.entry({"text": text}))
        last = outcome.replies[-1].outgoing
        priced = any(choice.value == _AFTER_A_PRICE for choice in last.choices)
        if last.case or priced or _petitions(city) != before:
            return questions
        if last.expects not in _NOT_QUESTIONS:
            questions += 1
        answers = {**ANSWERS, **_IN_FLOW.get(last.flow, {})}
        text = answers.get(last.expects or "", "так")
    return None


def _petitions(city: City) -> list[tuple[str, int]]:
    """Every petition, with how many support it."""
    with city.database.reads.unit_of_work() as uow:
        return [(one.number, support.intents) for one, support in uow.petitions.all()]
