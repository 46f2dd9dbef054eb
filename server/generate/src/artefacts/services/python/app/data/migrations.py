"""Brings the database up to date. Replicas that start together wait for each other; what a later release has done stays."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.data.database import Database
from app.data.tables import VERSIONS

LOCKS = {
    "postgresql": ("SELECT pg_advisory_lock(7265014)", "SELECT pg_advisory_unlock(7265014)"),
    "mysql": ("SELECT GET_LOCK('migrations', 600)", "SELECT RELEASE_LOCK('migrations')"),
}
FOLDER = Path(__file__).parent.parent.parent / "migrations"


def settings() -> Config:
    found = Config()
    found.set_main_option("script_location", FOLDER.as_posix().replace("%", "%%"))
    return found


def is_current(connection: Connection) -> bool:
    """Whether the last step of `migrations/` is done. A step that is not there is one of a later release, which adds to ours."""
    scripts = ScriptDirectory.from_config(settings())
    done = set(MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    return set(scripts.get_heads()) <= done or not done <= known


def upgrade(connection: Connection) -> None:
    if is_current(connection):
        return
    ours = settings()
    ours.attributes["connection"] = connection
    command.upgrade(ours, "head")


async def is_migrated(database: Database) -> bool:
    async with database.engine.connect() as connection:
        return await connection.run_sync(is_current)


async def migrate(database: Database) -> None:
    lock, unlock = LOCKS.get(database.engine.dialect.name, ("SELECT 1", "SELECT 1"))
    async with database.engine.connect() as guard:
        if (await guard.execute(text(lock))).scalar() == 0:
            raise TimeoutError("somebody else has been migrating this database for ten minutes")
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(upgrade)
        finally:
            await guard.execute(text(unlock))
