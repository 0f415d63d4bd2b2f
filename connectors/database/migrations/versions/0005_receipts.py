"""Whether messages arrived and were seen, and which were paid for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    for name in ("delivered_at", "seen_at", "paid_at"):
        op.add_column("outbox", sa.Column(name, sa.BigInteger(), nullable=True))
    for column in ("platform_id", "paid_at"):
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_outbox_{column}", "outbox", [column], sqlite_where=known, postgresql_where=known
        )
