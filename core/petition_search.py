"""Finding petitions by what they say: by words in any grammatical form, and by meaning.

Rule: pure. Words come as groups of dictionary forms (a word may have several), meanings as text.
"""

import base64
import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import mul

# A word's dictionary forms, for each word of a text.
WordsOf = Callable[[str], Sequence[Sequence[str]]]

# A word in an index: the form, whose petition it is, whether it stands in the title.
Indexed = tuple[str, int, bool]

# What asks for petitions or says which, but not what they are about.
_SAYS_NOTHING = frozenset(
    "петиція петиция petition підписати подписать підпис подпись підписувати підтримати "
    "підтримка підтримувати поддержать поддержка голос голосувати проголосувати голосовать "
    "знайти найти шукати искать показати показать дати дать хотіти хотеть треба надо можна "
    "можно потрібно створити создать подати подать почитати прочитати прочитать скільки "
    "сколько зібрати набрати збирати собрать набрать який какой ваш наш мій мой свій свой "
    "він цей той этот тот про для при через щоб щоби чтобы або или але без між від под під "
    "над як как так що что хто кто де где коли когда бути быть є есть весь всі все ще еще "
    "теж тоже дуже очень вже уже щось якийсь зробити сделать могти мочь нарешті наконец "
    "будь ласка пожалуйста ми мы київ киев київський киевский місто "
    "город міський городской sign signature the for about find want show support".split()
)
# The beginnings of words that ask for a petition and do not say which.
ASKING = (
    *"петиц петіц підпис підпиш подпис подпиш підтрим поддерж голосу проголос голосів".split(),
    *"голосов знайд знайт шукаю шукат показ покаж дайте хочу хотіл хотел треба потрібн".split(),
    *"нужно можна можно почита прочит скільк скольк зібра набра собра яка яку які якої".split(),
    *"якусь якась якісь какая какую какие какой мене меня мені будь ласка пожалуй".split(),
    *"давайте номер зараз сейчас створи створю создат создай созда написати написать".split(),
    *"подати подать подам подаю оформ зареєстр запуст ініці иници запропон опублік".split(),
    *"опублик нова нову нові новую новые свою свій своя зробит сделат мої моя моє моєї".split(),
    *"моей мои статус закінч список всі усі популярн міськ городск київ киев".split(),
    *"petyc petic sign petition support find show want start create launch about".split(),
)
# Behind which a bare number is a petition's.
NUMBERED = tuple(
    "петиц підпис підпиш підтрим подпис подпиш поддерж голосу petition petyc sign support".split()
)
_SHORTEST = 3
# Of the weight of a query's words, the share that a petition must have.
_SHARE = 0.5
_OF_TEXTS = 0.5
# From here on a petition is meant for certain, when no other has nearly as much.
_CLEAR = 0.4
# How near meanings are that are about the same: between pairs that are (0.25 to 0.7) and pairs that
# are not (under 0.25, seldom more), as measured on questions to petitions.
NEAR = 0.25
# Of one that is to be filed, near enough to be called alike.
ALIKE = 0.4
# The share of its words that one must have to be called alike.
ALIKE_WORDS = 0.25
_BEHIND = 0.12


def telling(groups: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Return the words that say what something is about."""
    return [
        group
        for group in groups
        if max(map(len, group), default=0) >= _SHORTEST and not _SAYS_NOTHING.intersection(group)
    ]


def subject(text: str) -> str:
    """Return the words of a message that say what a petition is about."""
    return " ".join(word for word in text.split() if not word.casefold().startswith(ASKING))


def gist(title: str, text: str) -> str:
    """Return as much of a petition as tells what it means."""
    return f"{title}. {text[:_GIST]}"


_GIST = 200


def index_of(title: str, text: str, words_of: WordsOf) -> dict[str, bool]:
    """Return the forms to find a petition by, each with whether it stands in the title."""
    found = {form: False for group in telling(words_of(text)) for form in group}
    return found | {form: True for group in telling(words_of(title)) for form in group}


def by_words(
    groups: Sequence[Sequence[str]], indexed: Iterable[Indexed], total: int
) -> dict[int, float]:
    """Return the petitions that have enough of the words, with how much of them (0 to 1): rare
    words weigh more, those of texts half. `total`: how many petitions there are.
    """
    at: Mapping[str, dict[int, bool]] = defaultdict(dict)
    for form, petition, in_title in indexed:
        at[form][petition] = in_title
    scores: dict[int, float] = defaultdict(float)
    had: dict[int, float] = defaultdict(float)
    whole = asked = 0.0
    for group in groups:
        places: dict[int, bool] = {}
        for form in group:
            for petition, in_title in at.get(form, {}).items():
                places[petition] = places.get(petition, False) or in_title
        weight = math.log(1 + total / max(len(places), 1))
        asked += weight
        whole += weight if places else 0.0
        for petition, in_title in places.items():
            had[petition] += weight
            scores[petition] += weight * (1 if in_title else _OF_TEXTS)
    # A word that no petition has does not rule any out, but leaves it unsure.
    return {one: scores[one] / asked for one in scores if had[one] >= _SHARE * whole}


def by_meaning(
    meaning: str | None, others: Iterable[tuple[int, str]], least: float = NEAR
) -> dict[int, float]:
    """Return the petitions that mean about the same, with how near they are (`least` to 1)."""
    if meaning is None:
        return {}
    wanted = unpacked(meaning)
    near = {petition: _cosine(wanted, unpacked(other)) for petition, other in others}
    best = max(near.values(), default=0.0)
    return {one: how for one, how in near.items() if how >= max(least, best - _BEHIND)}


def ranked(words: Mapping[int, float], meanings: Mapping[int, float]) -> list[int]:
    """Return petitions, the likeliest first: found by both ways, by words, by meaning."""

    def score(petition: int) -> float:
        return words.get(petition, 0.0) + meanings.get(petition, 0.0)

    return sorted({*words, *meanings}, key=lambda one: (-score(one), one))


def is_clear(words: Mapping[int, float], found: Sequence[int]) -> bool:
    """Whether the first found is meant for certain: by words, and no other nearly as well."""
    if not found or words.get(found[0], 0.0) < _CLEAR:
        return False
    return all(words.get(other, 0.0) < words[found[0]] / 2 for other in found[1:])


# --- meanings as text ----------------------------------------------------------------------------

_MOST = 127


def packed(vector: Iterable[float]) -> str:
    """Return a vector as short text: a byte a number, by the largest of them."""
    numbers = list(vector)
    scale = _MOST / (max(map(abs, numbers), default=0.0) or 1.0)
    return base64.b64encode(array("b", (round(one * scale) for one in numbers))).decode()


def unpacked(text: str) -> "array[int]":
    """Return the numbers of a packed vector, to a scale of its own."""
    return array("b", base64.b64decode(text))


def _cosine(one: "array[int]", other: "array[int]") -> float:
    if len(one) != len(other):
        return 0.0  # made by an encoder of before
    length = math.sqrt(sum(map(mul, one, one)) * sum(map(mul, other, other)))
    return sum(map(mul, one, other)) / length if length else 0.0
