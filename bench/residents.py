"""What bench residents do: press buttons and share places, so that no text is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# One round of a resident: every step is answered by a question, and the last drops the draft.
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """Press the first offered button whose value holds this."""

    holds: str


ROUND: Sequence[Step | Press] = (
    {"button": "!flow=set_address"},
    {"location": {"lat": 50.4021, "long": 30.6543}},
    Press("district=darnytskyi"),
    Press("=edit"),
    Press("edit=district"),
    Press("district=holosiivskyi"),
    {"button": "!status"},
    {"button": "!cancel"},
)

TEXTS = (
    "немає гарячої води на Хрещатику 15",
    "у нас на Драгоманова 15 третій день не працює ліфт",
    "яма на дорозі біля метро Позняки",
    "дякую",
    "де моя заявка?",
    "привіт, хочу спитати",
    "не горить ліхтар на теремківській 12",
    "протікає дах, вулиця Саксаганського 40, квартира 12",
)


def one_round(with_text: bool) -> list[Step | Press]:
    """Return what a resident does in a round; with text, a free message opens each stretch."""
    if not with_text:
        return list(ROUND)
    written: list[Step | Press] = []
    for text in TEXTS:
        written += [{"text": text}, {"button": "!cancel"}, *ROUND[:2], {"button": "!cancel"}]
    return written


def event_of(step: Step | Press, buttons: Sequence[str]) -> Step:
    """Return the event of a step, given the values of the buttons last offered.

    Errors: LookupError when the wanted button is not offered: the bench no longer fits the flows.
    """
    if not isinstance(step, Press):
        return step
    for value in buttons:
        if step.holds in value:
            return {"button": value}
    raise LookupError(f"no button with '{step.holds}' among {list(buttons)}")
