"""Lists of cases at any length: indexes in their order, what cases are found by, own filters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = "status IN ('forwarded', 'in_work', 'needs_info', 'registered', 'reopened')"
LISTS = (
    ("ix_cases_open_due", ["due_at"], OPEN),
    ("ix_cases_open_body", ["body", "due_at"], OPEN),
    ("ix_cases_open_executor", ["executor", "due_at"], OPEN),
    ("ix_cases_open_service", ["service_code", "due_at"], OPEN),
    ("ix_cases_open_again", ["due_at"], f"{OPEN} AND reopened > 0"),
    ("ix_cases_joined_to", ["joined_to"], "joined_to IS NOT NULL"),
    ("ix_cases_answered", ["answered_at"], "status = 'answered'"),
    (
        "ix_cases_new_claims",
        ["registered_at"],
        "kind = 'utility_complaint' AND status IN ('registered', 'forwarded')",
    ),
    ("ix_cases_unindexed", ["id"], "indexed IS NULL"),
)


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    # Cases of before are made findable by the scheduled work.
    op.add_column("cases", sa.Column("indexed", sa.Boolean(), nullable=True))
    for old in ("body_status", "status_due_at", "service_code_status", "joined_to"):
        op.drop_index(f"ix_cases_{old}", "cases")
    op.create_index("ix_cases_body", "cases", ["body"])
    for name, columns, condition in LISTS:
        where = sa.text(condition)
        op.create_index(name, "cases", columns, sqlite_where=where, postgresql_where=where)
    op.create_index(
        "ix_cases_low_rated",
        "cases",
        ["id"],
        sqlite_where=sa.text(
            "json_extract(rating, '$.quality') <= 2 OR json_extract(rating, '$.speed') <= 2"
        ),
        postgresql_where=sa.text("(rating->>'quality')::int <= 2 OR (rating->>'speed')::int <= 2"),
    )
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("case_id", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("word", "case_id", name=op.f("pk_case_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_words_case_id", "case_words", ["case_id"])
    op.create_table(
        "staff_filters",
        sa.Column("id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_filters_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_filters")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_staff_filters_staff_id_name")),
        sqlite_autoincrement=True,
    )
