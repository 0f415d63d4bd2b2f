"""What a pattern's matches may begin with: a cheap test before the pattern itself."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 4
_GROUP = "(?:"
_SPECIAL = frozenset("\\.^$*+?{}[]()|")
_MAY_BE_NONE = ("?", "*", "{")


def beginnings(pattern: str) -> frozenset[str]:
    """Return beginnings, at most `LONGEST` characters each, one of which every match has.

    A match must begin where a word does. "" among the beginnings says that it may begin in any way,
    and stands for what is not understood.
    """
    return frozenset(told for branch in _branches(pattern) for told in _of_branch(branch))


def _of_branch(branch: str) -> frozenset[str]:
    """Return the beginnings of one alternative: its plain characters, then a group's."""
    plain = next((at for at, c in enumerate(branch) if c in _SPECIAL), len(branch))
    if branch.startswith(_MAY_BE_NONE, plain):
        plain -= 1
    told, rest = branch[:plain], branch[plain:]
    if told and not told[0].isalnum():
        return frozenset({""})
    if len(told) >= LONGEST or not rest.startswith(_GROUP):
        return frozenset({told[:LONGEST]})
    end = _closing(rest)
    if rest.startswith(_MAY_BE_NONE, end + 1):
        return frozenset({told})
    return frozenset((told + more)[:LONGEST] for more in beginnings(rest[len(_GROUP) : end]))


def _branches(pattern: str) -> Iterator[str]:
    """Yield the alternatives of a pattern; those of its groups stay together."""
    begun = depth = 0
    for place, sign in _signs(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield pattern[begun:place]
            begun = place + 1
    yield pattern[begun:]


def _closing(branch: str) -> int:
    """Return where the group that a branch begins with is closed."""
    depth = 0
    for place, sign in _signs(branch):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    raise ValueError(f"a group is not closed: {branch}")


def _signs(pattern: str) -> Iterator[tuple[int, str]]:
    """Yield the signs of a pattern that are neither escaped nor in a set of letters."""
    place, in_set = 0, False
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        else:
            yield place, sign
        place += 1
