"""People and tokens from the command line of the installation; its operator may do everything here."""

from __future__ import annotations

import csv
from typing import Any, TextIO

import click
from flask import current_app

from config import Settings
from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction
from essp.people import accounts, letters, queries, reporting, same, tokens
from essp.people.models import ApiToken, Person, Role
from essp.people.sourcing import from_source

ROLES = {role.value.replace(" ", "-"): role for role in Role}
role_choice = click.Choice(sorted(ROLES))
password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when it is not given, which keeps it out of the shell's history.",
)


@click.group()
def person() -> None:
    """Make, invite, list and close accounts of people."""


@person.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The name as colleagues know it, such as 'Femke Vos'.")
@click.option("--handle", default="", help="What stands behind the @; made of the name if absent.")
@click.option("--administrator", is_flag=True, help="The person administers the site.")
@password_option
@json_option
@in_app
def create(
    email: str, name: str, handle: str, administrator: bool, password: str, as_json: bool
) -> None:
    """Make an account for EMAIL that can sign in at once."""
    with transaction():
        made = accounts.create_person(
            name,
            email,
            password=password,
            site_name=_settings().name,
            handle=handle,
            role=Role.ADMINISTRATOR if administrator else Role.MEMBER,
        )
    report(_row(made), lambda row: f"{row['name']} can sign in as {row['email']}.", as_json=as_json)


@person.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The name as colleagues know it, such as 'Femke Vos'.")
@json_option
@in_app
def invite(email: str, name: str, as_json: bool) -> None:
    """Send EMAIL a link to join."""
    with transaction():
        invited = accounts.expect_person(name, email, invited_by=None)
        letters.send_invitation(invited, None)
    report(_row(invited), _invited, as_json=as_json)


@person.command("setup-link")
@json_option
@in_app
def setup_link(as_json: bool) -> None:
    """Print a link that makes the first administrator; earlier ones stop working."""
    with transaction():
        link = _settings().url + "/setup/" + accounts.make_setup_link()
    report({"link": link}, lambda row: str(row["link"]), as_json=as_json)


@person.command("role")
@click.argument("handle")
@click.argument("role", type=role_choice)
@json_option
@in_app
def role(handle: str, role: str, as_json: bool) -> None:
    """Give the person HANDLE a role on the whole site."""
    with transaction():
        found = queries.find_person(handle)
        accounts.give_role(found, ROLES[role])
    report(_row(found), lambda row: f"{row['name']} is {row['role']}.", as_json=as_json)


@person.command("close")
@click.argument("handle")
@json_option
@in_app
def close(handle: str, as_json: bool) -> None:
    """Close the account of HANDLE. Sign-ins and tokens end; what was written stays."""
    with transaction():
        found = queries.find_person(handle)
        accounts.close(found)
    report(_row(found), lambda row: f"The account of {row['name']} is closed.", as_json=as_json)


@person.command("join")
@click.argument("other")
@click.argument("kept", required=False, default="")
@click.option("--asked", is_flag=True, help="Whoever signs in with OTHER was asked and agrees.")
@click.option("--undo", is_flag=True, help="Take back that OTHER is the same person as another.")
@json_option
@in_app
def join_accounts(other: str, kept: str, asked: bool, undo: bool, as_json: bool) -> None:
    """Say that the account OTHER is the same person as KEPT (handles). OTHER is closed and leads there."""
    if not undo and not kept:
        raise click.UsageError("Name the account that is kept, or take it back with --undo.")
    with transaction():
        found = queries.find_person(other)
        if undo:
            same.part(found)
        else:
            same.join(found, queries.find_person(kept), asked=asked)
    into = queries.kept_of(found).handle if found.same_as_id else ""
    report(_row(found) | {"same_as": into}, _told_of_joining, as_json=as_json)


@person.command("list")
@json_option
@in_app
def list_people(as_json: bool) -> None:
    """List everybody: handle, name, address, role, and whether they can sign in."""
    rows = [_row(one) for one in queries.everyone()]
    report(rows, lambda rows: "\n".join(_line(row) for row in rows), as_json=as_json)


