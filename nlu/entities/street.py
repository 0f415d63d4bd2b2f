"""Streets in a message: gazetteer forms first, then typing errors beside a cue, then as typed.

A name that is also an everyday word (`Миру`, `Садова`) counts only beside a cue: a type word, a
house number, a preposition of place. Without one it is only `possible`, for a dialogue that waits
for an address.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nlu.entities.found import Candidate, Found
from nlu.entities.house import House, house_at, house_found
from nlu.entities.scene import Scene
from nlu.entities.street_names import FEMININE, Hit, StreetNames
from nlu.entities.street_types import TypeWord, type_words
from nlu.near import Near

_PLACE_WORDS = frozenset(
    "на по біля возле около коло вздовж навпроти напротив поруч поряд рядом ріг розі угол углу "
    "перехресті перехрестя адреса адресою адрес адресу адресом адресі від от з із зі с до "
    "між между at on near "
    "живу мешкаю проживаю посеред серед посередині повз мимо уздовж кінці краю їду еду їхав "
    "їхала еха над під під між через перед перетин розі рогу вся всю сквозь над под через из за "
    "мешканці мешканців жителі".split()
)
_BETWEEN = frozenset(
    "всій усій всією усією нашій нашою цій цієї всієї усієї нашої всей нашей нашему цьому".split()
)
_AND = frozenset("і й та и з с із and".split())
_FROM_WORDS = frozenset("з із зі до від с со из от до".split())
_COMPLAINT_STEMS = ("скарж", "скарг", "жалоб", "жалу", "нарік", "подя", "заяв")
_NAMED_AFTER = frozenset("ім імені имени им пам'яті".split())
_SHORT_MESSAGE = 4
_FUZZY_ENOUGH = 80.0
_QUOTES = frozenset('« » " “ ” „'.split())
_LONG_ENOUGH = 5
_SEEN_AHEAD = 9
_LEAST_SURE = 0.5


@dataclass(slots=True)
class Streets:
    """Streets found, with the house numbers beside them; `possible` lack a cue.

    `tries_left` bounds the costly search for typing errors in one message; `unknown` are the places
    of words that no dictionary has, `hints` those and numbers and type words.
    """

    found: list[Found] = field(default_factory=list)
    possible: list[Found] = field(default_factory=list)
    tries_left: int = 12
    unknown: frozenset[int] = frozenset()
    hints: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name at tokens `first` to `last` (exclusive), with its type word and house if beside it."""

    first: int
    last: int
    hits: tuple[Hit, ...]
    type: TypeWord | None
    house: House | None

    @property
    def begin(self) -> int:
        return min(self.first, self.type.first) if self.type else self.first

    @property
    def finish(self) -> int:
        return max(self.last, self.type.last) if self.type else self.last


