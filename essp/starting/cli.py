"""`essp practice`: the space for practice from the command line."""

from __future__ import annotations

import click
from flask import current_app
from sqlalchemy import select

from essp.core.commands import in_app, json_option, report
from essp.core.db import session, transaction
from essp.people.models import Person, Role
from essp.starting.practice import lay_out
from essp.starting.texts import PAGES


@click.command()
@json_option
@in_app
def practice(as_json: bool) -> None:
    """Lay out the space for practice, or put its planned faults back where they were mended.

    It belongs to the first administrator. Copies that newcomers took are left alone.
    """
    with transaction():
        owner = session().scalar(
            select(Person)
            .where(Person.role == Role.ADMINISTRATOR.value, Person.joined_at.is_not(None))
            .where(Person.left_at.is_(None))
            .order_by(Person.id)
        )
        if owner is None:
            raise click.ClickException("There is no administrator yet: set the site up first.")
        language = owner.language or current_app.config["SETTINGS"].language
        space = lay_out(owner, language)
    told = {"space": space.slug, "name": space.name, "pages": len(PAGES)}
    report(
        told,
        lambda row: f"{row['pages']} pages in {row['name']}, /s/{row['space']}",
        as_json=as_json,
    )
