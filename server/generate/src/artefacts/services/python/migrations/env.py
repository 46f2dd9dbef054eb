"""How Alembic runs the migrations of this folder. `python -m app.migrate` gives it the connection."""

from alembic import context

from app.data.tables import VERSIONS, metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, version_table=VERSIONS, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
