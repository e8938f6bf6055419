"""Asking for people on the command line before anything was gathered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from essp.expertise.cli import experts
from essp.search import live


@pytest.fixture
def _nothing_gathered(app: Flask, tmp_path: Path) -> Iterator[None]:
    usual = list(live._folder)
    live.use_folder_of(lambda: tmp_path / "index")
    yield
    live._folder[:] = usual


@pytest.mark.usefixtures("_nothing_gathered")
def test_it_says_that_nothing_is_gathered_and_what_to_do(app: Flask) -> None:
    result = CliRunner().invoke(experts, ["relays"], obj=app)
    assert result.exit_code == 1
    assert "essp experts rebuild" in result.output
    assert "Nobody" not in result.output
