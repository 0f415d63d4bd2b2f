"""A case without its resident: what the law makes the city keep once they asked to be forgotten.

Rule: pure. Of a paper whose term is law (an appeal, a claim, a question to the city) the substance
and the answer stay, with every name, number and address of the resident blotted out; of anything
else only what the figures count. Source: docs/law.md#what-is-kept (393/96-VR, 2297-VI art. 15).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from core.model import Address, Applicant, Case, Status

BLOT = "…"
# What a flow found out that tells of the matter and not of the person.
_OF_THE_MATTER = frozenset(
    "scope since service appeal_kind danger about official period date wanted".split()
)
_CODES = frozenset({"scope", "service", "danger"})

_PHONE = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){8,14}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FLAT = re.compile(
    r"\b(?:кв(?:\.|артир\w*)?|apt\.?|flat|apartment)\s*(?:№|номер|number)?\s*\d+[\w/-]{0,4}",
    re.IGNORECASE,
)
_VOWELS = "аеиіоуюяєїыэьй"
# Ользі of Ольга, Насті of Настя: the last consonant may change before an ending.
_CHANGED = {"г": "[гз]", "к": "[кцч]", "х": "[хсш]"}
_SHORTEST_NAME, _SHORTEST_STEM = 3, 2


def is_kept(case: Case) -> bool:
    """Whether the law makes the city keep the substance of a case that has ended."""
    return case.due_basis == "law" and case.status is not Status.WITHDRAWN


def unnamed(case: Case, names: Iterable[str | None] = ()) -> Case:
    """Return the case without its resident. `names`: what else they are called besides on it."""
    blot = _blotter((*names, case.applicant.name))
    kept = is_kept(case)
    names_kept = _OF_THE_MATTER if kept else _CODES
    return replace(
        case,
        person_id=None,
        applicant=Applicant(),
        description=blot(case.description) if kept else "",
        answer=blot(case.answer) if kept and case.answer else None,
        addressee=blot(case.addressee) if case.addressee else None,
        facts={
            name: blot(value) if isinstance(value, str) else value
            for name, value in case.facts.items()
            if name in names_kept
        },
        address=_place(case),
        rating=replace(case.rating, reason=None) if case.rating else None,
    )


def _place(case: Case) -> Address | None:
    """Where a thing in the town was broken stays; where somebody lives does not."""
    place = case.address
    if place is None:
        return None
    public = case.kind == "dispatcher_request" and place.verified
    if not public or case.facts.get("scope") == "inside":
        return Address(district=place.district)
    return Address(street=place.street, house=place.house, district=place.district, verified=True)


def _blotter(told: Iterable[str | None]) -> Callable[[str], str]:
    """Return what blots out of a text whatever could lead to its writer."""
    words = {word for value in told if value for word in re.findall(r"[^\W\d_]+", value)}
    stems = sorted(_stem(word) for word in words if len(word) >= _SHORTEST_NAME)
    names = re.compile(rf"\b{_with_endings('|'.join(stems) or '(?!)')}\b", re.IGNORECASE)

    def blotted(text: str) -> str:
        for pattern in (_EMAIL, _PHONE, _FLAT, names):
            text = pattern.sub(BLOT, text)
        return text

    return blotted


def name_forms(word: str) -> str:
    """Return a pattern of a name in any grammatical form («Коваль», «Ковалю», «Коваленка»)."""
    return _with_endings(_stem(word))


def _with_endings(stems: str) -> str:
    return rf"(?:{stems})(?:[{_VOWELS}]\w{{0,3}})?"


def _stem(word: str) -> str:
    """Return a pattern of what is the same in all grammatical forms of a name."""
    stem = word.casefold()
    while len(stem) > _SHORTEST_STEM and stem[-1] in _VOWELS:
        stem = stem[:-1]
    last = stem[-1]
    return re.escape(stem[:-1]) + _CHANGED.get(last, re.escape(last))
