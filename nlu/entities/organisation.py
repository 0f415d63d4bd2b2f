"""Bodies, departments, utilities and companies, by the names people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.place import RU_STEMS
from nlu.entities.scene import Scene
from nlu.entities.stems import Stems
from nlu.entities.street_names import split_name
from nlu.entities.tokens import skeleton
from nlu.gazetteer import Gazetteer
from nlu.near import Near

_SHORT = {
    "КМДА": "кмда kmda кгга мерія мерії мерію мерією мэрия мэрии мэрию merii merija",
    "КМВА": "кмва",
    "Київрада": "київрад* киеврад* киевсовет* міськрад* горсовет* kyivrad*",
    "ЦНАП": "цнап* cnap tsnap админсервис*",
    "ЖЕК": "жек* жэк* жеу жеки жкс zhek",
    "ОСББ": "осбб осмд osbb",
    "РДА": "рда rda райдержадміністрац* райадміністрац* райгосадминистрац* райадминистрац*",
    "ДТЕК": "дтек* дтэк* dtek",
    "Київгаз": "київгаз* киевгаз* kyivgaz",
    "Київводоканал": "водоканал* київводоканал* киевводоканал* vodokanal kyivvodokanal",
    "Київтеплоенерго": "київтеплоенерго київтеплоенерга теплоенерго теплоэнерго киевтеплоэнерго "
    "київтеплоэнерго kyivteploenergo kyivteploenerho ктє теплоенергії",
    "Київавтодор": "київавтодор* киевавтодор* автодор*",
    "Київміськсвітло": "київміськсвітл* киевгорсвет* міськсвітл*",
    "Київзеленбуд": "київзеленбуд* зеленбуд* киевзеленстро* зеленстро* зеленхоз*",
    "Київпастранс": "київпастранс* киевпастранс* пастранс*",
    "ГІОЦ": "гіоц* гиоц*",
    "ДАБК": "дабк* архбудконтрол* держархбудінспекц*",
    "ШЕУ": "шеу шэу",
    "Національна поліція": "поліція поліції поліцію поліцією полиция полиции полицию полицией "
    "нацполіці* нацполиц* "
    "police policii",
    "ТЦК": "тцк військкомат* военкомат*",
    "ДСНС": "дснс мчс гсчс",
    "Київкомунсервіс": "київкомунсервіс* киевкоммунсервис* kyivkomunservis",
    "Плесо": "плесо",
    "Київський метрополітен": "метрополітен* метрополитен*",
    "Держпродспоживслужба": "держпродспоживслужб*",
    "соцзахист": "соцзахист* соцзащит*",
    "Житлосервіс": "житлосервіс*",
    "Укрпошта": "укрпошт* укрпочт*",
    "НСЗУ": "нсзу",
    "Пенсійний фонд": "пфу",
    "керуюча компанія": "керуючк* керуюч* управляющ* управляшк* управител*",
}
_PHRASES = {
    "керуюча компанія": ("керуюч компан", "управляющ компан", "management company"),
    "Київрада": ("київськ міськ рад", "міськ рад", "city council", "городск совет"),
    "КМДА": ("київськ міськ державн", "міськ адміністрац", "city administration"),
    "КМВА": ("військов адміністрац",),
    "РДА": (
        "районн адміністрац",
        "районн администрац",
        "районн держ",
        "районн держав",
        "district administration",
    ),
    "Патрульна поліція": ("патрульн поліц", "патрульн полиц", "patrol police"),
    "Національна поліція": ("національн поліц",),
    "ШЕУ": ("шляхов управлін",),
    "Управління освіти": (
        "управлін освіт",
        "райвідділ освіт",
        "управлени образован",
        "відділ освіт",
    ),
    "Київський метрополітен": ("київськ метрополітен",),
    "Контактний центр 1551": ("контактн центр", "гаряч лін 1551", "контакт-центр"),
    "Пенсійний фонд": ("пенсійн фонд", "пенсионн фонд"),
}
_PHRASE_OF = {
    phrase: (name, [skeleton(stem) for stem in phrase.split()])
    for name, phrases in _PHRASES.items()
    for phrase in phrases
}
_FIRST_WORDS = Stems((stems[0], phrase) for phrase, (_, stems) in _PHRASE_OF.items())
ORGANISATION_WORDS = frozenset(
    skeleton(word.rstrip("*") + ending)
    for words in _SHORT.values()
    for word in words.split()
    for ending in ("", "а", "у", "і", "и", "ом", "ою")
)
"""Skeletons of what the short names are, for repairs of Latin text."""
_DEPARTMENT = re.compile(r"департамент\w{0,3}\s+((?:з питань\s+)?[а-яіїєґ]+)")
_LONG_ENOUGH = 8
_GENERIC = frozenset({"керуюча компанія"})


class OrganisationFinder:
    """Finds bodies by short name, by phrase, and by the names of the city's data."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._exact: dict[str, str] = {}
        stems: list[tuple[str, str]] = []
        for name, words in _SHORT.items():
            for word in words.split():
                if word.endswith("*"):
                    stems.append((skeleton(word[:-1]), name))
                else:
                    self._exact[skeleton(word)] = name
        stems += filter(None, (self._quoted(body.name) for body in gazetteer.bodies))
        self._stems = Stems(stems)
        self._near = Near(word for word in ORGANISATION_WORDS if len(word) >= _LONG_ENOUGH)
        self._departments = [
            (split_name(body.name.removeprefix("Департамент ")), body.name)
            for body in gazetteer.bodies
            if body.name.startswith("Департамент ")
        ]
        self._districts = {
            stem: district.name
            for district in gazetteer.districts
            for stem in (split_name(district.name)[0][:-2], *RU_STEMS.get(district.name, ()))
        }

    def _quoted(self, name: str) -> tuple[str, str] | None:
        """Return the stem of the name in quotes of an enterprise: КП «Плесо»."""
        quoted = re.search(r"«([^«»]+)»", name)
        words = split_name(quoted[1]) if quoted else []
        if quoted is None or len(words) != 1 or len(words[0]) <= 4:
            return None
        key = skeleton(words[0])
        return None if key in self._exact else (key[:-1], quoted[1])

    def __call__(self, scene: Scene) -> Iterator[Found]:
        """Yield the bodies of a message."""
        yield from self._phrases(scene)
        yield from self._named_departments(scene)
        for place, token in enumerate(scene.tokens):
            name = self._short(token.skeleton) if token.is_word else None
            if name is not None:
                yield self._found(scene, place, name)
            elif token.is_word and len(token.low) >= _LONG_ENOUGH:
                yield from self._mistyped(scene, place)

    def _mistyped(self, scene: Scene, place: int) -> Iterator[Found]:
        """Yield the one body that a slip separates from an unknown word."""
        token = scene.tokens[place]
        if scene.lexicon.known(token.low):
            return
        names = {self._short(key) for key in self._near.of(token.skeleton)}
        name = names.pop() if len(names) == 1 else None
        if name is not None:
            span = scene.span(place, place + 1)
            yield Found("organisation", *span, name, 0.8, "fuzzy")

    def _short(self, key: str) -> str | None:
        return self._exact.get(key) or self._stems.of(key)

    def _found(self, scene: Scene, place: int, name: str) -> Found:
        before = place - 1
        if name == "РДА" and scene.tokens[before : before + 1]:
            district = self._districts.get(
                re.sub(r"(?<=[ьс]к)(а|ій|ої|у|ою|ой|ая|ую)$", "", scene.low(before))
            )
            if before >= 0 and district:
                feminine = district[:-2] + "а"
                return Found(
                    "organisation", *scene.span(before, place + 1), f"{feminine} РДА", 0.96
                )
        confidence = 0.75 if name in _GENERIC else 0.93
        return Found("organisation", *scene.span(place, place + 1), name, confidence)

    def _phrases(self, scene: Scene) -> Iterator[Found]:
        for place, token in enumerate(scene.tokens):
            for phrase in _FIRST_WORDS.all_of(token.skeleton):
                name, stems = _PHRASE_OF[phrase]
                if all(scene.key(place + at).startswith(stem) for at, stem in enumerate(stems)):
                    span = scene.span(place, place + len(stems))
                    yield Found("organisation", *span, name, 0.94)
                    break

    def _named_departments(self, scene: Scene) -> Iterator[Found]:
        for match in _DEPARTMENT.finditer(scene.clean.low):
            start, end = match.span()
            word = match[1].split()[-1]
            name = next((name for words, name in self._departments if _alike(words, word)), None)
            if name is None and "gent" not in scene.lexicon.tags(word):
                continue
            shown = name or f"Департамент {match[1]}"
            yield Found("organisation", start, end, shown, 0.9)


def _alike(words: list[str], word: str) -> bool:
    return any(len(word) > 4 and other[:5] == word[:5] for other in words)