class StreetFinder:
    """Finds streets against the gazetteer. Build once: it makes every form ahead."""

    def __init__(self, names: StreetNames) -> None:
        # Imported here so that importing `nlu` costs nothing.
        from rapidfuzz import fuzz, process

        self._fuzz, self._process = fuzz, process
        self._names = names
        self._fuzzy_keys = [key for key in names.index if len(key) >= _LONG_ENOUGH]
        self._near = Near(names.index)

    def __call__(self, scene: Scene) -> Streets:
        """Return the streets of a message and what may be one."""
        types = type_words(scene)
        unknown = frozenset(
            place
            for place, token in enumerate(scene.tokens)
            if token.is_word and not scene.lexicon.known(token.low)
        )
        ends = {kind.last for kind in types.values()}
        streets = Streets(
            unknown=unknown, hints=unknown | types.keys() | ends | scene.numbers.keys()
        )
        place = 0
        while place < len(scene.tokens):
            place = self._step(scene, types, place, streets)
        return streets

    def _step(self, scene: Scene, types: dict[int, TypeWord], place: int, streets: Streets) -> int:
        """Look at one place; return the next one to look at."""
        kind = types.get(place)
        at = kind.last if kind else place
        name = self._name(scene, types, at)
        if name is not None and self._take(scene, name, streets):
            return max(name.finish, name.house.last if name.house else 0)
        typed = self._mistyped(scene, types, at, streets) or self._as_typed(scene, types, place)
        if typed:
            streets.found += typed
            return max(place + 1, _past(scene, typed))
        return max(place + 1, name.last if name else 0)

    def _name(self, scene: Scene, types: dict[int, TypeWord], place: int) -> _Name | None:
        if scene.key(place) not in self._names.beginnings:
            return None
        for last, key in reversed(_keys(scene, place, self._names.longest)):
            hits = self._names.index.get(key)
            if hits:
                words = [token.low for token in scene.tokens[place:last] if token.is_word]
                hits = self._names.exact(" ".join(words), hits)
                return _beside(scene, types, place, last, hits)
        return None

    def _take(self, scene: Scene, name: _Name, streets: Streets) -> bool:
        """Put a name where it belongs; say whether it is a street for certain."""
        hits = _of_type(name.hits, name.type)
        if not hits or _named_after(scene, name):
            return False
        sure = _sureness(scene, name, hits) or _second_sureness(scene, name, streets)
        found = self._found(scene, name, hits, sure or 0.35)
        if not sure:
            streets.possible.append(found)
            return False
        streets.found.append(found)
        if name.house:
            streets.found += house_found(scene, name.house, 0.95)
        return True

    def _found(self, scene: Scene, name: _Name, hits: list[Hit], confidence: float) -> Found:
        start, end = scene.span(name.begin, name.finish)
        candidates = _candidates(hits)
        if len({candidate.value for candidate in candidates}) == 1 and len(candidates) == 1:
            return Found("street", start, end, hits[0].street, confidence, "gazetteer")
        return Found(
            "street", start, end, hits[0].street, confidence * 0.8, "gazetteer", candidates
        )

    def _mistyped(
        self, scene: Scene, types: dict[int, TypeWord], place: int, streets: Streets
    ) -> list[Found]:
        """Return a street whose name has a typing error, beside a type word, a house or `на`."""
        if scene.low(place) in _PLACE_WORDS or scene.low(place).isascii():
            return []
        if scene.low(place - 1) not in _PLACE_WORDS and streets.hints.isdisjoint(
            range(place, place + _SEEN_AHEAD)
        ):
            return []
        if scene.low(place - 1) == "по" and scene.key(place).endswith(("ски", "цки")):
            return []
        for last, key in reversed(_keys(scene, place, self._names.longest)):
            words = [at for at in range(place, last) if scene.tokens[at].is_word]
            if any(at in types for at in words):
                continue
            kind = _type_beside(types, place, last)
            unknown = not streets.unknown.isdisjoint(words)
            if not (unknown or kind or _cue_near(scene, place, last)):
                continue
            hits = self._one_slip_away(key, kind) or (
                self._alike(scene, types, words, last, key, kind, streets) if unknown else []
            )
            if hits:
                return self._fuzzy(scene, types, place, last, kind, hits, unknown, streets)
        return []

    def _one_slip_away(self, key: str, kind: TypeWord | None) -> list[Hit]:
        """Return what the names that one slip separates from the key mean, likeliest first."""
        names = (self._names.index[name] for name in self._near.of(key))
        return [hit for hits in names for hit in _of_type(hits, kind)]

    def _alike(
        self,
        scene: Scene,
        types: dict[int, TypeWord],
        words: list[int],
        last: int,
        key: str,
        kind: TypeWord | None,
        streets: Streets,
    ) -> list[Hit]:
        """Return what the nearest name means beside a firm cue; costly, so only a few times."""
        if len(key) < _LONG_ENOUGH or len(words) > 2 or streets.tries_left <= 0:
            return []
        if any(scene.key(at) in self._names.index for at in words[1:]):
            return []
        past = max(last, kind.last) if kind else last
        if kind is None and house_at(scene, past, after_street=True) is None:
            return []
        streets.tries_left -= 1
        best = self._process.extractOne(
            key, self._fuzzy_keys, scorer=self._fuzz.ratio, score_cutoff=_FUZZY_ENOUGH
        )
        return _of_type(self._names.index[best[0]], kind, strict=True) if best else []

    def _fuzzy(
        self,
        scene: Scene,
        types: dict[int, TypeWord],
        first: int,
        last: int,
        kind: TypeWord | None,
        hits: list[Hit],
        unknown: bool,
        streets: Streets,
    ) -> list[Found]:
        """Return the mistyped street and its house, or put it aside where no cue supports it."""
        name = _beside(scene, types, first, last, tuple(hits))
        confidence = _mistyped_sureness(scene, name, unknown)
        found = replace(self._found(scene, name, hits, confidence), extractor="fuzzy")
        if confidence < _LEAST_SURE:
            streets.possible.append(found)
            return []
        return [found, *(house_found(scene, name.house, 0.9) if name.house else [])]

    def _as_typed(self, scene: Scene, types: dict[int, TypeWord], place: int) -> list[Found]:
        """Return a street that the gazetteer lacks, when a type word says that it is one."""
        kind = types.get(place)
        if kind is None or kind.type == "дорога":
            return []
        last, house = _typed_name(scene, types, kind)
        if last is None:
            return []
        name = scene.text(kind.last, last)
        start, end = scene.span(kind.first, last)
        value = f"{kind.type} {name[:1].upper()}{name[1:]}"
        found = [Found("street", start, end, value, 0.55)]
        return found + (house_found(scene, house, 0.85) if house else [])


