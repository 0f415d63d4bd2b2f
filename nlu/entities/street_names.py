"""Every way a street's name may stand in a sentence, made ahead and looked up by skeleton.

Adjectives bend with the gender of the type word (`Садова`: Садової, Садовій …), nominative nouns by
the dictionary (`Хрещатик`), genitives stay (`Михайла Драгоманова`) and may be said by surname
alone. Russian names are derived by rule: too many forms cost nothing, a missed one a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlu.entities.tokens import skeleton
from nlu.gazetteer import FormerName, Gazetteer, Street
from nlu.words import Lexicon

FEMININE = {"вулиця", "площа", "набережна", "дорога", "алея"}
_NEUTER = {"шосе"}
_UK_ENDINGS = {
    "а": ("а", "ої", "ій", "у", "ою"),
    "я": ("я", "ьої", "ій", "ю", "ьою"),
    "ий": ("ий", "ого", "ому", "им", "ім"),
    "ій": ("ій", "ього", "ьому", "ім"),
    "е": ("е", "ого", "ому", "им", "ім"),
    "є": ("є", "ього", "ьому", "ім"),
}
_RU_ENDINGS = {
    "а": ("ая", "ой", "ую"),
    "я": ("яя", "ей", "юю"),
    "ий": ("ий", "ого", "ому", "ом", "им"),
    "ій": ("ий", "его", "ему", "ем", "им"),
    "е": ("ое", "ого", "ому", "ом"),
    "є": ("ее", "его", "ему", "ем"),
}
_PLAINLY_ADJECTIVE = re.compile(r"(?:[сзц]ьк|[жчш]н)(?:а|ий|е)$")
_TITLES = frozenset(
    "академіка маршала генерала архітектора космонавта професора композитора адмірала гетьмана "
    "князя капітана сержанта митрополита патріарха льотчика отамана полковника лейтенанта отця "
    "авіаконструктора підполковника майора солдата інженера лікаря художника".split()
)

_RU_WORDS = dict(
    pair.split("=")
    for pair in (
        "володимира=владимира миколи=николая олександра=александра олени=елены дмитра=дмитрия "
        "сергія=сергея андрія=андрея олексія=алексея олекси=алексея євгена=евгения василя=василия "
        "михайла=михаила ганни=анны лесі=леси ігоря=игоря олега=олега григорія=григория "
        "юрія=юрия анатолія=анатолия валерія=валерия віталія=виталия миколая=николая "
        "катерини=екатерины марії=марии софії=софии наталії=натальи антона=антона юхима=ефима "
        "пилипа=филиппа остапа=остапа семена=семена данила=даниила кирила=кирилла "
        "костянтина=константина геннадія=геннадия леоніда=леонида арсенія=арсения "
        "олександри=александры тимофія=тимофея гната=игната йосипа=иосифа степана=степана "
        "українки=украинки героїв=героев дніпра=днепра перемоги=победы миру=мира "
        "незалежності=независимости свободи=свободы дружби=дружбы народів=народов "
        "червоної=красной січових=сечевых стрільців=стрельцов будівельників=строителей "
        "лісова=лесная лісовий=лесной шкільна=школьная польова=полевая квіткова=цветочная "
        "вишнева=вишневая зелена=зеленая нова=новая повітрофлотський=воздухофлотский "
        "повітряних=воздушных сил=сил залізнична=железнодорожная північна=северная "
        "південна=южная східна=восточная західна=западная верхній=верхний нижній=нижний "
        "соломянська=соломенская хрещатик=крещатик богатирська=богатырская "
        "харківське=харьковское бориспільська=бориспольская братиславська=братиславская "
        "голосіївський=голосеевский голосіївська=голосеевская набережна=набережная "
        "виноградна=виноградная яблунева=яблоневая сонячна=солнечная дніпровська=днепровская "
        "дніпровське=днепровское велика=большая мала=малая озерна=озерная гірська=горная "
        "кільцева=кольцевая оборони=обороны захисників=защитников повітрофлотська=воздухофлотская "
        "космонавтів=космонавтов металістів=металлистов вчителів=учителей ентузіастів=энтузиастов "
        "визволителів=освободителей академіка=академика маршала=маршала генерала=генерала "
        "печерський=печерский деревообробна=деревообрабатывающая молодіжна=молодежная "
        "центральна=центральная жовтнева=октябрьская робітнича=рабочая першотравнева=первомайская "
        "річкова=речная прирічна=приречная пшенична=пшеничная глибочицька=глубочицкая "
        "глибочицький=глубочицкий іпсилантіївський=ипсилантиевский карєрна=карьерная "
        "воззєднання=воссоединения радянська=советская червоноармійська=красноармейская "
        "ірпінська=ирпенская старокиївська=старокиевская івана=ивана"
    ).split()
)
_RU_RULES = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"енка$", "енко"),
        (r"(?<=[бвгджзклмнпрстхц])ка$", "ко"),
        (r"(?<=[еиі])їв$", "ев"),
        (r"ів$", "ов"),
        (r"ївськ", "евск"),
        (r"івськ", "овск"),
        (r"івц", "овц"),
        (r"ільськ", "ольск"),
        (r"ільськ", "ельск"),
        (r"іл(?=[аяоу])", "ел"),
        (r"зьк", "жск"),
        (r"зьк", "зск"),
        (r"ічн", "ечн"),
        (r"чого$", "чего"),
        (r"жого$", "жего"),
    )
]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a name's form may mean.

    `street` is the official name or, for a former name that the list no longer knows, what it says;
    `part` is `full` or `surname`; `former` tells that the form is of a former name; `bends` that
    the name is an adjective or a nominative noun, so that its forms are everyday words too.
    """

    street: str
    type: str
    part: str
    former: bool
    bends: bool
    districts: tuple[str, ...]


