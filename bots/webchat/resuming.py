"""Links by which a talk goes on in another browser: sealed, good for a day. No table: pure.

Rule: a link holds the chat's token under the installation's key, so the server keeps nothing that
opens a talk, and after its day a link is nothing to anybody. It stands in the address behind `#`,
which browsers send to no server and write into no log.
"""

import base64
from collections.abc import Callable
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken

LIFE_S = 24 * 3600
PATH = "/chat/resume"


class Links:
    """Makes and opens links. `key` returns the installation's 32 bytes when they are needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key()))

    def make(self, token: str, now: datetime) -> str:
        """Return what a link to a token's chat holds behind its `#`."""
        return self._fernet().encrypt_at_time(token.encode("ascii"), _second(now)).decode("ascii")

    def opened(self, link: str, now: datetime) -> str | None:
        """Return the token inside; None for what was not made here, or longer ago than a day."""
        try:
            sealed = link.encode("ascii")
            return self._fernet().decrypt_at_time(sealed, LIFE_S, _second(now)).decode("ascii")
        except (InvalidToken, UnicodeEncodeError):
            return None


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
