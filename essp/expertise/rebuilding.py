"""All pieces of work anew, with their index; and whether what is kept agrees with pages and threads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import session, transaction
from essp.core.jobs import task
from essp.discussions.models import Thread
from essp.expertise import gathering, indexing
from essp.expertise.believing import weigh_all
from essp.expertise.indexing import Entry
from essp.expertise.models import Part, Share, Work
from essp.expertise.naming import Names
from essp.expertise.storing import (
    Home,
    entries_of,
    kept_at,
    mark_gathered,
    near_enough,
    shares_of,
    store,
)
from essp.expertise.works import Made
from essp.search.backends import IndexBusy
from essp.wiki.models import Page

log = structlog.get_logger(__name__)

AT_A_TIME = 50
PAGES = select(Page).options(joinedload(Page.space)).order_by(Page.id)
THREADS = select(Thread).options(joinedload(Thread.space)).order_by(Thread.id)
Told = Callable[[int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Drift:
    """Where what is kept differs from pages and threads, in words; `works` were looked at."""

    works: int
    differing: Sequence[str]
    index: Sequence[str]

    @property
    def found(self) -> bool:
        """Whether there is any difference."""
        return bool(self.differing or self.index)


@task(gathering.REBUILD)
def gather_everything() -> None:
    """Gather everything anew, because the index is missing or cannot be read."""
    try:
        log.info("what people are found by was gathered anew", works=rebuild())
    except IndexBusy:
        log.info("what people are found by is being gathered already")


def rebuild(told: Told = lambda _count: None) -> int:
    """Work out every piece of work anew, keep it and build the index; the number of works.

    `told` is called with how many pages and threads were done. Raises IndexBusy while that is being
    done already.
    """
    names, count, upto = gathering.known_names(), 0, dict[int, int]()

    def entries() -> Iterator[Entry]:
        nonlocal count
        for some in _kept_anew(names, upto):
            for home, kept in some:
                count += len(kept)
                yield from entries_of(home.space_id, kept)
            told(len(some))

    indexing.rebuild(entries(), _again)
    for some in _batches(upto.items(), AT_A_TIME * 10):
        with transaction():
            mark_gathered(dict(some))
    weigh_all()
    return count


def _kept_anew(names: Names, upto: dict[int, int]) -> Iterator[list[tuple[Home, dict[int, Made]]]]:
    for pages in _pages():
        worked = [
            (page, gathering.works_of_page(page, names, anew=True, quickly=True)) for page in pages
        ]
        upto.update({page.id: page.revision_number for page in pages})
        with transaction():
            stored = [
                (home := Home(page.space_id, page_id=page.id), dict(store(home, found.made).made))
                for page, found in worked
            ]
        yield stored
    for threads in _threads():
        said = [(thread, gathering.works_of_thread(thread, names)) for thread in threads]
        with transaction():
            kept = [
                (home := Home(thread.space_id, thread_id=thread.id), dict(store(home, made).made))
                for thread, made in said
            ]
        yield kept


def _pages() -> Iterator[Sequence[Page]]:
    for ids in _batches(session().scalars(select(Page.id).order_by(Page.id)).all(), AT_A_TIME):
        yield session().scalars(PAGES.where(Page.id.in_(ids))).all()


def _threads() -> Iterator[Sequence[Thread]]:
    for ids in _batches(session().scalars(select(Thread.id).order_by(Thread.id)).all(), AT_A_TIME):
        yield session().scalars(THREADS.where(Thread.id.in_(ids))).all()


def _batches(every: Iterable[T], size: int) -> Iterator[list[T]]:
    walk = iter(every)
    while batch := list(islice(walk, size)):
        yield batch


def _again(works: Collection[int]) -> Iterator[Entry]:
    """What the index is told of works that were written while it was built."""
    for home, made in _homes_of(works):
        kept = kept_at(home)
        found = {kept[each.key].id: each for each in made if each.key in kept}
        yield from entries_of(
            home.space_id, {number: each for number, each in found.items() if number in works}
        )


def _homes_of(works: Collection[int]) -> Iterator[tuple[Home, Sequence[Made]]]:
    names = gathering.known_names()
    pages = select(Work.page_id).where(Work.id.in_(works))
    for page in session().scalars(PAGES.where(Page.id.in_(pages))).all():
        made = gathering.works_of_page(page, names, anew=True, quickly=True).made
        yield Home(page.space_id, page_id=page.id), made
    threads = select(Work.thread_id).where(Work.id.in_(works))
    for thread in session().scalars(THREADS.where(Thread.id.in_(threads))).all():
        yield Home(thread.space_id, thread_id=thread.id), gathering.works_of_thread(thread, names)


def check() -> Drift:
    """Work out every piece of work and compare it with what is kept, and the index with the rows."""
    names, count, differing = gathering.known_names(), 0, list[str]()
    for pages in _pages():
        for page in pages:
            made = gathering.works_of_page(page, names, anew=True, quickly=True).made
            count += len(made)
            differing += _differing(Home(page.space_id, page_id=page.id), made, page.title)
    for threads in _threads():
        for thread in threads:
            made = gathering.works_of_thread(thread, names)
            count += len(made)
            differing += _differing(Home(thread.space_id, thread_id=thread.id), made, thread.title)
    return Drift(count, differing, _index_differs())


def _differing(home: Home, made: Sequence[Made], title: str) -> Iterator[str]:
    kept = kept_at(home)
    shares = shares_of([row.id for row in kept.values()])
    wanted = {each.key: each for each in made}
    for key in sorted(wanted.keys() | kept.keys()):
        name = f"{title}: {key[0]} {key[1] or key[2]}"
        if key not in kept:
            yield f"{name} is missing"
        elif key not in wanted:
            yield f"{name} is too much"
        elif not _same(home, wanted[key], kept[key], shares[kept[key].id]):
            yield f"{name} says something else"


def _same(home: Home, made: Made, row: Work, shares: dict[tuple[int, str], int]) -> bool:
    columns = home.columns(made, row.number)
    if near_enough(made, shares):
        columns.pop("words")
    elif dict(made.shares) != shares:
        return False
    return all(getattr(row, name) == value for name, value in columns.items())


def _index_differs() -> list[str]:
    kept = {(row.kind, row.id, 0) for row in session().execute(select(Work.kind, Work.id))}
    around = select(Share.part, Share.work_id, Share.person_id).where(
        Share.part != Part.WROTE.value
    )
    kept |= {(part, work, person) for part, work, person in session().execute(around)}
    return [f"{kind} {work} of the index" for kind, work, _person in sorted(kept ^ indexing.held())]
