"""Petitions, signatures and votes, and who a person is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    op.create_table(
        "chat_contacts",
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_chat_contacts_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_chat_contacts"),
        comment="A phone the messenger confirmed, as a keyed hash: a person may have more chats.",
    )
    op.create_index("ix_chat_contacts_contact", "chat_contacts", ["contact"])

    op.create_table(
        "petitions",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("portal_votes", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("late_told", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("meaning", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('moderation', 'refused', 'collecting', 'consideration', 'answered', "
            "'collective_appeal')",
            name="ck_petitions_status",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_petitions_conversation_id_conversations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_petitions"),
        sa.UniqueConstraint("number", name="uq_petitions_number"),
        comment="What residents ask of the city together, with the votes and days it takes.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_petitions_conversation_id", "petitions", ["conversation_id"])
    op.create_index(
        "ix_petitions_due",
        "petitions",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_petitions_status_ends_on", "petitions", ["status", "ends_on"])

    op.create_table(
        "identity_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("petition_id", ID, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("session_hash", sa.Text(), nullable=True),
        sa.Column("state_hash", sa.Text(), nullable=True),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("verifier", sa.Text(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_identity_links_conversation_id_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_identity_links_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_identity_links"),
        sa.UniqueConstraint("state_hash", name="uq_identity_links_state_hash"),
        comment="Links by which a resident proves who they are, bound to one browser, used once.",
    )
    op.create_index("ix_identity_links_conversation_id", "identity_links", ["conversation_id"])
    op.create_index("ix_identity_links_expires_at", "identity_links", ["expires_at"])
    op.create_index("ix_identity_links_petition_id", "identity_links", ["petition_id"])

    op.create_table(
        "petition_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("petition_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_events_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_petition_events"),
        comment="A petition's history, only ever added to; each line keeps the status it led to.",
    )
    op.create_index("ix_petition_events_petition_id", "petition_events", ["petition_id"])

    op.create_table(
        "petition_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("petition_id", ID, nullable=False),
        sa.Column("in_title", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_petition_words_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("word", "petition_id", name="pk_petition_words"),
        comment="Dictionary forms of a petition's words: it is found by any form, in any database.",
    )
    op.create_index("ix_petition_words_petition_id", "petition_words", ["petition_id"])

    op.create_table(
        "signatures",
        sa.Column("id", ID, nullable=False),
        sa.Column("petition_id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=True),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_signatures_conversation_id_conversations",
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_signatures_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
        sa.UniqueConstraint(
            "petition_id", "conversation_id", name="uq_signatures_petition_id_conversation_id"
        ),
        sa.UniqueConstraint("petition_id", "signer", name="uq_signatures_petition_id_signer"),
        comment="Who supports a petition from a chat: added or taken back, counted when asked.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signatures_conversation_id", "signatures", ["conversation_id"])
    op.create_index("ix_signatures_signer", "signatures", ["signer"])

    op.create_table(
        "votes",
        sa.Column("petition_id", ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("signature_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_votes_petition_id_petitions"
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signatures.id"], name="fk_votes_signature_id_signatures"
        ),
        sa.PrimaryKeyConstraint("petition_id", "subject", name="pk_votes"),
        sa.UniqueConstraint("signature_id", name="uq_votes_signature_id"),
        comment="Signatures of verified persons, each a keyed hash: one vote a person.",
    )
