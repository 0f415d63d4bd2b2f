"""Random residents: each number draws one event, given what the dialogue offers at that moment."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any, get_args

from core.conversation import Event, FileRefused, HandoffEnded, Heard, State, TimerFired
from core.messages import AttachmentKind, Contact, FileRef, Incoming, Location
from core.reading import Entity, Reading
from tests.dialogs.builders import FILED, FOLLOWED, LANE, NOW, RESULTS, city

TEXTS = (
    "у нас на Драгоманова 15 третій день не працює ліфт",
    "яма на Теремківській, а ще не горить ліхтар на Хрещатику 5",
    "Коваленко Олена Іванівна, вулиця Драгоманова 15 кв 3",
    "ні, не 15, а 17",
    "зміни адресу",
    "адресу",
    "так",
    "ні",
    "не знаю",
    "без номера",
    "067 123 45 67",
    "2",
    "назад",
    "повтори",
    "спочатку",
    "навіщо",
    "назад до бота",
    "змінити",
    "анонімно",
    "лише в мене",
    "по всій вулиці",
    "english please",
    "KV-2026-000001 третій під'їзд",
    "KV-2026-000001",
    "продовжимо",
    "другий",
    "давайте перший варіант",
    "дарницкий",
    "тупий бот",
    "ви там всі ідіоти",
    "так, і додайте, що там темно",
    "так, але номер не той",
    "ні, без мого номера",
    "я помилився в адресі",
    "забула сказати, що двері зачинені",
    "ой, не 15, а 17, і під'їзд третій",
    "поверніться до попереднього питання",
    "просимо полагодити дорогу біля школи, бо діти щодня падають у ці ями, а восени їх не видно",
    "асдф",
    "підписати петицію 17",
    "велодоріжка на харківському",
    "відкликати підпис",
    "прочитати",
    "?",
    "   ",
    "\x00\x07\u202e",
    "<b>1</b>'; drop table cases; --",
    "і" + "\u0301" * 500,
    "x" * 3900,
    "🔥🔥🔥",
)
ENTITIES: Mapping[str, Sequence[str]] = {
    "street": ("вулиця Михайла Драгоманова", "вулиця Хрещатик", "вулиця Теремківська", "Ніде"),
    "house": ("15", "17-А", "1/2 к. 3", "0"),
    "apartment": ("3", "999"),
    "entrance": ("2", "перший"),
    "floor": ("9",),
    "since": ("2026-11-22", "2026-11-20/2026-11-23", "колись"),
    "phone": ("+380671234567",),
    "district": ("Дарницький", "Печерський", "Ніякий"),
    "person": ("Коваленко Олена Іванівна", "Олена", "x" * 300),
    "organisation": ("КМДА", "Київтеплоенерго", "ніхто"),
    "email": ("o@example.com",),
    "case_number": ("KV-2026-000001", "KV-2026-999999"),
    "petition_number": ("17", "99999", "15021/2"),
    "rating": ("5",),
    "neighbourhood": ("Позняки",),
}
FACTS = ("street", "house", "district", "entrance", "phone", "person", "apartment", "since")
# Offered nearly always: pressed as often as the rest, no talk would ever get far.
WAYS_OUT = ("!handoff", "!cancel")
CODES = (None, "elevator", "roads", "hot_water", "roof_leak", "entrance", "other", "unheard_of")
FORGED = (
    "!bot",
    "!cancel",
    "!continue",
    "!drop",
    "!handoff",
    "!status",
    "!flow=appeal_submit",
    "!flow=nowhere",
    "!take=0",
    "!take=9",
    "!take=99",
    "!",
    "",
    "1.confirm.0=yes",
    "1.confirm.99=yes",
    "1.confirm.0=add:body",
    "1.edit=body",
    "1.edit=description",
    "1.body=kmda",
    "1.phone=abc",
    "1.entrance~skip",
    "1.description~skip",
    "1.address=nohouse",
    "1.address=known",
    "1.address=7",
    "1.address=²",
    "1.scope=everywhere",
    "99999999999999999999.address=0",
    "٣.address=0",
    "'; drop table cases; --",
    "\x00",
)
IN_WORK = {**FILED, "case_topic": "elevator", "case_status": "in_work"}
CLOSED = {"case_number": "KV-2026-000001", "case_topic": "appeal", "case_status": "closed"}
TOMORROW = {"at": "2026-11-25T09:30:00+02:00", "days": 1}
RESULT_CHOICES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "file_case": ({"refused": "too_many_cases"},),
    "find_cases": (
        {"found": "unknown"},
        {"found": "one", **IN_WORK},
        {"found": "many", "cases": [CLOSED]},
        {"found": "given", **FILED},
    ),
    "open_handoff": ({"handoff": "waiting", "on_duty": False, "promised_at": TOMORROW},),
    "set_language": ({"language": "uk"},),
    "find_rated": (
        {"found": "none"},
        {"found": "unknown"},
        *({"found": found, **IN_WORK} for found in ("open", "over", "late")),
    ),
    "withdraw_case": ({"withdrawn": False},),
    "rate_case": ({"rated": True, "low": True}, {"found": "late"}),
    "reopen_case": ({"found": "unknown"},),
    "find_near": ({"near": {"street": "вулиця Хрещатик", "house": "5", "verified": True}},),
    "take_near": (
        {
            "told": {
                "address": {
                    "lat": 50.4,
                    "long": 30.6,
                    "street": "вулиця Хрещатик",
                    "house": "5",
                    "verified": True,
                }
            }
        },
    ),
    "find_outage": ({"outage": "planned", "until": "2026-11-24T18:00:00+02:00"},),
    "find_same": (
        *(
            {
                "same": "KV-2026-000002",
                "same_own": own,
                "same_status": "in_work",
                "same_since": "2026-11-23T10:00:00+02:00",
                "same_topic": "elevator",
                "reported": 3,
            }
            for own in (True, False)
        ),
    ),
    "find_holder": (
        {
            "holder": "Коваль Олена Іванівна",
            "holder_post": "голова",
            "holder_office": "rda-darnytskyi",
        },
    ),
    "add_to_case": ({"added": False},),
    "take_out": ({"taken_out": False},),
    "join_case": ({"refused": "too_many_cases"}, {"joined": False}),
    "find_followed": (
        {"found": "none", "follows": []},
        {
            "found": "many",
            "follows": [FOLLOWED, {**FOLLOWED, "number": 2, "id": 2}],
            "paused": None,
        },
    ),
    "follow_news": ({"followed": [FOLLOWED], "told_at": "2026-11-25T09:00:00+02:00"},),
    "unfollow_news": ({"stopped": 0, "follows": [FOLLOWED]}, {"stopped": 2, "follows": []}),
    "pause_news": ({"paused": "2026-11-30T00:00:00+02:00"}, {"paused": None, "day_gone": True}),
    "find_petitions": (
        {"found": "none", "unfound": "щось"},
        {"found": "unknown", "missing": "99999"},
        {"found": "many", "petitions": [LANE, {**LANE, "number": "18"}]},
        {**LANE, "found": "one", "open": False, "petition_status": "consideration"},
        {**LANE, "found": "one", "mine": "vote"},
    ),
    "find_alike": ({"found": "many", "petitions": [LANE]},),
    "find_signed": ({"found": "none"}, {**LANE, "found": "one", "mine": "vote"}),
    "sign_petition": tuple({**LANE, "signed": how} for how in ("again", "voted", "closed")),
    "withdraw_signature": ({"withdrawn": False},),
    "file_petition": ({"refused": "too_many_petitions"},),
}
KNOWN: Sequence[Mapping[str, Any]] = (
    {},
    {"phone": "+380671234567"},
    {
        "name": "Коваленко Олена Іванівна",
        "phone": "+380671234567",
        "address": {
            "street": "вулиця Хрещатик",
            "house": "5",
            "apartment": None,
            "district": "pecherskyi",
            "verified": True,
            "as_typed": "Хрещатику",
        },
    },
)


def event_of(number: int, state: State, readings: Mapping[str, Reading] | None = None) -> Event:
    """Return the event that a number draws: mostly what the moment invites, sometimes anything.

    With `readings` texts mean what the reader says, else what chance does.
    """
    chance = Random(number)
    kinds = ("answer", "text", "button", "forged", "shared", "start", "silence", "staff", "file")
    kind = chance.choices(kinds, (8, 5, 12, 2, 2, 0.5, 1, 0.5, 0.5))[0]
    offered = [value for value in state.options.values() if value not in WAYS_OUT]
    if kind == "answer" or (kind == "button" and not offered):
        text = chance.choice(TEXTS)
        read = readings[text] if readings else answering(chance, text)
        return Heard(_incoming(number, text=text), read)
    if kind == "text":
        text = chance.choice(TEXTS)
        read = readings[text] if readings else reading_of(chance, text)
        return Heard(_incoming(number, text=text), read)
    if kind in ("button", "forged"):
        value = chance.choice(offered) if kind == "button" else _forged(chance)
        return Heard(_incoming(number, button=value))
    if kind == "shared":
        return Heard(_incoming(number, **_shared(chance)))
    if kind == "start":
        payload = chance.choice(("", "case_kv-2026-000001", "case_" + "x" * 100, "<script>"))
        return Heard(_incoming(number, start=payload))
    if kind == "silence":
        return TimerFired(chance.choice(("reminder", "unknown")))
    if kind == "staff":
        return HandoffEnded(chance.choice(("returned", "answered", "expired")))
    return FileRefused(chance.choice(("file-not-image", "file-too-big", "file-missing")))


def pause_of(number: int) -> timedelta:
    """Return how long a resident waits before the event: mostly moments, at times days."""
    pauses = (timedelta(seconds=5), timedelta(minutes=10), timedelta(hours=8), timedelta(days=3))
    return Random(number + 1).choices(pauses, (20, 4, 2, 2))[0]


def answering(chance: Random, text: str) -> Reading:
    """Return a reading as of an answer: sure of the service or of no wish, with some facts."""
    wish = chance.choice(("dispatcher_request", "appeal_submit", "affirm", None, None, None))
    kinds = chance.sample(FACTS, chance.randrange(1, 4))
    return Reading(
        text,
        ranking=((wish, 0.97),) if wish else (("out_of_scope", 0.4),),
        service_code=chance.choice(CODES) if wish == "dispatcher_request" else None,
        service_code_confidence=chance.choice((0.6, 0.95)),
        entities=tuple(_entity(chance, kind) for kind in kinds),
        correction=chance.random() < 0.15,
    )


def reading_of(chance: Random, text: str) -> Reading:
    """Return a reading that need not have anything to do with the text."""
    others = ("affirm", "deny", "cancel", "emergency", "out_of_scope")
    intents = [*sorted(city().flows.by_intent), *others]
    ranking = [(name, chance.random()) for name in chance.sample(intents, 3)]
    kinds = chance.sample(sorted(ENTITIES), chance.randrange(4))
    return Reading(
        text,
        ranking=tuple(sorted(ranking, key=lambda pair: -pair[1])) if chance.random() < 0.95 else (),
        service_code=chance.choice(CODES),
        service_code_confidence=chance.random(),
        entities=tuple(_entity(chance, kind) for kind in kinds),
        emergency=chance.choice((None, None, None, "gas", "fire")),
        emergency_confidence=chance.random() * chance.random(),
        correction=chance.random() < 0.15,
        matters=_matters(chance, text),
    )


def _entity(chance: Random, kind: str) -> Entity:
    candidates = ({"value": "вулиця Лісова"}, {"value": "провулок Лісовий"})
    several = kind == "street" and chance.random() < 0.2
    return Entity(
        kind,
        chance.choice(ENTITIES[kind]),
        start=chance.randrange(20),
        extractor=chance.choice(("gazetteer", "pattern")),
        candidates=candidates if several else (),
    )


def _matters(chance: Random, text: str) -> tuple[Mapping[str, Any], ...]:
    if chance.random() < 0.9:
        return ()
    wanted = [chance.choice(("dispatcher_request", "appeal_submit", "nonsense")) for _ in range(2)]
    return tuple(
        {"intent": name, "start": 0, "end": len(text), "service_code": chance.choice(CODES)}
        for name in wanted
    )


def _forged(chance: Random) -> str:
    number = chance.randrange(4)
    made = (
        f"{number}.{chance.choice(('district', 'address', 'entrance', 'edit', 'scope'))}"
        f"{chance.choice('=~')}{chance.choice(('darnytskyi', 'other', 'address', '0', 'skip'))}"
    )
    return chance.choice((*FORGED, made, made, made))


def _shared(chance: Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        return {"location": Location(chance.uniform(-90, 90), chance.uniform(-180, 180))}
    if chance.random() < 0.4:
        phone = chance.choice(("+380671234567", "0671234567", "", "abc", "9" * 40, "٠٦٧١٢٣٤٥٦٧"))
        return {"contact": Contact(phone, own=chance.random() < 0.8)}
    if chance.random() < 0.2:
        return {}
    kinds = chance.choices(get_args(AttachmentKind), k=chance.randrange(1, 4))
    return {"files": tuple(FileRef(kind, "ref") for kind in kinds)}


def result_of(number: int, action: str) -> Mapping[str, Any]:
    """Return what the city answers to an action at this event."""
    return Random(number).choice((RESULTS[action], *RESULT_CHOICES.get(action, ())))


def _incoming(number: int, **payload: Any) -> Incoming:
    return Incoming("webchat", "web", "c1", str(number), NOW, **payload)
