"""People's names: introduced («мене звати …»), titled, or plain by their parts."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.words import Parse

_INTRODUCTIONS = (
    "мене звати", "меня зовут", "мене зовуть", "мене звуть", "my name is", "звати", "зовут",
    "звать", "прізвище", "фамилия", "фамилии", "фамілія", "піб", "фио", "контакт", "контакти",
)  # fmt: skip
_INTRODUCED = tuple(tuple(words.split()) for words in _INTRODUCTIONS)
_LAST_OF_INTRODUCTION = frozenset(words[-1] for words in _INTRODUCED)
_TITLES = tuple(
    "директор начальник заступник голов депутат оператор вчительк учительк вчител майст інженер "
    "лікар врач доктор пан пані сусід сусідк водій інспектор чиновни мастер главн "
    "председател сантехнік сантехник тітк виховательк секретар заведующ завідувач слюсар "
    "бригадир диспетчер юрист юристк mr mrs ms".split()
)
_NAME_TAGS = frozenset({"Name", "Surn", "Patr"})
_NOT_TITLES = frozenset(
    "головне головна головний головою панель панелі панельний пандус панорама лікарня "
    "лікарні".split()
)
_MOST_WORDS = 3


def people(scene: Scene) -> Iterator[Found]:
    """Yield names; the nominative where the dictionary is certain of it."""
    place = 0
    while place < len(scene.tokens):
        size, confidence = _name_at(scene, place)
        if size:
            yield _person(scene, place, place + size, confidence)
        place += max(size, 1)


def possible_people(scene: Scene) -> Iterator[Found]:
    """Yield the whole message where it may be a name and nothing else: an awaited name."""
    words = [token for token in scene.tokens if token.text not in ("-", ".", ",")]
    if not 1 <= len(words) <= 4 or not all(token.is_word for token in words):
        return
    known = any(_kinds(scene, place) for place in range(len(scene.tokens)))
    if known or all(token.is_capital for token in words):
        last = len(scene.tokens) - (scene.tokens[-1].text in (".", ","))
        yield _as_written(scene, 0, last)


def _as_written(scene: Scene, first: int, last: int) -> Found:
    start, end = scene.clean.span(*scene.span(first, last))
    value = " ".join(
        word[:1].upper() + word[1:] for word in scene.clean.original[start:end].split()
    )
    return Found("person", *scene.span(first, last), value, 0.4)


def _name_at(scene: Scene, place: int) -> tuple[int, float]:
    """Return how many words of a name begin here and how sure that is."""
    introduced = _follows_introduction(scene, place)
    size = _capital_run(scene, place, introduced)
    if size == 0:
        return 0, 0.0
    if introduced:
        return size, 0.93
    kinds = [_kinds(scene, at) for at in range(place, place + size)]
    if size >= 2 and any("Patr" in kind for kind in kinds):
        return size, 0.93
    if _titled(scene, place):
        return size, 0.85
    named = any("Name" in kind for kind in kinds)
    if size >= 2 and named and any("Surn" in kind or not kind for kind in kinds):
        return size, 0.68
    return 0, 0.0


def _capital_run(scene: Scene, place: int, introduced: bool) -> int:
    """Return how many words in a row may be parts of one name."""
    size = 0
    while size < _MOST_WORDS and place + size < len(scene.tokens):
        token = scene.tokens[place + size]
        kinds = _kinds(scene, place + size)
        capital = token.is_word and token.is_capital and len(token.low) > 2
        if not capital and not (introduced and kinds & {"Name", "Patr"} and token.is_word):
            break
        if _is_title(scene, place + size):
            break
        if capital and not kinds and scene.lexicon.known(token.low):
            break
        size += 1
    return size


def _kinds(scene: Scene, place: int) -> frozenset[str]:
    tags = {tag for parse in scene.lexicon.parses(scene.low(place)) for tag in parse.tags}
    return frozenset(tags & _NAME_TAGS)


def _follows_introduction(scene: Scene, place: int) -> bool:
    at = place
    while scene.low(at - 1) in (":", "-", "—", "–", ",", "це", "я") or (
        at < place + 1 and _is_title(scene, at - 1)
    ):
        at -= 1
    if scene.low(at - 1) not in _LAST_OF_INTRODUCTION:
        return False
    return any(
        tuple(scene.low(at - len(words) + i) for i in range(len(words))) == words
        for words in _INTRODUCED
    )


def _titled(scene: Scene, place: int) -> bool:
    return _is_title(scene, place - 1) or (
        _is_title(scene, place - 2)
        and scene.low(place - 1) not in ("", ",", ".", ":", "і", "та", "и")
    )


def _is_title(scene: Scene, place: int) -> bool:
    title = scene.low(place)
    return title.startswith(_TITLES) and title not in _NOT_TITLES and len(title) < 14


def _person(scene: Scene, first: int, last: int, confidence: float) -> Found:
    words = range(first, last)
    genders = {tag for at in words for parse in _name_parses(scene, at) for tag in parse.tags}
    feminine = "femn" in genders and any(_only_feminine(scene, at) for at in words)
    value = " ".join(_nominative(scene, at, feminine) for at in words)
    return Found("person", *scene.span(first, last), value, confidence)


def _name_parses(scene: Scene, place: int) -> list[Parse]:
    return [parse for parse in scene.lexicon.parses(scene.low(place)) if parse.tags & _NAME_TAGS]


def _only_feminine(scene: Scene, place: int) -> bool:
    parses = _name_parses(scene, place)
    return bool(parses) and all("femn" in parse.tags for parse in parses)


def _nominative(scene: Scene, place: int, feminine: bool) -> str:
    """Return a name's nominative when its parses agree on one, else the word as written."""
    token = scene.tokens[place]
    start, end = scene.clean.span(token.start, token.end)
    written = scene.clean.original[start:end]
    parses = _name_parses(scene, place)
    gender = "femn" if feminine else "masc"
    fitting = [parse for parse in parses if gender in parse.tags] or parses
    if not fitting or any("nomn" in parse.tags for parse in fitting):
        return written[:1].upper() + written[1:]
    lemmas = {parse.lemma for parse in fitting}
    if len(lemmas) != 1 or (feminine and "Surn" in next(iter(fitting)).tags):
        return written[:1].upper() + written[1:]
    lemma = lemmas.pop()
    return lemma[:1].upper() + lemma[1:]
