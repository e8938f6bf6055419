"""Vouching for a page until a day: an owner says that the revision they were shown is right.

Who verifies ten pages within a minute has not read them: all of these count as seen, and are due again
within a fortnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.curation.events import OwnerReminded, PageVerified
from essp.curation.models import Verification
from essp.curation.spreading import due
from essp.curation.verifying_use import term_of
from essp.discussions.queries import Overtaken
from essp.people.models import Person
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.trail import Act, Did, keep

VERIFIED, SEEN = "verified", "seen"
TOO_MANY, MINUTE = 10, timedelta(minutes=1)
SEEN_TERM = 10  # days, moved a little as every term
LONGEST = timedelta(days=2 * 366)
LONGEST_NOTE = 400
OFTEN = timedelta(days=7)


@dataclass(frozen=True)
class Looked:
    """What an owner looked at: the revision they were shown, the one they compared it with, and what
    else they were told of it, such as `{"doubts": 2}`; with a note of their own."""

    number: int
    since: int | None = None
    signals: dict[str, int] = field(default_factory=dict)
    note: str = ""


def verify(actor: Person, uid: str, looked: Looked, until: date | None = None) -> Verification:
    """Vouch for a page until a day, by default that of its term.

    Raises NotFound, Refused, Invalid, and Overtaken where the page changed since it was shown.
    """
    page = find_page(actor, uid)
    hasty = _lately(actor, page)
    held = _held([page.id, *(each.page_id for each in hasty)])
    page = held[page.id]
    require_owner(actor, page)
    _require_shown(page, looked.number)
    day = due_day(actor, page) if until is None else _possible(until)
    _require_note(looked.note)
    if len(hasty) + 1 >= TOO_MANY:
        for each in hasty:
            if each.kind == VERIFIED:
                _only_seen(actor, held[each.page_id], each)
        return _set(actor, page, looked, SEEN, _soon(actor))
    return _set(actor, page, looked, VERIFIED, day)


def see(actor: Person, uid: str, number: int) -> Verification:
    """Say that one saw the revision that was shown: it counts as seen, not as verified, and comes back
    within a fortnight.

    Raises NotFound, Overtaken, and Refused for others and where the page is verified still.
    """
    page = _locked(find_page(actor, uid))
    require_owner(actor, page)
    _require_shown(page, number)
    row = session().get(Verification, page.id)
    if row is not None and row.kind == VERIFIED and row.until >= clock.now().date():
        raise Refused(_("This page is verified still. Seeing it would say less."))
    looked = Looked(number, since=row.number if row is not None else None)
    return _set(actor, page, looked, SEEN, _soon(actor))


def put_off(actor: Person, uid: str, days: int = 7) -> None:
    """Ask about a page later: its own owners see it on their desk again after so many days."""
    page = _locked(find_page(actor, uid))
    require_owner(actor, page)
    row = session().get(Verification, page.id)
    if row is None:
        raise Refused(_("Nobody verified this page yet, so no review of it is due."))
    row.later = clock.now().date() + timedelta(days=min(max(days, 1), 60))
    session().flush()


def remind(actor: Person, uid: str) -> bool:
    """Ask the owners of an overdue page to look at it; False where somebody did within a week."""
    page = _locked(find_page(actor, uid))
    row = session().get(Verification, page.id)
    if row is None or row.until >= clock.now().date():
        raise Refused(
            _("The review of this page is not overdue, so there is nothing to remind of.")
        )
    if row.reminded_at is not None and clock.now() - row.reminded_at < OFTEN:
        return False
    row.reminded_at, row.later = clock.now(), None
    session().flush()
    record(OwnerReminded(actor_id=actor.id, page_id=page.id, space_id=page.space_id))
    return True


def owns(actor: Person, page: Page) -> bool:
    """Whether somebody decides about a page they can read: its owner, a deputy or an owner above."""
    return owners_of_page(page).include(actor)


def require_owner(actor: Person, page: Page) -> None:
    """Raise Refused unless the actor owns the page and it is in use."""
    if not owns(actor, page):
        raise Refused(_("The owners of this page and their deputies decide this. Ask one of them."))
    if page.archived:
        raise Refused(_("This page is archived. Bring it back first."))


def due_day(actor: Person, page: Page) -> date:
    """The day that a verification today would hold until."""
    today = clock.now().date()
    return due(today, term_of(page, session().get(Verification, page.id)), _taken(actor, page))


def _set(actor: Person, page: Page, looked: Looked, kind: str, until: date) -> Verification:
    now = clock.now()
    row = session().get(Verification, page.id) or Verification(page_id=page.id)
    row.number, row.by_id, row.at, row.until = looked.number, actor.id, now, until
    row.days, row.kind, row.source = (until - now.date()).days, kind, "web"
    row.looked_at = looked.note
    row.later = row.reminded_at = None
    session().add(row)
    _kept(actor, page, row, looked)
    return row


def _kept(actor: Person, page: Page, row: Verification, looked: Looked) -> None:
    about = {"until": row.until.isoformat(), "since": looked.since, **looked.signals}
    did = Did.VERIFIED if row.kind == VERIFIED else Did.SEEN
    keep(
        Act(
            kind=did, space_id=page.space_id, page=page, by=actor, why=looked.note,
            number=looked.number, about=about,
        )
    )  # fmt: skip
    fact = PageVerified(
        actor_id=actor.id, page_id=page.id, space_id=page.space_id, number=looked.number
    )
    record(fact)


def _only_seen(actor: Person, page: Page, row: Verification) -> None:
    """One of too many in a minute: what was called verified was seen."""
    row.kind, row.until = SEEN, _soon(actor)
    row.days = (row.until - row.at.date()).days
    _kept(actor, page, row, Looked(row.number, note=row.looked_at))


def _lately(actor: Person, page: Page) -> Sequence[Verification]:
    """What the actor verified within the last minute on other pages."""
    return (
        session()
        .scalars(
            select(Verification).where(
                Verification.by_id == actor.id,
                Verification.at > clock.now() - MINUTE,
                Verification.page_id != page.id,
            )
        )
        .all()
    )


def _held(page_ids: Sequence[int]) -> dict[int, Page]:
    """These pages as they are now, held in the order of their ids so that nobody waits in a circle."""
    return {page_id: _row(page_id) for page_id in sorted(set(page_ids))}


def _row(page_id: int) -> Page:
    found = lock(Page, page_id)
    if found is None:
        raise NotFound
    return found


def _locked(page: Page) -> Page:
    return _row(page.id)


def _require_shown(page: Page, number: int) -> None:
    if number != page.revision_number:
        raise Overtaken(
            _("The page changed while you looked at it. See what changed, then decide again.")
        )


def _possible(until: date) -> date:
    today = clock.now().date()
    if not today < until <= today + LONGEST:
        raise Invalid(until=_("Choose a day after today, at most two years from now."))
    return until


def _require_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Invalid(note=_("Use at most %(limit)s characters.", limit=LONGEST_NOTE))


def _soon(actor: Person) -> date:
    return due(clock.now().date(), SEEN_TERM, _taken(actor))


def _taken(actor: Person, page: Page | None = None) -> Sequence[date]:
    """The days on which other pages that the actor verified are due."""
    other = Verification.page_id != page.id if page is not None else Verification.page_id > 0
    query = select(Verification.until).where(
        Verification.by_id == actor.id, Verification.until >= clock.now().date(), other
    )
    return session().scalars(query).all()
