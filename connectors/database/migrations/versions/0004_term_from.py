"""From when a case's present term counts, so that half of it is the receiver's own half."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    op.add_column("cases", sa.Column("term_from", sa.BigInteger(), nullable=True))
    # Cases that were forwarded before keep the half counted from their beginning.
    op.execute("UPDATE cases SET term_from = coalesce(reopened_at, registered_at)")
