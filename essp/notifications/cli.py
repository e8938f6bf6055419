"""Mail that comes in, from the command line: piped by a mail server or fetched from a mailbox."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from essp.core import clock, worker
from essp.core.commands import in_app, json_option, report
from essp.core.db import session
from essp.core.mail import folder
from essp.notifications import fetching, fetching_turns, receiving
from essp.notifications.reply_models import FOLDER, ReceivedMail

TRY_AGAIN = 75  # EX_TEMPFAIL: a mail server keeps the mail and hands it over later


@click.group()
def mail() -> None:
    """Take answers by mail: from a pipe, from a mailbox, and see what became of them."""


@mail.command("receive")
@in_app
def receive() -> None:
    """Take one mail from the standard input, as a mail server pipes it. It says nothing.

    Ends with 75 when it could not be kept, so that the mail server tries again later.
    """
    raw = sys.stdin.buffer.read(receiving.LARGEST)
    if not raw.strip():
        raise click.UsageError("Nothing came in: pipe one whole mail into this command.")
    try:
        receiving.keep(raw)
    except (OSError, SQLAlchemyError) as fault:
        click.echo(f"The mail could not be kept: {fault}", err=True)
        sys.exit(TRY_AGAIN)


@mail.command("fetch")
@click.option("--limit", default=100, show_default=True, help="How many mails to take at most.")
@click.option("--now", is_flag=True, help="Do what follows at once, not leave it to the worker.")
@json_option
@in_app
def fetch(limit: int, now: bool, as_json: bool) -> None:
    """Take the mails of ESSP_MAILBOX that are not seen yet, and mark them as seen."""
    if not _settings().mailbox:
        raise click.UsageError("No mailbox is set: see ESSP_MAILBOX in `essp check-config`.")
    try:
        count = fetching.fetch(_settings().mailbox, limit)
    except fetching.MailboxError as fault:
        click.echo(f"The mailbox could not be read: {fault}", err=True)
        sys.exit(TRY_AGAIN)
    if now:
        worker.do_all()
    report({"taken": count}, lambda told: f"{told['taken']} mails were taken.", as_json=as_json)


@mail.command("state")
@json_option
@in_app
def state(as_json: bool) -> None:
    """Say when the worker read the mailbox last, when it looks again, and what went wrong since."""
    turn = fetching_turns.state_of_turn()
    told = {
        "read": turn.looked_at.isoformat() if turn and turn.looked_at else None,
        "next": turn.due_at.isoformat() if turn else None,
        "failures": turn.failures if turn else 0,
        "said": turn.said if turn else "",
    }
    report(told, _state_line, as_json=as_json)


def _state_line(told: dict[str, Any]) -> str:
    if told["next"] is None:
        return "The worker has not looked into a mailbox yet."
    wrong = (
        f" It failed {told['failures']} times on end: {told['said']}" if told["failures"] else ""
    )
    return f"Read last: {told['read'] or 'never'}. Next: {told['next']}.{wrong}"


@mail.command("list")
@click.option("--days", default=30, show_default=True, help="How many days back to look.")
@json_option
@in_app
def list_(days: int, as_json: bool) -> None:
    """List the mails that came in, what became of each, and the file that holds it."""
    since = clock.now() - timedelta(days=days)
    found = select(ReceivedMail).where(ReceivedMail.came_at >= since).order_by(ReceivedMail.id)
    rows = [_row(each) for each in session().scalars(found)]
    report(rows, lambda rows: "\n".join(_line(row) for row in rows), as_json=as_json)


def _row(found: ReceivedMail) -> dict[str, Any]:
    return {
        "came": found.came_at.isoformat(),
        "fate": found.fate,
        "said": found.said,
        "left_out": found.left_out,
        "file": str(folder(FOLDER) / found.file),
    }


def _line(row: dict[str, Any]) -> str:
    return f"{row['came']:<34}{row['fate']:<10}{row['file']}  {row['said']}"


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