@person.command("team")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@json_option
@in_app
def team(file: TextIO, as_json: bool) -> None:
    """Take over from FILE who works for whom: lines of PERSON,MANAGER, each an address or a handle.

    No manager means: works for nobody. What goes round in a circle stays as it was and is told.
    """
    with transaction():
        row = _taken_from(list(csv.reader(file)))
    report(row, _told_of_team, as_json=as_json)


@click.group()
def token() -> None:
    """Make, list and revoke the secrets by which programs act as people."""


@token.command("create")
@click.argument("handle", metavar="PERSON")
@click.option("--label", default="command line", show_default=True, help="What the token is for.")
@json_option
@in_app
def create_token(handle: str, label: str, as_json: bool) -> None:
    """Make a token for PERSON (a handle) and print it. It is shown this once."""
    with transaction():
        made, secret = tokens.make_token(queries.find_person(handle), label)
    report(_token_row(made) | {"token": secret}, lambda row: str(row["token"]), as_json=as_json)


@token.command("list")
@click.argument("handle", metavar="PERSON")
@json_option
@in_app
def list_tokens(handle: str, as_json: bool) -> None:
    """List the tokens of PERSON (a handle) that work."""
    rows = [_token_row(one) for one in queries.own_tokens(queries.find_person(handle))]
    report(
        rows,
        lambda rows: "\n".join(f"{row['id']}  {row['made']}  {row['label']}" for row in rows),
        as_json=as_json,
    )


@token.command("revoke")
@click.argument("token_id", type=int, metavar="ID")
@json_option
@in_app
def revoke_token(token_id: int, as_json: bool) -> None:
    """End the token with this ID (see `essp token list`)."""
    with transaction():
        tokens.revoke(token_id)
    report({"id": token_id}, lambda row: f"Token {row['id']} is revoked.", as_json=as_json)


def _row(one: Person) -> dict[str, Any]:
    state = "left" if one.left_at else "active" if one.joined_at else "not signed in yet"
    return {
        "handle": one.handle,
        "name": one.name,
        "email": one.email or "",
        "role": one.role,
        "state": state,
    }


def _taken_from(lines: list[list[str]]) -> dict[str, Any]:
    if "manager" not in from_source():
        raise click.ClickException(
            "Managers are said by people themselves. First tick under People, Fields of profiles, "
            "that they come from where people sign in."
        )
    said = {line[0].strip(): line[1].strip() for line in lines if len(line) > 1}
    known = reporting.people_meant(said)
    taken = reporting.take_team({known[each].id: said[each] for each in known})
    refused = {text: str(taken.refused.get(each.id, "")) for text, each in known.items()}
    return {
        "changed": len(taken.changed),
        "refused": {text: why for text, why in refused.items() if why},
        "unknown": sorted(said.keys() - known.keys() - {"person"}),
    }


def _told_of_joining(row: dict[str, Any]) -> str:
    if row["same_as"]:
        return f"@{row['handle']} is the same person as @{row['same_as']} and leads there."
    return f"@{row['handle']} stands by itself."


def _told_of_team(row: dict[str, Any]) -> str:
    lines = [f"Managers changed: {row['changed']}"]
    lines += [f"{each}: {why}" for each, why in row["refused"].items()]
    lines += [f"{each}: nobody here is known by that." for each in row["unknown"]]
    return "\n".join(lines)


def _invited(row: dict[str, Any]) -> str:
    settings = _settings()
    if settings.mail_server:
        return f"The invitation to {row['email']} is on its way."
    return f"No mail server is set: the worker writes the invitation to {settings.data / 'mail'}."


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['handle']:<28} {row['name']:<28} {row['email']:<34} {row['role']:<18} {row['state']}"
    )


def _token_row(one: ApiToken) -> dict[str, Any]:
    return {"id": one.id, "label": one.label, "made": one.created_at.isoformat(timespec="minutes")}


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
