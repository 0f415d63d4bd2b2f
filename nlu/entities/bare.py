"""What a short message may be when it answers a question: a number, a house, a name, a day."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.house import house_at, house_found
from nlu.entities.moment import dates_meant
from nlu.entities.person import possible_people
from nlu.entities.scene import Scene

_SHORT = 14
_MOST = 6


def is_bare_number(scene: Scene) -> bool:
    """Say whether the message is one number and at most a letter or signs beside it."""
    if len(scene.numbers) != 1:
        return False
    number = next(iter(scene.numbers.values()))
    others = [*scene.tokens[: number.first], *scene.tokens[number.last :]]
    return all(not token.is_word or len(token.text) == 1 for token in others)


def bare_answers(scene: Scene, found: list[Found]) -> list[Found]:
    """Return possible answers that do not overlap what is certain; none for a long message."""
    if len(scene.tokens) > _SHORT:
        return []
    possible = [*_numbers(scene), *_houses(scene), *_unlisted_street(scene, found)]
    possible += _case_number(scene)
    possible += [*dates_meant(scene), *possible_people(scene)]
    return [one for one in possible if not any(_overlap(one, other) for other in found)]


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _numbers(scene: Scene) -> Iterator[Found]:
    for number in list(scene.numbers.values())[:_MOST]:
        yield Found("number", *scene.span(number.first, number.last), str(number.value), 0.4)


def _houses(scene: Scene) -> Iterator[Found]:
    for number in list(scene.numbers.values())[:_MOST]:
        house = house_at(scene, number.first, after_street=True)
        if house is not None:
            yield from house_found(scene, house, 0.4)


def _may_name(scene: Scene, words: int) -> bool:
    """Say whether the first words may be a name: nouns, adjectives, unknown words."""
    tokens = [token for token in scene.tokens[:words] if token.is_word]
    if max((len(token.low) for token in tokens), default=0) < 4:
        return False
    for token in tokens:
        parses = scene.lexicon.parses(token.low)
        if parses and not any(parse.tags & {"NOUN", "ADJF"} for parse in parses):
            return False
    return True


def _case_number(scene: Scene) -> list[Found]:
    """Return the end of a case number, read as one of this year: `417`, `№000417`."""
    numbers = [number for number in scene.numbers.values() if not number.in_words]
    if len(numbers) != 1 or not 0 < numbers[0].value < 1_000_000:
        return []
    value = f"KV-{scene.now.year}-{numbers[0].value:06d}"
    return [Found("case_number", *scene.span(numbers[0].first, numbers[0].last), value, 0.4)]


def _unlisted_street(scene: Scene, found: list[Found]) -> Iterator[Found]:
    """Yield the words before the first number as a street: `зоряна 5`; or the few words alone."""
    if any(one.entity == "street" for one in found):
        return
    words = 0
    while words < len(scene.tokens) and (
        scene.tokens[words].is_word or scene.tokens[words].text == "-"
    ):
        words += 1
    numbered = words < len(scene.tokens) and house_at(scene, words, after_street=True) is not None
    if (
        not 0 < words <= 3
        or not _may_name(scene, words)
        or not (numbered or words == len(scene.tokens))
    ):
        return
    name = scene.text(0, words)
    yield Found("street", *scene.span(0, words), name[:1].upper() + name[1:], 0.3)
