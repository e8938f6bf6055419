"""Search from the command line: build the index anew, check it against the tables, ask it."""

from __future__ import annotations

import sys
from typing import Any

import click

from essp.core import jobs
from essp.core.commands import in_app, json_option, report
from essp.people.queries import find_person
from essp.search import collecting, indexing, searching
from essp.search.backends import IndexBroken, IndexBusy
from essp.search.queries import FoundFile, FoundPage, Row
from essp.search.searching import Answer, Result
from essp.search.threads import FoundThread
from essp.spaces.models import Space

TAKEN_IN = "taken in while `essp serve` or `essp worker` runs"
SHOWN = 10  # keys of a kind of drift that are told by name


@click.group()
def search() -> None:
    """Look after the search index. It is made from the database and can be made anew at any time."""


@search.command()
@json_option
@in_app
def rebuild(as_json: bool) -> None:
    """Build the index anew beside the live one, then swap the two.

    The site keeps running meanwhile, and what is saved meanwhile is in the new index too.
    """
    hidden = as_json or not sys.stderr.isatty()
    length = collecting.how_many()
    with click.progressbar(length=length, label="Indexing", file=sys.stderr, hidden=hidden) as bar:
        try:
            count = indexing.rebuild(lambda: bar.update(1))
        except IndexBusy as busy:
            raise click.ClickException(
                "The index is being rebuilt or written by another process."
            ) from busy
    report(
        {"documents": count},
        lambda told: f"The index holds {told['documents']} documents.",
        as_json=as_json,
    )


@search.command()
@json_option
@in_app
def check(as_json: bool) -> None:
    """Compare the index with the database; exit with 1 where they differ.

    Missing is not in the index at all, stale is there with other words, extra is no longer in the
    database or archived. Waiting are changes that `essp serve` or `essp worker` has yet to take in,
    such as what was just imported.
    """
    try:
        drift = indexing.check()
    except IndexBroken as broken:
        raise click.ClickException(
            f"The index cannot be read ({broken}). Run: essp search rebuild"
        ) from broken
    answer = {
        "documents": drift.documents,
        "missing": drift.missing,
        "stale": drift.stale,
        "extra": drift.extra,
        "waiting": jobs.waiting("search.") if drift.found else 0,
    }
    report(answer, _drift_lines, as_json=as_json)
    if drift.found:
        sys.exit(1)


@search.command()
@click.argument("text")
@click.option("--as", "handle", required=True, metavar="HANDLE", help="Whose eyes to search with.")
@click.option("--part", default=1, show_default=True, help="Which ten results.")
@json_option
@in_app
def query(text: str, handle: str, part: int, as_json: bool) -> None:
    """Search for TEXT as the person HANDLE would, with their rights."""
    answer = searching.search(find_person(handle), text, part=part)
    report(_answered(answer), _answer_lines, as_json=as_json)


def _answered(answer: Answer) -> dict[str, Any]:
    return {
        "query": answer.query.text,
        "meant": answer.meant.text if answer.meant else None,
        "degraded": answer.degraded,
        "more": answer.more,
        "results": [_row(result) for result in answer.results],
    }


def _row(result: Result) -> dict[str, Any]:
    row = result.row
    return {
        "kind": result.kind,
        "title": row.title if isinstance(row, FoundPage) else row.name,
        "id": _id(row),
        "passages": ["".join(piece.text for piece in passage) for passage in result.passages],
    }


def _id(row: Row) -> str:
    if isinstance(row, FoundPage | FoundFile | FoundThread):
        return row.uid
    return row.slug if isinstance(row, Space) else row.handle


def _answer_lines(answer: dict[str, Any]) -> str:
    lines = [f"{row['kind']:<7} {row['id']:<20} {row['title']}" for row in answer["results"]]
    if answer["meant"]:
        lines.insert(0, f"Did you mean: {answer['meant']}")
    return "\n".join(lines) or "Nothing was found."


def _drift_lines(answer: dict[str, Any]) -> str:
    lines = [f"{answer['documents']} documents compared."]
    for name in ("missing", "stale", "extra"):
        keys = answer[name]
        told = ", ".join(keys[:SHOWN]) + (", …" if len(keys) > SHOWN else "")
        lines.append(f"{name:<8} {len(keys):>7}  {told}".rstrip())
    if answer["waiting"]:
        lines.append(f"waiting  {answer['waiting']:>7}  changes, {TAKEN_IN}")
    return "\n".join(lines)
