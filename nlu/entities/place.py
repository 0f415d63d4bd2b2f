"""Districts and neighbourhoods in any case, shortened, Russian, and as people call them."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.entities.street_names import split_name
from nlu.entities.tokens import skeleton
from nlu.gazetteer import Gazetteer
from nlu.near import Near
from nlu.words import Lexicon

_ENDINGS = ("ий", "ого", "ому", "им", "ім", "ый", "ом", "а", "ої", "ій", "у", "ой", "ая", "ую", "е")
RU_STEMS = {
    "Голосіївський": ("голосеевск",),
    "Дніпровський": ("днепровск",),
    "Солом'янський": ("соломенск",),
    "Шевченківський": ("шевченковск",),
    "Святошинський": ("святошинск",),
    "Подільський": ("подольск",),
    "Оболонський": ("оболонск",),
}
_DISTRICT_WORDS = frozenset("район району районі района районе районом рн district rayon".split())
_SHORT_DISTRICT = frozenset("р районна районної районний рда рва".split())
_LONG_ENOUGH = 6
_LOCATIVE = frozenset("в у во in".split())
_RU_NEIGHBOURHOODS = {
    "Сырец": "Сирець",
    "Сырце": "Сирець",
    "Сырца": "Сирець",
    "Подол": "Поділ",
    "Подола": "Поділ",
    "Подоле": "Поділ",
    "Подолі": "Поділ",
    "Подолу": "Поділ",
    "Троещина": "Троєщина",
    "Троещине": "Троєщина",
    "Троещины": "Троєщина",
    "Троещину": "Троєщина",
    "Отрадный": "Відрадний",
    "Отрадном": "Відрадний",
    "Отрадного": "Відрадний",
    "Борщаговка": "Борщагівка",
    "Борщаговке": "Борщагівка",
    "Борщаговки": "Борщагівка",
    "Борщаговку": "Борщагівка",
    "Радужный": "Райдужний масив",
    "Радужном": "Райдужний масив",
    "Радужний": "Райдужний масив",
    "Радужному": "Райдужний масив",
    "Корчеватое": "Корчувате",
    "Корчеватом": "Корчувате",
    "Голосеево": "Голосіїв",
    "Голосеева": "Голосіїв",
    "Голосееве": "Голосіїв",
    "Демиевка": "Деміївка",
    "Демиевке": "Деміївка",
    "Куреневка": "Куренівка",
    "Куреневке": "Куренівка",
    "Лукьяновка": "Лук'янівка",
    "Лукьяновке": "Лук'янівка",
    "Лукьяновки": "Лук'янівка",
    "Соломенка": "Солом'янка",
    "Соломенке": "Солом'янка",
    "Чоколовка": "Чоколівка",
    "Чоколовке": "Чоколівка",
    "Мышеловка": "Мишоловка",
    "Пирогово": "Пирогів",
    "Левобережка": "Лівобережний масив",
    "Левобережке": "Лівобережний масив",
    "Харьковский": "Харківський масив",
    "Харьковском": "Харківський масив",
    "Минский": "Мінський масив",
    "Минском": "Мінський масив",
    "Лесной": "Лісовий масив",
    "Лесном": "Лісовий масив",
    "Ветряные Горы": "Вітряні Гори",
    "Ветряных Горах": "Вітряні Гори",
    "Академгородок": "Академмістечко",
    "Академгородке": "Академмістечко",
    "Пуща": "Пуща-Водиця",
    "Березняках": "Березняки",
    "Позняков": "Позняки",
    "Осокорков": "Осокорки",
    "Нивок": "Нивки",
    "Теремков": "Теремки",
    "Березняков": "Березняки",
    "Липок": "Липки",
    "Бортничи": "Бортничі",
    "Беличи": "Біличі",
    "Жуляны": "Жуляни",
    "Жулянах": "Жуляни",
    "Никольская Борщаговка": "Микільська Борщагівка",
    "Святошино": "Святошин",
    "Святошине": "Святошин",
    "Труханов остров": "Труханів острів",
    "Голосієві": "Голосіїв",
    "Харьковский массив": "Харківський масив",
}
_PLACE_BEFORE = frozenset(
    "на в у по з із до с из от від біля біля возле near at in on from".split()
)


class PlaceFinder:
    """Finds districts and neighbourhoods; tables made ahead."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._districts = district_forms(gazetteer)
        self._places = neighbourhood_forms(gazetteer, lexicon)
        self._near_districts = Near(key for key in self._districts if len(key) >= _LONG_ENOUGH)
        self._longest = max(key.count(" ") + 1 for key in self._places)
        self._beginnings = {key.split(" ", 1)[0] for key in self._places}
        self._near = Near(key for key in self._places if len(key) >= _LONG_ENOUGH)

    def districts(self, scene: Scene) -> Iterator[Found]:
        """Yield districts: sure beside their word, less so as a lone adjective after `в`/`у`."""
        for place, token in enumerate(scene.tokens):
            name = self._districts.get(token.skeleton)
            extractor = "gazetteer"
            if name is None and self._beside_its_word(scene, place):
                name, extractor = self._nearest_district(token.skeleton), "fuzzy"
            if name is None:
                continue
            first, last, confidence = _district_span(scene, place)
            yield Found("district", *scene.span(first, last), name, confidence, extractor)

    def _beside_its_word(self, scene: Scene, place: int) -> bool:
        unknown = not scene.lexicon.known(scene.low(place))
        return unknown and scene.low(place + 1) in _DISTRICT_WORDS | _SHORT_DISTRICT

    def _nearest_district(self, key: str) -> str | None:
        return next((self._districts[near] for near in self._near_districts.of(key)), None)

    def neighbourhoods(self, scene: Scene) -> Iterator[Found]:
        """Yield neighbourhoods, the longest name at each place."""
        for place in range(len(scene.tokens)):
            if scene.key(place) in self._beginnings:
                found = self._longest_at(scene, place)
            else:
                found = self._mistyped(scene, place)
            if found is not None:
                yield found

    def _mistyped(self, scene: Scene, place: int) -> Found | None:
        """Return the one neighbourhood that a slip separates from an unknown word."""
        token = scene.tokens[place]
        if not token.is_word or len(token.low) < _LONG_ENOUGH or scene.lexicon.known(token.low):
            return None
        names = {self._places[key] for key in self._near.of(token.skeleton)}
        if len(names) != 1 or not (token.is_capital or scene.low(place - 1) in _PLACE_BEFORE):
            return None
        span = scene.span(place, place + 1)
        return Found("neighbourhood", *span, names.pop(), 0.64, "fuzzy")

    def _longest_at(self, scene: Scene, place: int) -> Found | None:
        words: list[str] = []
        best: Found | None = None
        at = place
        while at < len(scene.tokens) and len(words) < self._longest:
            if scene.tokens[at].text != "-":
                words.append(scene.key(at))
                name = self._places.get(" ".join(words))
                if name is not None:
                    best = self._named(scene, place, at + 1, name) or best
            at += 1
        return best

    def _named(self, scene: Scene, first: int, last: int, name: str) -> Found | None:
        confidence = _place_confidence(scene, first, last, name)
        if confidence == 0:
            return None
        return Found("neighbourhood", *scene.span(first, last), name, confidence, "gazetteer")


