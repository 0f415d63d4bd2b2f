"""Chats of one person in several channels: codes, wrong codes, what a linking changed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

    def to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_{table}_{column}_{target}")
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)

    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("conversation_id", number, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        to("link_codes", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_link_codes")),
        comment="Codes that link another chat to this one, by keyed hash; gone once used.",
    )
    op.create_table(
        "link_guesses",
        sa.Column("id", number, nullable=False),
        sa.Column("conversation_id", number, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        to("link_guesses", "conversation_id", "conversations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_guesses")),
        comment="Wrong codes that a chat entered lately, to slow guessing.",
    )
    op.create_table(
        "chat_links",
        sa.Column("id", number, nullable=False),
        sa.Column("conversation_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("was_person_id", number, nullable=True),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        to("chat_links", "conversation_id", "conversations"),
        to("chat_links", "person_id", "persons"),
        to("chat_links", "was_person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_links")),
        sa.UniqueConstraint(
            "conversation_id", "person_id", name=op.f("uq_chat_links_conversation_id_person_id")
        ),
        comment="Who a chat was before it was linked, for the day in which that is undone.",
    )
    for table, *columns in (
        ("link_codes", "conversation_id"),
        ("link_codes", "expires_at"),
        ("link_guesses", "conversation_id", "at"),
        ("link_guesses", "at"),
        ("chat_links", "person_id"),
        ("chat_links", "was_person_id"),
        ("chat_links", "at"),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
