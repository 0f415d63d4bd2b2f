"""One message to many chats as one statement: rows of the outbox, each in its chat's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Insert,
    Select,
    case,
    func,
    insert,
    literal,
    null,
    select,
)

from connectors.database.codec import to_json
from connectors.database.schema import conversations, outbox
from core.conversation import Language
from core.messages import Lane, Outgoing

_c = conversations.c
# Nobody knows whose chats a message to many went to, so everybody looks.
ANYTHING = ("anything", None)
_COLUMNS = (
    *("conversation_id", "channel", "lane", "body", "status", "attempts"),
    *("created_at", "next_at", "ended_at"),
)


def body_of(messages: Mapping[Language, Outgoing]) -> ColumnElement[str]:
    """Return the body for the language that a chat is spoken to in."""
    spoken = func.coalesce(
        func.json_extract(_c.state, "$.language"), func.json_extract(_c.state, "$.heard")
    )
    bodies = {language: literal(to_json(message)) for language, message in messages.items()}
    return case((spoken == "en", bodies["en"]), else_=bodies["uk"])


def written(
    source: FromClause,
    *those: ColumnElement[bool],
    body: ColumnElement[str],
    lane: Lane,
    at: int,
    pulled: Iterable[str],
) -> Insert:
    """Return the insertion of one message for each conversation of `source` that is of `those`.

    `at`: microseconds since 1970; what `pulled` channels fetch by themselves counts as sent.
    """
    is_pulled = _c.channel.in_(sorted(pulled))
    rows: Select[Any] = select(
        _c.id,
        _c.channel,
        literal(lane),
        body,
        case((is_pulled, literal("sent")), else_=literal("new")),
        literal(0),
        literal(at),
        literal(at),
        case((is_pulled, literal(at)), else_=null()),
    ).select_from(source)
    return insert(outbox).from_select(list(_COLUMNS), rows.where(*those))
