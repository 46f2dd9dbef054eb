"""Brings the database up to date. Replicas that start together wait for each other."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from app.data.database import Database

LOCKS = {
    "postgresql": ("SELECT pg_advisory_lock(7265014)", "SELECT pg_advisory_unlock(7265014)"),
    "mysql": ("SELECT GET_LOCK('migrations', 60)", "SELECT RELEASE_LOCK('migrations')"),
}
FOLDER = Path(__file__).parent.parent.parent / "migrations"


def upgrade(connection: Connection) -> None:
    settings = Config()
    settings.set_main_option("script_location", FOLDER.as_posix().replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


async def migrate(database: Database) -> None:
    lock, unlock = LOCKS.get(database.engine.dialect.name, ("SELECT 1", "SELECT 1"))
    async with database.engine.connect() as guard:
        await guard.execute(text(lock))
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(upgrade)
        finally:
            await guard.execute(text(unlock))
