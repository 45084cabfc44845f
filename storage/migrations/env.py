"""What Alembic runs: the migrations, on the connection that its caller opened."""

from __future__ import annotations

from alembic import context

# The caller owns connection and transaction, so nothing here knows of drivers or of event loops,
# and a migration that breaks is undone together with everything else in the transaction.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    # SQLite can undo tables as well as rows, once it is told when the transaction begins.
    transactional_ddl=True,
    **context.config.attributes["options"],
)
with context.begin_transaction():
    context.run_migrations()
