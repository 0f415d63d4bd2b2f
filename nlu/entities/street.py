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
from nlu.entities.street_names import Hit, StreetNames
from nlu.entities.street_types import TypeWord, type_words

_PLACE_WORDS = frozenset(
    "на по біля возле около коло вздовж навпроти напротив поруч поряд рядом ріг розі угол углу "
    "перехресті перехрестя адреса адресою адрес адресу адресом адресі від от з із зі с до "
    "між между at on near "
    "живу мешкаю проживаю посеред серед посередині повз мимо уздовж кінці краю їду еду їхав "
    "їхала еха".split()
)
_COMPLAINT_STEMS = ("скарж", "скарг", "жалоб", "жалу", "нарік", "подя", "заяв")
_NAMED_AFTER = frozenset("ім імені имени им пам'яті".split())
_SHORT_MESSAGE = 4
_FUZZY_ENOUGH = 80.0
_FUZZY_STRICT = 88.0


@dataclass(slots=True)
class Streets:
    """Streets found, with the house numbers beside them; `possible` lack a cue.

    `tries_left` bounds the costly search for typing errors in one message.
    """

    found: list[Found] = field(default_factory=list)
    possible: list[Found] = field(default_factory=list)
    tries_left: int = 12


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
        self._fuzzy_keys = [key for key in names.index if len(key) >= 5]

    def __call__(self, scene: Scene) -> Streets:
        """Return the streets of a message and what may be one."""
        streets = Streets()
        types = type_words(scene)
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
        sure = _sureness(scene, name, hits)
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
        for last, key in reversed(_keys(scene, place, 2)):
            kind = _type_beside(types, place, last)
            past = max(last, kind.last) if kind else last
            house = house_at(scene, past, after_street=True)
            if len(key) < 5 or not self._worth_trying(scene, types, place, last, kind, house):
                continue
            if streets.tries_left <= 0:
                return []
            streets.tries_left -= 1
            hits = self._alike(key, kind, strict=kind is None and house is None)
            if hits:
                return self._fuzzy(scene, _Name(place, last, tuple(hits), kind, house), hits)
        return []

    def _worth_trying(
        self,
        scene: Scene,
        types: dict[int, TypeWord],
        first: int,
        last: int,
        kind: TypeWord | None,
        house: House | None,
    ) -> bool:
        words = [place for place in range(first, last) if scene.tokens[place].is_word]
        if any(place in types for place in words) or not self._may_begin(scene, first, last):
            return False
        known = all(scene.lexicon.known(scene.low(place)) for place in words)
        if kind is not None:
            return house is not None or not known or scene.tokens[words[0]].is_capital
        if known:
            return False
        return house is not None or scene.low(first - 1) in _PLACE_WORDS

    def _may_begin(self, scene: Scene, first: int, last: int) -> bool:
        """Say whether a mistyped name may begin here: no preposition, and no plain name behind."""
        if scene.low(first) in _PLACE_WORDS or scene.low(first).isascii():
            return False
        behind = (scene.key(place) for place in range(first + 1, last))
        return not any(key in self._names.index for key in behind)

    def _fuzzy(self, scene: Scene, name: _Name, hits: list[Hit]) -> list[Found]:
        confidence = 0.75 if name.type or name.house else 0.6
        found = replace(self._found(scene, name, hits, confidence), extractor="fuzzy")
        return [found, *(house_found(scene, name.house, 0.9) if name.house else [])]

    def _alike(self, key: str, kind: TypeWord | None, strict: bool) -> list[Hit]:
        """Return what the nearest name means, if it is near enough (nearer without a firm cue)."""
        enough = _FUZZY_STRICT if strict else _FUZZY_ENOUGH
        best = self._process.extractOne(
            key, self._fuzzy_keys, scorer=self._fuzz.ratio, score_cutoff=enough
        )
        return _of_type(self._names.index[best[0]], kind, strict=True) if best else []

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
        elif not words or not (token.text == "-" or (token.text == "." and len(words[-1]) <= 2)):
            break
        at += 1
    return keys


def _type_beside(types: dict[int, TypeWord], first: int, last: int) -> TypeWord | None:
    before = next((word for word in types.values() if word.last == first), None)
    after = types.get(last)
    return before or (after if after and after.spelled_out else None)


def _beside(
    scene: Scene, types: dict[int, TypeWord], first: int, last: int, hits: tuple[Hit, ...]
) -> _Name:
    kind = _type_beside(types, first, last)
    past = max(last, kind.last) if kind else last
    return _Name(first, last, hits, kind, house_at(scene, past, after_street=True))


def _of_type(hits: tuple[Hit, ...], kind: TypeWord | None, strict: bool = False) -> list[Hit]:
    """Return the hits that the type word allows, the likeliest meanings only."""
    chosen = [hit for hit in hits if kind is None or hit.type == kind.type]
    if not chosen and kind is not None and not strict:
        chosen = [hit for hit in hits if not hit.bends]
    full = [hit for hit in chosen if hit.part == "full" and not hit.former]
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
    everyday = _everyday(scene, name, hits)
    many = name.last - name.first > 1
    if _at_place(scene, name, everyday):
        return 0.9 if many or not everyday else 0.75
    if _stands_alone(scene, name) and scene.tokens[name.first].is_capital:
        return 0.72
    if everyday:
        return 0.0
    if many or len(scene.tokens) <= _SHORT_MESSAGE:
        return 0.88
    return 0.7 if hits[0].part == "full" else 0.0


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


def _at_place(scene: Scene, name: _Name, everyday: bool) -> bool:
    """Say whether a preposition of place stands before, and no noun owns the adjective."""
    before = name.first - 1
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
    )
    return likely and not _qualifies_noun(scene, name.last)


def _qualifies_noun(scene: Scene, place: int) -> bool:
    if place >= len(scene.tokens) or not scene.tokens[place].is_word:
        return False
    return any("NOUN" in parse.tags for parse in scene.lexicon.parses(scene.low(place)))


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
