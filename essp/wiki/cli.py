"""Pages from the command line: prove their history, take them elsewhere, look after their authorship."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from essp.core.commands import in_app, json_option, report
from essp.wiki import attribution as authorship
from essp.wiki import exporting, integrity
from essp.wiki.cli_pages import (
    page_named,
    progress,
    rebuild_each,
    report_drift,
    space_named,
    space_option,
)
from essp.wiki.reading import authors_of

EVERYBODY = 1_000_000
UNDECIDED = 2


@click.command()
@click.option(
    "--head", "only_head", is_flag=True, help="Walk nothing; print the head of all history."
)
@click.option(
    "--heads",
    "heads_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a line for the last revision of every page, to be kept elsewhere.",
)
@click.option(
    "--against",
    metavar="FILE|HEAD",
    help="Also compare with what was kept: the file of --heads, or one line of --head.",
)
@json_option
@in_app
def verify(only_head: bool, heads_file: Path | None, against: str | None, as_json: bool) -> None:
    """Prove that no revision was altered since it was written.

    Every revision's hash covers its text, author, time and predecessor. Names page and revision of
    each break and exits with 1. A history that was cut off or rewritten as a whole shows only against
    a head that was kept elsewhere; one line of --head cannot tell once pages have been edited since
    (exit 2), the file of --heads always can.
    """
    head = integrity.head()
    if only_head:
        report({"head": str(head)}, lambda told: str(told["head"]), as_json=as_json)
        return
    breaks = _walked(as_json)
    undecided = False
    if against is not None:
        found, undecided = _compared(against, head)
        breaks += found
    if heads_file is not None:
        heads_file.write_text("".join(f"{line}\n" for line in integrity.page_heads()))
    answer = {
        "pages": head.pages,
        "revisions": head.revisions,
        "head": str(head),
        "undecided": undecided,
        "breaks": [
            {"page": each.page_uid, "revision": each.number, "title": each.title, "why": each.why}
            for each in breaks
        ],
    }
    report(answer, _verified, as_json=as_json)
    sys.exit(1 if breaks else UNDECIDED if undecided else 0)


@click.command()
@click.argument("slug", metavar="SPACE")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--force", is_flag=True, help="Write although the folder holds something already.")
@json_option
@in_app
def export(slug: str, folder: Path, force: bool, as_json: bool) -> None:
    """Write the pages of SPACE as Markdown files below DIR, in the order of the tree.

    The files that they use come along in `files/`. Each page begins with its title, permanent id,
    authors, revision and date. With --force, files of the same name are replaced and others stay.
    """
    space = space_named(slug)
    if folder.exists() and any(folder.iterdir()) and not force:
        raise click.ClickException(
            f"{folder} is not empty. Name another folder, or write over it with --force."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with progress("Exporting", exporting.pages_to_export(space), as_json) as bar:
            written = exporting.export_space(space, folder, lambda: bar.update(1))
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: {fault.strerror}") from fault
    answer = {"folder": str(folder), "pages": [each.__dict__ for each in written]}
    report(answer, lambda told: f"{len(told['pages'])} pages are in {folder}.", as_json=as_json)


@click.group()
def attribution() -> None:
    """Show who wrote what of a page, and look after what is kept of it."""


@attribution.command("show")
@click.argument("target", metavar="PAGE")
@json_option
@in_app
def show(target: str, as_json: bool) -> None:
    """Show whose words stand on PAGE: a permanent id, or an address such as /s/space/page."""
    page = page_named(target)
    authors = authors_of(page, limit=EVERYBODY)
    answer = {
        "uid": page.uid,
        "title": page.title,
        "revision": page.revision_number,
        "words": authors.words,
        "shares": [
            {
                "handle": each.person.handle,
                "name": each.person.name,
                "words": each.words,
                "share": each.share,
            }
            for each in authors.named
        ],
    }
    report(answer, _shown, as_json=as_json)


@attribution.command("check")
@space_option
@json_option
@in_app
def check(slug: str | None, as_json: bool) -> None:
    """Replay every revision and compare with what is kept; exit with 1 where they differ."""
    report_drift(authorship.check, slug, as_json, "essp attribution rebuild")


@attribution.command("rebuild")
@space_option
@json_option
@in_app
def rebuild(slug: str | None, as_json: bool) -> None:
    """Replay every revision and keep the authorship that follows from it."""
    report(
        {"pages": rebuild_each(authorship.rebuild, slug, as_json)},
        lambda told: f"{told['pages']} pages were worked out anew.",
        as_json=as_json,
    )


def _walked(as_json: bool) -> list[integrity.Break]:
    done = 0
    with progress("Verifying", None, as_json) as bar:

        def step(now: int, of: int) -> None:
            nonlocal done
            bar.length = of
            bar.update(now - done)
            done = now

        return integrity.verify(step)


def _compared(against: str, head: integrity.Head) -> tuple[list[integrity.Break], bool]:
    """What has gone since something was kept, and whether that cannot be told."""
    kept = Path(against)
    if kept.is_file():
        lines = kept.read_text(encoding="utf-8", errors="replace").splitlines()
        if not any(len(line.split()) == 3 for line in lines):
            raise click.ClickException(f"{against} holds no heads: make it with --heads.")
        return integrity.compare_heads(iter(lines)), False
    parts = against.split(":")
    if len(parts) != 3 or not parts[0].isdecimal() or not parts[1].isdecimal():
        raise click.ClickException(f"{against} is neither a file nor a head.")
    then = integrity.Head(int(parts[0]), int(parts[1]), parts[2])
    if then == head:
        return [], False
    if head.pages < then.pages or head.revisions < then.revisions:
        return [
            integrity.Break("-", 0, "", f"there was more when the head was kept: {then}")
        ], False
    if (head.pages, head.revisions) == (then.pages, then.revisions):
        return [
            integrity.Break("-", 0, "", "all history differs from the head that was kept")
        ], False
    return [], True


def _verified(told: dict[str, Any]) -> str:
    lines = [
        f"{each['page']} revision {each['revision']}: {each['why']}"
        + (f" ({each['title']})" if each["title"] else "")
        for each in told["breaks"]
    ]
    if told["undecided"]:
        lines.append(
            "Pages were edited since that head was kept: keep the file of --heads instead."
        )
    broken = len(told["breaks"])
    state = f"{broken} {'break' if broken == 1 else 'breaks'} in" if broken else "Whole:"
    lines.append(f"{state} {told['pages']} pages, {told['revisions']} revisions.")
    return "\n".join([*lines, f"Head {told['head']}"])


def _shown(told: dict[str, Any]) -> str:
    lines = [f"{told['title']}, revision {told['revision']}, {told['words']} words"]
    lines += [
        f"{each['share']:>7.1%}  {each['words']:>7}  {each['name']} (@{each['handle']})"
        for each in told["shares"]
    ]
    return "\n".join(lines)