def _past(scene: Scene, found: list[Found]) -> int:
    end = max(item.end for item in found)
    return next(
        (at for at, token in enumerate(scene.tokens) if token.start >= end), len(scene.tokens)
    )


def _keys(scene: Scene, place: int, longest: int) -> list[tuple[int, str]]:
    """Return the keys that the words from a place spell, shortest first."""
    keys: list[tuple[int, str]] = []
    words: list[str] = []
    at = place
    while at < len(scene.tokens) and len(words) < longest:
        token = scene.tokens[at]
        if token.is_word:
            words.append(token.skeleton)
            keys.append((at + 1, " ".join(words)))
        elif token.text in _QUOTES:
            pass
        elif not words or not (_joins(scene, at) or (token.text == "." and len(words[-1]) <= 2)):
            break
        at += 1
    return keys


def _joins(scene: Scene, place: int) -> bool:
    """Say whether a hyphen stands here that makes one name of two words."""
    return scene.low(place) == "-" and (scene.adjoins(place) or scene.adjoins(place + 1))


def _type_beside(types: dict[int, TypeWord], first: int, last: int) -> TypeWord | None:
    before = next((word for word in types.values() if word.last == first), None)
    after = types.get(last)
    return before or (after if after and after.spelled_out else None)


def _beside(
    scene: Scene, types: dict[int, TypeWord], first: int, last: int, hits: tuple[Hit, ...]
) -> _Name:
    kind = _type_beside(types, first, last)
    past = max(last, kind.last) if kind else last
    past += scene.low(past) in _QUOTES
    return _Name(first, last, hits, kind, house_at(scene, past, after_street=True))


def _of_type(hits: tuple[Hit, ...], kind: TypeWord | None, strict: bool = False) -> list[Hit]:
    """Return the hits that the type word allows, the likeliest meanings only."""
    chosen = [hit for hit in hits if kind is None or hit.type == kind.type]
    if not chosen and kind is not None and not strict:
        chosen = [hit for hit in hits if not hit.bends]
    todays = [hit for hit in chosen if not hit.former]
    full = [hit for hit in todays if hit.part == "full"]
    if kind is None and all(hit.bends for hit in full):
        # `Кропивницького` is a surname in the genitive first, an adjective only then.
        return sorted(todays, key=lambda hit: hit.part == "full") or chosen
    return full or chosen


def _candidates(hits: list[Hit]) -> tuple[Candidate, ...]:
    seen: list[Candidate] = []
    for hit in hits:
        for district in hit.districts or (None,):
            candidate = Candidate(hit.street, district)
            if candidate not in seen:
                seen.append(candidate)
    streets = {candidate.value for candidate in seen}
    if len(streets) == 1:
        return (seen[0],)
    return tuple(seen)


