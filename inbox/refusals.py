"""Why something was not done, in words that staff can act on."""

from core.refusals import IllegalTransition, NotAllowed, Refusal
from inbox.wording import Wording


class TakenMeanwhile(Refusal):
    """A colleague took the conversation after the page was opened."""

    def __init__(self) -> None:
        super().__init__("taken_meanwhile", "A colleague took the conversation; look at it anew.")


class SaidMeanwhile(Refusal):
    """A colleague answered after the page was opened."""

    def __init__(self) -> None:
        super().__init__("said_meanwhile", "A colleague has just answered; look at it anew.")


def explain(refusal: Refusal, wording: Wording) -> str:
    """Return the refusal in Ukrainian: what happened and what to do."""
    return wording.first(f"refusal-{refusal.code.replace('_', '-')}", "refusal-other")


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal: no right, not possible now, or a bad value."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, IllegalTransition | TakenMeanwhile | SaidMeanwhile) else 422
