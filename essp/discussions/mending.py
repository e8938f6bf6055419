"""Whether comments stand where they are said to stand, and looking for them anew where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.text.anchors import Anchor, Span, Words
from essp.core.text.tracing import locate
from essp.discussions.anchoring import Page, bring_up, pages
from essp.discussions.models import Thread
from essp.discussions.passage_models import Passage, Standing


class Fault(NamedTuple):
    """What is wrong with the place of a comment: of which page, by their permanent ids."""

    page: str
    comment: str
    what: str


NOT_THERE = "its page is gone"
ELSEWHERE = "it stands in another space than its page"
BEHIND = "it was not looked for in the newest text"
MISPLACED = "other words stand where it is said to be"


def faults() -> Iterator[Fault]:
    """What is wrong with the places of all comments."""
    for page_id in _page_ids():
        page = pages().present(page_id)
        for passage, thread in _passages(page_id):
            what = NOT_THERE if page is None else _fault(page, passage, thread)
            if what:
                yield Fault(page.uid if page else "", thread.uid, what)


def rebuild() -> int:
    """Look anew for the comments whose places are wrong; gives how many those were."""
    mended = 0
    for page_id in _page_ids():
        page = pages().present(page_id)
        if page is None:
            continue
        wrong = {
            passage.thread_id: what
            for passage, thread in _passages(page_id)
            if (what := _fault(page, passage, thread))
        }
        if wrong:
            with transaction():
                for thread_id in (each for each, what in wrong.items() if what == MISPLACED):
                    _begin_anew(page, session().get_one(Passage, thread_id))
            bring_up(page)
            mended += len(wrong)
    return mended


def _page_ids() -> list[int]:
    return list(session().scalars(select(Passage.page_id).distinct().order_by(Passage.page_id)))


def _passages(page_id: int) -> list[tuple[Passage, Thread]]:
    rows = session().execute(
        select(Passage, Thread)
        .join(Thread, Thread.id == Passage.thread_id)
        .where(Passage.page_id == page_id)
        .order_by(Passage.thread_id)
    )
    return [(passage, thread) for passage, thread in rows]


def _fault(page: Page, passage: Passage, thread: Thread) -> str:
    if thread.space_id != page.space_id:
        return ELSEWHERE
    if _misplaced(page, passage):
        return MISPLACED
    return BEHIND if passage.number < page.revision_number else ""


def _misplaced(page: Page, passage: Passage) -> bool:
    if passage.number > page.revision_number:
        return True
    if not passage.here or passage.heading:
        return False
    if passage.start is None or passage.size is None:
        return True
    words = Words(pages().text(page, passage.number))
    return words.quoted(Span(passage.start, passage.size)) != passage.words


def _begin_anew(page: Page, passage: Passage) -> None:
    """Put a passage back to the revision and the words it was made on; it is followed from there."""
    words = Words(pages().text(page, passage.made_in))
    anchor = Anchor(passage.quote, passage.before, passage.after)
    span = locate(words, anchor, near=passage.start or 0)
    made: dict[str, Any] = {"start": None, "size": None, "standing": Standing.EARLIER.value}
    if span is not None:
        there = words.anchor(span)
        made = {
            "start": span.start, "size": span.size, "standing": Standing.SAME.value,
            "words": there.quote, "before": there.before, "after": there.after,
        }  # fmt: skip
    for name, value in {**made, "number": passage.made_in}.items():
        setattr(passage, name, value)
    session().flush()
