"""The command that takes in what customers ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction
from essp.stats.demanding import Taken, lines_of, read, take

SHOWN = 20


@click.command("demand")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and change nothing.")
@json_option
@in_app
def import_demand(file: Path, dry_run: bool, as_json: bool) -> None:
    """Take in how often customers asked about topics: FILE.csv with a topic, a month and a count.

    Commas or semicolons part the cells; a line of titles may stand on top. What a later file says of
    the same topic and month replaces what was known. Lines that cannot be used are named with their
    numbers, and the others are kept; so are topics that are not known here, by their names.
    """
    lines, wrong = lines_of(read(file))
    with transaction():
        taken = take(lines, wrong, file.name, dry=dry_run)
    report(_values(taken, dry_run), lambda values: _text(taken, dry_run), as_json=as_json)


def _values(taken: Taken, dry: bool) -> dict[str, Any]:
    return {
        "dry_run": dry, "lines": taken.lines, "new": taken.new, "changed": taken.changed,
        "same": taken.same, "twice": taken.twice, "unknown": taken.unknown,
        "wrong": [
            {"line": each.number, "text": each.text, "why": str(each.why)} for each in taken.wrong
        ],
    }  # fmt: skip


def _text(taken: Taken, dry: bool) -> str:
    said = [
        "Nothing is changed: this is what would come of it." if dry else "",
        f"{taken.lines} lines: {taken.new} new, {taken.changed} changed, {taken.same} as they were.",
    ]
    if taken.twice:
        numbers = ", ".join(map(str, taken.twice[:SHOWN]))
        said.append(f"A later line says the same topic and month again; not used: line {numbers}.")
    if taken.unknown:
        said.append("No topic here has these names; they are kept by name:")
        most = sorted(taken.unknown.items(), key=lambda each: (-each[1], each[0]))
        said += [f"  {name} ({count})" for name, count in most[:SHOWN]]
        said += [f"  and {len(most) - SHOWN} more"] if len(most) > SHOWN else []
    if taken.wrong:
        said.append("These lines cannot be used:")
        said += [f"  line {each.number}: {each.why}  [{each.text}]" for each in taken.wrong[:SHOWN]]
        said += [f"  and {len(taken.wrong) - SHOWN} more"] if len(taken.wrong) > SHOWN else []
    return "\n".join(each for each in said if each)
