"""Moments as integers, documents as JSON text: both ways, for every repository."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
SECOND_US = 1_000_000

_encode = msgspec.json.Encoder().encode


def to_us(moment: datetime) -> int:
    """Return the moment in microseconds since 1970, UTC. Errors: ValueError on a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: every moment in misto is aware")
    since = moment - EPOCH
    return since.days * DAY_US + since.seconds * SECOND_US + since.microseconds


def from_us(us: int) -> datetime:
    """Return the aware moment (UTC) of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=us)


def to_us_or_none(moment: datetime | None) -> int | None:
    """Return what `to_us` does, None for None."""
    return None if moment is None else to_us(moment)


def from_us_or_none(us: int | None) -> datetime | None:
    """Return what `from_us` does, None for None."""
    return None if us is None else from_us(us)


def to_json(value: Any) -> str:
    """Return a document as JSON text: plain values, dataclasses, aware datetimes."""
    return _encode(value).decode()


def from_json(kind: type[T]) -> Callable[[str], T]:
    """Return the decoder of documents of one type. It raises `msgspec.ValidationError`."""
    return msgspec.json.Decoder(kind).decode


class Codec(Generic[T]):
    """How one field is kept in its column. NULL stands for None, whatever the field."""

    __slots__ = ("dump", "load")

    def __init__(self, dump: Callable[[T], Any], load: Callable[[Any], T]) -> None:
        self.dump = dump
        self.load = load


def document(kind: type[T]) -> Codec[T]:
    """Return the codec of a field kept as JSON text."""
    return Codec(to_json, from_json(kind))


MOMENT = Codec(to_us, from_us)
FLAG: Codec[bool] = Codec(int, bool)