class StreetNames:
    """Look-up of forms: `hits("драгоманова")`. Keys are skeletons of words joined by spaces."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.index: dict[str, tuple[Hit, ...]] = {}
        self._spelled: dict[str, set[str]] = {}
        for street in gazetteer.streets:
            bends = self._bends(street)
            self._add(
                street, Hit(street.official, street.type, "full", False, bends, street.districts)
            )
        for former in gazetteer.former_names:
            districts = former.districts or tuple(gazetteer.districts_of(former.current))
            bends = self._bends(former)
            self._add(former, Hit(former.current, former.type, "full", True, bends, districts))
        self.beginnings = {key.split(" ", 1)[0] for key in self.index}
        self.longest = max((key.count(" ") + 1 for key in self.index), default=0)

    @property
    def words(self) -> set[str]:
        """Return every word form that names are made of."""
        return {word for spelled in self._spelled for word in spelled.split()}

    def exact(self, spelled: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return the hits that have this very spelling, all of them if none has.

        Skeletons blur `-ій` (a feminine place) with `-ий` (a masculine name); spelling tells.
        """
        streets = self._spelled.get(spelled, set())
        return tuple(hit for hit in hits if hit.street in streets) or hits

    def _add(self, named: Street | FormerName, hit: Hit) -> None:
        hits = {part: replace(hit, part=part) for part in ("full", "surname")}
        for form, part in self._forms(named):
            spelled = " ".join(form)
            self._spelled.setdefault(spelled, set()).add(hit.street)
            key = skeleton(spelled)
            shown = hits[part]
            held = self.index.get(key, ())
            if all(other.street != shown.street or other.former != shown.former for other in held):
                self.index[key] = (*held, shown)

    def _bends(self, named: Street | FormerName) -> bool:
        words = split_name(named.name)
        if self._is_adjective(words[-1], named.type):
            return True
        return not self._is_person(words) and bool(self._lexicon.noun_cases(words[-1]))

    def _forms(self, named: Street | FormerName) -> Iterator[tuple[list[str], str]]:
        words = split_name(named.name)
        for spelling in (words, *_russian(words)):
            for form in self._bent(spelling, words, named.type):
                yield form, "full"
        if " " in named.name and self._is_person(words):
            yield from _person_forms(words)

    def _bent(self, words: list[str], original: list[str], kind: str) -> Iterator[list[str]]:
        """Yield the name in every case; a frozen genitive once."""
        yield words
        if self._is_adjective(original[-1], kind):
            yield from _adjective_forms(words, original)
            return
        if not self._is_person(original):
            yield from self._noun_forms(words, original)

    def _is_adjective(self, word: str, kind: str) -> bool:
        ending = _ending(word)
        expected = (
            ("а", "я") if kind in FEMININE else ("е", "є") if kind in _NEUTER else ("ий", "ій")
        )
        if ending not in expected:
            return False
        if _PLAINLY_ADJECTIVE.search(word):
            return True
        lemmas = [parse.lemma for parse in self._lexicon.parses(word) if "ADJF" in parse.tags]
        return any(lemma.endswith(("ий", "ій")) for lemma in lemmas)

    def _noun_forms(self, words: list[str], original: list[str]) -> Iterator[list[str]]:
        """Yield the cases of a name that is a nominative noun, perhaps after adjectives."""
        bent = set(self._lexicon.noun_cases(original[-1])) or _plural_cases(original)
        if not bent or not original[-1].endswith(words[-1][-2:]):
            return
        # The dictionary gives either `-а` or `-у` in the genitive; people say both, and `-е`.
        bent |= {form[:-1] + other for form in bent if form[-1] == "а" for other in "уеі"}
        bent |= {form[:-1] + other for form in bent if form[-1] == "я" for other in "юїе"}
        if words[-1] != original[-1]:
            bent = {words[-1] + form[len(original[-1]) :] for form in bent if form > original[-1]}
        for form in bent:
            for heads in zip(*map(_cases_before_noun, words[:-1]), strict=True):
                yield [*heads, form]
            if len(words) == 1:
                yield [form]

    def _is_person(self, words: list[str]) -> bool:
        if len(words) < 2 or len(words[-1]) < 4 or not words[-1].isalpha():
            return False
        first = {tag for parse in self._lexicon.parses(words[0]) for tag in parse.tags}
        return "Name" in first or words[0] in _TITLES or not first


