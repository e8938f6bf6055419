"""Finding people from the command line: ask, gather anew, check."""

from __future__ import annotations

import sys
from typing import Any

import click
from sqlalchemy import func, select

from essp.core.commands import in_app, json_option, report
from essp.core.db import session
from essp.discussions.models import Thread
from essp.expertise import rebuilding
from essp.expertise.finding import find
from essp.expertise.shapes import Answer, Found, Wanted
from essp.people.models import Person
from essp.people.queries import find_person
from essp.search.backends import IndexBroken, IndexBusy
from essp.wiki.models import Page

SHOWN = 10
LEVELS = {
    "strong": "strong evidence", "good": "good evidence", "some": "some evidence",
    "declared": "self-declared",
}  # fmt: skip


class Experts(click.Group):
    """A question is asked without naming a command: `essp experts "group contracts"`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, else the one that looks for people."""
        known = args and args[0] in self.commands
        return super().resolve_command(ctx, args if known else ["find", *args])


@click.group(cls=Experts)
def experts() -> None:
    """Find people who know: `essp experts "QUESTION"`. Made from pages and conversations at any time."""


@experts.command("find")
@click.argument("question")
@click.option("--explain", is_flag=True, help="Show the evidence of each.")
@click.option("--as", "handle", metavar="HANDLE", default="",
              help="Whose eyes to look with; without it those of somebody who is in no space.")  # fmt: skip
@click.option("--left", is_flag=True, help="People who left: who knew.")
@click.option("--limit", default=10, show_default=True, help="How many people.")
@json_option
@in_app
def find_people(
    question: str, explain: bool, handle: str, left: bool, limit: int, as_json: bool
) -> None:
    """Find who knows about QUESTION."""
    actor = find_person(handle) if handle else Person(id=0, handle="", name="")
    answer = find(actor, question, Wanted(left=left, limit=limit))
    if answer.degraded:
        raise click.ClickException(
            "What people are found by is not gathered yet. `essp serve` or `essp worker` does it;"
            " at once: essp experts rebuild"
        )
    report(_told(answer, explain), lambda _told: _lines(answer, explain), as_json=as_json)


@experts.command()
@json_option
@in_app
def rebuild(as_json: bool) -> None:
    """Gather all that people are found by anew. The site keeps running meanwhile."""
    hidden = as_json or not sys.stderr.isatty()
    length = sum(session().scalar(select(func.count(each.id))) or 0 for each in (Page, Thread))
    with click.progressbar(length=length, label="Gathering", file=sys.stderr, hidden=hidden) as bar:
        try:
            count = rebuilding.rebuild(bar.update)
        except IndexBusy as busy:
            raise click.ClickException("It is being gathered by another process.") from busy
    report({"works": count}, lambda told: f"{told['works']} pieces of work.", as_json=as_json)


@experts.command()
@json_option
@in_app
def check(as_json: bool) -> None:
    """Compare what people are found by with pages and conversations; exit with 1 where it differs."""
    try:
        drift = rebuilding.check()
    except IndexBroken as broken:
        raise click.ClickException(
            f"The index cannot be read ({broken}). Run: essp experts rebuild"
        ) from broken
    answer = {"works": drift.works, "differing": drift.differing, "index": drift.index}
    report(answer, lambda _told: _drift_lines(drift), as_json=as_json)
    if drift.found:
        sys.exit(1)


def _told(answer: Answer, explain: bool) -> dict[str, Any]:
    return {
        "asked": answer.asked, "meant": answer.meant, "shown": answer.shown,
        "declared": answer.declared, "close": answer.close,
        "people": [_person_told(each, explain) for each in answer.people],
    }  # fmt: skip


def _person_told(found: Found, explain: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "handle": found.person.handle, "name": found.person.name, "level": found.level.value
    }  # fmt: skip
    if explain:
        told["evidence"] = [
            {"kind": line.kind.value, "text": line.work.join(line.around), "path": line.path}
            for line in found.lines
        ]
    return told


def _lines(answer: Answer, explain: bool) -> str:
    if answer.off:
        return "Finding people by their work is switched off."
    said = [f"Looked for: {answer.meant}"] if answer.meant else []
    said += ["Nobody has shown this yet. Close to it:"] if answer.close else []
    said += [line for each in answer.people for line in _person_lines(each, explain)]
    return "\n".join(said if answer.people else [*said, "Nobody has shown this yet."])


def _person_lines(found: Found, explain: bool) -> list[str]:
    head = f"{found.person.name} (@{found.person.handle}): {LEVELS[found.level.value]}"
    if not explain:
        return [head]
    return [head, *(f"  {line.work.join(line.around)}  {line.path}" for line in found.lines)]


def _drift_lines(drift: rebuilding.Drift) -> str:
    if not drift.found:
        return f"{drift.works} pieces of work, all as pages and conversations say."
    said = [*drift.differing, *drift.index]
    more = [f"... and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return "\n".join([*said[:SHOWN], *more, "Run: essp experts rebuild"])
