"""Chats that cannot be written to, as their resident blocked or left the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    op.add_column("conversations", sa.Column("blocked_at", sa.BigInteger(), nullable=True))
