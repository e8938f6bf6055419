"""The web of links from the command line: compared with the texts, and worked out anew."""

from __future__ import annotations

import click

from essp.core.commands import in_app, json_option, report
from essp.wiki import relinking
from essp.wiki.cli_pages import rebuild_each, report_drift, space_option


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
    report_drift(relinking.check, slug, as_json, "essp links rebuild")


@links.command()
@space_option
@json_option
@in_app
def rebuild(slug: str | None, as_json: bool) -> None:
    """Read every text again and keep what it links to; links keep the pages they lead to.

    The site may be in use meanwhile: one page is held at a time.
    """
    report(
        {"pages": rebuild_each(relinking.rebuild, slug, as_json)},
        lambda told: f"The links of {told['pages']} pages were worked out anew.",
        as_json=as_json,
    )
