"""Looking into the mailbox again and again: one worker at a time, less often while it fails.

The turn is a row of the database, taken by one statement, so that of several workers one looks. No
transaction is open while the mail server is waited for, and no job waits: this has its own thread.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import or_, select, update

from essp.core import clock
from essp.core.db import session, transaction
from essp.notifications.fetching import MailboxError, fetch
from essp.notifications.recipients import insert_into
from essp.notifications.reply_models import MailboxTurn

log = structlog.get_logger(__name__)
THE_ONE = 1
AT_MOST = 50  # mails in one turn; the others come in the next one
HELD = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=1)
NAP = 5.0  # seconds


def fetch_in_turn(mailbox: str, seconds: int) -> float:
    """Take what is new in the mailbox, when it is this worker's turn; the seconds to wait then.

    It is due every so many `seconds`.
    """
    if not take_turn():
        return NAP
    taken, said = 0, ""
    try:
        taken = fetch(mailbox, AT_MOST)
    except MailboxError as fault:
        said = str(fault)[:500] or type(fault).__name__
        log.warning("the mailbox could not be read", reason=said)
    every = timedelta(seconds=seconds)
    give_back(said, timedelta(0) if taken == AT_MOST else every)
    return 0.0 if taken == AT_MOST else NAP


def take_turn() -> bool:
    """Whether the mailbox is due and no other worker looks into it; then this one does."""
    moment = clock.now()
    with transaction():
        first = insert_into(MailboxTurn).values(id=THE_ONE, due_at=moment, failures=0, said="")
        session().execute(first.on_conflict_do_nothing())
        free = or_(MailboxTurn.held_until.is_(None), MailboxTurn.held_until < moment)
        taken = session().execute(
            update(MailboxTurn)
            .where(MailboxTurn.id == THE_ONE, MailboxTurn.due_at <= moment, free)
            .values(held_until=moment + HELD)
            .execution_options(synchronize_session=False)
            .returning(MailboxTurn.id)
        )
        return taken.first() is not None


def give_back(said: str, every: timedelta) -> None:
    """End the turn; after a failure, which `said` tells, the next one waits twice as long."""
    moment = clock.now()
    with transaction():
        turn = session().get_one(MailboxTurn, THE_ONE, populate_existing=True)
        turn.failures = turn.failures + 1 if said else 0
        turn.said, turn.held_until = said, None
        turn.looked_at = turn.looked_at if said else moment
        turn.due_at = moment + min(every * 2 ** min(turn.failures, 12), max(every, LONGEST_PAUSE))


def state_of_turn() -> MailboxTurn | None:
    """When the mailbox was read last, and what went wrong since; None before the first time."""
    return session().scalar(select(MailboxTurn).where(MailboxTurn.id == THE_ONE))
