"""Noting what people open and look for, at no cost to who waits for a page.

An edge hands over what was opened; that is put behind what waits in the memory of the process and nothing
else happens. A thread of the process writes it down every few seconds, in one transaction: it asks then
what is measured at all and who objected, finds the thing by its address, and adds up what was opened
again. What a process that was killed had not written, some seconds' worth, is lost.

Of reading only the day is kept. Of a search the moment is, because whether it led anywhere shows within
minutes; both are gone after 35 days.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.attachments.models import Attachment
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.web import zone
from essp.discussions.models import Thread
from essp.expertise.folding import key_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.asking import day_of
from essp.stats.departments import Departments
from essp.stats.models import Searched, Usage
from essp.stats.privacy_models import InsightChoice, InsightSwitch
from essp.stats.verbs import Opened, Thing
from essp.topics.models import Topic
from essp.topics.suggesting import topics_in
from essp.wiki.models import Page

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds between two times that something is written
MOST = 200_000  # events in memory while nothing can be written; of more, the first are lost
BATCH = 400
SOON = timedelta(minutes=5)  # within which a search led somewhere, or was put otherwise
FULL = "full"

Context = Callable[[], AbstractContextManager[object]]
Address = int | str


class Seen(NamedTuple):
    """Somebody opened a thing, by its id or the last part of its address."""

    at: datetime
    person_id: int
    verb: Opened
    kind: Thing
    address: Address


class Sought(NamedTuple):
    """Somebody looked for something, and how much was found for them."""

    at: datetime
    person_id: int
    words: str
    found: int


@dataclass(frozen=True)
class Place:
    """A thing by its id, and the space it stands in: 0 for none."""

    id: int
    space_id: int


class Recorder:
    """What waits to be written down, and the thread that does."""

    def __init__(self) -> None:
        self._waiting: deque[Seen | Sought] = deque(maxlen=MOST)
        self._context: Context | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def write_within(self, context: Context) -> None:
        """From the first event on, write inside such a context, again and again."""
        self._context = context

    def rest(self) -> None:
        """Write no more by itself, until it is told to again; what is being written is waited for."""
        self._context = self._thread = None
        with self._writing:
            pass

    def put(self, event: Seen | Sought) -> None:
        """Note this; it is written later."""
        self._waiting.append(event)
        if self._thread is None and self._context is not None:
            self._start()

    def take(self) -> list[Seen | Sought]:
        """All that waits; it waits no more."""
        taken = []
        while self._waiting:
            taken.append(self._waiting.popleft())
        return taken

    def give_back(self, events: Iterable[Seen | Sought]) -> None:
        """What could not be written now waits again."""
        self._waiting.extendleft(reversed(list(events)))

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                # Only now: a thread that was there before the server forks would stay behind.
                self._thread = threading.Thread(target=self._write_on, name="insight", daemon=True)
                self._thread.start()

    def _write_on(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(PAUSE)
            with self._writing:
                context = self._context
                if context is None or self._thread is not threading.current_thread():
                    return
                with context():
                    write()


_recorder = Recorder()
write_within = _recorder.write_within
rest = _recorder.rest


def opened(person_id: int, verb: Opened, kind: Thing = Thing.NOTHING, address: Address = 0) -> None:
    """Somebody opened a thing just now."""
    _recorder.put(Seen(clock.now(), person_id, verb, kind, address))


def sought(person_id: int, text: str, found: int) -> None:
    """Somebody looked for words just now, and so much was found."""
    _recorder.put(Sought(clock.now(), person_id, text, found))


def write() -> int:
    """Write down what waits in this process; how many events that were, counted or left out."""
    events = _recorder.take()
    if not events:
        return 0
    try:
        with transaction():
            _write(events)
    except Exception:
        log.exception("what was opened could not be written")
        _recorder.give_back(events)
        return 0
    return len(events)


def mode() -> str:
    """How much is measured now: off, minimal or full."""
    last = select(InsightSwitch.mode).order_by(InsightSwitch.id.desc()).limit(1)
    return session().scalar(last) or "minimal"


def _write(events: Sequence[Seen | Sought]) -> None:
    if mode() != FULL:
        return
    silent = set(
        session().scalars(
            select(InsightChoice.person_id).where(InsightChoice.objected_at.is_not(None))
        )
    )
    # Whoever was made anonymous since is not followed by what still waited here.
    silent |= set(session().scalars(select(Person.id).where(Person.anonymous_at.is_not(None))))
    events = [each for each in events if each.person_id not in silent]
    departments = Departments({each.person_id for each in events})
    _write_seen([each for each in events if isinstance(each, Seen)], departments)
    _write_sought([each for each in events if isinstance(each, Sought)], departments)
    _mark_chosen([each for each in events if isinstance(each, Seen)])


def _write_seen(events: Sequence[Seen], departments: Departments) -> None:
    places = _places(events)
    practice = set(session().scalars(select(Space.id).where(Space.practice)))
    times: defaultdict[tuple[object, ...], int] = defaultdict(int)
    for each in events:
        place = places.get((each.kind, each.address))
        if place is None or place.space_id in practice:
            continue
        day = day_of(each.at, zone())
        department = departments.at(each.person_id, each.at)
        times[
            day, each.person_id, each.verb.value, each.kind.value, place.id, department,
            place.space_id,
        ] += 1  # fmt: skip
    names = ("day", "person_id", "verb", "kind", "object_id", "department", "space_id")
    # In one order for every process, so that two never wait for each other.
    rows = [
        dict(zip(names, key, strict=True), times=count)
        for key, count in sorted(times.items(), key=lambda item: str(item[0]))
    ]
    insert = insert_sqlite if _on_sqlite() else insert_postgresql
    for start in range(0, len(rows), BATCH):
        wanted = insert(Usage).values(rows[start : start + BATCH])
        session().execute(
            wanted.on_conflict_do_update(
                index_elements=list(_KEY),
                set_={"times": Usage.times + wanted.excluded.times},
            )
        )


def _write_sought(events: Sequence[Sought], departments: Departments) -> None:
    for each in events:
        key, person = key_of(each.words), session().get(Person, each.person_id)
        if not key or person is None:
            continue
        # The same words once more, such as for the next part, are the same search.
        before = _last_search(each.person_id, each.at)
        if before is not None and before.key == key:
            before.at = each.at
            continue
        if before is not None and not before.chosen:
            before.again = True
        topics = sorted(each.topic.id for each in topics_in(person, each.words))
        session().add(
            Searched(
                at=each.at, day=day_of(each.at, zone()), person_id=each.person_id, key=key,
                department=departments.at(each.person_id, each.at), words=each.words[:400],
                found=each.found, topics=topics,
            )
        )  # fmt: skip
        session().flush()


def _last_search(person_id: int, at: datetime) -> Searched | None:
    return session().scalar(
        select(Searched)
        .where(
            Searched.person_id == person_id, Searched.at <= at, Searched.at >= at - SOON,
        )
        .order_by(Searched.at.desc(), Searched.id.desc())
        .limit(1)
    )  # fmt: skip


def _mark_chosen(events: Sequence[Seen]) -> None:
    session().flush()
    for each in events:
        if each.verb is not Opened.SEARCH_CLICK:
            continue
        last = _last_search(each.person_id, each.at)
        if last is not None:
            session().execute(update(Searched).where(Searched.id == last.id).values(chosen=True))


def _places(events: Sequence[Seen]) -> Mapping[tuple[Thing, Address], Place]:
    """Where each thing stands, by its kind and address; nothing of what is not there."""
    found: dict[tuple[Thing, Address], Place] = {(Thing.NOTHING, 0): Place(0, 0)}
    wanted: defaultdict[Thing, set[Address]] = defaultdict(set)
    for each in events:
        wanted[each.kind].add(each.address)
    for kind, (address, number, space) in _FOUND_BY.items():
        some = sorted(wanted.get(kind, set()), key=str)
        for start in range(0, len(some), BATCH):
            batch: Collection[Address] = some[start : start + BATCH]
            rows = session().execute(select(address, number, space).where(address.in_(batch)))
            found.update({(kind, row[0]): Place(row[1], row[2] or 0) for row in rows})
    return found


def _on_sqlite() -> bool:
    return session().get_bind().dialect.name == "sqlite"


_KEY = ("day", "person_id", "verb", "kind", "object_id", "department")
_NONE = literal(0)
_FOUND_BY: Mapping[Thing, tuple[Any, Any, Any]] = {
    Thing.PAGE: (Page.id, Page.id, Page.space_id),
    Thing.THREAD: (Thread.uid, Thread.id, Thread.space_id),
    Thing.PERSON: (Person.handle, Person.id, _NONE),
    Thing.TOPIC: (Topic.slug, Topic.id, _NONE),
    Thing.FILE: (Attachment.uid, Attachment.id, Attachment.space_id),
    Thing.SPACE: (Space.slug, Space.id, Space.id),
}
