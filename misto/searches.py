"""Which messages are searches: only of these the meaning is worked out, which takes time."""

from collections.abc import Callable

from core.messages import ChatRef
from core.reading import Reading

Meaning = Callable[[str], str | None]

# Chats that left a search open are forgotten beyond so many: theirs go by words then.
_MOST_ASKED = 10_000


class Searches:
    """Tells which messages are searches, so that only of these the meaning is worked out.

    `intents` and `flows` are those of the services that search. What a chat was last asked is only
    a hint here: a search without a meaning goes by its words.
    """

    def __init__(self, intents: frozenset[str], flows: frozenset[str], meaning: Meaning) -> None:
        self.meaning = meaning
        self._intents, self._flows = intents, flows
        self._asked: set[ChatRef] = set()

    def wanted(self, ref: ChatRef, reading: Reading) -> bool:
        """Whether a message of a chat may be a search."""
        return ref in self._asked or any(name in self._intents for name, _ in reading.ranking[:2])

    def note(self, ref: ChatRef, flow: str | None) -> None:
        """Remember what a chat was asked last."""
        if flow in self._flows:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            self._asked.add(ref)
        else:
            self._asked.discard(ref)