def _district_span(scene: Scene, place: int) -> tuple[int, int, float]:
    after = scene.low(place + 1)
    if after in _DISTRICT_WORDS:
        return place, place + 1, 0.97
    if after == "р" and scene.low(place + 2) in ("-", "."):
        return place, place + 1, 0.95
    if after in _SHORT_DISTRICT:
        return place, place + 1, 0.3
    if scene.low(place - 1) in _DISTRICT_WORDS or scene.low(place - 2) in _DISTRICT_WORDS:
        return place, place + 1, 0.93
    if scene.low(place - 1) in _LOCATIVE and not _before_noun(scene, place + 1):
        return place, place + 1, 0.92
    if len(scene.tokens) <= 2 and place + 1 not in scene.numbers:
        return place, place + 1, 0.8
    masculine = scene.key(place).endswith(("ии", "ому", "ого", "ом"))
    return place, place + 1, 0.6 if masculine and not _before_noun(scene, place + 1) else 0.3


def _before_noun(scene: Scene, place: int) -> bool:
    return "NOUN" in scene.lexicon.tags(scene.low(place))


def district_forms(gazetteer: Gazetteer) -> dict[str, str]:
    """Return the skeleton of every form of a district's name, with the name."""
    forms: dict[str, str] = {}
    for district in gazetteer.districts:
        stems = [split_name(district.name)[0][:-2], *RU_STEMS.get(district.name, ())]
        for stem in stems:
            for ending in _ENDINGS:
                forms[skeleton(stem + ending)] = district.name
        forms[district.name_en.lower()] = district.name
    return forms


