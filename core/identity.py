"""Who a person is, as far as it may be known: a chat, a confirmed contact, a verified person.

Rule: of a phone and of an identity provider's subject only keyed hashes are kept. The key is the
installation's and never in the database, so that a copy of it names nobody.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

# Kind ("phone", "subject") and value in, keyed hash out.
Seal = Callable[[str, str], str]

SHORTEST_KEY = 32


def sealing(key: bytes) -> Seal:
    """Return the seal of a key. Errors: ValueError when the key is too short to keep anything."""
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a key needs {SHORTEST_KEY} bytes, this one has {len(key)}")

    def seal(kind: str, value: str) -> str:
        return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    return seal


def confirmed_phone(phone: str) -> str:
    """Return a phone that a messenger shared in one spelling, so that it is always the same."""
    digits = "".join(ch for ch in phone if ch.isdecimal() and ch.isascii())
    return f"38{digits}" if len(digits) == 10 and digits.startswith("0") else digits


def token_hash(token: str) -> str:
    """Return what is kept of a link's token: a copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def signer_of_chat(conversation_id: int) -> str:
    """Return whom a signature is by while nothing but the chat is known."""
    return f"chat:{conversation_id}"


@dataclass(frozen=True, slots=True)
class IdentityLink:
    """A link by which a resident verifies a signature: made for a chat and a petition, bound to
    the browser that began with it (`session_hash`), used once. `nonce` and `verifier` go with the
    request to the provider that `state_hash` names.
    """

    token_hash: str
    conversation_id: int
    petition_id: int
    expires_at: datetime
    session_hash: str | None = None
    state_hash: str | None = None
    nonce: str | None = None
    verifier: str | None = None
    used_at: datetime | None = None
