"""A queue that lets one entry of a key out at a time, and keeps the order within a key."""

from collections import deque
from collections.abc import Hashable, Iterable
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """An entry of the queue. One whose key is None waits for nobody."""

    @property
    def key(self) -> Hashable: ...


E = TypeVar("E", bound=Keyed)


class KeyedQueue(Generic[E]):
    """Entries by arrival. A key whose entry is out lets out its next one after `release`.

    Not safe for several threads: it belongs to the one that works it off.
    """

    def __init__(self) -> None:
        self._ready: deque[E] = deque()
        self._behind: dict[Hashable, deque[E]] = {}

    def __bool__(self) -> bool:
        return bool(self._ready)

    def add(self, entry: E) -> None:
        """Take an entry in."""
        waiting = self._behind.get(entry.key)
        if waiting is not None:
            waiting.append(entry)
            return
        if entry.key is not None:
            self._behind[entry.key] = deque()
        self._ready.append(entry)

    def take(self, limit: int) -> list[E]:
        """Let out up to `limit` entries, no two of one key."""
        count = min(limit, len(self._ready))
        return [self._ready.popleft() for _ in range(count)]

    def release(self, entries: Iterable[E]) -> None:
        """Note that entries are dealt with, so that the next of their keys may go."""
        for entry in entries:
            waiting = self._behind.get(entry.key)
            if waiting:
                self._ready.append(waiting.popleft())
            elif waiting is not None:
                del self._behind[entry.key]
