"""Notes on cases, one act on several cases, and what maps are drawn of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_notes",
        sa.Column("id", number, nullable=False),
        sa.Column("case_id", number, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.create_table(
        "bulk_acts",
        sa.Column("id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("do", sa.Text(), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("runs_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'undone', 'done')", name=op.f("ck_bulk_acts_status")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_bulk_acts_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bulk_acts_staff_id", "bulk_acts", ["staff_id"])
    waiting = sa.text("status = 'waiting'")
    op.create_index(
        "ix_bulk_acts_waiting",
        "bulk_acts",
        ["runs_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "geo_features",
        sa.Column("id", number, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        *(sa.Column(side, sa.Float(), nullable=False) for side in "west south east north".split()),
        sa.CheckConstraint(
            "kind IN ('boundary', 'line', 'point')", name=op.f("ck_geo_features_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_geo_features")),
    )
    op.create_index("ix_geo_features_south_north", "geo_features", ["south", "north"])
