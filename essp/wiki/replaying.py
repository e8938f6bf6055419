"""Who wrote each word of a page, worked out from its revisions one after the other.

A revision that was proposed and then amended is two steps: what was proposed is its author's, what differs
from it is the amender's. Both texts are kept, so replaying gives the same as saving did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select

from essp.core.db import session
from essp.core.text.authorship import NOBODY, advance
from essp.core.text.authorship import Authorship as Words
from essp.wiki.gathering_models import Gathering
from essp.wiki.link_models import PageOrigin
from essp.wiki.models import Authorship, Page, Revision
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.template_models import PageSeed
from essp.wiki.texts import kept_text, kept_texts


class Beginning(NamedTuple):
    """A text that a page begins with, and who wrote its words; NOBODY's are those of the site."""

    text: str
    words: Words


class Written(NamedTuple):
    """A text as somebody left it, in the revision with this number."""

    text: str
    author_id: int
    number: int


def seeded(text: str) -> Beginning:
    """The beginning from a text that nobody here wrote."""
    return Beginning(text, advance(Words.empty(), "", text, NOBODY, 1))


NOTHING = Beginning("", Words.empty())


def words_of(page: Page, text: str) -> Words:
    """Who wrote each word of the page's present text; replayed if what is kept is out of date."""
    kept = session().get(Authorship, page.id)
    if kept is not None and kept.number == page.revision_number:
        return Words.loads(kept.state)
    return replay(page)


def replay(page: Page, until: int | None = None) -> Words:
    """Authorship computed anew from the page's revisions, one after the other, to number `until`."""
    previous, state = _beginning(page)
    for each in _written(page, until or page.revision_number):
        if each.text != previous:
            state = advance(state, previous, *each)
        previous = each.text
    return state


def replayed(page: Page) -> Iterator[tuple[Written, Words]]:
    """Each text as it was left, with the authorship from there on, in order.

    Words that the page began with are of revision 0, so that those of a revision are what it wrote. Of
    an amended revision the first text is what was proposed.
    """
    previous, state = _beginning(page)
    state = state.carried(0)
    for each in _written(page, page.revision_number):
        if each.text != previous:
            state = advance(state, previous, *each)
        previous = each.text
        yield each, state


def carried_from(source: Page, number: int) -> Beginning:
    """The beginning from a revision of another page, whose words stay those of its authors."""
    return Beginning(kept_text(source, number), replay(source, number).carried(1))


def _written(page: Page, until: int) -> Iterator[Written]:
    rows = session().execute(
        select(Revision.number, Revision.author_id)
        .where(Revision.page_id == page.id, Revision.number <= until)
        .order_by(Revision.number)
    )
    authors = {row[0]: row[1] for row in rows}
    proposed = _proposed(page)
    for number, text in kept_texts(page, until):
        before, last = proposed.get(number, (None, authors[number]))
        if before is not None:
            yield before
        yield Written(text, last, number)


def _proposed(page: Page) -> Mapping[int, tuple[Written, int]]:
    """What was proposed and who published it, by the number of the revision that it became."""
    rows = session().execute(
        select(Proposal.became, ProposalVersion.text, Proposal.author_id, Proposal.decided_by_id)
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id)
            & (ProposalVersion.number == Proposal.version),
        )
        .where(
            Proposal.page_id == page.id,
            Proposal.state.in_([State.APPROVED.value, State.PARTLY.value]),
        )
    )
    return {
        number: (Written(text, author, number), decided_by)
        for number, text, author, decided_by in rows
        if number is not None and decided_by is not None
    }


def _beginning(page: Page) -> Beginning:
    """What the page began with: another page as it was then, words of people, of the site, or nothing."""
    origin = session().get(PageOrigin, page.id)
    if origin is not None:
        source = session().get_one(Page, origin.source_id)
        return carried_from(source, origin.number)
    gathered = session().scalar(select(Gathering).where(Gathering.page_id == page.id))
    if gathered is not None:
        return Beginning(gathered.text, Words.loads(gathered.state))
    seed = session().get(PageSeed, page.id)
    return seeded(seed.text) if seed is not None else NOTHING
