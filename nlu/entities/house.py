"""House numbers, with corpus, letter and the flat behind a dash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nlu.entities.found import Found
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene

HOUSE_WORDS = frozenset(
    "будинок будинку будинка будинком будинкові буд дом доме дома дому д б house building "
    "bldg".split()
)
_ENGLISH_STREET_WORDS = frozenset({"street", "st", "avenue", "ave", "boulevard", "lane", "road"})
_HOUSE_WORDS_AFTER = frozenset(
    "будинок будинку будинка доме дом дому хата хаті хатою хату номера номері".split()
)
FLAT_WORDS = frozenset(
    "кв квартира квартиру квартирі квартире квартири квартирой квартирою apt apartment flat".split()
)
_CORPUS_WORDS = frozenset("к корп корпус корпусі корпусу корпуса корпусе".split())
NUMBER_SIGNS = frozenset("№ # номер номером n".split())
_CONJUNCTIONS = frozenset("аіиуовзсйякє")
_LIFTS = ("ліфт", "лифт", "elevator", "lift", "застряг", "застрял")
_LABELS = ("підїзд", "подъезд", "парадн", "поверх", "этаж", "entrance", "floor")
_NOT_COUNTED = frozenset("ліфт лифт клас маршрут градус".split())
"""Things in the singular: `15 ліфт` counts none, `15 ліфтів` would."""
_LARGEST_HOUSE = 999


@dataclass(frozen=True, slots=True)
class House:
    """A house number at tokens `first` to `last` (exclusive), `flat` after a dash if any."""

    first: int
    last: int
    value: str
    named: bool
    flat: tuple[int, str] | None = None


def house_at(scene: Scene, place: int, *, after_street: bool) -> House | None:
    """Return the house number that begins at a token, with or without its word before it."""
    at, named = _past_house_word(scene, place)
    number = scene.numbers.get(at)
    if number is None or not _is_house(scene, number, named, after_street):
        return None
    return _with_details(scene, number, named)


def _past_house_word(scene: Scene, place: int) -> tuple[int, bool]:
    at = place
    while scene.low(at) in (",", ":", ".") and at - place < 2:
        at += 1
    at += scene.low(at) in ("навпроти", "напротив", "біля", "возле", "коло")
    named = scene.low(at) in HOUSE_WORDS
    if named:
        at += 1
        at += scene.low(at) in (".", ":", ",")
    if scene.low(at) in NUMBER_SIGNS:
        return at + 1 + (scene.low(at + 1) == "."), True
    return at, named


def _is_house(scene: Scene, number: Number, named: bool, after_street: bool) -> bool:
    if not 0 < number.value <= _LARGEST_HOUSE:
        return False
    if number.ordinal and not named:
        return False
    if scene.tokens[number.first].is_number and len(scene.tokens[number.first].text) > 3:
        return False
    if number.in_words and not named and _counts_things(scene, number.last):
        return False
    timed = scene.low(number.last) == ":" and number.last + 1 in scene.numbers
    if timed or scene.low(number.last) in ("%", "$", "€", "₴") or _is_decimal(scene, number.last):
        return False
    return named or (after_street and not _counts(scene, number.last))


def _counts_things(scene: Scene, place: int) -> bool:
    """Say whether a noun follows a number in words: `дві підвіски`."""
    return "NOUN" in scene.lexicon.tags(scene.low(place))


def _is_decimal(scene: Scene, place: int) -> bool:
    return (
        scene.low(place) in (".", ",")
        and scene.adjoins(place)
        and scene.adjoins(place + 1)
        and (place + 1 < len(scene.tokens) and scene.tokens[place + 1].is_number)
    )


def _counts(scene: Scene, place: int) -> bool:
    """Say whether what follows a number makes it a count: `3 дні`; a flat may follow a house."""
    if scene.low(place) in ("кв", "квартира") and place + 1 in _starts_of_numbers(scene, place):
        return False
    if scene.low(place) in _NOT_COUNTED or _labels_next(scene, place):
        return False
    return scene.measures(place) and not (scene.adjoins(place) and len(scene.low(place)) == 1)


def _labels_next(scene: Scene, place: int) -> bool:
    """Say whether the word at a place has its own number behind it: `15 під'їзд 2`."""
    at = place + 1 + (scene.low(place + 1) in (".", "№"))
    number = scene.numbers.get(at)
    if number is None or not scene.low(place).startswith(_LABELS):
        return False
    return not scene.low(number.last).startswith(_LABELS)


def _starts_of_numbers(scene: Scene, place: int) -> set[int]:
    return {at for at in (place + 1, place + 2) if at in scene.numbers} | (
        {place + 1} if scene.low(place + 1) in (".", "№") else set()
    )


def _with_details(scene: Scene, number: Number, named: bool) -> House:
    value, at = str(number.value), number.last
    value, at = _letter(scene, value, at)
    value, at = _fraction(scene, value, at)
    value, at = _corpus(scene, value, at)
    flat = _flat_after_dash(scene, at)
    return House(number.first, at, value, named, flat)


def _letter(scene: Scene, value: str, at: int) -> tuple[str, int]:
    """Return the number with its letter: `15а`, `15-А`, `15 Б`; a lone `а` may be a conjunction."""
    place = at + 1 if scene.low(at) == "-" and scene.adjoins(at) and scene.adjoins(at + 1) else at
    letter = scene.low(place).strip("\"'«»")
    if len(letter) != 1 or not letter.isalpha():
        return value, at
    if not scene.adjoins(place) and not _stands_as_letter(scene, place):
        return value, at
    if (
        scene.adjoins(place + 1)
        and place + 1 < len(scene.tokens)
        and scene.tokens[place + 1].is_word
    ):
        return value, at
    return f"{value}-{letter.upper()}", place + 1


def _stands_as_letter(scene: Scene, place: int) -> bool:
    letter = scene.low(place)
    if letter == "к":
        return False
    ended = scene.low(place + 1) in ("", ",", ".", ";", "\n", "кв", "квартира", "підїзд", "подъезд")
    return ended or (letter not in _CONJUNCTIONS and scene.tokens[place].is_capital)


def _fraction(scene: Scene, value: str, at: int) -> tuple[str, int]:
    if (
        scene.low(at) not in ("/", "\\")
        or at + 1 not in scene.numbers
        or not scene.tokens[at + 1].is_number
    ):
        return value, at
    if len(scene.tokens[at + 1].text) > 3:
        return value, at
    value, end = f"{value}/{int(scene.tokens[at + 1].text)}", at + 2
    return _letter(scene, value, end)


def _corpus(scene: Scene, value: str, at: int) -> tuple[str, int]:
    place = at + 1 if scene.low(at) == "," else at
    if scene.low(place) not in _CORPUS_WORDS:
        return value, at
    end = place + 1
    end += scene.low(end) == "."
    end += scene.low(end) in NUMBER_SIGNS
    number = scene.numbers.get(end)
    if number is not None and number.value < 100:
        return f"{value} к. {number.value}", number.last
    letter = scene.low(end)
    if scene.low(place) != "к" and len(letter) == 1 and letter.isalpha():
        return f"{value} к. {letter.upper()}", end + 1
    return value, at


def _flat_after_dash(scene: Scene, at: int) -> tuple[int, str] | None:
    """Return the flat of `15-32`: the place of its token and its number."""
    if scene.low(at) != "-" or not scene.adjoins(at) or not scene.adjoins(at + 1):
        return None
    number = scene.numbers.get(at + 1)
    if number is None or number.in_words or number.ordinal or not 0 < number.value < 1000:
        return None
    return at + 1, str(number.value)


def house_found(scene: Scene, house: House, confidence: float) -> list[Found]:
    """Return a house number, and the flat after its dash, as entities."""
    found = [Found("house", *scene.span(house.first, house.last), house.value, confidence)]
    if house.flat:
        place, value = house.flat
        found.append(Found("apartment", *scene.span(place, place + 1), value, 0.7))
    return found


def lone_houses(scene: Scene) -> Iterator[Found]:
    """Yield house numbers beside their word, away from a street: `будинок 15`."""
    for place in range(len(scene.tokens)):
        if (scene.low(place) in HOUSE_WORDS and len(scene.low(place)) > 1) or _abbreviated(
            scene, place
        ):
            house = house_at(scene, place, after_street=False)
            if house is not None:
                yield from house_found(scene, house, 0.9)
    for number in scene.numbers.values():
        counted = number.in_words and not number.ordinal
        named = scene.low(number.last) in _HOUSE_WORDS_AFTER and not counted
        named = named or _before_street(scene, number)
        if named and 0 < number.value <= _LARGEST_HOUSE and is_whole(scene, number):
            span = scene.span(number.first, number.last)
            yield Found("house", *span, str(number.value), 0.85)


def _before_street(scene: Scene, number: Number) -> bool:
    """Say whether an English address begins with the number: `31 Khreshchatyk street`."""
    words = [scene.low(number.last + step) for step in range(4)]
    at = next((n for n, word in enumerate(words) if word in _ENGLISH_STREET_WORDS), 0)
    return at > 0 and all(word.isalpha() for word in words[:at])


def _abbreviated(scene: Scene, place: int) -> bool:
    return scene.low(place) in ("д", "б") and scene.low(place + 1) == "."


def is_whole(scene: Scene, number: Number) -> bool:
    """Say whether the number is not the tail of another: `15/2`, `2.5`."""
    return scene.low(number.first - 1) not in ("/", ".", "-") or not scene.adjoins(number.first)


def _ends_part(scene: Scene, place: int) -> bool:
    """Say whether a part of an address ends here: a sign, a number, or the message's end."""
    return scene.low(place) in ("", ",", ".", ";") or place in scene.numbers


def trailing(scene: Scene, found: list[Found]) -> Iterator[Found]:
    """Yield the bare number behind a house: of a lift `Чавдар 7, 2` names the entrance."""
    about_lift = any(token.low.startswith(_LIFTS) for token in scene.tokens)
    at_end = {scene.tokens[place].end: place + 1 for place in range(len(scene.tokens))}
    for house in found:
        place = at_end.get(house.end) if house.entity == "house" else None
        if place is None or scene.low(place) not in (",", "."):
            continue
        number = scene.numbers.get(place + 1)
        if (
            number is None
            or number.in_words
            or number.ordinal
            or not _ends_part(scene, number.last)
        ):
            continue
        if number.value <= 12 and about_lift:
            yield Found("entrance", *scene.span(place + 1, number.last), str(number.value), 0.6)
        elif 12 < number.value < 1000:
            yield Found("apartment", *scene.span(place + 1, number.last), str(number.value), 0.6)
