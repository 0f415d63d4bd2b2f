"""Doctors' specialities and children's ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene
from nlu.entities.stems import Stems
from nlu.entities.tokens import skeleton

_SPECIALTIES = {
    "терапевт": "терапевт therapist",
    "педіатр": "педіатр педиатр pediatric paediatric",
    "стоматолог": "стоматолог зубн дантист dentist stomatolo",
    "кардіолог": "кардіолог кардиолог cardiolog",
    "отоларинголог": "отоларинголог отолоринголог оториноларинголог лору ухогорл вухогорл",
    "офтальмолог": "офтальмолог окуліст окулист глазн очник ophthalmolog",
    "хірург": "хірург хирург surgeon",
    "невролог": "невролог невропатолог neurolog",
    "дерматолог": "дерматолог шкірник кожник dermatolog",
    "гінеколог": "гінеколог гинеколог gynecolog gynaecolog",
    "ендокринолог": "ендокринолог эндокринолог ендокренолог",
    "уролог": "уролог urolog",
    "травматолог": "травматолог",
    "ортопед": "ортопед",
    "алерголог": "алерголог аллерголог",
    "психолог": "психолог psycholog",
    "психіатр": "психіатр психиатр",
    "психотерапевт": "психотерапевт",
    "ревматолог": "ревматолог",
    "онколог": "онколог",
    "гастроентеролог": "гастроентеролог гастроэнтеролог",
    "логопед": "логопед",
    "реабілітолог": "реабілітолог реабилитолог",
    "пульмонолог": "пульмонолог",
    "нефролог": "нефролог",
    "інфекціоніст": "інфекціоніст инфекционист",
    "імунолог": "імунолог иммунолог",
    "венеролог": "венеролог",
    "проктолог": "проктолог",
    "мамолог": "мамолог маммолог",
    "гематолог": "гематолог",
    "дієтолог": "дієтолог диетолог",
    "ортодонт": "ортодонт",
    "нарколог": "нарколог",
    "фтизіатр": "фтизіатр фтизиатр",
    "акушер-гінеколог": "акушер",
    "фізіотерапевт": "фізіотерапевт физиотерапевт",
    "неонатолог": "неонатолог",
}
_DOCTORS = Stems.listed(_SPECIALTIES)
_EXACT = {
    "лор": "отоларинголог",
    "лора": "отоларинголог",
    "лором": "отоларинголог",
    "ent": "отоларинголог",
    "узіст": "лікар УЗД",
    "гп": "сімейний лікар",
}
_FAMILY = ("семеин", "симеин", "family")
_DOCTOR = ("ликар", "врач", "doctor", "доктор")
_ABSTRACT = ("ии", "ия", "ию", "иеи", "ична", "ичес", "ични", "y")

_CHILD = tuple(
    "дит дет син сын дочк дочц дочер доньк доньц донечк доня доні дони доню ребен реб мал хлоп "
    "мальчик дівч девоч немовл младен двійн онук внук онуч kid son daughter child baby boy girl "
    "syn don dyt братик сестричк".split()
)
_SELF = frozenset("мені мне я їй йому ему ей нам їм he she i im".split())
_YEARS = frozenset(
    "рік роки років року рочки рочків рочок рочка год года лет годіка годика годиков годіков "
    "годів годов лєт "
    "year years yr roky rokiv".split()
)
_MONTHS = frozenset(
    "місяць місяці місяців місяця месяц месяца месяцев months month міс мес".split()
)
_STEM_AGES = {
    skeleton(stem): years
    for years, stems in {
        1: "однорічн годовал годовас",
        2: "дворічн двухлетн",
        3: "трирічн трехлетн трьохрічн трёхлетн",
        4: "чотирирічн четырехлетн чотирьохрічн",
        5: "пятирічн пятилетн",
        6: "шестирічн шестилетн",
        7: "семирічн семилетн",
        8: "восьмирічн восьмилетн",
        9: "девятирічн девятилетн",
        10: "десятирічн десятилетн",
        11: "одинадцятирічн",
        12: "дванадцятирічн двенадцатилетн",
        13: "тринадцятирічн тринадцатилетн",
        14: "чотирнадцятирічн четырнадцатилетн",
        15: "пятнадцятирічн пятнадцатилетн",
        16: "шістнадцятирічн шестнадцатилетн",
    }.items()
    for stem in stems.split()
}
_OLDEST = 17


def doctors(scene: Scene) -> Iterator[Found]:
    """Yield specialities as Ukrainian nominatives: `до окуліста` → `офтальмолог`."""
    for place, token in enumerate(scene.tokens):
        if token.skeleton.startswith(_FAMILY):
            yield from _family_doctor(scene, place)
            continue
        name = _EXACT.get(token.low) or _specialty(token.skeleton)
        if name is not None:
            yield Found("doctor_specialty", *scene.span(place, place + 1), name, 0.95)


def _family_doctor(scene: Scene, place: int) -> Iterator[Found]:
    with_doctor = scene.key(place + 1).startswith(_DOCTOR)
    before = scene.low(place - 1)
    if with_doctor or (before in ("до", "к", "мого", "свого") and not _is_noun(scene, place + 1)):
        yield Found(
            "doctor_specialty", *scene.span(place, place + 1 + with_doctor), "сімейний лікар", 0.93
        )


def _is_noun(scene: Scene, place: int) -> bool:
    return any("NOUN" in parse.tags for parse in scene.lexicon.parses(scene.low(place)))


def _specialty(key: str) -> str | None:
    found = _DOCTORS.match(key)
    if found is None:
        return None
    stem, name = found
    rest = key[len(stem) :]
    abstract = rest.startswith(_ABSTRACT) and len(rest) > 1 and not stem.endswith("н")
    return None if abstract else name


def ages(scene: Scene) -> Iterator[Found]:
    """Yield children's ages in years: `4 роки`, `півтора року`, `3-річна`, `дитині 9`."""
    about_child = any(token.low.startswith(_CHILD) for token in scene.tokens)
    for number in scene.numbers.values():
        found = _age_in_units(scene, number, about_child) or _bare_age(scene, number)
        if found is not None:
            yield found
    for place, token in enumerate(scene.tokens):
        years = _one_word_age(token.skeleton)
        if years is not None:
            yield _age(scene, place, place + 1, years, 0.9)
        elif token.low in ("півтора", "полтора") and scene.low(place + 1) in _YEARS and about_child:
            yield _age(scene, place, place + 2, 1.5, 0.9)
        elif token.low == "пів" and scene.low(place + 1) == "року" and about_child:
            yield _age(scene, place, place + 2, 0.5, 0.92)
        elif token.low in ("півроку", "полгода") and scene.low(place - 1).startswith(_CHILD):
            yield _age(scene, place, place + 1, 0.5, 0.95)
        elif token.low in ("півтора", "полтора") and _is_whose(scene, place - 1):
            yield _age(scene, place, place + 1, 1.5, 0.8)


