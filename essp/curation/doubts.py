"""Readers say that a sentence is wrong, or ask whether it is still right; an owner answers them.

Whoever reads a page may doubt a sentence of it, with a reason. Its owners see it on their desk and say
what became of it: mended, right as it is, or left. Until then readers see that it is disputed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.curation.events import DoubtAnswered, SentenceDoubted
from essp.curation.models import Doubt
from essp.curation.sentences import Pointed, keep_anchor, sentence_at
from essp.curation.verifying import owns
from essp.discussions.queries import Overtaken
from essp.people.models import Person
from essp.wiki.editing import locked
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.trail import Act, Did, keep

LONGEST = 2_000
MOST, HOUR = 30, timedelta(hours=1)


class Says(Enum):
    """What a reader says of a sentence."""

    WRONG = "wrong"
    ASKS = "asks"


class Outcome(Enum):
    """What became of a doubt; one that was taken back came to nothing."""

    MENDED = "mended"
    RIGHT = "right"
    LEFT = "left"
    WITHDRAWN = "withdrawn"


ANSWERS = (Outcome.MENDED, Outcome.RIGHT, Outcome.LEFT)


def doubt(actor: Person, uid: str, at: Pointed, says: str, reason: str) -> Doubt:
    """Doubt a sentence of a page. Somebody's open doubt of the same sentence is the same doubt.

    Raises NotFound, Invalid, and Refused for who said so a lot within an hour.
    """
    page = locked(find_page(actor, uid))
    kind = _says(says)
    reason = _clean(reason, "reason")
    if not reason:
        raise Invalid(reason=_("Say why, so that an owner knows what to look at."))
    anchor = sentence_at(page, at)
    before = _same(actor, page, anchor.quote)
    if before is not None:
        return before
    _require_calm(actor)
    row = Doubt(
        uid=new_uid(), space_id=page.space_id, page_id=page.id, kind=kind.value,
        by_id=actor.id, at=clock.now(), reason=reason,
    )  # fmt: skip
    keep_anchor(row, anchor, page.revision_number)
    session().add(row)
    session().flush()
    about = {"doubt": row.uid, "says": row.kind, "quote": row.quote}
    _keep(Did.DOUBTED, actor, page, reason, about)
    record(
        SentenceDoubted(actor_id=actor.id, doubt_id=row.id, page_id=page.id, space_id=page.space_id)
    )
    return row


def answer(actor: Person, uid: str, outcome: str, words: str) -> Doubt:
    """Say what became of a doubt. Raises NotFound, Refused, Invalid, and Overtaken."""
    row, page = _held(actor, uid)
    if not owns(actor, page):
        raise Refused(_("The owners of this page and their deputies answer. Ask one of them."))
    chosen = next((each for each in ANSWERS if each.value == outcome), None)
    if chosen is None:
        raise Invalid(outcome=_("Choose what becomes of it."))
    words = _clean(words, "words")
    if not words and chosen is not Outcome.MENDED:
        raise Invalid(words=_("Say why, so that the reader can follow you."))
    return _ended(actor, page, row, chosen, words)


def take_back(actor: Person, uid: str) -> Doubt:
    """Take back one's own doubt. Raises NotFound, Refused and Overtaken."""
    row, page = _held(actor, uid)
    if row.by_id != actor.id:
        raise Refused(_("Who said so can take it back. As an owner, answer it."))
    return _ended(actor, page, row, Outcome.WITHDRAWN, "")


def find_doubt(actor: Person, uid: str) -> tuple[Doubt, Page]:
    """A doubt with its page, through the actor. Raises NotFound."""
    row = session().scalar(
        select(Doubt)
        .options(joinedload(Doubt.by), joinedload(Doubt.decided_by))
        .where(Doubt.uid == uid)
    )
    page_uid = session().scalar(select(Page.uid).where(Page.id == row.page_id)) if row else None
    if row is None or page_uid is None:
        raise NotFound
    return row, find_page(actor, page_uid)


def open_doubts(page: Page) -> Sequence[Doubt]:
    """What readers doubt on a page that the caller found, the oldest first."""
    return _doubts(page, answered=False)


def answered_doubts(page: Page, limit: int = 20) -> Sequence[Doubt]:
    """What was doubted on a page that the caller found, and answered, the latest first."""
    return _doubts(page, answered=True)[::-1][:limit]


def _doubts(page: Page, *, answered: bool) -> Sequence[Doubt]:
    decided = Doubt.decided_at.is_not(None) if answered else Doubt.decided_at.is_(None)
    return (
        session()
        .scalars(
            select(Doubt)
            .options(joinedload(Doubt.by), joinedload(Doubt.decided_by))
            .where(Doubt.page_id == page.id, decided)
            .order_by(Doubt.decided_at, Doubt.id)
        )
        .all()
    )


def _held(actor: Person, uid: str) -> tuple[Doubt, Page]:
    row, page = find_doubt(actor, uid)
    page = locked(page)
    fresh = lock(Doubt, row.id)
    if fresh is None:
        raise NotFound
    if fresh.decided_at is not None:
        raise Overtaken(_("This was answered meanwhile."))
    return fresh, page


def _ended(actor: Person, page: Page, row: Doubt, outcome: Outcome, words: str) -> Doubt:
    row.outcome, row.answer = outcome.value, words
    row.decided_at, row.decided_by_id = clock.now(), actor.id
    session().flush()
    about = {"doubt": row.uid, "outcome": outcome.value, "quote": row.quote}
    did = Did.WITHDRAWN if outcome is Outcome.WITHDRAWN else Did.ANSWERED
    _keep(did, actor, page, words, about)
    record(
        DoubtAnswered(actor_id=actor.id, doubt_id=row.id, page_id=page.id, space_id=page.space_id)
    )
    return row


def _keep(did: Did, actor: Person, page: Page, why: str, about: dict[str, str]) -> None:
    keep(
        Act(
            kind=did, space_id=page.space_id, page=page, by=actor, why=why,
            number=page.revision_number, about=about,
        )
    )  # fmt: skip


def _says(text: str) -> Says:
    try:
        return Says(text)
    except ValueError:
        raise Invalid(says=_("Choose what you mean.")) from None


def _clean(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise Invalid(**{field: _("Use at most %(limit)s characters.", limit=LONGEST)})
    return text


def _same(actor: Person, page: Page, quote: str) -> Doubt | None:
    return session().scalar(
        select(Doubt).where(
            Doubt.page_id == page.id, Doubt.by_id == actor.id, Doubt.quote == quote,
            Doubt.decided_at.is_(None),
        )
    )  # fmt: skip


def _require_calm(actor: Person) -> None:
    lately = select(func.count()).where(Doubt.by_id == actor.id, Doubt.at > clock.now() - HOUR)
    if (session().scalar(lately) or 0) >= MOST:
        raise Refused(_("You said so of many sentences within an hour. Wait a while, then go on."))
