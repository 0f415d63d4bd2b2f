"""Why something was not done: one family of exceptions with a stable code each.

Rule: a refused act changes nothing. The message says what happened and what to do, in English, for
staff tools and programs; what residents read is chosen by `code` from the catalogue.
"""


class Refusal(Exception):
    """An act was refused. `code` never changes its meaning; the message may."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotAllowed(Refusal):
    """The actor has no right to it."""


class IllegalTransition(Refusal):
    """The thing's state, or the moment, does not permit it."""


class BadValue(Refusal):
    """An argument is missing or out of range."""
