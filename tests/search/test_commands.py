"""The index from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from essp.core.worker import do_all
from essp.people.models import Person
from essp.search import live
from essp.search.cli import search
from essp.spaces.models import Space
from essp.wiki.models import Page

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    def command(*words: str) -> Result:
        return CliRunner().invoke(search, words, obj=app)

    return command


def test_a_check_is_silent_about_nothing_and_ends_with_one_on_drift(
    run, library: dict[str, Page]
) -> None:
    assert run("check").exit_code == 0
    live.index().write([], [f"page:{library['kabels'].id}"])
    told = run("check", "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["missing"] == [f"page:{library['kabels'].id}"]
    assert run("rebuild").exit_code == 0
    assert run("check").exit_code == 0


def test_a_check_tells_drift_from_what_waits_for_the_worker(
    run: Run, write: Callable[..., Page], femke: Person, space: Space
) -> None:
    run("rebuild")
    write(femke, space, "Transformers", "Two, both full.")
    told = run("check")
    assert told.exit_code == 1 and "essp worker" in told.output
    assert json.loads(run("check", "--json").stdout)["waiting"] > 0
    do_all()
    assert "waiting" not in run("check").output


def test_a_query_is_asked_with_a_persons_eyes(
    run: Run, library: dict[str, Page], ruben: Person
) -> None:
    run("rebuild")
    mine = json.loads(run("query", "zebravink", "--as", "ruben-haak", "--json").stdout)
    assert [row["title"] for row in mine["results"]] == ["Zebravink"]
    other = json.loads(run("query", "zebravink", "--as", "noor-jansen", "--json").stdout)
    assert other["results"] == []
    assert "Kabels" in run("query", "kabels", "--as", "noor-jansen").stdout


def test_a_check_without_an_index_says_what_to_do(run: Run, write: Callable[..., Page]) -> None:
    told = run("check")
    assert told.exit_code != 0 and "essp search rebuild" in told.output
