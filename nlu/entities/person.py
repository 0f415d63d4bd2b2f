"""People's names: introduced («мене звати …»), titled, or plain by their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.words import Parse

_INTRODUCTIONS = (
    "мене звати", "меня зовут", "мене зовуть", "мене звуть", "my name is", "звати", "зовут",
    "звать", "прізвище", "прізвищем", "фамилией", "фамилия", "фамилии", "фамілія", "піб", "фио",
    "контакт", "контакти",
)  # fmt: skip
_INTRODUCED = tuple(tuple(words.split()) for words in _INTRODUCTIONS)
_LAST_OF_INTRODUCTION = frozenset(words[-1] for words in _INTRODUCED)
_TITLES = tuple(
    "директор начальник заступник голов депутат оператор вчительк учительк вчител майст інженер "
    "лікар врач доктор сусід сусідк водій інспектор чиновни мастер главн "
    "председател сантехнік сантехник тітк виховательк секретар заведующ завідувач слюсар "
    "бригадир дільничн участков реєстратор регистратор куратор чиновник педіатр педиатр терапевт "
    "ортопед хірург хирург стоматолог кардіолог невролог гінеколог медсестр адміністратор "
    "администратор контролер бухгалтер вихователь воспитател помічни помощни диспетчер юрист "
    "юристк mr mrs ms".split()
)
_NAME_TAGS = frozenset({"Name", "Surn", "Patr"})
_NOT_TITLES = frozenset("головне головна головний головою лікарня лікарні".split())
_WHOLE_TITLES = frozenset(
    "пан пана пану паном пані панове мер мера меру мером мэр мэра мэру мэром дядя дяді дядю "
    "дядьку дядька тьотя тьоті тьотю тьотка баба бабу діда тренер няня нянечка".split()
)
_KIN = tuple(
    "син сын доч доньк доньц дитин ребен ребён хлопч дівчинк брат сестр племінни онук онуч "
    "внук внуч дружин чоловік мам тат батьк сваха кум подруг друг".split()
)
_FEMININE_TITLE = re.compile(
    r"(?:тітк|тьот|пані\b|баб|сестр|дружин|доч|доньк|мам|виховательк|няня|нянечк|"
    r"\w+(?:рк|тк|льк|сидк|ниц|ниц|стк|евт)(?:а|и|і|у|ою|ці)$)"
)
_COMPLAINT = ("скарж", "скарг", "жалоб", "жалу", "звернен", "лист", "подяк", "претенз", "заяв")
_FEMININE_ENDINGS = (
    (re.compile(r"(?<=[сцз]ьк)(?:ої|ій|у|ою)$"), "а"),
    (re.compile(r"(?<=[оеєїі]в|[иії]н)(?:ої|ій|у|ою)$"), "а"),
    (re.compile(r"(?<=[сц]к)(?:ой|ую)$"), "ая"),
    (re.compile(r"(?<=[ое]в|ин)(?:ой|у)$"), "а"),
)
_MASCULINE_ENDINGS = (
    (re.compile(r"(?<=[сцз]ьк)(?:ого|ому|им|ім)$"), "ий"),
    (re.compile(r"(?<=[сц]к)(?:ого|ому|им|ом)$"), "ий"),
    (re.compile(r"(?<=енк)(?:а|у|ом|ові)$"), "о"),
    (re.compile(r"(?<=[оеє]в|[иі]н|ук|юк|ик)(?:а|у|им|ым|ом|ові)$"), ""),
)
_NO_NAMES = frozenset("боже бог господи господь дай".split())
_NOT_BETWEEN = frozenset(", . : і та и у в на з із до".split()) | {""}
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
    if all(
        token.is_capital or _kinds(scene, place) or not scene.lexicon.known(token.low)
        for place, token in enumerate(scene.tokens)
        if token in words
    ):
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
    if named and scene.low(place - 1).startswith(_KIN):
        return size, 0.8
    about = _complained_of(scene, place)
    if size >= 2 and named and any("Surn" in kind or not kind for kind in kinds):
        return size, 0.8 if about else 0.68
    lone = "Patr" in kinds[0] or (about and "Surn" in kinds[0])
    return (size, 0.66) if lone and place > 0 and size == 1 else (0, 0.0)


def _complained_of(scene: Scene, place: int) -> bool:
    """Say whether a complaint or a letter goes to whoever stands here: `скарга на`, `лист до`."""
    return scene.low(place - 1) in ("на", "до", "про", "к", "о") and any(
        scene.low(place - back).startswith(_COMPLAINT) for back in (2, 3)
    )


def _capital_run(scene: Scene, place: int, introduced: bool) -> int:
    """Return how many words in a row may be parts of one name."""
    size = 0
    while size < _MOST_WORDS and place + size < len(scene.tokens):
        token = scene.tokens[place + size]
        capital = token.is_word and token.is_capital and len(token.low) > 2
        if not capital and not (introduced and token.is_word):
            break
        kinds = _kinds(scene, place + size)
        if not capital and not kinds & {"Name", "Patr"}:
            break
        if _is_title(scene, place + size) or token.text[:2].isupper() or token.low in _NO_NAMES:
            break
        after_name = size > 0 and bool(_kinds(scene, place + size - 1) & {"Name", "Patr"})
        if capital and not (kinds or introduced or after_name) and scene.lexicon.known(token.low):
            break
        size += 1
    return size


def _kinds(scene: Scene, place: int) -> frozenset[str]:
    return scene.lexicon.tags(scene.low(place)) & _NAME_TAGS


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
        _is_title(scene, place - 2) and scene.low(place - 1) not in _NOT_BETWEEN
    )


def _is_title(scene: Scene, place: int) -> bool:
    title = scene.low(place)
    if title in _WHOLE_TITLES:
        return True
    return title.startswith(_TITLES) and title not in _NOT_TITLES and len(title) < 14


def _person(scene: Scene, first: int, last: int, confidence: float) -> Found:
    words = range(first, last)
    if not _asks_for_a_case(scene, first) and all(_as_in_a_passport(scene, at) for at in words):
        return _as_named(scene, first, last, confidence)
    feminine = _called_a_woman(scene, first) or any(_only_feminine(scene, at) for at in words)
    masculine = not feminine and (
        any(_only_masculine(scene, at) for at in words) or _titled(scene, first)
    )
    value = " ".join(_nominative(scene, at, feminine, masculine) for at in words)
    return Found("person", *scene.span(first, last), value, confidence)


def _as_named(scene: Scene, first: int, last: int, confidence: float) -> Found:
    value = " ".join(_written(scene, at) for at in range(first, last))
    return Found("person", *scene.span(first, last), value, confidence)


def _asks_for_a_case(scene: Scene, first: int) -> bool:
    """Say whether the words before put the name into an oblique case: `скарга на`, `лікаря`."""
    before = scene.low(first - 1)
    if _complained_of(scene, first):
        return True
    named = _is_title(scene, first - 1) or before.startswith(_KIN)
    return named and not any(map(_in_the_nominative, scene.lexicon.parses(before)))


def _as_in_a_passport(scene: Scene, place: int) -> bool:
    """Say whether a part may stand in the nominative: «Олександра Кравець» is a woman's name.

    One part that cannot («Олександра Кравця») puts the whole name into another case.
    """
    parses = _name_parses(scene, place)
    if parses:
        return any(map(_in_the_nominative, parses))
    return not any(pattern.search(scene.low(place)) for pattern, _ in _MASCULINE_ENDINGS)


def _in_the_nominative(parse: Parse) -> bool:
    return "nomn" in parse.tags and "plur" not in parse.tags


def _called_a_woman(scene: Scene, first: int) -> bool:
    return any(
        _FEMININE_TITLE.match(scene.low(first - back)) is not None
        and (_is_title(scene, first - back) or scene.low(first - back).startswith(_KIN))
        for back in (1, 2)
    )


def _name_parses(scene: Scene, place: int) -> list[Parse]:
    return [parse for parse in scene.lexicon.parses(scene.low(place)) if parse.tags & _NAME_TAGS]


def _only_feminine(scene: Scene, place: int) -> bool:
    parses = _name_parses(scene, place)
    return bool(parses) and all("femn" in parse.tags for parse in parses)


def _only_masculine(scene: Scene, place: int) -> bool:
    parses = _name_parses(scene, place)
    return bool(parses) and all("masc" in parse.tags for parse in parses)


def _nominative(scene: Scene, place: int, feminine: bool, masculine: bool) -> str:
    """Return a name's nominative when its parses or its ending leave one, else as written."""
    written = _written(scene, place)
    parses = _name_parses(scene, place)
    gender = "femn" if feminine else "masc"
    fitting = [parse for parse in parses if gender in parse.tags]
    surname = all("Surn" in parse.tags for parse in fitting)
    if surname and feminine:
        return _by_ending(written, _FEMININE_ENDINGS)
    if not fitting and not parses and masculine:
        return _by_ending(written, _MASCULINE_ENDINGS)
    fitting = fitting or parses
    if not fitting or any("nomn" in parse.tags for parse in fitting):
        return written
    lemmas = {parse.lemma for parse in fitting}
    if len(lemmas) != 1:
        return written
    lemma = lemmas.pop()
    return lemma[:1].upper() + lemma[1:]


def _written(scene: Scene, place: int) -> str:
    """Return a part as it was written, its first letter capital."""
    token = scene.tokens[place]
    start, end = scene.clean.span(token.start, token.end)
    written = scene.clean.original[start:end]
    return written[:1].upper() + written[1:]


def _by_ending(written: str, endings: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """Return a surname's nominative where its ending tells it without a doubt, else the surname."""
    for pattern, nominative in endings:
        if pattern.search(written):
            return pattern.sub(nominative, written)
    return written
