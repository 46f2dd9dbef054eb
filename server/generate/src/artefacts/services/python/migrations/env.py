"""How Alembic runs the migrations of this folder. `python -m app.migrate` gives it the connection."""

from alembic import context

from app.data.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
