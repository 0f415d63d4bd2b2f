"""Handing over and forgetting what is held of a person; what a replay of a talk needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    op.create_table(
        "forgettings",
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.CheckConstraint("stage IN ('waits', 'due', 'wiped')", name="ck_forgettings_stage"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_forgettings_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_forgettings"),
        comment="Who asked to be forgotten, until the last file of theirs is off the disk.",
    )
    op.create_table(
        "person_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_person_links_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_person_links"),
        comment="Links to a copy of one's own data, by hash: the token itself is never stored.",
    )
    op.create_index("ix_person_links_conversation_id", "person_links", ["conversation_id"])
    op.create_index("ix_person_links_expires_at", "person_links", ["expires_at"])
    op.add_column("intake", sa.Column("inner", sa.JSON(), nullable=True))
    op.add_column("intake", sa.Column("results", sa.JSON(), nullable=True))
