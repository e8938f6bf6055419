"""Keeping the index in step with the tables: after each change, all of it anew, and checked.

A page's place behind the gate of its space, and who may read that space, are asked when somebody
searches: opening or closing a space touches none of its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.jobs import enqueue, task
from essp.discussions.models import Post, ThreadTopic
from essp.search import live
from essp.search.backends import IndexBroken, IndexBusy
from essp.search.collecting import (
    BATCH,
    FILES,
    all_documents,
    documents_of,
    key_of,
    shares_of_reads,
    topics_meaning,
    unclaimed_authors,
)
from essp.search.documents import Document, Kind
from essp.topics.models import PersonTopic
from essp.wiki.models import Contribution
from essp.wiki.topic_models import PageTopic

log = structlog.get_logger(__name__)

BETWEEN_WEIGHINGS = timedelta(hours=1)
QUIET = timedelta(seconds=30)  # after the last change, before segments are merged


@task("search.page", batch=True)
def reindex_page(wanted: list[dict[str, Any]]) -> None:
    """Bring pages up to date in the index. Arguments: page_id.

    People known from an import alone have no facts of their own: they come with what they wrote.
    """
    numbers = [each["page_id"] for each in wanted]
    _bring_up_to_date("page", numbers)
    if unclaimed := unclaimed_authors(numbers):
        _bring_up_to_date("person", unclaimed)


@task("search.person", batch=True)
def reindex_person(wanted: list[dict[str, Any]]) -> None:
    """Bring people up to date, and what they wrote when their name changed. Arguments: person_id,
    and perhaps `fields`, the names of what changed."""
    _bring_up_to_date("person", (each["person_id"] for each in wanted))
    renamed = [
        each["person_id"] for each in wanted if {"name", "handle"} & set(each.get("fields", ()))
    ]
    if renamed:
        _reindex_work_of(renamed)


@task("search.thread", batch=True)
def reindex_thread(wanted: list[dict[str, Any]]) -> None:
    """Bring conversations up to date, each with all its posts. Arguments: thread_id, and perhaps
    `from_id` and `into_id`, other threads that changed with it."""
    _bring_up_to_date("thread", [number for each in wanted for number in each.values()])


@task("search.space", batch=True)
def reindex_space(wanted: list[dict[str, Any]]) -> None:
    """Bring spaces themselves up to date; their pages need nothing. Arguments: space_id."""
    _bring_up_to_date("space", (each["space_id"] for each in wanted))


@task("search.file", batch=True)
def reindex_file(wanted: list[dict[str, Any]]) -> None:
    """Bring files up to date, by name and by what is written in them. Arguments: attachment_id."""
    numbers = list(dict.fromkeys(each["attachment_id"] for each in wanted))
    for start in range(0, len(numbers), FILES):
        _bring_up_to_date("file", numbers[start : start + FILES])


@task("search.topic", batch=True)
def reindex_topic(wanted: list[dict[str, Any]]) -> None:
    """Bring up to date what carries topics whose names changed. Arguments: ids of topics, and
    perhaps `change`, what it was that changed."""
    changed = [each for each in wanted if each.get("change", "names") == "names"]
    same = topics_meaning({each[name] for each in changed for name in each.keys() - {"change"}})
    pages = session().scalars(
        select(PageTopic.page_id).where(PageTopic.topic_id.in_(same)).distinct()
    )
    people = session().scalars(
        select(PersonTopic.person_id).where(PersonTopic.topic_id.in_(same)).distinct()
    )
    threads = session().scalars(
        select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(same)).distinct()
    )
    found = pages.all(), people.all(), threads.all()
    with transaction():
        for number in found[2]:
            enqueue(reindex_thread, thread_id=number)
        for number in found[0]:
            enqueue(reindex_page, page_id=number)
        for number in found[1]:
            enqueue(reindex_person, person_id=number)


@task("search.rebuild")
def rebuild_index() -> None:
    """Build the index anew, because it is missing or cannot be read."""
    try:
        log.info("the search index was rebuilt", documents=rebuild())
    except IndexBusy:
        log.info("the search index is being rebuilt already")


@task("search.tidy")
def tidy_index() -> None:
    """Merge segments, some time after the last change."""
    try:
        more = live.index().tidy()
    except (IndexBroken, IndexBusy):
        log.info("the search index could not be put in order now")
        return
    if more:
        with transaction():
            enqueue(tidy_index)


@task("search.reads")
def weigh_reads() -> None:
    """Let what is read often come a little earlier; no document is written for that."""
    try:
        live.index().weigh(shares_of_reads())
    except (IndexBroken, IndexBusy):
        log.info("how often pages are read could not be kept now")


def ask_to_weigh_reads() -> None:
    """Have the reads weighed some time later; asked for many times until then it is done once."""
    enqueue(weigh_reads, delay=BETWEEN_WEIGHINGS)


def rebuild(told: Callable[[], None] = lambda: None) -> int:
    """Build the whole index beside the live one and swap; `told` is called for each document.

    Raises IndexBusy when that is being done already.
    """

    def documents() -> Iterator[Document]:
        for document in all_documents():
            told()
            yield document

    return live.index().rebuild(documents(), documents_of)


def ask_for_rebuild() -> None:
    """Have the worker build the index anew; asked for many times it is done once."""
    with transaction():
        enqueue(rebuild_index)


@dataclass(frozen=True)
class Drift:
    """Where index and tables differ, by key."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    extra: tuple[str, ...]
    documents: int

    @property
    def found(self) -> bool:
        """Whether there is any difference."""
        return bool(self.missing or self.stale or self.extra)


def check() -> Drift:
    """Compare every document of the tables with what the index was told. Raises IndexBroken."""
    held = dict(live.index().stamps())
    missing, stale, count = [], [], 0
    for document in all_documents():
        count += 1
        stamp = held.pop(document.key, None)
        if stamp is None:
            missing.append(document.key)
        elif stamp != document.stamp:
            stale.append(document.key)
    return Drift(tuple(missing), tuple(stale), tuple(sorted(held)), count)


def _bring_up_to_date(kind: Kind, numbers: Iterable[int]) -> None:
    keys = list(dict.fromkeys(key_of(kind, number) for number in numbers))
    try:
        for batch in _batches(keys):
            live.index().write(documents := list(documents_of(batch)), _without(batch, documents))
    except IndexBroken as broken:
        log.warning("the search index cannot be written and is rebuilt", reason=str(broken))
        ask_for_rebuild()
        return
    with transaction():
        enqueue(tidy_index, delay=QUIET)


def _without(keys: Iterable[str], documents: Iterable[Document]) -> list[str]:
    present = {document.key for document in documents}
    return [key for key in keys if key not in present]


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    walk = iter(keys)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _reindex_work_of(people: list[int]) -> None:
    pages = select(Contribution.page_id).where(Contribution.person_id.in_(people)).distinct()
    numbers = session().scalars(pages).all()
    threads = select(Post.thread_id).where(Post.author_id.in_(people)).distinct()
    talk = session().scalars(threads).all()
    with transaction():
        for number in talk:
            enqueue(reindex_thread, thread_id=number)
        for number in numbers:
            enqueue(reindex_page, page_id=number)
