"""Letting people go from the command line: the account is closed, or nothing says any more who it was."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app

from config import Settings
from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction
from essp.people import accounts
from essp.people.models import Person
from essp.people.queries import find_person
from essp.personal import forgetting

yes_option = click.option("--yes", is_flag=True, help="Do it without asking whether that is meant.")


@click.command("leave")
@click.argument("handle")
@yes_option
@json_option
@in_app
def leave(handle: str, yes: bool, as_json: bool) -> None:
    """Close the account of HANDLE. What was written stays under the name."""
    _confirm(handle, yes, f"Close the account of {handle}? Sign-ins and tokens end.")
    with transaction():
        found = find_person(handle)
        accounts.close(found)
    report(_row(found), lambda row: f"The account of {row['name']} is closed.", as_json=as_json)


@click.command("anonymise")
@click.argument("handle")
@yes_option
@json_option
@in_app
def anonymise(handle: str, yes: bool, as_json: bool) -> None:
    """Forget who HANDLE was. What was written stays; this cannot be undone."""
    _confirm(handle, yes, f"Forget who {handle} was, for ever?")
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        found = find_person(handle)
        forgetting.forget(found, by=None, data=settings.data, language=settings.language)
    report(_row(found), lambda row: f"From now on this is {row['name']}.", as_json=as_json)


def _confirm(handle: str, yes: bool, question: str) -> None:
    person = find_person(handle)
    if not yes:
        click.confirm(f"{person.name}: {question}", abort=True, err=True)


def _row(person: Person) -> dict[str, Any]:
    return {
        "handle": person.handle,
        "name": person.name,
        "state": "anonymous" if person.anonymous_at else "left",
    }
