"""What a transaction changed and others must hear of after its commit."""

from typing import Any

# Pairs of a kind and what names one: a chat or hand-off by its id, a case by its number, an outbox
# by its channel, a staff account by its id.
Changes = set[tuple[str, Any]]
