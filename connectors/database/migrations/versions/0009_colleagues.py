"""Notes, notices, who is there and ready replies of staff; the browser of a session."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = "kind IN ('call', 'call_next', 'call_supervisor', 'mention', 'given')"


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

    def to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_{table}_{column}_{target}")
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)

    op.add_column("staff", sa.Column("chat_id", number, nullable=True))
    op.add_column("staff_sessions", sa.Column("browser", sa.Text(), nullable=True))
    op.create_table(
        "staff_notes",
        sa.Column("id", number, nullable=False),
        sa.Column("conversation_id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        to("staff_notes", "conversation_id", "conversations"),
        to("staff_notes", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_notes_conversation_id", "staff_notes", ["conversation_id"])
    op.create_table(
        "staff_notices",
        sa.Column("id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", number, nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_staff_notices_kind")),
        to("staff_notices", "staff_id", "staff"),
        to("staff_notices", "by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_notices_staff_id", "staff_notices", ["staff_id"])
    op.create_index("ix_staff_notices_subject", "staff_notices", ["subject"])
    untold = sa.text("told_at IS NULL AND seen_at IS NULL")
    op.create_index(
        "ix_staff_notices_untold",
        "staff_notices",
        ["id"],
        sqlite_where=untold,
        postgresql_where=untold,
    )
    op.create_table(
        "staff_here",
        sa.Column("conversation_id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("typing_at", sa.BigInteger(), nullable=True),
        to("staff_here", "conversation_id", "conversations"),
        to("staff_here", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", name=op.f("pk_staff_here")),
    )
    op.create_table(
        "staff_replies",
        sa.Column("id", number, nullable=False),
        sa.Column("shortcut", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_replies")),
        sa.UniqueConstraint("shortcut", name=op.f("uq_staff_replies_shortcut")),
        sqlite_autoincrement=True,
    )
