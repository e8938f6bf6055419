"""Comments keep to their passages: looked for again after each edit of their page.

Pages are known here as texts alone. The part that keeps them tells of them:

    tell(Pages(find=..., present=..., text=..., sections=..., hidden=...))    where the parts are put together
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select, update

from essp.core.db import session, transaction
from essp.core.decision import NotFound
from essp.core.jobs import task
from essp.core.text.anchors import Anchor, Span, Words
from essp.core.text.tracing import Fate, Found, Trail, locate
from essp.discussions.files import follow_posts
from essp.discussions.models import Post, Thread
from essp.discussions.passage_models import Passage, Standing
from essp.people.models import Person


class Page(Protocol):
    """What comments need to know of a page."""

    id: Any
    uid: Any
    title: Any
    space_id: Any
    revision_number: Any
    archived: Any


class Section(NamedTuple):
    """A heading of a page: its permanent id, its fragment today and its words."""

    id: int
    fragment: str
    words: str


@dataclass(frozen=True)
class Pages:
    """How to learn of pages.

    `find` a `Page` through the actor, raising NotFound; `present` one by id for work behind the
    screen, None for none; `text` the readable text of a revision, one block a line; `sections` the
    headings of the present one in order; `hidden` the numbers of revisions that are not to be read.
    """

    find: Callable[[Person, str], Any]
    present: Callable[[int], Any]
    text: Callable[[Any, int], str]
    sections: Callable[[Any], Sequence[tuple[int, str, str]]]
    hidden: Callable[[Any], Collection[int]]


_pages: list[Pages] = []


def tell(pages: Pages) -> None:
    """Say how to learn of pages; said again, the last word counts."""
    _pages[:] = [pages]


def pages() -> Pages:
    """How to learn of pages. Raises NotFound while no part keeps any."""
    if not _pages:
        raise NotFound
    return _pages[0]


class Outline:
    """The headings of a page, as places in its readable words."""

    def __init__(self, words: Words, found: Sequence[tuple[int, str, str]]) -> None:
        self.sections = [Section(*each) for each in found]
        self.spans: dict[int, Span] = {}
        waiting, at = self.sections[::-1], 0
        for line in words.text.split("\n"):
            if waiting and line.strip().startswith(waiting[-1].words):
                start = words.at(at)
                size = words.at(at + len(line)) - start
                self.spans[waiting.pop().id] = Span(start, size)
            at += len(line) + 1
        self._ids = list(self.spans)
        self._starts = [span.start for span in self.spans.values()]

    def above(self, start: int) -> int | None:
        """The id of the heading that a word stands under; a heading stands under itself."""
        place = bisect_right(self._starts, start)
        return self._ids[place - 1] if place else None


def pointed(words: Words, span: Span, outline: Outline) -> dict[str, Any]:
    """What a passage that is these words of the text keeps of them."""
    anchor = words.anchor(span)
    return {
        "start": span.start,
        "size": span.size,
        "words": anchor.quote,
        "before": anchor.before,
        "after": anchor.after,
        "section_id": outline.above(span.start),
    }


@task("discussions.find_passages", batch=True)
def find_passages(wanted: list[dict[str, Any]]) -> None:
    """Look for the passages of pages in their present text. Arguments: page_id."""
    for page_id in dict.fromkeys(each["page_id"] for each in wanted):
        page = pages().present(page_id)
        if page is not None:
            bring_up(page)


def bring_up(page: Page) -> None:
    """Bring the comments of a page to where it stands, and their passages to its present text.

    Texts are read and compared before anything is held; a passage that somebody else brought up
    meanwhile stays as it is.
    """
    number = page.revision_number
    left = list(
        session().scalars(
            select(Passage).where(Passage.page_id == page.id, Passage.number < number)
        )
    )
    changed = _followed(page, number, left) if left else {}
    with transaction():
        _stand_with(page)
        for (thread_id, before), values in changed.items():
            session().execute(
                update(Passage)
                .where(Passage.thread_id == thread_id, Passage.number == before)
                .values(**values)
            )


def _stand_with(page: Page) -> None:
    """Comments stand in the space of their page: who may not read that may not read them."""
    session().execute(
        update(Thread)
        .where(
            Thread.id.in_(select(Passage.thread_id).where(Passage.page_id == page.id)),
            Thread.space_id != page.space_id,
        )
        .values(space_id=page.space_id)
    )
    passages = select(Passage.thread_id).where(Passage.page_id == page.id)
    follow_posts(None, Post.thread_id.in_(passages))


def _followed(
    page: Page, number: int, left: Sequence[Passage]
) -> dict[tuple[int, int], dict[str, Any]]:
    """What became of passages in revision `number`, by thread and the revision they were known in."""
    new = Words(pages().text(page, number))
    outline = Outline(new, pages().sections(page))
    groups: defaultdict[int, list[Passage]] = defaultdict(list)
    for passage in left:
        groups[passage.number].append(passage)
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for before, group in groups.items():
        trail = Trail(Words(pages().text(page, before)), new)
        for passage in group:
            found[passage.thread_id, before] = follow(passage, trail, outline, number)
    return found


def follow(passage: Passage, trail: Trail, outline: Outline, number: int) -> dict[str, Any]:
    """What is to be kept of a passage in revision `number`."""
    found = _found(passage, trail, outline)
    if found.span is not None:
        there = pointed(trail.new, found.span, outline)
        same = trail.new.keys[found.span.start : sum(found.span)] == Words(passage.quote).keys
        standing = Standing.SAME if same else Standing.CHANGED
    else:
        there = {"start": None, "size": None}
        under = passage.section_id in outline.spans and not passage.heading
        replaced = found.fate is Fate.REPLACED or passage.standing == Standing.HEADING.value
        standing = Standing.HEADING if under and replaced else Standing.EARLIER
    since = passage.since if standing.value == passage.standing else number
    there |= {"standing": standing.value, "number": number, "sure": found.sure, "since": since}
    return there


def _found(passage: Passage, trail: Trail, outline: Outline) -> Found:
    if passage.heading:
        span = outline.spans.get(passage.section_id or 0)
        return Found(Fate.WHOLE, span, 1.0) if span else Found(Fate.GONE)
    anchor = Anchor(passage.words, passage.before, passage.after)
    if passage.start is None or passage.size is None:
        return trail.back(anchor)
    span = Span(passage.start, passage.size)
    # The same revision may read differently once pages are made into text in another way.
    if trail.old.quoted(span) != passage.words:
        there = locate(trail.old, anchor, near=passage.start)
        return trail.follow(there) if there is not None else trail.back(anchor)
    return trail.follow(span)