def _named_after(scene: Scene, name: _Name) -> bool:
    """Say whether the name is of a school or a library: `школа імені Лесі Українки`."""
    before = name.first - 1 - (scene.low(name.first - 1) == ".")
    return name.type is None and scene.low(before) in _NAMED_AFTER


def _sureness(scene: Scene, name: _Name, hits: list[Hit]) -> float:
    """Return how sure the name is a street here, 0 when nothing but the name says so."""
    if name.type and any(hit.type == name.type.type for hit in hits):
        return 0.98 if name.house else 0.96
    if name.house:
        return 0.95
    if _from_a_town(scene, name) or _of_other_gender(scene, name, hits):
        return 0.0
    everyday = _everyday(scene, name, hits)
    many = name.last - name.first > 1
    if _at_place(scene, name, hits, everyday):
        return 0.94 if many else 0.75 if everyday else 0.9
    if _stands_alone(scene, name) and scene.tokens[name.first].is_capital:
        return 0.72
    if everyday:
        return 0.0
    if many or len(scene.tokens) <= _SHORT_MESSAGE:
        return 0.88
    return 0.7 if hits[0].part == "full" else 0.0


def _second_sureness(scene: Scene, name: _Name, streets: Streets) -> float:
    """Return how sure the second of two crossing streets is: `на розі Гончара та Садової`."""
    before = name.first - 1
    if scene.low(before) not in _AND or not scene.tokens[name.first].is_capital:
        return 0.0
    first = next((one for one in streets.found if one.entity == "street"), None)
    crossing = first is not None and scene.tokens[before - 1].end in (first.end, first.start)
    return 0.8 if crossing and before > 0 else 0.0


def _from_a_town(scene: Scene, name: _Name) -> bool:
    """Say whether an adjective's form is a town's genitive here: `ми з Бердянська`."""
    if scene.low(name.first - 1) not in _FROM_WORDS:
        return False
    tags = [parse.tags for parse in scene.lexicon.parses(scene.low(name.first))]
    return any({"NOUN", "gent"} <= one for one in tags) and any(
        {"ADJF", "nomn"} <= one for one in tags
    )


def _of_other_gender(scene: Scene, name: _Name, hits: list[Hit]) -> bool:
    """Say whether the word is masculine and the streets are not: `Рибальський` острів."""
    masculine = scene.low(name.last - 1).endswith("ий")
    return masculine and all(hit.bends and hit.type in FEMININE for hit in hits)


def _cue_near(scene: Scene, first: int, last: int) -> bool:
    """Say whether a preposition of place stands before or a number soon behind."""
    if scene.low(first - 1) in _PLACE_WORDS:
        return True
    return any(place in scene.numbers for place in range(last, last + 4))


def _mistyped_sureness(scene: Scene, name: _Name, unknown: bool) -> float:
    """Return how sure a mistyped name is a street here."""
    many = name.last - name.first > 1
    capital = scene.tokens[name.first].is_capital
    if name.type and (unknown or name.house or capital):
        return 0.9
    if sum(len(token.low) for token in scene.tokens[name.first : name.last]) < _LONG_ENOUGH:
        return 0.0
    placed = scene.low(name.first - 1) in _PLACE_WORDS
    parses = [parse.tags for parse in scene.lexicon.parses(scene.low(name.first))]
    common = any("NOUN" in tags and not tags & {"Surn", "Name", "Geox"} for tags in parses)
    apart = not common and scene.low(name.first - 1) in ("", ".", ",", "!", "?", ";", ":")
    numbered = name.house is not None and scene.tokens[name.house.first].is_number
    if name.house and (unknown or many or (numbered and (placed or (capital and apart)))):
        return 0.88
    if many:
        return 0.86 if placed or unknown else 0.0
    if not unknown:
        return 0.0
    return 0.65 if placed else 0.4


