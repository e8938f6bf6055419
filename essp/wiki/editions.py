"""Which text of a page a reader is shown: the one place that decides between approved and newest.

What waits for an owner is never a revision, so whatever reads pages (search, feeds, exports, includes,
counts) cannot show it. A reader who asks for the newest is shown the page with every waiting proposal
that can be put into it. Of a page whose edits go live first, the revision that was approved last can be
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import SQLColumnExpression, func, select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.text.diff import change_size
from essp.core.text.merge import merge
from essp.people.models import Person
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.texts import kept_text

WAITING = "waiting"  # what `locating.ask_along` calls the number of waiting proposals


class Wish(Enum):
    """What a reader prefers: the page as its owners let it be shown, the newest, or the approved."""

    AS_SHOWN = ""
    NEWEST = "newest"
    APPROVED = "approved"


@dataclass(frozen=True)
class Newest:
    """The page with all that waits: its text, the proposals in it, and those that cannot be put in."""

    text: str
    included: Sequence[Proposal]
    left: Sequence[Proposal]


def wish_of(person: Person) -> Wish:
    """What this reader prefers."""
    return Wish(person.reads)


def waiting_on(page_id: SQLColumnExpression[int], _reader: Any) -> SQLColumnExpression[int]:
    """How many proposals for a page wait, for `locating.ask_along`."""
    return (
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.page_id == page_id, Proposal.state == State.WAITING.value)
        .scalar_subquery()
    )


def other_edition(page: Page, told: Mapping[str, Any], wish: Wish) -> Wish | None:
    """Which other edition this reader prefers to the page as it is shown; None where they are one."""
    if wish is Wish.NEWEST and told.get(WAITING):
        return Wish.NEWEST
    if wish is Wish.APPROVED and changed_since_approval(page):
        return Wish.APPROVED
    return None


def changed_since_approval(page: Page) -> bool:
    """Whether the page says something else than an owner approved."""
    return page.approved_number is not None and page.approved_number < page.revision_number


def words_since_approval(page: Page) -> int:
    """How many words differ between what was approved and what the page says now."""
    if page.approved_number is None or not changed_since_approval(page):
        return 0
    approved = kept_text(page, page.approved_number)
    return max(change_size(approved, kept_text(page, page.revision_number)))


def waiting_for(page: Page) -> Sequence[Proposal]:
    """The proposals for a page that wait, oldest first, with their authors."""
    return (
        session()
        .scalars(
            select(Proposal)
            .join(Proposal.author)
            .options(contains_eager(Proposal.author))
            .where(Proposal.page_id == page.id, Proposal.state == State.WAITING.value)
            .order_by(Proposal.id)
        )
        .all()
    )


def newest(page: Page) -> Newest:
    """The page, which the caller may read, as it will read when all that waits is approved."""
    text = kept_text(page, page.revision_number)
    included, left = [], []
    for proposal in waiting_for(page):
        version = session().get_one(ProposalVersion, (proposal.id, proposal.version))
        merged = merge(kept_text(page, version.based_on), version.text, text)
        if merged.clean:
            text = merged.text
            included.append(proposal)
        else:
            left.append(proposal)
    return Newest(text, included, left)
