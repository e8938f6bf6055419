"""Every command explains itself, ends cleanly, and speaks JSON where it reports."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from config import ConfigurationError, load, make_data_folder, see_writable
from essp import cli
from essp.people.models import Person
from essp.serving import see_free
from essp.spaces.models import Space
from tests.house.test_words import commands

EVERY = dict(commands(cli.essp))
REPORTING = [
    ("person", "list"),
    ("token", "list", "femke-de-boer"),
    ("verify",),
    ("verify", "--head"),
    ("attribution", "check"),
    ("attribution", "rebuild"),
    ("search", "rebuild"),
    ("search", "query", "femke", "--as", "femke-de-boer"),
    ("check-config",),
]


@pytest.mark.parametrize("way", EVERY)
def test_every_command_has_help_that_a_stranger_understands(way: str) -> None:
    arguments = way.split()[1:]
    result = CliRunner().invoke(cli.essp, [*arguments, "--help"])
    assert result.exit_code == 0, result.output
    assert f"Usage: {way.split()[0]}" in result.output
    assert len((EVERY[way].help or "").split()) >= 3


@pytest.mark.parametrize("arguments", REPORTING, ids=" ".join)
def test_what_a_command_reports_can_be_read_by_a_program(
    arguments: tuple[str, ...], app: Flask, session: Session, femke: Person, space: Space
) -> None:
    result = CliRunner().invoke(cli.essp, [*arguments, "--json"], obj=app)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) is not None


def test_every_command_that_reports_has_json() -> None:
    silent = {"essp serve", "essp worker", "essp mail receive"}
    without = {
        way
        for way, command in EVERY.items()
        if not isinstance(command, click.Group)
        and way not in silent
        and not any(option.name == "as_json" for option in command.params)
    }
    assert not without


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command"),
        (["verify", "--nonsense"], "No such option"),
        (["export"], "Missing argument"),
    ],
)
def test_a_wrong_call_ends_with_a_sentence_and_no_trace(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["essp", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_before_anybody_is_sent_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            click.ClickException, match=f"port {port}, .* already in use.*ESSP_PORT"
        ):
            see_free("127.0.0.1", port)
    see_free("127.0.0.1", port)


def test_a_data_folder_that_cannot_be_made_or_written_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ConfigurationError, match="ESSP_DATA"):
        make_data_folder(load({"ESSP_DATA": str(tmp_path / "taken")}))
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(ConfigurationError, match=r"ESSP_DATA .* not writable"):
        see_writable(load({"ESSP_DATA": str(tmp_path)}))


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"ESSP_PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"ESSP_HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),
        ({"ESSP_HOST": "::1"}, "http://[::1]:8000"),
        ({"ESSP_HOST": "wiki.local"}, "http://wiki.local:8000"),
        ({"ESSP_URL": "https://wiki.example.org/", "ESSP_PORT": "9000"}, "https://wiki.example.org"),
    ],
)  # fmt: skip
def test_a_site_without_an_address_is_where_it_listens(told: dict[str, str], address: str) -> None:
    assert load(told).url == address


def test_what_the_command_line_says_of_a_setting_goes_first() -> None:
    assert load({"ESSP_PORT": "9000"}, port=9001, host=None).url == "http://127.0.0.1:9001"


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unusable() -> None:
        raise ConfigurationError("ESSP_PORT is 'x'; it expects a number.")

    monkeypatch.setattr("config.load", unusable)
    monkeypatch.setattr("sys.argv", ["essp", "check-config"])
    with pytest.raises(SystemExit, match="ESSP_PORT"):
        cli.main()
