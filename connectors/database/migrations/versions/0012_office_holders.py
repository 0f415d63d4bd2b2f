"""Persons in office, as staff entered them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "office_holders",
        sa.Column("id", number, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_holders")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_office_holders_office_since", "office_holders", ["office", "since"])
