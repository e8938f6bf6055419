"""The schema that the migrations make is the one the code expects, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

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


def test_a_site_with_content_is_brought_up_to_date(empty) -> None:
    with empty.app_context():
        folder = empty.extensions["migrate"].directory
        upgrade(directory=folder, revision="0002")
        with db.engine.begin() as connection:
            for statement in CONTENT.strip().splitlines():
                connection.execute(text(statement))
        upgrade(directory=folder)
        with db.engine.connect() as connection:
            names = connection.execute(text("SELECT title_key, page_id FROM page_name ORDER BY 1"))
            assert [tuple(row) for row in names] == [("new name", 1), ("old name", 1)]
            link = connection.execute(text("SELECT target_id, fragment, included FROM link")).one()
            assert tuple(link) == (1, "", False)
        downgrade(directory=folder, revision="0002")
        upgrade(directory=folder)
        db.engine.dispose()


NOW = "'2026-01-01 00:00:00'"
CONTENT = f"""
INSERT INTO person (id, handle, name, name_key, role, job_title, department, location, speaks, about, ask_me_about, theme, shortcuts, created_at) VALUES (1, 'femke', 'Femke', 'femke', 'member', '', '', '', '[]', '', '[]', '', true, {NOW})
INSERT INTO space (id, slug, name, name_key, purpose, rules, access, access_reason, language, created_at, created_by_id) VALUES (1, 'ops', 'Ops', 'ops', '', '', 'open', '', 'en', {NOW}, 1)
INSERT INTO page (id, uid, space_id, lineage, position, slug, title, title_key, language, properties, revision_number, words, created_at, created_by_id, updated_at, updated_by_id) VALUES (1, 'abc', 1, '/1/', 0, 'new', 'New name', 'new name', 'en', '{{}}', 2, 0, {NOW}, 1, {NOW}, 1)
INSERT INTO page_address (space_id, slug, page_id) VALUES (1, 'new', 1)
INSERT INTO revision (id, page_id, space_id, number, kind, author_id, at, title, summary, minor, size, words_added, words_removed, hash, source) VALUES (1, 1, 1, 1, 'created', 1, {NOW}, 'Old name', '', false, 0, 0, 0, '', 'web')
INSERT INTO revision (id, page_id, space_id, number, kind, author_id, at, title, summary, minor, size, words_added, words_removed, hash, source) VALUES (2, 1, 1, 2, 'renamed', 1, {NOW}, 'New name', '', false, 0, 0, 0, '', 'web')
INSERT INTO link (page_id, place, target_id, wanted_space_id, wanted_key, title, section) VALUES (1, 0, 1, 1, 'old name', 'Old name', '')
"""
