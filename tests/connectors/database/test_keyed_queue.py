"""One entry of a key at a time, in the order they came."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from connectors.database.keyed_queue import KeyedQueue


@dataclass(frozen=True)
class Entry:
    key: str | None
    number: int = 0


def lined_up(*keys: str | None) -> KeyedQueue[Entry]:
    queue: KeyedQueue[Entry] = KeyedQueue()
    for number, key in enumerate(keys):
        queue.add(Entry(key, number))
    return queue


def test_entries_of_different_keys_go_together() -> None:
    assert [entry.key for entry in lined_up("a", "b", "c").take(10)] == ["a", "b", "c"]


def test_no_more_go_than_asked_for() -> None:
    queue = lined_up("a", "b", "c")
    assert len(queue.take(2)) == 2
    assert len(queue.take(2)) == 1
    assert not queue


def test_the_second_of_a_key_waits_for_the_first() -> None:
    queue = lined_up("a", "a", "b")
    first = queue.take(10)
    assert [entry.number for entry in first] == [0, 2]
    assert queue.take(10) == []
    queue.release(first)
    assert [entry.number for entry in queue.take(10)] == [1]


def test_entries_without_a_key_wait_for_nobody() -> None:
    assert len(lined_up(None, None, None).take(10)) == 3


@given(
    keys=st.lists(st.sampled_from(["a", "b", "c", None]), max_size=30),
    limits=st.lists(st.integers(1, 4), min_size=1, max_size=5),
)
def test_whatever_comes_goes_once_and_in_its_keys_order(
    keys: list[str | None], limits: list[int]
) -> None:
    queue = lined_up(*keys)
    gone: list[Entry] = []
    for turn in range(len(keys)):
        batch = queue.take(limits[turn % len(limits)])
        named = [entry.key for entry in batch if entry.key is not None]
        assert len(set(named)) == len(named)
        gone += batch
        queue.release(batch)
    assert sorted(entry.number for entry in gone) == list(range(len(keys)))
    for key in ("a", "b", "c"):
        numbers = [entry.number for entry in gone if entry.key == key]
        assert numbers == sorted(numbers)
