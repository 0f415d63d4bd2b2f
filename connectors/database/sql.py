"""From SQLAlchemy Core to the text that the plain `sqlite3` driver runs.

Building a statement costs more than running it, so a repository prepares its own once, at import,
and runs the text with a tuple. Only the inbox's searches are built when they are asked for.
"""

from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, literal_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

DIALECT = sqlite.dialect(paramstyle="qmark")


def prepare(statement: ClauseElement, *names: str) -> str:
    """Return the statement's text; its parameters are given as a tuple in the order of `names`.

    Errors: ValueError at import when the statement wants others or another order.
    """
    compiled = _compile(statement)
    wanted = tuple(compiled.positiontup or ())
    if wanted != names:
        raise ValueError(f"the statement wants {wanted}, not {names}:\n{compiled}")
    return str(compiled)


def build(statement: ClauseElement) -> tuple[str, tuple[Any, ...]]:
    """Return text and parameters of a statement that holds its values (searches only)."""
    compiled = _compile(statement, render_postcompile=True)
    params = compiled.params
    return str(compiled), tuple(params[name] for name in compiled.positiontup or ())


def _compile(statement: ClauseElement, **options: bool) -> SQLCompiler:
    return cast(SQLCompiler, statement.compile(dialect=DIALECT, compile_kwargs=options))


def given(*names: str) -> dict[str, BindParameter[Any]]:
    """Return a parameter for each column that a statement writes, named like the column."""
    return {name: bindparam(name) for name in names}


def word(value: str) -> ColumnElement[Any]:
    """Return a word of the program's own as part of the text, where an index must recognise it.

    Errors: ValueError on anything but letters, figures and underscores: values from outside are
    parameters.
    """
    if not value.replace("_", "").isalnum() or not value.isascii():
        raise ValueError(f"{value!r} is not a word to write into a statement")
    return literal_column(f"'{value}'")


def number(value: int) -> ColumnElement[int]:
    """Return a number of the program's own as part of the text."""
    return literal_column(str(int(value)))


def limited(query: Select[Any]) -> Select[Any]:
    """Return the query with a last parameter, `limit`."""
    # SQLAlchemy would write an offset of its own as one more parameter.
    return query.limit(bindparam("limit")).offset(number(0))