def split_name(name: str) -> list[str]:
    """Return a name's words, lower case, apostrophes dropped, hyphens apart."""
    return re.findall(r"[^\W_]+", name.lower().replace("'", "").replace("’", ""))


def _ending(word: str) -> str:
    return word[-2:] if word.endswith(("ий", "ій")) else word[-1:]


def _adjective_forms(words: list[str], original: list[str]) -> Iterator[list[str]]:
    """Yield the cases of an adjective name, Ukrainian and Russian; earlier adjectives agree."""
    ending = _ending(original[-1])
    for endings in (_UK_ENDINGS[ending], _RU_ENDINGS[ending]):
        for place in range(len(endings)):
            bent = [
                _agreed(word, source, place, endings)
                for word, source in zip(words, original, strict=False)
            ]
            yield bent
            if len(words) > 1:
                yield [*words[:-1], bent[-1]]


def _agreed(word: str, source: str, place: int, endings: tuple[str, ...]) -> str:
    """Return one word of the name in the case at `place`, if it is an adjective."""
    table = _UK_ENDINGS if endings in _UK_ENDINGS.values() else _RU_ENDINGS
    ending = _ending(source)
    if ending not in table or len(source) < 4:
        return word
    own = table[ending]
    return _stem(word) + own[min(place, len(own) - 1)]


def _stem(word: str) -> str:
    return re.sub(r"(?:ая|яя|ый|ий|ій|ой|ое|ее|а|я|е|є)$", "", word)


_BEFORE_NOUN = {
    "ній": ("нього", "ньому", "нім", "нем", "ній"),
    "ий": ("ого", "ому", "им", "ім", "ем"),
    "ій": ("ього", "ьому", "ім", "ем", "ій"),
    "ів": ("ового", "овому", "овим", "овім", "ова"),
    "ов": ("ова", "ову", "овым", "овом", "ове"),
    "ин": ("иного", "иному", "иним", "инім", "ина"),
    "а": ("ої", "ій", "у", "ою", "ой"),
    "е": ("ого", "ому", "им", "ім", "ом"),
    "і": ("их", "им", "ими", "ых", "ым"),
}


def _cases_before_noun(word: str) -> tuple[str, ...]:
    """Return an adjective before a noun in its cases, the nominative first; other words as is."""
    for ending, others in _BEFORE_NOUN.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return (word, *(word.removesuffix(ending) + other for other in others))
    return (word,) * 6


def _plural_cases(words: list[str]) -> set[str]:
    """Return the cases of a plural noun after its adjective: `Вітряні Гори`, `Золоті джерела`."""
    if len(words) < 2 or not words[0].endswith("і") or not words[-1].endswith(("и", "і", "а")):
        return set()
    stem = words[-1][:-1]
    return {words[-1], stem, *(stem + ending for ending in ("ам", "ами", "ах", "ів"))}


def _person_forms(words: list[str]) -> Iterator[tuple[list[str], str]]:
    """Yield surname first, surname alone, and surname after an initial, in both languages."""
    for spelling in (words, *_russian(words)):
        surname = spelling[-1:]
        yield surname, "surname"
        if surname[0].endswith(("ка", "ра", "та", "на", "са", "ля", "ла")):
            # People bend a frozen genitive as if it were a name: `на Бойчуку`.
            yield [surname[0][:-1] + ("ю" if surname[0].endswith("я") else "у")], "surname"
        yield [*surname, *spelling[:-1]], "full"
        yield [spelling[0][0], *surname], "full"
        yield [spelling[0][:2], *surname], "full"
        if len(spelling) > 2:
            yield spelling[1:], "full"


def _russian(words: list[str]) -> Iterator[list[str]]:
    """Yield likely Russian spellings of a Ukrainian name, word by word."""
    options = [_russian_word(word) for word in words]
    seen = [words]
    for choice in range(max(map(len, options))):
        spelling = [option[min(choice, len(option) - 1)] for option in options]
        if spelling not in seen:
            seen.append(spelling)
            yield spelling


def _russian_word(word: str) -> list[str]:
    if word in _RU_WORDS:
        return [_RU_WORDS[word]]
    found = [pattern.sub(new, word) for pattern, new in _RU_RULES if pattern.search(word)]
    return found or [word]
