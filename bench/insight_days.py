"""What people of a generated organisation write, day by day, with everything that insight reads of it.

Conversations with their posts, acceptances and reactions, pages with their revisions, topics and terms.
People write most in the spaces of their department, to what was said there lately, and few write most.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import bindparam, insert, update

from essp.core.db import session, transaction
from essp.core.events import FactRow
from essp.curation.models import Verification
from essp.discussions.mark_models import Acceptance, Reaction
from essp.discussions.models import Kind, Post, Thread, ThreadTopic
from essp.wiki.models import Page, Revision
from essp.wiki.proposal_models import Proposal
from essp.wiki.topic_models import PageTopic

Row = dict[str, Any]
# How many of a hundred deeds are of each kind.
DEEDS = {
    "replies": 29, "reacts": 29, "edits": 14, "begins": 8, "answers": 8, "creates": 4, "accepts": 3,
    "follows": 2, "closes": 1, "vouches": 1, "proposes": 1,
}  # fmt: skip
MEANINGS = ("helpful",) * 6 + ("thanks",) * 4 + ("outdated",)
TABLES = (
    Thread, Post, ThreadTopic, Acceptance, Reaction, Page, Revision, PageTopic, Verification,
    Proposal, FactRow,
)  # fmt: skip
AT_HAND = 40  # conversations of a space that people still answer
BATCH = 20_000


@dataclass
class Talk:
    """A conversation that is still going on; `said` holds id, author and number of its posts."""

    id: int
    space_id: int
    question: bool
    said: list[tuple[int, int, int]]
    answers: list[tuple[int, int, int]] = field(default_factory=list)
    accepted: int = 0
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    last_at: datetime | None = None


class Writing:
    """Who writes what where. Give days in their order to `day`, and at last `end`."""

    def __init__(
        self,
        rnd: random.Random,
        people: Sequence[int],
        spaces: Sequence[int],
        topics: Sequence[int],
        homes: Callable[[int], Sequence[int]],
    ) -> None:
        self._rnd, self._spaces, self._topics, self._homes = rnd, spaces, topics, homes
        self._likes = {person: rnd.paretovariate(1.2) for person in people}
        self._rows: defaultdict[Any, list[Row]] = defaultdict(list)
        self._talks: defaultdict[int, deque[Talk]] = defaultdict(lambda: deque(maxlen=AT_HAND))
        self._pages: defaultdict[int, list[int]] = defaultdict(list)
        self._number: list[int] = [0]  # of the last revision of each page, by its id
        self._edited: dict[int, tuple[datetime, int]] = {}
        self._touched: dict[int, Talk] = {}
        self._reacted: set[tuple[int, int]] = set()
        self._vouched: set[int] = set()
        self._thread = self._post = 0

    def stock(self, pages: int, days: Sequence[datetime], people: Sequence[int]) -> None:
        """Pages that are there from before, at random moments; half of them somebody vouches for."""
        for number in range(pages):
            space = self._spaces[number % len(self._spaces)]
            self._creates(self._rnd.choice(people), space, self._rnd.choice(days))
            if number % 2:
                self._vouches(self._rnd.choice(people), space, self._rnd.choice(days))
            if number % 2_000 == 0:
                self._write()
        self._write()

    def day(self, day: date, begins: datetime, present: Sequence[int], many: int) -> None:
        """So many deeds of those who are there, from eight to five."""
        rnd = self._rnd
        weights = list(accumulate(self._likes[each] for each in present))
        actors = rnd.choices(present, cum_weights=weights, k=many)
        kinds = rnd.choices(list(DEEDS), list(DEEDS.values()), k=many)
        for number, (actor, kind) in enumerate(zip(actors, kinds, strict=True)):
            at = begins + timedelta(hours=8, seconds=32_400 * number / many)
            own = rnd.random() < 0.75
            space = rnd.choice(self._homes(actor)) if own else rnd.choice(self._spaces)
            getattr(self, f"_{kind}")(actor, space, at)
        self._write()

    def end(self) -> None:
        """Tell conversations and pages what became of them."""
        talks = [self._state(talk) for talk in self._touched.values()]
        pages = [
            {"b_id": page, "revision_number": self._number[page], "updated_at": at, "updated_by_id": by}
            for page, (at, by) in self._edited.items()
        ]  # fmt: skip
        for table, rows in ((Thread, talks), (Page, pages)):
            changed: Any = table.__table__
            change = update(changed).where(changed.c.id == bindparam("b_id"))
            for start in range(0, len(rows), BATCH):
                with transaction():
                    session().execute(change, rows[start : start + BATCH])
        self._touched, self._edited = {}, {}

    def _state(self, talk: Talk) -> Row:
        return {
            "b_id": talk.id, "posts": len(talk.said), "people": len({each[1] for each in talk.said}),
            "accepted": talk.accepted, "answered_at": talk.answered_at, "closed_at": talk.closed_at,
            "outcome": "answered" if talk.closed_at else "", "last_number": len(talk.said),
            "last_at": talk.last_at, "last_by_id": talk.said[-1][1],
        }  # fmt: skip

    def _write(self) -> None:
        with transaction():
            for table in TABLES:
                rows = self._rows.pop(table, [])
                for start in range(0, len(rows), BATCH):
                    session().execute(insert(table.__table__), rows[start : start + BATCH])  # type: ignore[arg-type]

    def _fact(self, kind: str, actor: int, space: int, at: datetime, **detail: Any) -> None:
        self._rows[FactRow].append(
            {"at": at, "kind": kind, "actor_id": actor, "space_id": space, "detail": detail}
        )

    # What people do; each takes who, in which space and when.

    def _begins(self, actor: int, space: int, at: datetime) -> None:
        question = self._rnd.random() < 0.75
        self._thread += 1
        talk = Talk(self._thread, space, question, [])
        self._rows[Thread].append(
            {"id": talk.id, "uid": f"t{talk.id:09d}", "space_id": space, "title": f"Talk {talk.id}",
             "kind": (Kind.QUESTION if question else Kind.DISCUSSION).value, "author_id": actor,
             "at": at, "posts": 1, "people": 1, "last_number": 1, "last_at": at, "last_by_id": actor}
        )  # fmt: skip
        self._says(talk, actor, at, None)
        for topic in self._some_topics():
            self._rows[ThreadTopic] += [{"thread_id": talk.id, "topic_id": topic, "source": "set"}]
        self._talks[space].append(talk)

    def _says(
        self, talk: Talk, actor: int, at: datetime, parent: int | None, *, remark: bool = False
    ) -> tuple[int, int, int]:
        self._post += 1
        said = (self._post, actor, len(talk.said) + 1)
        talk.said.append(said)
        talk.last_at = at
        if parent is not None:
            self._touched[talk.id] = talk
        self._rows[Post].append(
            {"id": said[0], "uid": f"p{said[0]:09d}", "thread_id": talk.id, "parent_id": parent,
             "number": said[2], "author_id": actor, "at": at, "text": "Some words.", "remark": remark,
             "html": "<p>Some words.</p>", "plain": "Some words."}
        )  # fmt: skip
        return said

    def _lately(self, space: int, actor: int, *, question: bool = False) -> Talk | None:
        """A conversation of the space that is open, of somebody else; newer ones sooner."""
        at_hand = self._talks[space]
        for _try in range(4):
            if not at_hand:
                return None
            talk = at_hand[-min(int(self._rnd.expovariate(0.12)) + 1, len(at_hand))]
            fits = talk.question or not question
            if fits and talk.closed_at is None and talk.said[0][1] != actor:
                return talk
        return None

    def _replies(self, actor: int, space: int, at: datetime) -> None:
        talk = self._lately(space, actor)
        if talk is None:
            self._begins(actor, space, at)
            return
        above = self._rnd.choice(talk.said)
        self._says(talk, actor, at, above[0], remark=talk.question and above[2] == 1)

    def _answers(self, actor: int, space: int, at: datetime) -> None:
        talk = self._lately(space, actor, question=True)
        if talk is None:
            self._begins(actor, space, at)
        else:
            talk.answers.append(self._says(talk, actor, at, talk.said[0][0]))

    def _accepts(self, actor: int, space: int, at: datetime) -> None:
        talk = self._lately(space, actor, question=True)
        if talk is None or not talk.answers or talk.accepted:
            self._replies(actor, space, at)
            return
        talk.accepted, talk.answered_at = 1, at
        self._touched[talk.id] = talk
        self._rows[Acceptance].append(
            {"post_id": self._rnd.choice(talk.answers)[0], "thread_id": talk.id, "asked": True,
             "person_id": talk.said[0][1], "revision": 1, "at": at, "ended_at": None}
        )  # fmt: skip

    def _closes(self, actor: int, space: int, at: datetime) -> None:
        talk = self._lately(space, actor)
        if talk is not None:
            talk.closed_at, self._touched[talk.id] = at, talk
            self._fact("ThreadClosed", actor, space, at, thread_id=talk.id, outcome="answered")

    def _reacts(self, actor: int, space: int, at: datetime) -> None:
        talk = self._lately(space, actor)
        if talk is None:
            return
        post, meaning = self._rnd.choice(talk.said), self._rnd.choice(MEANINGS)
        if (post[0], actor) in self._reacted or post[1] == actor:
            return
        self._reacted.add((post[0], actor))
        self._rows[Reaction].append(
            {"post_id": post[0], "person_id": actor, "meaning": meaning, "at": at}
        )
        self._fact("Reacted", actor, space, at, thread_id=talk.id, post_id=post[0], on=True)

    def _follows(self, actor: int, space: int, at: datetime) -> None:
        self._fact("WatchBegun", actor, space, at, subject="space", subject_id=space)

    def _creates(self, actor: int, space: int, at: datetime) -> None:
        page = len(self._number)
        self._number.append(1)
        self._pages[space].append(page)
        self._rows[Page].append(
            {"id": page, "uid": f"w{page:09d}", "space_id": space, "lineage": f"/{page}/",
             "slug": f"page-{page}", "title": f"Page {page}", "title_key": f"page {page}",
             "properties": {}, "revision_number": 1, "words": 200, "created_at": at,
             "created_by_id": actor, "updated_at": at, "updated_by_id": actor}
        )  # fmt: skip
        self._revision(actor, page, space, at, "created")
        self._rows[PageTopic] += [
            {"page_id": page, "topic_id": topic, "source": "set", "by_id": actor, "at": at}
            for topic in self._some_topics()
        ]

    def _revision(self, actor: int, page: int, space: int, at: datetime, kind: str) -> None:
        self._rows[Revision].append(
            {"page_id": page, "space_id": space, "number": self._number[page], "kind": kind,
             "author_id": actor, "at": at, "title": f"Page {page}", "size": 1_200,
             "words_added": 20, "words_removed": 5, "hash": ""}
        )  # fmt: skip

    def _a_page(self, space: int) -> int | None:
        """A page of the space; what is new or much read is changed more."""
        pages = self._pages[space]
        return pages[-min(int(self._rnd.paretovariate(0.5)), len(pages))] if pages else None

    def _edits(self, actor: int, space: int, at: datetime) -> None:
        page = self._a_page(space)
        if page is None:
            self._creates(actor, space, at)
            return
        self._number[page] += 1
        self._edited[page] = (at, actor)
        self._revision(actor, page, space, at, "edited")

    def _vouches(self, actor: int, space: int, at: datetime) -> None:
        page = self._a_page(space)
        if page is None:
            return
        if page not in self._vouched:
            self._vouched.add(page)
            self._rows[Verification].append(
                {"page_id": page, "number": self._number[page], "by_id": actor, "at": at,
                 "until": (at + timedelta(days=180)).date(), "days": 180}
            )  # fmt: skip
        self._fact("PageVerified", actor, space, at, page_id=page, number=self._number[page])

    def _proposes(self, actor: int, space: int, at: datetime) -> None:
        page = self._a_page(space)
        if page is None:
            return
        waits = self._rnd.random() < 0.2
        self._rows[Proposal].append(
            {"uid": f"{at:%y%m%d}{len(self._rows[Proposal]):04d}", "space_id": space,
             "page_id": page, "at": at, "author_id": actor, "changed_at": at,
             "based_on": self._number[page],
             "state": "waiting" if waits else "approved",
             "decided_at": None if waits else at + timedelta(hours=self._rnd.expovariate(0.05))}
        )  # fmt: skip

    def _some_topics(self) -> Sequence[int]:
        found = {
            self._topics[min(int(self._rnd.paretovariate(0.6)) - 1, len(self._topics) - 1)]
            for _each in range(self._rnd.choice((0, 1, 1, 2, 3)))
        }
        return sorted(found)
