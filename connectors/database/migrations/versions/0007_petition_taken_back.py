"""A petition may be taken back by its author, before it is published."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ck_petitions_status"
STATUSES = (
    "status IN ('moderation', 'refused', 'withdrawn', 'collecting', 'consideration', 'answered', "
    "'collective_appeal')"
)


def upgrade() -> None:
    """Bring the schema to this revision. The way back is the copy made before the update."""
    # SQLite changes no check of a table that stands: there the table is written anew, and its
    # checks are read back as names that the naming convention is put before once more.
    rewritten = op.get_bind().dialect.name == "sqlite"
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("petitions", table_kwargs=kept) as petitions:
        petitions.drop_constraint(NAME if rewritten else op.f(NAME), type_="check")
        petitions.create_check_constraint(op.f(NAME), STATUSES)
