"""How a resident is addressed: the given name in the vocative, only where it is certain.

Rule: a wrong form is worse than none, so a name that is not in the dictionary, or that may be a
surname, or that has two vocatives, gives none.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Any

_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_LONGEST = 120


@cache
def _dictionary() -> Any:
    from pymorphy3 import MorphAnalyzer  # heavy, and wanted only when somebody is addressed

    return MorphAnalyzer(lang="uk")


def vocative(name: str) -> str | None:
    """Return «Олено» for «Коваленко Олена Іванівна», None when it is not certain."""
    given = _given_name(_WORDS.findall(name[:_LONGEST]))
    forms = _vocatives(given) if given else set()
    if len(forms) != 1:
        return None
    return "-".join(part.capitalize() for part in forms.pop().split("-")).replace("'", "’")


def _given_name(words: list[str]) -> str | None:
    """The word before a patronymic; without one, the only word that is somebody's name."""
    for before, word in pairwise(words):
        if _nominatives(word, "Patr"):
            return before
    named = [word for word in words if _nominatives(word, "Name")]
    return named[0] if len(named) == 1 else None


def _vocatives(word: str) -> set[str]:
    forms = (parse.inflect({"voct"}) for parse in _nominatives(word, "Name"))
    return {form.word for form in forms if form is not None}


def _nominatives(word: str, kind: str) -> list[Any]:
    """The dictionary's readings of a word as a name of the kind, in the nominative singular."""
    spelled = re.sub("[’ʼ]", "'", word.lower())
    if not _dictionary().word_is_known(spelled):
        return []
    wanted = {kind, "nomn"}
    parses = [parse for parse in _dictionary().parse(spelled) if wanted <= parse.tag.grammemes]
    return [parse for parse in parses if "plur" not in parse.tag.grammemes]
