"""`essp demo`: the demonstration organisation from the command line."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click
from flask import current_app

from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction
from essp.demo import brought, building, chores, living
from essp.demo.content import load
from essp.demo.talk import read_news


@click.command()
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, quietly, where there are people already."
)
@click.option(
    "--days",
    default=living.AT_ONCE,
    show_default=True,
    type=click.IntRange(0, 400),
    help="Days of use that are counted at once; the worker counts the year before them.",
)
@json_option
@in_app
def demo(if_empty: bool, days: int, as_json: bool) -> None:
    """Fill an empty site with Veldstroom, a fictional grid operator: people, spaces, pages, history.

    It is the same each time. Everybody in it signs in with one known password, so it is not for a
    site with people of its own.
    """
    if if_empty and not building.is_empty():
        return
    content = load()
    hidden = as_json or not sys.stderr.isatty()
    if hidden and not as_json:
        click.echo("Writing the demonstration, which takes about a minute.", err=True)
    bar = click.progressbar(
        length=building.steps(content), label="Writing a year", file=sys.stderr, hidden=hidden
    )
    with bar:
        name = current_app.config["SETTINGS"].name
        built = building.build(content, site_name=name, progress=lambda: bar.update(1))
    brought.bring_in()
    chores.do_them()
    with transaction():
        read_news()
    if days:
        living.agree()
        with click.progressbar(
            length=days, label="Counting its days", file=sys.stderr, hidden=hidden
        ) as counted:
            living.live_lately(days, lambda: counted.update(1))
    report(asdict(built) | _sign_in(), _told, as_json=as_json)


def _sign_in() -> dict[str, str]:
    return {
        "member": "ilse@veldstroom.example",
        "community_manager": "sanne@veldstroom.example",
        "administrator": "maarten@veldstroom.example",
        "password": building.PASSWORD,
    }


def _told(row: dict[str, Any]) -> str:
    return (
        f"{row['people']} people, {row['spaces']} spaces, {row['pages']} pages and "
        f"{row['revisions']} revisions.\n"
        f"Sign in as {row['member']} (member), {row['community_manager']} (community manager) or "
        f"{row['administrator']} (administrator). The password is {row['password']}."
    )
