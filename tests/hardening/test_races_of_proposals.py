"""People edit, propose, decide, guard, rename and archive one page, all at the same moment, again and again.

What always holds:

- an approved revision says what was shown to who approved it;
- an edit that was accepted stands in the revision that it was told to be;
- nobody approved their own;
- a word that waits, or was declined, is in no revision, and no reader of the page ever saw it;
- who cannot read the page finds neither it nor a proposal for it, at any moment;
- every word has its author, and the history is whole.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.spaces import governing
from essp.spaces.models import Access, Membership, Ownership
from essp.wiki import lifecycle
from essp.wiki.attribution import check
from essp.wiki.carrying import version_of
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen, Taken, approve, decline
from essp.wiki.editing import Conflict, create_page, edit_page, locked
from essp.wiki.guard_models import Level
from essp.wiki.integrity import verify
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.proposing import propose
from essp.wiki.protecting import Wish, change, protect, release, set_on
from essp.wiki.revising import bring_back, withdraw
from essp.wiki.texts import text_of
from tests.hardening.together import at_once, browser, writer
from tests.turns import turn_of

OWNERS, ACTORS, READER, OUTSIDER = 2, 4, 4, 5
LINES = 5
TEXT = "\n\n".join(f"Line {number} says one thing." for number in range(LINES)) + "\n"
HINDERED = (Refused, Invalid, Overtaken, AlreadyDecided, Conflict, NotFound)
WORD = re.compile(r"zq\d+x\d+y\d+")
OPEN = [State.WAITING.value, State.SENT_BACK.value]


@dataclass
class Walk:
    """One page and what each thread saw done; lists are appended to by many threads at once."""

    app: Flask
    seed: int
    page_id: int
    uid: str
    lived: list[tuple[int, str]] = field(default_factory=list)
    approved: list[tuple[int, str]] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    found: list[int] = field(default_factory=list)


class Actor:
    """One of those who change things, in a thread of their own; the first two own the page."""

    def __init__(self, walk: Walk, number: int) -> None:
        self.walk, self.number, self.words = walk, number, 0
        self.dice = random.Random(walk.seed * 100 + number)

    def step(self) -> None:
        """Do one thing; a clear answer that it cannot be done is fine."""
        often = self.decide if self.number < OWNERS else self.propose
        deeds = (often, often, often, often, self.edit, self.edit, self.propose, self.decide,
                 self.take_back, self.guard, self.rename, self.archive)  # fmt: skip
        with self.walk.app.app_context(), suppress(*HINDERED):
            self.bring_back() if self.page().archived else self.dice.choice(deeds)()

    def page(self) -> Page:
        return session().get_one(Page, self.walk.page_id)

    def typed(self, page: Page) -> tuple[str, str]:
        """The page with a word that stands nowhere else in one line, and that word."""
        self.words += 1
        word = f"zq{self.walk.seed}x{self.number}y{self.words}"
        lines = text_of(page).split("\n\n")
        at = self.dice.randrange(len(lines))
        lines[at] = lines[at].rstrip() + f" {word}"
        return "\n\n".join(lines), word

    def edit(self) -> None:
        page = self.page()
        (text, word), number = self.typed(page), page.revision_number
        with transaction():
            saved = edit_page(writer(self.number), page, text=text, based_on=number)
            live = saved.revision.number if saved.revision is not None else 0
        if live and saved.proposal is None:
            self.walk.lived.append((live, word))

    def propose(self) -> None:
        page = self.page()
        (text, _word), number = self.typed(page), page.revision_number
        with transaction():
            propose(writer(self.number), locked(page), text=text, based_on=number, reason="Why")

    def decide(self) -> None:
        """Open one, then decide on what was shown: others may have been faster."""
        open_ones = select(Proposal.id).where(
            Proposal.page_id == self.walk.page_id, Proposal.state.in_(OPEN)
        )
        found = session().scalars(open_ones).all()
        if not found:
            return
        proposal = session().get_one(Proposal, self.dice.choice(found))
        shown, seen = version_of(proposal).text, Seen(proposal.version, self.page().revision_number)
        session().rollback()
        if self.dice.random() < 0.2:
            with transaction():
                decline(writer(self.number), proposal, seen, reason="No")
            return
        back = self.dice.random() < 0.3
        taken = Taken(hunks=[0], rest_back=True) if back else Taken()
        with transaction():
            done = approve(writer(self.number), proposal, seen, taken=taken, reason="Why")
            number, whole = done.revision.number, done.proposal.state == State.APPROVED.value
        if whole:
            self.walk.approved.append((number, shown))

    def take_back(self) -> None:
        mine = select(Proposal).where(
            Proposal.page_id == self.walk.page_id, Proposal.author_id == writer(self.number).id
        )
        for proposal in session().scalars(mine.order_by(Proposal.id.desc()).limit(1)).all():
            with transaction():
                (bring_back if State(proposal.state) is State.WITHDRAWN else withdraw)(
                    writer(self.number), proposal
                )

    def guard(self) -> None:
        level, kept = self.dice.choice(list(Level)), set_on(self.page())
        with transaction():
            if kept and self.dice.random() < 0.5:
                release(writer(self.number), kept[0].uid)
            elif kept and self.dice.random() < 0.5:
                change(writer(self.number), kept[0].uid, Wish(level, reason="Why"))
            else:
                protect(writer(self.number), self.page(), Wish(level, reason="Why"))

    def rename(self) -> None:
        with transaction():
            self.words += 1
            title = f"Rules {self.walk.seed} {self.number} {self.words}"
            lifecycle.rename_page(writer(self.number), self.page(), title=title)

    def archive(self) -> None:
        with transaction():
            lifecycle.archive_page(writer(self.number), self.page())

    def bring_back(self) -> None:
        with transaction():
            lifecycle.bring_back(writer(self.number), self.page())


def look(walk: Walk) -> None:
    """What a reader sees of the page, with all its words."""
    with walk.app.app_context():
        shown = browser(walk.app, READER).get(f"/p/{walk.uid}", follow_redirects=True)
    walk.read |= set(WORD.findall(shown.text))


def try_doors(walk: Walk) -> None:
    """What somebody finds who may not read the page."""
    with walk.app.app_context():
        uids = session().scalars(select(Proposal.uid).where(Proposal.page_id == walk.page_id)).all()
        doors = [
            f"/p/{walk.uid}",
            f"/p/{walk.uid}/propose",
            *(f"/proposals/{uid}" for uid in uids[-2:]),
        ]
        client = browser(walk.app, OUTSIDER)
        walk.found += [client.get(door).status_code for door in doors]


def begin(app: Flask, seed: int) -> Walk:
    """A page in a closed space of two owners with two members more, and a reader."""
    with app.app_context():
        with transaction():
            first = writer(0)
            space = governing.create_space(first, name=f"Rules {seed}", access=Access.CLOSED)
            owner = Ownership(space_id=space.id, person_id=writer(1).id, since=clock.now())
            session().add(owner)
            for number in range(1, READER + 1):
                member = writer(number).id
                row = Membership(space_id=space.id, person_id=member, since=clock.now())
                session().add(row)
            session().flush()
            page = create_page(first, space, title=f"Rules {seed}", text=TEXT).page
        return Walk(app, seed, page.id, page.uid)


def walk_through(walk: Walk, steps: int) -> None:
    """Let everybody do their steps, all beginning at the same moment."""

    def act(number: int) -> None:
        actor = Actor(walk, number)
        acts: dict[int, Callable[[], None]] = {
            READER: lambda: look(walk), OUTSIDER: lambda: try_doors(walk),
        }  # fmt: skip
        for _ in range(steps if number < ACTORS else max(steps // 4, 2)):
            acts.get(number, actor.step)()

    at_once(walk.app, act, OUTSIDER + 1)


def words_by_right(walk: Walk) -> set[str]:
    """The words that may stand in a revision: edits that went live, and what was approved."""
    texts = session().scalars(
        select(ProposalVersion.text)
        .join(Proposal, Proposal.id == ProposalVersion.proposal_id)
        .where(Proposal.page_id == walk.page_id, Proposal.became.is_not(None))
    )
    return {word for text in texts for word in WORD.findall(text)} | {w for _n, w in walk.lived}


def faults(walk: Walk) -> Iterator[str]:
    """All that does not hold."""
    page = session().get_one(Page, walk.page_id)
    texts = {number: text_of(page, number) for number in range(1, page.revision_number + 1)}
    yield from (f"{n} is not what was approved" for n, text in walk.approved if texts[n] != text)
    yield from (f"the edit {word} is not in {n}" for n, word in walk.lived if word not in texts[n])
    stand = {word for text in texts.values() for word in WORD.findall(text)}
    yield from (f"{word} was published by nobody" for word in stand - words_by_right(walk))
    yield from (f"a reader saw {word}, which waits" for word in walk.read - stand)
    yield from (f"an outsider got {status}" for status in walk.found if status != 404)
    own = select(Proposal.uid).where(
        Proposal.page_id == page.id,
        Proposal.author_id == Proposal.decided_by_id,
        Proposal.state != State.WITHDRAWN.value,
    )
    yield from (f"{uid} was decided on by its author" for uid in session().scalars(own))
    if not check(page):
        yield "the authors of its words are not those of its history"
    yield from (str(fault) for fault in verify())


@pytest.mark.usefixtures("database")  # so that it is tried on PostgreSQL as well
def test_whatever_people_do_at_the_same_moment_nothing_is_lost_leaked_or_approved_unseen(
    together: Flask, request: pytest.FixtureRequest
) -> None:
    thorough = turn_of(request.config).thorough
    rounds, steps = (12, 25) if thorough else (1, 7)
    for seed in range(rounds):
        walk = begin(together, seed)
        walk_through(walk, steps)
        with together.app_context():
            assert list(faults(walk)) == [], f"seed {seed}"
