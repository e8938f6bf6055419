"""The schema of the database: brought to what this code expects before anything works with it."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade

from essp.core.db import db


class NewerDatabase(RuntimeError):
    """The database was made by a newer version of the code, which this one does not understand."""


def bring_up_to_date(app: Flask) -> None:
    """Apply the migrations that are missing, within seconds; does nothing when there are none.

    Raises NewerDatabase for a schema that this code does not know.
    """
    folder = str(app.extensions["migrate"].directory)
    with app.app_context():
        script = ScriptDirectory(folder)
        with db.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        if present == script.get_current_head():
            return
        if present is not None and present not in _known(script):
            raise NewerDatabase(
                "This database was made by a newer version. Install that version, or restore the "
                "copy that was made before it."
            )
        upgrade(directory=folder)


def _known(script: ScriptDirectory) -> set[str]:
    return {str(each.revision) for each in script.walk_revisions()}
