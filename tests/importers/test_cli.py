"""The command, as an operator meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from essp.cli import essp
from essp.people.models import Role
from essp.spaces.models import Space
from essp.wiki.models import Page


@pytest.fixture
def command(app, make_person):
    make_person("Adrie Beheer", role=Role.ADMINISTRATOR.value)

    def run(*arguments):
        return CliRunner().invoke(
            essp, ["import", "git", *map(str, arguments)], obj=app, catch_exceptions=False
        )

    return run


def test_the_account_stands_at_the_end(history, command, session):
    history.commit("Start", **{"docs/a.md": "# A\n\n[gone](gone.md)\n", "other.md": "x\n"})
    result = command(history.folder, "--space", "way", "--subdir", "docs")
    assert result.exit_code == 0, result.output
    assert "1 commit, 1 page, 0 archived pages, 1 new revision" in result.output
    assert "docs/a.md: gone.md" in result.output
    assert session.scalars(select(Page)).one().title == "A"


def test_the_account_as_json_adds_up(history, command):
    history.commit("Start", **{"a.md": "a\n", "b.rst": "b\n"})
    result = command(history.folder, "--space", "way", "--include", "*.rst", "--json")
    account = json.loads(result.output)
    assert account["adds_up"] is True
    assert (account["counts"]["pages"], account["outcomes"]["revision"]) == (1, 1)


def test_there_is_no_progress_bar_where_there_is_no_terminal(history, command):
    history.commit("Start", **{"a.md": "a\n"})
    assert "%" not in command(history.folder, "--space", "way").output


def test_a_refusal_is_one_sentence(tmp_path, command, session):
    result = command(tmp_path, "--space", "way")
    assert result.exit_code == 1
    assert "is not a git repository" in result.output
    assert "Traceback" not in result.output
    assert session.scalars(select(Page)).all() == []


def test_a_folder_without_pages_is_refused_and_makes_no_space(history, command, session):
    history.commit("Start", **{"a.md": "a\n"})
    result = command(history.folder, "--space", "way", "--subdir", "nowhere")
    assert result.exit_code == 1
    assert "no file of that folder" in result.output
    assert session.scalars(select(Space)).all() == []


def test_the_address_of_a_space_is_checked(history, command):
    history.commit("Start", **{"a.md": "a\n"})
    result = command(history.folder, "--space", "The Way")
    assert result.exit_code == 2
    assert "small letters, digits and hyphens" in result.output


def test_a_name_from_the_source_cannot_draw_on_the_terminal(history, command):
    history.commit("Start", **{"a\x1b[31m.md": "[x](gone.md)\n"})
    output = command(history.folder, "--space", "way").output
    assert "\x1b" not in output
    assert r"a\x1b[31m.md" in output


def test_without_an_administrator_it_says_how_to_make_one(app, history):
    history.commit("Start", **{"a.md": "a\n"})
    arguments = ["import", "git", str(history.folder), "--space", "way"]
    result = CliRunner().invoke(essp, arguments, obj=app)
    assert result.exit_code == 1
    assert "essp person create --administrator" in result.output
