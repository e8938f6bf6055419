"""A database is brought to the schema of the code, and never taken for one it is not."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from config import Settings
from essp.app import create_app
from essp.core.db import db
from essp.core.schema import NewerDatabase, bring_up_to_date


def test_an_empty_database_gets_its_tables_once(tmp_path) -> None:
    app = create_app(Settings(data=tmp_path, testing=True))
    bring_up_to_date(app)
    bring_up_to_date(app)
    with app.app_context():
        assert "revision" in inspect(db.engine).get_table_names()
        db.engine.dispose()


def test_a_database_of_a_newer_version_is_refused_in_words(tmp_path) -> None:
    app = create_app(Settings(data=tmp_path, testing=True))
    bring_up_to_date(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer version"):
        bring_up_to_date(app)
    with app.app_context():
        db.engine.dispose()