def _stands_alone(scene: Scene, name: _Name) -> bool:
    """Say whether the name is a part of the message by itself: `… збили двох. Братиславська`."""
    if len(scene.tokens) <= name.last - name.first:
        return False
    before, behind = scene.low(name.first - 1), scene.low(name.last)
    return before in (".", ",", "!", "?", ";") and behind in ("", ".", ",", "!")


def _everyday(scene: Scene, name: _Name, hits: list[Hit]) -> bool:
    """Say whether the name's words are ordinary words of the language as well."""
    words = [token.low for token in scene.tokens[name.first : name.last] if token.is_word]
    return all(_is_everyday(scene, word, hits[0]) for word in words)


def _is_everyday(scene: Scene, word: str, hit: Hit) -> bool:
    parses = scene.lexicon.parses(word)
    if word.startswith(("хрещатик", "крещатик")):
        return False
    if hit.bends:
        return bool(parses)
    if hit.part == "surname" and any(
        "ADJF" in parse.tags and not _of_surname(parse.lemma) for parse in parses
    ):
        return True
    if word.endswith(("ського", "цького")) or any(
        {"Surn", "gent"} <= parse.tags for parse in parses
    ):
        return False
    proper = {"Surn", "Name", "Patr", "Geox"}
    return any(
        not parse.tags & proper and not parse.lemma.endswith(("ів", "їв", "ин", "їн"))
        for parse in parses
    )


def _of_surname(lemma: str) -> bool:
    return lemma.endswith(
        ("ський", "цький", "ский", "цкий", "ів", "їв", "ин", "їн", "ев", "єв", "ов")
    )


def _at_place(scene: Scene, name: _Name, hits: list[Hit], everyday: bool) -> bool:
    """Say whether a preposition of place stands before, and no noun owns the adjective."""
    before = name.first - 1
    before -= scene.low(before) in _BETWEEN
    if scene.low(before) not in _PLACE_WORDS:
        return False
    if scene.low(before - 1).startswith(_COMPLAINT_STEMS):
        return False
    if not everyday:
        return True
    token = scene.tokens[name.first]
    likely = (
        token.is_capital
        or name.last - name.first > 1
        or "ськ" in token.low
        or "цьк" in token.low
        or "ск" in token.low
        or (hits[0].part == "surname" and token.low.endswith("ого"))
    )
    return likely and not _qualifies_noun(scene, name.last)


_CASES = frozenset("nomn gent datv accs ablt loct".split())
_GENDERS = frozenset("masc femn neut".split())


def _qualifies_noun(scene: Scene, place: int) -> bool:
    """Say whether the adjective before a place belongs to the noun there: they agree."""
    if place >= len(scene.tokens) or not scene.tokens[place].is_word:
        return False
    nouns = [one.tags for one in scene.lexicon.parses(scene.low(place)) if "NOUN" in one.tags]
    parses = scene.lexicon.parses(scene.low(place - 1))
    adjectives = [one.tags for one in parses if "ADJF" in one.tags]
    if not adjectives:
        return bool(nouns)
    return any(
        left & right & _CASES and (left & right & _GENDERS or "plur" in left & right)
        for left in adjectives
        for right in nouns
    )


def _typed_name(
    scene: Scene, types: dict[int, TypeWord], kind: TypeWord
) -> tuple[int | None, House | None]:
    """Return where an unlisted name after its type word ends, and the house behind it."""
    at = kind.last
    while at < len(scene.tokens) and at - kind.last < 3 and _may_name(scene, types, at):
        at += 1
        house = house_at(scene, at, after_street=True)
        if house is not None:
            return at, house
    capitals = kind.last
    while capitals < at and scene.tokens[capitals].is_capital:
        capitals += 1
    if capitals > kind.last:
        return capitals, None
    if kind.abbreviated and at > kind.last:
        return kind.last + 1, None
    return None, None


def _may_name(scene: Scene, types: dict[int, TypeWord], place: int) -> bool:
    token = scene.tokens[place]
    if not token.is_word or place in types or len(token.low) < 3:
        return token.text == "-" and scene.adjoins(place)
    parses = scene.lexicon.parses(token.low)
    return not parses or any(parse.tags & {"ADJF", "NOUN"} for parse in parses)
