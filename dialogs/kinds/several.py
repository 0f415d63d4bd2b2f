"""Several children told of at once: who each is, and when they were born."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.reading import Entity
from dialogs.kinds.base import Words

_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
# A name or two right before a date, with what may stand between.
_NAME = r"[А-ЯІЇЄҐA-Z][^\W\d_]+(?:['’ʼ-][^\W\d_]+)*"
_BEFORE_A_DATE = re.compile(
    rf"(?P<name>{_NAME}(?:\s{_NAME}){{0,2}})[\s,(–—-]*"
    r"(?:(?:нар|народ|рожд|родил|born|д|р)[^\W\d_]*\.?\s?(?:н\.)?|on)?[\s:–—-]*$",
)
_JOINED = re.compile(r"[\s,]*(?:і|й|та|и|and|&|\+|,)\s*(?:ще\s|ещё\s|also\s)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\s(?:і|й|та|и)\s|\sand\s|&|\+)\s*", re.IGNORECASE)
_ONLY_A_NAME = re.compile(rf"{_NAME}(?:\s{_NAME}){{0,2}}")
# What says that a name is a child's, or that it is not.
_CHILD = re.compile(
    r"\b(?:син|сын|доч|донь|дит|діт|дет|реб|внук|онук|малюк|малыш|двійн|двойн|близн|child|kid|son|"
    r"daughter|twin)[^\W\d_]*[\s,:–—-]*$",
    re.IGNORECASE,
)
_ADULT = re.compile(
    r"\b(?:я|мене звати|меня зовут|мама|мати|мать|тато|батько|отец|папа|подає|подаю|подаёт|"
    r"заявни\w*|заявител\w*|опікун\w*|опекун\w*|my name is|i am|mother|father|parent)[\s,:–—-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Child:
    """A child told of; `born` is ISO, None where no date stands with the name."""

    name: str
    born: str | None = None


def is_day(told: Entity) -> bool:
    """Whether a date is of one day."""
    try:
        date.fromisoformat(told.value)
    except ValueError:
        return False
    return True


def is_whole(told: Entity) -> bool:
    """Whether a date is of one day, and was told with its year."""
    return is_day(told) and bool(_YEAR.search(told.text))


def children_in(words: Words, *, asked: bool = False) -> list[Child]:
    """Return the children that the words name, in their order: those whose date of birth stands
    behind the name, or who are called children; `asked`, when names were asked for, all that are
    joined by an «and».
    """
    dates = sorted(filter(is_whole, words.alone.all("date")), key=lambda told: told.start)
    found: list[Child] = []
    start = 0
    for told in dates:
        named = _named(words, start, told.start)
        found += [Child(name, told.value) for name in named]
        start = told.end
        if not named and (nobody := _without_date(found, dates, told)) is not None:
            found[nobody] = replace(found[nobody], born=told.value)
    return found or _undated(words, asked=asked)


def _without_date(found: Sequence[Child], dates: Sequence[Entity], told: Entity) -> int | None:
    """«Марко і Софія, 03.04.2023 та 15.09.2024»: whose the date is that no name stands before."""
    place = dates.index(told)
    same = len(found) == len(dates) and found[0].born == dates[0].value
    return place if same and all(child.born == found[0].born for child in found[place:]) else None


def _named(words: Words, start: int, end: int) -> list[str]:
    """The names that a date stands behind: the last of the piece, and those joined to it."""
    people = [one for one in words.alone.all("person") if start <= one.start and one.end <= end]
    people.sort(key=lambda one: one.start)
    named: list[Entity] = []
    for one in reversed(people):
        if named and not _JOINED.fullmatch(words.text[one.end : named[-1].start]):
            break
        if _ADULT.search(words.text[start : one.start]):
            break
        named.append(one)
    if named:
        return [one.value for one in reversed(named)]
    bare = None if people else _BEFORE_A_DATE.search(words.text[start:end])
    return [bare["name"]] if bare else []


def _undated(words: Words, *, asked: bool) -> list[Child]:
    people = sorted(words.alone.all("person"), key=lambda one: one.start)
    bare = _AND.split(words.text.strip(" .!")) if asked else []
    if len(bare) > 1 and all(map(_ONLY_A_NAME.fullmatch, bare)):
        return [Child(name) for name in bare]
    called = [one for one in people if _CHILD.search(words.text[: one.start])]
    joined = asked and len(people) > 1 and not words.alone.first("phone")
    if joined and all(
        _JOINED.fullmatch(words.text[one.end : other.start]) for one, other in pairwise(people)
    ):
        called = people
    return [Child(one.value) for one in called]