def _one_word_age(key: str) -> int | None:
    if (
        "ричн" not in key
        and "летн" not in key
        and not key.startswith("годова")
        and "ричк" not in key
    ):
        return None
    key = key.replace("ричк", "ричн")
    return next((years for stem, years in _STEM_AGES.items() if key.startswith(stem)), None)


def _age_in_units(scene: Scene, number: Number, about_child: bool) -> Found | None:
    if number.ordinal:
        return None
    value, last = _with_fraction(scene, number)
    unit = scene.low(last)
    if scene.low(number.first - 1) in ("лет", "років") and about_child:
        return _age(scene, number.first, last, value, 0.85) if value <= _OLDEST else None
    if unit == "-" and scene.low(last + 1).startswith(("річн", "летн", "year")):
        return _age(scene, number.first, number.last, value, 0.9) if value <= _OLDEST else None
    if unit in _MONTHS:
        return (
            _age(scene, number.first, last + 1, value / 12, 0.88)
            if about_child and value < 40
            else None
        )
    if unit not in _YEARS or value > _OLDEST:
        return None
    spoken_of = about_child or scene.low(number.first - 1) in _SELF
    old = scene.low(last + 1) == "old"
    if not (spoken_of or old) or scene.low(number.first - 1) in ("вже", "уже", "за", "через", "на"):
        return None
    return _with_months(scene, number.first, last + 1, value, old)


def _with_fraction(scene: Scene, number: Number) -> tuple[float, int]:
    """Return a number with its half or decimals: `2,5`, `два з половиною`."""
    at = number.last
    if (
        scene.low(at) in (",", ".")
        and scene.adjoins(at)
        and scene.adjoins(at + 1)
        and at + 1 in scene.numbers
    ):
        decimals = scene.tokens[at + 1].text
        if decimals.isdecimal() and len(decimals) <= 2:
            return float(f"{number.value}.{int(decimals)}"), at + 2
    if scene.low(at) in ("з", "с") and scene.low(at + 1).startswith("половин"):
        return number.value + 0.5, at + 2
    return float(number.value), at


def _with_months(scene: Scene, first: int, last: int, years: float, old: bool) -> Found:
    at = last + (scene.low(last) in ("і", "и", "та", "and"))
    months = scene.numbers.get(at)
    if months is not None and scene.low(months.last) in _MONTHS and months.value < 12:
        return _age(scene, first, months.last + 1, years + months.value / 12, 0.93)
    return _age(scene, first, last + old, years, 0.9)


def _bare_age(scene: Scene, number: Number) -> Found | None:
    """Return the age of `дитині 9`, `їй п'ять`, `п'ять їй`, `my son is 4`: it counts nothing."""
    value, last = _with_fraction(scene, number)
    before = number.first - 1
    before -= scene.low(before) in ("is", "вже", "уже", "-", "—", "лише", "тільки", "років", "лет")
    aged = _is_whose(scene, before) or (scene.low(last) in _WHOSE and _ends(scene, last + 1))
    if number.ordinal or not aged or not 0 < value <= _OLDEST:
        return None
    after = scene.low(last)
    if scene.measures(last) or after in (":", "/", "-", "%") or after in _YEARS | _MONTHS:
        return None
    if number.in_words and (number.value == 1 or "NOUN" in scene.lexicon.tags(after)):
        return None
    return _age(scene, number.first, last, value, 0.88 if number.in_words else 0.8)


_WHOSE = frozenset("їй йому ей ему мені мне".split())


def _is_whose(scene: Scene, place: int) -> bool:
    """Say whether a child in the dative, or the child who writes, stands before its age."""
    word = scene.low(place)
    if word in ("мені", "мне"):
        return _ends(scene, place - 1)
    if word in _WHOSE or word in ("is", "he", "she"):
        return True
    child = word.startswith(_CHILD) and len(word) > 2
    return word in _KIDS or (child and "datv" in scene.lexicon.tags(word))


_KIDS = frozenset(
    "syn synu dochtsi dochci dytyni son daughter child boy girl kid сину сыну онуці внучці доні "
    "доньці дочці донечці малому малій дівчинці хлопчику девочке мальчику".split()
)


def _ends(scene: Scene, place: int) -> bool:
    return scene.low(place) in ("", ".", ",", "!", "?", "—", "-", "…", ";")


def _age(scene: Scene, first: int, last: int, years: float, confidence: float) -> Found:
    value = re.sub(r"\.?0+$", "", f"{years:.2f}")
    return Found("child_age", *scene.span(first, last), value, confidence)
