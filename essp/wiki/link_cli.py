"""The web of links from the command line: compared with the texts, and worked out anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import select

from essp.core.commands import in_app, json_option, report
from essp.core.db import lock, session, transaction
from essp.spaces.models import SpaceAddress
from essp.wiki import relinking
from essp.wiki.models import Page

space_option = click.option(
    "--space", "slug", metavar="SPACE", help="Only the pages of this space."
)


@click.group()
def links() -> None:
    """Look after what is kept of the links between pages, their sections and their former titles."""


@links.command()
@space_option
@json_option
@in_app
def check(slug: str | None, as_json: bool) -> None:
    """Read every text again and compare with what is kept; exit with 1 where they differ.

    A link that stayed with its page when another took the title is no difference.
    """
    drifted = [
        {"uid": page.uid, "title": page.title}
        for page in _pages("Checking", slug, as_json)
        if not relinking.check(page)
    ]
    report({"drifted": drifted}, _drift, as_json=as_json)
    sys.exit(1 if drifted else 0)


@links.command()
@space_option
@json_option
@in_app
def rebuild(slug: str | None, as_json: bool) -> None:
    """Read every text again and keep what it links to; links keep the pages they lead to.

    The site may be in use meanwhile: one page is held at a time.
    """
    count = 0
    for page in _pages("Rebuilding", slug, as_json):
        with transaction():
            held = lock(Page, page.id)
            if held is not None:
                relinking.rebuild(held)
                count += 1
    report(
        {"pages": count},
        lambda told: f"The links of {told['pages']} pages were worked out anew.",
        as_json=as_json,
    )


def _pages(label: str, slug: str | None, as_json: bool) -> Iterator[Page]:
    """Pages that have a text, one after the other, behind a progress bar."""
    wanted = select(Page.id).where(Page.revision_number > 0).order_by(Page.id)
    if slug:
        wanted = wanted.where(Page.space_id == _space_id(slug))
    ids = session().scalars(wanted).all()
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(ids, label=label, file=sys.stderr, hidden=hidden) as bar:
        for page_id in bar:
            yield session().get_one(Page, page_id)
            session().expire_all()


def _space_id(slug: str) -> int:
    """The space at an address; the operator of an installation may name every one."""
    found = session().get(SpaceAddress, slug.strip("/").removeprefix("s/").lower())
    if found is None:
        raise click.ClickException(f"There is no space {slug}.")
    return found.space_id


def _drift(told: dict[str, Any]) -> str:
    lines = [f"{each['uid']} {each['title']}" for each in told["drifted"]]
    return "\n".join([*lines, "Rebuild them: essp links rebuild"]) if lines else "No drift."
