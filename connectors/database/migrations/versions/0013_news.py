"""Subscriptions to news, news, and whom each item reaches."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _chosen(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def _to(table: str, target: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    op.create_table(
        "subscriptions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        _to("subscriptions", "conversations", "conversation_id"),
        _chosen("subscriptions", "rhythm", "now", "daily", "weekly"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "followings",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("subscription_id", _ID, nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "topic", "subscription_id", name="pk_followings"),
        _to("followings", "subscriptions", "subscription_id"),
    )
    op.create_table(
        "news",
        sa.Column("id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("alarm", sa.Boolean(), nullable=False),
        sa.Column("publish_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
        _chosen("news", "status", "publishing", "published"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "news_receipts",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("subscription_id", _ID),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("item_id", "reader", name="pk_news_receipts"),
        _to("news_receipts", "news", "item_id"),
        _to("news_receipts", "conversations", "conversation_id"),
        _to("news_receipts", "subscriptions", "subscription_id"),
    )
    for table, column in (
        ("subscriptions", "conversation_id"),
        ("followings", "subscription_id"),
        ("news_receipts", "conversation_id"),
        ("news_receipts", "subscription_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
    publishing = sa.text("status = 'publishing'")
    op.create_index(
        "ix_news_publishing",
        "news",
        ["publish_at"],
        sqlite_where=publishing,
        postgresql_where=publishing,
    )
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "ix_news_receipts_due",
        "news_receipts",
        ["due_at", "conversation_id"],
        sqlite_where=untold,
        postgresql_where=untold,
    )
