"""Numbers in digits and in words, cardinal and ordinal, Ukrainian and Russian, up to 999."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.entities.tokens import Token, skeleton


@dataclass(frozen=True, slots=True)
class Number:
    """A number that tokens `first` to `last` (exclusive) spell."""

    first: int
    last: int
    value: int
    ordinal: bool
    in_words: bool


_CARDINALS = {
    1: "один одна одне одну одного одної одному одним однією одно одной раз",
    2: "два дві двох двом двома две двумя двум",
    3: "три трьох трьом трьома трех трем тремя",
    4: "чотири чотирьох чотирьом чотирма четыре четырех четырем четырьмя",
    5: "пять пяти пятьох пятьма пятю пятью",
    6: "шість шести шістьох шесть шестью",
    7: "сім семи сімох семь семью",
    8: "вісім восьми вісьмох восемь восьмью",
    9: "девять девяти девятьох",
    10: "десять десяти десятьох десятю десятью",
    11: "одинадцять одинадцяти одиннадцать одиннадцати",
    12: "дванадцять дванадцяти двенадцать двенадцати",
    13: "тринадцять тринадцяти тринадцать тринадцати",
    14: "чотирнадцять чотирнадцяти четырнадцать четырнадцати",
    15: "пятнадцять пятнадцяти пятнадцать пятнадцати",
    16: "шістнадцять шістнадцяти шестнадцать шестнадцати",
    17: "сімнадцять сімнадцяти семнадцать семнадцати",
    18: "вісімнадцять вісімнадцяти восемнадцать восемнадцати",
    19: "девятнадцять девятнадцяти девятнадцать девятнадцати",
    20: "двадцять двадцяти двадцать двадцати",
    30: "тридцять тридцяти тридцать тридцати",
    40: "сорок сорока",
    50: "пятдесят пятдесяти пятьдесят пятидесяти",
    60: "шістдесят шістдесяти шестьдесят шестидесяти",
    70: "сімдесят сімдесяти семьдесят семидесяти",
    80: "вісімдесят вісімдесяти восемьдесят восьмидесяти",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двісті двохсот двести",
    300: "триста трьохсот",
    400: "чотириста четыреста",
    500: "пятсот пятьсот",
    600: "шістсот шестьсот",
    700: "сімсот семьсот",
    800: "вісімсот восемьсот",
    900: "девятсот девятьсот",
}
_ORDINAL_STEMS = {
    1: "перш перв",
    2: "друг втор",
    3: "трет",
    4: "четверт",
    5: "пят",
    6: "шост шест",
    7: "сьом седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одинадцят одиннадцат",
    12: "дванадцят двенадцат",
    13: "тринадцят тринадцат",
    14: "чотирнадцят четырнадцат",
    15: "пятнадцят пятнадцат",
    16: "шістнадцят шестнадцат",
    17: "сімнадцят семнадцат",
    18: "вісімнадцят восемнадцат",
    19: "девятнадцят девятнадцат",
    20: "двадцят двадцат",
    30: "тридцят тридцат",
    40: "сороков",
    50: "пятдесят пятидесят",
    60: "шістдесят шестидесят",
    70: "сімдесят семидесят",
    80: "вісімдесят восьмидесят",
    90: "девяност",
    100: "сот",
}
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
)
_CARDINAL_OF = {skeleton(word): n for n, words in _CARDINALS.items() for word in words.split()}
_ORDINAL_OF = {skeleton(stem): n for n, stems in _ORDINAL_STEMS.items() for stem in stems.split()}
_CARDINAL_OF |= {word: n for n, word in enumerate(_ENGLISH[0].split(), start=1)}
_WHOLE_ORDINALS = {word: n for n, word in enumerate(_ENGLISH[1].split(), start=1) if n != 2}
_ORDINAL_ENDING = re.compile(r"(?:ого|его|ому|ему|ии|ая|ои|ую|ою|их|им|ом|ем|ею|ие|а|е|я|у|ю)$")

_DIGIT_ENDINGS = frozenset(
    "й ї ий ій го му ої ою ому ого ша га тя та ти тих ні х ма м ый ой ая ю th st nd rd".split()
)


def ordinal_value(word: str) -> int | None:
    """Return the number that an ordinal's skeleton names: `третии` → 3."""
    if word in _WHOLE_ORDINALS:
        return _WHOLE_ORDINALS[word]
    stem = _ORDINAL_ENDING.sub("", word)
    if stem == word:
        return None
    return _ORDINAL_OF.get(stem)


def numbers(tokens: list[Token]) -> dict[int, Number]:
    """Return every number by the place of its first token."""
    found: dict[int, Number] = {}
    place = 0
    while place < len(tokens):
        number = _digits(tokens, place) or _words(tokens, place)
        if number is None:
            place += 1
            continue
        found[place] = number
        place = number.last
    return found


def _digits(tokens: list[Token], place: int) -> Number | None:
    if not tokens[place].is_number:
        return None
    value = int(tokens[place].text[:9])
    last = _after_suffix(tokens, place)
    return Number(place, last, value, last > place + 1, False)


def _after_suffix(tokens: list[Token], place: int) -> int:
    """Return the end of `5-й`, `2й`, `14-го`; a house letter (`15-А`) is no ending."""
    at = place + 1
    if at < len(tokens) and tokens[at].text == "-" and tokens[at].start == tokens[place].end:
        at += 1
    if at >= len(tokens) or tokens[at].start != tokens[at - 1].end or not tokens[at].is_word:
        return place + 1
    ending = tokens[at].low
    return at + 1 if ending in _DIGIT_ENDINGS else place + 1


def _words(tokens: list[Token], place: int) -> Number | None:
    """Return the number that words spell: tens may take ones, hundreds both."""
    total, room, at = 0, 1000, place
    while at < len(tokens) and tokens[at].is_word:
        cardinal = _CARDINAL_OF.get(tokens[at].skeleton)
        if cardinal is not None and cardinal < room:
            total, room, at = total + cardinal, _room(cardinal), at + 1
            continue
        ordinal = ordinal_value(tokens[at].skeleton)
        if ordinal is not None and ordinal < room:
            return Number(place, at + 1, total + ordinal, True, True)
        break
    return Number(place, at, total, False, True) if at > place else None


def _room(value: int) -> int:
    """Return what may follow a number: 20 takes ones, 100 takes tens, 15 takes nothing."""
    if value >= 100:
        return 100
    return 10 if value >= 20 else 0
