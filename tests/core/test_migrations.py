"""The schema that the migrations make is the one the code expects, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from config import Settings
from essp.app import create_app
from essp.core.db import Base, db
from tests import servers


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path):
    """An application on an empty database of each kind."""
    if request.param == "sqlite":
        yield create_app(Settings(data=tmp_path, testing=True))
        return
    with servers.postgresql() as address:
        yield create_app(Settings(data=tmp_path / "site", database=address, testing=True))


def test_migrations_go_up_to_what_the_models_say_and_down_to_nothing(empty) -> None:
    with empty.app_context():
        folder = empty.extensions["migrate"].directory
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, Base.metadata) == []
        upgrade(directory=folder)
        downgrade(directory=folder, revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        db.engine.dispose()
