"""Bringing pages and conversations in from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from essp.core.commands import in_app, json_option, report
from essp.core.db import session, transaction
from essp.core.decision import Invalid, Refused
from essp.core.i18n import _
from essp.core.ids import slugify
from essp.importers.git import GitSource
from essp.importers.ledger_text import ledger_text
from essp.importers.loading import Progress, load
from essp.importers.mbox import MailboxSource
from essp.importers.records import UnreadableError
from essp.importers.selection import INCLUDED
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.stackexchange_people import emails_in
from essp.importers.talk_ledger_text import talk_ledger_text
from essp.importers.talk_loading import load_talk
from essp.people import queries
from essp.people.models import Person

into_space = click.option(
    "--space", "space", required=True, help="The space's address; made when missing."
)
as_whom = click.option(
    "--as", "handle", default="", help="The handle of who imports; an administrator if absent."
)


@click.group("import")
def import_() -> None:
    """Bring in pages and conversations that exist elsewhere, with their authors and history.

    Run a command again and it adds only what is new; stop it at any moment, and run it again to go
    on. At the end stands what came in and, by name, what could not be carried and why.
    """


@import_.command("git")
@click.argument("path", type=click.Path(path_type=Path))
@into_space
@click.option("--subdir", default="", help="Only the files in this folder of the repository.")
@click.option(
    "--include",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="Which files become pages, such as '*.md' or 'guides/**/*.rst'; may be repeated."
    f"  [default: {' '.join(INCLUDED)}]",
)
@click.option("--branch", default=None, help="The branch or tag; the current one if absent.")
@click.option(
    "--originals",
    default="",
    metavar="ADDRESS",
    help="Where the files are read until now, such as 'https://git.example/docs/{path}': the"
    " history of each page leads back there, and it is counted how often that is done.",
)
@as_whom
@json_option
@in_app
def import_git(
    path: Path,
    space: str,
    subdir: str,
    patterns: tuple[str, ...],
    branch: str | None,
    originals: str,
    handle: str,
    as_json: bool,
) -> None:
    """Import the git repository at PATH: a working copy, a bare repository or a bundle file.

    Each file becomes a page and each commit that changed it a revision, with its author and time.
    Authors become people who can later take over their work by their e-mail address. Running the
    command again adds only what is new; after a stop it goes on where it stopped. At the end stands
    an account of what came in and, by name, of what could not be carried and why.
    """
    actor = _importer(space, handle)
    with (
        _refusals(),
        GitSource(path, folder=subdir, patterns=patterns or INCLUDED, branch=branch) as source,
    ):
        ledger = load(actor, space, source, originals=originals, reading=_bar(), writing=_bar())
    report(ledger.as_json(), lambda _values: ledger_text(ledger), as_json=as_json)


@import_.command("stackexchange")
@click.argument("folder", type=click.Path(path_type=Path))
@into_space
@click.option(
    "--site",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="The site's name on the net, so that links to it lead to the posts here; may be repeated."
    "  [default: found out from the links]",
)
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    default=None,
    metavar="CSV",
    help="Who is who: lines of a member's number or name, a comma, and the e-mail address here.",
)
@as_whom
@json_option
@in_app
def import_stackexchange(
    folder: Path,
    space: str,
    hosts: tuple[str, ...],
    people: Path | None,
    handle: str,
    as_json: bool,
) -> None:
    """Import the StackExchange dump in FOLDER, which holds Posts.xml and its companions.

    Each question becomes a conversation with its answers, the comments under each of them, what was
    accepted, its topics and, where the dump has it, every earlier text. Nobody is notified, and
    nothing shows as new. Running the command again adds only what is new or changed.
    """
    actor = _importer(space, handle)
    with _refusals(), StackExchangeSource(folder, hosts=hosts, emails=emails_in(people)) as source:
        ledger = load_talk(actor, space, source, reading=_bar(), writing=_bar())
    report(ledger.as_json(), lambda _values: talk_ledger_text(ledger), as_json=as_json)


@import_.command("mbox")
@click.argument("file", type=click.Path(path_type=Path))
@into_space
@as_whom
@json_option
@in_app
def import_mbox(file: Path, space: str, handle: str, as_json: bool) -> None:
    """Import the mailbox FILE, such as the archive of a mailing list.

    Each conversation is put together by what the mails say they answer; files come along, quotations
    and signatures are set apart, and nobody's address is shown. Whoever joins with the address they
    wrote from takes over what they wrote. Nobody is notified, and nothing shows as new. Bring later
    archives of the list into the same space: they go on where the one before ended.
    """
    actor = _importer(space, handle)
    with _refusals(), MailboxSource(file) as source:
        ledger = load_talk(actor, space, source, reading=_bar(), writing=_bar())
    report(ledger.as_json(), lambda _values: talk_ledger_text(ledger), as_json=as_json)


def _importer(space: str, handle: str) -> Person:
    if space != slugify(space, fallback=""):
        raise click.BadParameter(
            _("Write the address of the space in small letters, digits and hyphens."),
            param_hint="--space",
        )
    with transaction():
        return _actor(handle)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be imported, or was stopped, is told in one sentence."""
    try:
        yield
    except Invalid as wrong:
        raise click.ClickException(" ".join(str(each) for each in wrong.errors.values())) from wrong
    except (UnreadableError, Refused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except KeyboardInterrupt:
        raise click.ClickException(
            _("Stopped. Run the same command again: it goes on where it stopped.")
        ) from None


def _actor(handle: str) -> Person:
    if handle:
        return queries.find_person(handle)
    first = select(Person).where(queries.administrators()).order_by(Person.id).limit(1)
    found = session().scalar(first)
    if found is None:
        raise click.ClickException(
            _("There is no administrator yet. Make one: essp person create --administrator")
        )
    return found


def _bar() -> Progress | None:
    """A progress bar on a terminal, nothing anywhere else."""
    return _Bar() if sys.stderr.isatty() else None


class _Bar:
    """Shows how far a part of the work is; made visible by the first report."""

    def __init__(self) -> None:
        self._shown: Any = None
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        """Move to `done` of `total`."""
        if self._shown is None:
            self._shown = click.progressbar(length=total, file=sys.stderr, show_pos=True)
            self._shown.__enter__()
        self._shown.update(done - self._done)
        self._done = done
        if done >= total:
            self._shown.__exit__(None, None, None)
