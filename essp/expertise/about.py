"""What is about what was asked: the works that were found, as pages and threads, with how well they fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from essp.core.among import among
from essp.core.db import session
from essp.discussions.models import Thread, ThreadTopic
from essp.expertise.matter import Matter, Piece
from essp.expertise.models import Work, WorkKind
from essp.people.models import Person
from essp.search.work_texts import Fitting
from essp.search.work_texts import WorkKind as TextKind
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page
from essp.wiki.topic_models import PageTopic

LEAST = 0.15  # of the best, for a page or a thread to be about it
MOST = 60  # pages, and threads
MOST_OF_TOPIC = 150  # that carry a topic which was named
OF_TOPIC = 0.5  # how well those fit that do not say the words


@dataclass(frozen=True)
class Weights:
    """How well pages and threads fit, by id: 1 for the best. `sections` lead to their pages."""

    pages: dict[int, float] = field(default_factory=dict)
    threads: dict[int, float] = field(default_factory=dict)
    sections: dict[int, int] = field(default_factory=dict)


def weights_of(fits: Mapping[TextKind, Sequence[Fitting]]) -> Weights:
    """How well the pages and threads of these works fit.

    Against the best of all kinds: where pages are about it, a post that says the word in passing is the
    best of the posts and still not about it.
    """
    worth: dict[int, float] = {}
    best = max((piece.fit for pieces in fits.values() for piece in pieces), default=1.0)
    for pieces in fits.values():
        for piece in pieces:
            fit = (piece.fit / best) ** 2
            if fit >= LEAST:
                worth[piece.work_id] = max(fit, worth.get(piece.work_id, 0.0))
    found = Weights()
    rows = session().execute(
        select(Work.id, Work.page_id, Work.thread_id, Work.kind).where(among(Work.id, worth))
    )
    for work, page, thread, kind in rows:
        for number, kept in ((page, found.pages), (thread, found.threads)):
            if number is not None:
                kept[number] = max(worth[work], kept.get(number, 0.0))
        if kind == WorkKind.SECTION.value and page is not None:
            found.sections[work] = page
    return Weights(_best(found.pages), _best(found.threads), found.sections)


def matter_of(
    actor: Person,
    weights: Weights,
    topics: frozenset[int] = frozenset(),
    most: int = MOST_OF_TOPIC,
) -> Matter:
    """What the actor may open of these pages and threads, and of those about these topics."""
    pages, threads = dict(weights.pages), dict(weights.threads)
    if topics:
        on_page = select(PageTopic.page_id).where(PageTopic.topic_id.in_(topics)).distinct()
        in_thread = select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(topics)).distinct()
        for number in session().scalars(on_page.limit(most)):
            pages.setdefault(number, OF_TOPIC)
        for number in session().scalars(in_thread.limit(most)):
            threads.setdefault(number, OF_TOPIC)
    among = pages_among(actor, pages)
    sections = {work: page for work, page in weights.sections.items() if page in among}
    return Matter(among, threads_among(actor, threads), topics, sections)


def pages_among(actor: Person, wanted: Mapping[int, float]) -> dict[int, Piece]:
    """Those of these pages in use that the actor may open, by id."""
    rows = session().execute(
        select(Page.id, Page.title, Page.slug, Space.slug, Page.updated_at)
        .join(Page.space)
        .where(
            Page.id.in_(wanted), Page.in_use(), Space.practice.is_(False), readable_by(actor),
        )
    )  # fmt: skip
    return {
        number: Piece(number, title, f"/s/{space}/{slug}", wanted[number], at)
        for number, title, slug, space, at in rows
    }


def threads_among(actor: Person, wanted: Mapping[int, float]) -> dict[int, Piece]:
    """Those of these threads that the actor may open, by id."""
    rows = session().execute(
        select(Thread.id, Thread.title, Thread.uid, Thread.last_at)
        .join(Thread.space)
        .where(
            Thread.id.in_(wanted), Thread.listed(), Space.practice.is_(False), readable_by(actor)
        )
    )
    return {
        number: Piece(number, title, f"/t/{uid}", wanted[number], at)
        for number, title, uid, at in rows
    }


def _best(weights: Mapping[int, float]) -> dict[int, float]:
    kept = sorted(weights, key=lambda number: (-weights[number], number))[:MOST]
    return {number: weights[number] for number in kept}
