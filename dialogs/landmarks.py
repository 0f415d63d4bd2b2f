"""Landmarks in words: «біля метро Позняки», «навпроти АТБ на Ревуцького», «за школою 111».

Rule: a landmark counts where a crew finds it by its words alone: it has a name or a number of its
own, or a street or a part of the city beside it. «Біля магазину» is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.reading import Entity

# What stands beside a thing: any thing may follow.
_BESIDE = re.compile(
    r"(?:біля|возле|коло|навпроти|напроти|напротив|навпаки від|поруч(?:\s(?:з|зі|із|від))?|"
    r"поряд(?:\s(?:з|зі|із))?|рядом\s(?:с|со)|около|недалеко\s(?:від|от)|неподалік(?:\s(?:від|від))?|"
    r"позаду|обабіч|near|opposite|next\sto|beside|behind|in\sfront\sof|close\sto)\s",
    re.IGNORECASE,
)
# What stands where a thing is, or means something else: a known thing must follow.
_AT = re.compile(
    r"(?:на\s(?:розі|углу|перехрест\w+|перекрестк\w+|виїзді\sз|в'їзді\sв)|"
    r"між|между|between|за|перед|під|над|через\sдорогу\sвід|у|в|во|на|по|at|in|on|by)\s",
    re.IGNORECASE,
)
_CORNER = re.compile(
    r"на\s(?:розі|углу|перехрест|перекрест)|між\s|между\s|between\s", re.IGNORECASE
)

# Beginnings of the words for things that lie somewhere, in both languages and English. The first
# have names of their own, which may be written small; of the second there are many in every street.
_NAMED = (
    *("метро", "ринк", "ринок", "рынк", "рынок", "базар", "парк", "сквер", "площ", "майдан"),
    *("міст", "мост", "жк", "тц", "трц", "бц", "кінотеатр", "кинотеатр", "театр", "стадіон"),
    *("стадион", "вокзал", "станці", "станци", "озер", "ставк", "став", "університет", "универс"),
    *("інститут", "институт", "готел", "отел", "гостиниц", "посольств", "пам'ятник", "памятник"),
    *("зупин", "останов", "музе", "собор", "монастир", "лавр", "завод", "фабрик", "пляж"),
    *("market", "metro", "park", "square", "bridge", "stadium", "station", "hotel", "stop", "mall"),
)
_COMMON = (
    *("школ", "ліце", "лице", "гімназ", "гимназ", "садок", "садк", "дитсад", "детсад", "садочк"),
    *("магазин", "супермаркет", "аптек", "церкв", "церков", "храм", "лікарн", "больниц", "банк"),
    *("поліклінік", "поликлиник", "амбулатор", "пошт", "почт", "кафе", "ресторан", "кав'ярн"),
    *("заправк", "азс", "перехід", "переход", "перехресн", "підземн", "гараж", "паркан", "забор"),
    *("новобуд", "новостро", "будинк", "дом", "майданчик", "площадк", "вход", "вхід", "фонтан"),
    *("кладовищ", "кладбищ", "парковк", "стоянк", "кільц", "кольц"),
    *("school", "kindergarten", "shop", "church", "hospital", "bank", "cafe", "pharmacy"),
)
# Nothing is found by these alone: they are of the house itself, or of whoever writes.
_OWN = (
    *(
        "під'їзд",
        "підїзд",
        "подъезд",
        "парадн",
        "будин",
        "дім",
        "дом",
        "мого",
        "моє",
        "мой",
        "моего",
    ),
    *("нашого", "нашего", "двор", "двір", "квартир", "ліфт", "лифт", "цього", "этого", "того"),
    *("нього", "ньому", "house", "flat"),
    *("entrance", "building", "вікн", "вікон", "окн", "балкон", "сусід", "сосед"),
)
_WHO = frozenset("нас мене меня наш вас них my our me us".split())
# One chain has a shop in every part of the city.
_CHAINS = (
    *("атб", "сільпо", "сильпо", "новус", "novus", "фор", "ашан", "варус", "varus", "еко"),
    *(
        "ощад",
        "приват",
        "нов",
        "укрпошт",
        "рукавичк",
        "аврор",
        "єв",
        "ев",
        "окко",
        "wog",
        "велмарт",
    ),
    *("мак", "mcdonald", "kfc", "фокстрот", "comfy", "розетк", "rozetka", "atb", "silpo", "fora"),
)
_JOINS = frozenset(
    "на по в у і й та и з із зі с при біля возле коло від от до and of the at on in м ім імені "
    "№ номер number вул вулиці вулицею улице ул просп проспекті street".split()
)
_TOKEN = re.compile(r"[«\"“„][^»\"”“\n]{2,60}[»\"”]|[^\s,;:!?()–—«»\"“”„]+|[,;:!?()–—\n]")
_MOST_WORDS = 9
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Landmark:
    """A landmark as it was told, and where in the text. `part`: the part of the city it names."""

    words: str
    start: int
    end: int
    part: str | None = None


def landmark_in(text: str, entities: Iterable[Entity], *, asked: bool = False) -> Landmark | None:
    """Return the landmark that a text names and a crew can find; None when there is none.

    `asked`: the text answers where it is, so that it may begin with the thing («метро Позняки»).
    """
    places = [e for e in entities if e.entity in ("street", "neighbourhood")]
    for start in _beginnings(text, asked=asked):
        found = _from(text, start, places)
        if found is not None:
            return found
    return None


def only_a_landmark(text: str, entities: Iterable[Entity]) -> bool:
    """Return whether a text names a landmark and says next to nothing besides."""
    found = landmark_in(text, entities)
    if found is None:
        return False
    rest = f"{text[: found.start]} {text[found.end :]}"
    return len(re.findall(r"[^\W\d_]{3,}", rest)) < _FEWEST_WORDS_BESIDE


_FEWEST_WORDS_BESIDE = 3


def _beginnings(text: str, *, asked: bool) -> list[tuple[int, int, bool]]:
    """Where landmarks may begin: at which place, where the thing follows, whether any thing may."""
    found = []
    for match in re.finditer(r"(?<![\w'’-])[^\W\d_]", text):
        at = match.start()
        if beside := _BESIDE.match(text, at):
            found.append((at, beside.end(), True))
        elif there := _AT.match(text, at):
            found.append((at, there.end(), False))
        elif asked and not found:
            found.append((at, at, False))
    return found


def _from(text: str, begins: tuple[int, int, bool], places: list[Entity]) -> Landmark | None:
    start, after, free = begins
    end, words = _reach(text, after, places)
    if not words:
        return None
    said = text[start:end].strip(" .")
    inside = [e for e in places if start <= e.start and e.end <= end]
    corner = bool(_CORNER.match(text, start))
    if not (free or corner or any(_is_thing(word) for word in words[:2])):
        return None
    own = _begins(words[0], _OWN) or words[0].casefold() in _WHO
    if own and not (corner and inside):
        return None
    around = [e for e in places if start - 40 <= e.start <= end + 40 and _sure(e)]
    if not _is_found(words, around, inside, corner=corner):
        return None
    part = next((e.value for e in around if e.entity == "neighbourhood"), None)
    return Landmark(said[:_LONGEST], start, end, part)


def _reach(text: str, after: int, places: list[Entity]) -> tuple[int, list[str]]:
    """Return how far a landmark goes from where its thing begins, and its words."""
    words: list[str] = []
    end, joins = after, 0
    for match in _TOKEN.finditer(text, after):
        word, place = match[0], _place_at(places, match.start())
        bare = word.strip(".").casefold()
        if len(word) == 1 and not word.isalnum():
            break
        if bare in _JOINS:
            joins += 1
            if joins > 2 or not words:
                break
            continue
        if words and not (place or _goes_on(words, word)):
            break
        if not words and joins == 0 and bare in ("не", "що", "де", "where"):
            break
        words.append(word)
        joins, end = 0, match.end()
        if (word.endswith(".") and len(word) > 4) or len(words) >= _MOST_WORDS:
            break
    return end, words


def _goes_on(words: list[str], word: str) -> bool:
    """Whether a word is still of the landmark: a name, a number, a thing, or named by the thing."""
    last = words[-1]
    named_small = (
        _begins(last, _NAMED) and word[0].isalpha() and (len(words) == 1 or last.islower())
    )
    adjective = len(words) == 1 and not _is_thing(words[0]) and _is_thing(word)
    return (
        word[0].isupper()
        or word[0] in '«"“„№'
        or word[0].isdigit()
        or _is_thing(word)
        or (named_small and word[0].isalpha())
        or adjective
    )


def _is_found(
    words: list[str], around: list[Entity], inside: list[Entity], *, corner: bool
) -> bool:
    """Whether a crew finds it: by a street or a part of the city, a name, or a number."""
    if corner:
        return len([e for e in inside if e.entity == "street"]) > 1 or bool(around)
    covered = {part.casefold() for e in inside if _sure(e) for part in e.text.split()}
    others = [word for word in words if word.casefold().strip(".") not in covered]
    if not others:
        # «Біля Теремківської»: a street, whose house is to be asked for.
        return False
    if around:
        return True
    if _begins(words[0], _CHAINS) or (len(words) > 1 and _begins(words[1], _CHAINS)):
        return False
    named = any(_begins(word, _NAMED) for word in words) and len(words) > 1
    numbered = any(word.strip("№")[:1].isdigit() for word in words[1:])
    proper = any(word[0].isupper() and not _begins(word, _CHAINS) for word in words)
    return named or (numbered and _is_thing(words[0])) or proper or _begins(words[0], ("вокзал",))


def _place_at(places: list[Entity], at: int) -> Entity | None:
    return next((e for e in places if e.start <= at < e.end), None)


def _sure(place: Entity) -> bool:
    """Whether a place was found in the city's lists as it is spelled there."""
    return place.extractor == "gazetteer"


def _is_thing(word: str) -> bool:
    return _begins(word, _NAMED) or _begins(word, _COMMON)


def _begins(word: str, stems: tuple[str, ...]) -> bool:
    folded = word.casefold().replace("’", "'").strip('«"“„.')
    return folded.startswith(stems)
