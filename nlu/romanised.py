"""Cyrillic spellings of a word in Latin letters, the likeliest first.

People mix official romanisation, habit and German or Polish ways, so every group of Latin letters
has several readings; a spelling costs one for each step away from the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator

Table = dict[str, tuple[str, ...]]
Spelling = tuple[tuple[str, int], ...]

_BOTH: Table = {
    "shch": ("щ",), "sch": ("щ", "сч"), "zgh": ("зг",), "kh": ("х", "кг"), "zh": ("ж", "зг"),
    "ch": ("ч",), "sh": ("ш", "сг"), "ts": ("ц", "ць", "тс"), "tz": ("ц",), "ya": ("я", "ья"),
    "ja": ("я", "ья"), "yu": ("ю",), "ju": ("ю",), "iu": ("ю", "іу"), "ia": ("я", "іа", "ья"),
    "a": ("а",), "b": ("б",), "v": ("в",), "w": ("в", "ш"), "d": ("д", "дь"),
    "z": ("з", "зь", "ж"), "k": ("к",), "l": ("л", "ль"), "m": ("м",), "n": ("н", "нь"),
    "o": ("о",), "p": ("п",), "r": ("р", "рь"), "s": ("с", "сь", "ш"), "t": ("т", "ть"),
    "u": ("у", "ю"), "f": ("ф",), "x": ("х", "кс"), "c": ("ц", "к", "ць", "с"), "q": ("к", "я"),
    "'": ("", "ь"), "’": ("", "ь"), "ʼ": ("", "ь"), "`": ("", "ь"),
}  # fmt: skip
UK_LETTERS: Table = _BOTH | {
    "ye": ("є",), "je": ("є",), "ie": ("є", "іє", "ие"), "ae": ("ає", "ае"), "oe": ("оє", "ое"),
    "ue": ("ує", "уе"), "yi": ("ї", "ий", "иї"), "ji": ("ї",), "ii": ("ії", "ій", "ий"),
    "yy": ("ий",), "yyi": ("иї",), "iiu": ("ію",), "iyu": ("ію",), "iju": ("ію",),
    "iia": ("ія",), "iya": ("ія",), "ija": ("ія",), "iie": ("іє",), "iye": ("іє",),
    "ije": ("іє",), "tsia": ("ться", "ця"), "tsya": ("ться", "ця"), "tsja": ("ться", "ця"),
    "iy": ("ій", "ий"), "yj": ("ий",), "ij": ("ій", "ий"), "yo": ("йо", "ьо"),
    "jo": ("йо", "ьо"), "io": ("йо", "іо", "ьо"), "g": ("г", "ґ"), "h": ("г", "х"),
    "e": ("е", "є"), "i": ("і", "и", "ї", "й"), "y": ("и", "й", "і"), "j": ("й", "ж", "дж"),
}  # fmt: skip
RU_LETTERS: Table = _BOTH | {
    "ye": ("е", "ье"), "je": ("е", "ье"), "ie": ("ие", "ье", "е"), "yy": ("ый",),
    "iy": ("ий", "ый"), "yj": ("ый",), "ij": ("ий", "ый"), "yo": ("е", "йо"), "jo": ("е",),
    "io": ("ио", "е"), "g": ("г",), "h": ("х", "г"), "e": ("е", "э"), "i": ("и", "й", "ы"),
    "y": ("ы", "й", "и"), "j": ("й", "ж"), "'": ("ь", "ъ", ""), "iiu": ("ию",), "iyu": ("ию",),
    "iju": ("ию",), "iia": ("ия",), "iya": ("ия",), "ija": ("ия",), "tsia": ("тся", "ться", "ция"),
    "tsya": ("тся", "ться", "ця"), "tsja": ("тся", "ться", "ця"),
}  # fmt: skip
_LONGEST_GROUP = 4
_MOST_GROUPS = 24
_MOST_STEPS = 3


def spellings(word: str, table: Table) -> Iterator[Spelling]:
    """Yield spellings of a lower-case Latin word as (Cyrillic, count of Latin letters) groups."""
    groups = _groups(word, table)
    if len(groups) > _MOST_GROUPS:
        return
    plain = tuple((options[0], size) for size, options in groups)
    for steps in range(_MOST_STEPS + 1):
        yield from _with_steps(groups, plain, 0, steps)


def _groups(word: str, table: Table) -> list[tuple[int, tuple[str, ...]]]:
    groups: list[tuple[int, tuple[str, ...]]] = []
    place = 0
    while place < len(word):
        size = next(
            (n for n in range(_LONGEST_GROUP, 1, -1) if word[place : place + n] in table), 1
        )
        size = min(size, len(word) - place)
        key = word[place : place + size]
        groups.append((size, table.get(key, (key,))))
        place += size
    return groups


def _with_steps(
    groups: list[tuple[int, tuple[str, ...]]], plain: Spelling, place: int, steps: int
) -> Iterator[Spelling]:
    """Yield the spellings from a place on that are exactly so many steps away from the plainest."""
    if steps == 0:
        yield plain[place:]
    elif place < len(groups):
        size, options = groups[place]
        for cost, option in enumerate(options[: steps + 1]):
            for tail in _with_steps(groups, plain, place + 1, steps - cost):
                yield ((option, size), *tail)
