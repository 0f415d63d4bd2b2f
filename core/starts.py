"""Links that open a chat for something: what they bring along, made and read in one place.

Rule: a payload is a kind, `_` and the rest, at most 64 of `A-Z a-z 0-9 _ -`, which is Telegram's
limit and the narrowest of all channels. Whoever opens a link may have made it up: it says what is
wanted, never who asks. What each kind begins stands in `dialogs/starting.py`.
Source: core.telegram.org/bots/features#deep-linking.
"""

import re
from typing import Literal

# `case`: a case by its number, shown to its owner only; `petition`: by its number; `sub`: news of a
# place (`sub_district_pecherskyi`) or topic; `flow`: a service by its flow's name; `link`: a code
# from another chat of the same person (`core.linking`); `staff`: a member's own chat for notices.
Kind = Literal["case", "petition", "sub", "flow", "link", "staff"]

MOST_CHARACTERS = 64
_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST_CHARACTERS}}}", re.ASCII)


def payload(kind: Kind, rest: str) -> str:
    """Return what a link of the kind brings along. Errors: ValueError when no link carries it."""
    # A petition's number may be one of a year («12/2026»).
    made = f"{kind}_{rest.replace('/', '-')}"
    if not rest or not _PAYLOAD.fullmatch(made):
        raise ValueError(f"a link to a {kind} carries up to {MOST_CHARACTERS} of A-Z a-z 0-9 _ -")
    return made


def parted(found: str) -> tuple[str, str]:
    """Return the kind and the rest of a payload; both empty when no link of ours brings it."""
    if not _PAYLOAD.fullmatch(found):
        return "", ""
    kind, _, rest = found.partition("_")
    return kind, rest
