"""Rows as dataclasses where a table's columns are named like the dataclass's fields.

For everything that is not on the path of a turn; intake, conversations and outbox are spelled out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Table, bindparam, insert, update

from connectors.database.codec import Codec
from connectors.database.sql import given, prepare

T = TypeVar("T")


class Mapper(Generic[T]):
    """One dataclass in one table whose first column is its `id`.

    Fields that the table lacks are given to `load` by name; columns that the dataclass lacks stand
    last in the table, and their values follow those of `values` when a row is inserted.
    """

    def __init__(self, kind: type[T], table: Table, codecs: Mapping[str, Codec[Any]]) -> None:
        known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
        order = [column.name for column in table.columns if column.name != "id"]
        written = [name for name in order if name in known]
        if order[: len(written)] != written:
            raise ValueError(f"{table.name}: columns that {kind.__name__} lacks must stand last")
        self._kind = kind
        self._names = ["id", *written]
        self._codecs = [codecs.get(name) for name in self._names]
        self._pick = attrgetter(*written)
        self.columns: list[Column[Any]] = [table.c[name] for name in self._names]
        self.insert_sql = prepare(insert(table).values(given(*order)), *order)
        self.update_sql = prepare(
            update(table).where(table.c.id == bindparam("id")).values(given(*written)),
            *written,
            "id",
        )

    def values(self, item: T) -> tuple[Any, ...]:
        """Return the item's columns as written, the id left out."""
        pairs = zip(self._pick(item), self._codecs[1:], strict=True)
        return tuple(
            value if codec is None or value is None else codec.dump(value) for value, codec in pairs
        )

    def load(self, row: Sequence[Any], **rest: Any) -> T:
        """Return the dataclass of a row that begins with `columns`."""
        triples = zip(self._names, self._codecs, row, strict=False)
        facts = {
            name: value if codec is None or value is None else codec.load(value)
            for name, codec, value in triples
        }
        return self._kind(**facts, **rest)
