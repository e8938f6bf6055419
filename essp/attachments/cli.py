"""Files from the command line: compare bytes with records, and remove what nobody refers to."""

from __future__ import annotations

import sys
from typing import Any

import click

from essp.attachments import checking
from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction

NAMED = 10  # contents that are told by their hash


@click.group()
def files() -> None:
    """Look after the files that people put on pages, into spaces and on profiles."""


@files.command()
@click.option("--quick", is_flag=True, help="Compare sizes only; do not read the bytes.")
@json_option
@in_app
def check(quick: bool, as_json: bool) -> None:
    """Compare the bytes of every file with its record; exit with 1 where they differ.

    Missing contents are not in the folder, damaged ones have other bytes than they came with. What
    is left over harms nobody and goes with: essp files collect
    """
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(
        length=checking.how_many(), label="Checking", file=sys.stderr, hidden=hidden
    ) as bar:
        found = checking.check(thorough=not quick, told=lambda: bar.update(1))
    answer = {
        "files": found.files,
        "missing": found.missing,
        "damaged": found.damaged,
        "left_over": found.left_over,
    }
    report(answer, _lines, as_json=as_json)
    sys.exit(1 if found.found else 0)


@files.command()
@json_option
@in_app
def collect(as_json: bool) -> None:
    """Remove bytes that no version of any file refers to, and uploads that came in only half.

    Versions are kept for ever, so nothing that a page of today or of any earlier revision refers to
    is ever removed. What is younger than an hour stays: somebody may be sending it right now.
    """
    with transaction():
        done = checking.collect()
    report(
        done.__dict__,
        lambda told: (
            f"{told['contents']} contents ({told['size']} bytes), {told['small']} small pictures and"
            f" {told['halves']} half uploads were removed."
        ),
        as_json=as_json,
    )


def _lines(told: dict[str, Any]) -> str:
    lines = [f"{told['files']} contents compared, {told['left_over']} left over."]
    for name in ("missing", "damaged"):
        shown = ", ".join(told[name][:NAMED]) + (", …" if len(told[name]) > NAMED else "")
        lines.append(f"{name:<8} {len(told[name]):>7}  {shown}".rstrip())
    return "\n".join(lines)
