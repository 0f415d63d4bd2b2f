"""Alembic's way in: runs the revisions on the connection that `connectors.database.migrate` opened.

All of them in one transaction: a start that is killed half-way leaves the database as it was.
"""

from alembic import context

from connectors.database.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
