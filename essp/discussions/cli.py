"""Comments from the command line: whether each stands where it is said to, and looked for anew."""

from __future__ import annotations

import sys

import click

from essp.core.commands import in_app, json_option, report
from essp.discussions import mending


@click.group()
def comments() -> None:
    """Look after the places of comments in the texts of their pages."""


@comments.command()
@json_option
@in_app
def check(as_json: bool) -> None:
    """Read the pages with comments again and say which stand elsewhere; exit with 1 where some do."""
    found = [each._asdict() for each in mending.faults()]
    report(found, _told, as_json=as_json)
    if found:
        sys.exit(1)


@comments.command()
@json_option
@in_app
def rebuild(as_json: bool) -> None:
    """Look anew for the comments that do not stand where they are said to.

    The site may be in use meanwhile: one page is held at a time.
    """
    report(
        {"comments": mending.rebuild()},
        lambda told: f"Comments that were looked for anew: {told['comments']}.",
        as_json=as_json,
    )


def _told(found: list[dict[str, str]]) -> str:
    if not found:
        return "Every comment stands where it is said to."
    lines = [f"/p/{each['page']}/comments/{each['comment']}: {each['what']}" for each in found]
    return "\n".join([*lines, "Mend it with: essp comments rebuild"])
