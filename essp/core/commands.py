"""What the commands of every part share: the application's context, and answers as words or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar

import click
from flask import Flask

import config
from essp.core.schema import bring_up_to_date

F = TypeVar("F", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


def in_app(function: F) -> F:
    """Run a command inside the application's context, made from the settings."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        app = application(click.get_current_context())
        if not app.config["TESTING"]:
            bring_up_to_date(app)
        with app.app_context():
            return function(*arguments, **options)

    return run  # type: ignore[return-value]


def application(context: click.Context, **chosen: object) -> Flask:
    """The application of this command, made once; tests hand in their own as the context's object.

    `chosen`: settings by field that the command line gave, which go before the environment.
    """
    root = context.find_root()
    if not isinstance(root.obj, Flask):
        # The factory knows every part and so cannot be imported from below when modules load.
        root.obj = import_module("essp.app").create_app(config.load(None, **chosen))
    found: Flask = root.obj
    return found


def report(answer: Any, lines: Callable[[Any], str], *, as_json: bool) -> None:
    """Print an answer: as JSON for programs, in words for people."""
    if as_json:
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
    else:
        click.echo(lines(answer))