def neighbourhood_forms(gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, str]:
    """Return the skeleton of every form of a neighbourhood's name, with the name."""
    forms: dict[str, str] = {}
    for place in gazetteer.neighbourhoods:
        for name in (*place.aliases, place.name):
            for form in _cases_of(split_name(name), lexicon):
                forms[skeleton(form)] = place.name
        forms[" ".join(split_name(place.name_en))] = place.name
    for russian, name in _RU_NEIGHBOURHOODS.items():
        forms[skeleton(" ".join(split_name(russian)))] = name
    return forms


def _cases_of(words: list[str], lexicon: Lexicon) -> set[str]:
    """Return a place name in every case: its last noun bends, adjectives before it agree."""
    forms = {" ".join(words)}
    if len(words) == 1:
        forms |= set(_bent(words[0], lexicon))
        return forms
    for head in _bent(words[0], lexicon):
        for tail in _bent(words[-1], lexicon):
            forms.add(" ".join([head, *words[1:-1], tail]))
    return forms


def _bent(word: str, lexicon: Lexicon) -> list[str]:
    if word.isdecimal() or len(word) <= 2:
        return [word]
    return [word, *_by_ending(word), *lexicon.noun_cases(word)]


def _by_ending(word: str) -> list[str]:
    """Return case forms by the look of the word: the dictionary lacks most names of places."""
    if word.endswith(("ий", "ій")):
        return [word[:-2] + ending for ending in ("ого", "ому", "им", "ім", "ом")]
    if word.endswith(("ька", "на", "ва", "ра")) and len(word) > 4:
        return [word[:-1] + ending for ending in ("у", "ої", "ій", "і", "и", "ы", "е", "ой", "ою")]
    if word.endswith("ка"):
        return [word[:-2] + ending for ending in ("ку", "ки", "ці", "кі", "ке", "кою", "кой")]
    if word.endswith(("а", "я")):
        stem = word[:-1]
        return [stem + ending for ending in ("у", "ю", "і", "ї", "и", "ы", "е", "ою", "ею", "ей")]
    if word.endswith(("и", "і", "ї")):
        return _plural(word[:-1])
    if word.endswith("ь"):
        return [word[:-1] + ending for ending in ("і", "и", "ю", "я", "ем", "е")]
    if word.endswith(("е", "о")):
        return [
            word[:-1] + ending
            for ending in ("ого", "ому", "а", "у", "і", "е", "ом", "я", "ю", "им")
        ]
    if word.endswith("ів"):
        return [
            word[:-2] + ending
            for ending in ("ова", "ові", "ову", "ового", "овому", "ове", "єва", "еві", "єві")
        ]
    if word.endswith("їв"):
        return [word[:-2] + ending for ending in ("єва", "єві", "єву", "еве", "ева")]
    return [word + ending for ending in ("у", "а", "і", "ом", "е", "ові", "ю", "я", "ем")]


def _plural(stem: str) -> list[str]:
    forms = [stem + ending for ending in ("ах", "ях", "ам", "ям", "ами", "ів", "ей", "ов")]
    if stem.endswith("к") and len(stem) > 3:
        forms += [stem[:-1] + "ок", stem[:-1] + "ек"]
    return [*forms, stem]


def _place_confidence(scene: Scene, first: int, last: int, name: str) -> float:
    """Return how sure a name is a place here; an everyday word needs a preposition or a capital."""
    token = scene.tokens[first]
    near = scene.low(first - 1) in _PLACE_BEFORE
    if last in scene.numbers and not scene.measures(scene.numbers[last].last):
        # A house follows: a street of the same name goes before.
        return 0.7
    if last - first > 1:
        return 0.945
    if token.low.endswith(("ий", "ого", "ому", "им", "ый", "ом")) and _before_noun(scene, last):
        return 0.0
    if token.low.endswith("ій") and name.split()[0].endswith("ий"):
        return 0.0
    parses = scene.lexicon.parses(token.low)
    everyday = any(not parse.tags & {"Geox", "Surn", "Name", "Patr"} for parse in parses)
    if not everyday:
        return 0.9 if near or token.is_capital else 0.8
    adjective = any("ADJF" in parse.tags for parse in parses)
    if near and (token.is_capital or not adjective):
        return 0.85
    if token.is_capital and first > 0:
        return 0.75
    return 0.7 if len(scene.tokens) <= 2 else 0.0
