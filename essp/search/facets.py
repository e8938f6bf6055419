"""Facets: what the best of what was found divides into, counted over what the reader may read.

Counted are the best `MOST`, loaded through the reader, never what the index believes: one question
to the database for each kind of thing and of facet, whatever the size of the site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select

from essp.attachments import policy as files
from essp.attachments.models import Attachment
from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Thread
from essp.people.models import Person
from essp.search.collecting import MOST_AUTHORS, parts_of
from essp.search.documents import KINDS, Kind
from essp.search.filters import NAMES, PERIODS, Filters, Meant, Name
from essp.spaces.models import Space
from essp.spaces.policy import known_to, readable_by
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import named
from essp.wiki.models import Contribution, Page
from essp.wiki.topic_models import PageTopic

MOST = 500
SHOWN = 8  # values of one facet


@dataclass(frozen=True)
class Value:
    """One value of a facet as it stands in an address, what it is called, and how many have it.

    Of a `chosen` one and of those beside it: how many there are with it in the place of the chosen.
    `beyond` when more was found than was counted.
    """

    value: str
    label: str
    count: int
    beyond: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Sample:
    """Keys of the best of what was found, and whether there is more."""

    keys: Sequence[str]
    beyond: bool = False


@dataclass(frozen=True)
class Facets:
    """Facets by name, the commonest values first; `beyond` when more than `total` was found."""

    total: int = 0
    beyond: bool = False
    values: Mapping[Name, Sequence[Value]] = field(default_factory=dict)


@dataclass
class _Counts:
    """What was found, as far as the actor may know of it."""

    actor: Person
    pages: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    spaces: Counter[int] = field(default_factory=Counter)
    authors: Counter[int] = field(default_factory=Counter)
    topics: Counter[int] = field(default_factory=Counter)
    changed: list[datetime] = field(default_factory=list)


def facets_of(
    actor: Person,
    found: Sample,
    *,
    filters: Filters,
    meant: Meant,
    language: str,
    without: Mapping[Name, Sample] = MappingProxyType({}),
) -> Facets:
    """The facets of what was found, labels in the language; what is chosen is always among them.

    `without` has, for a facet in which something is chosen, what is found without that choice: its
    other values are counted there, so that one can change over.
    """
    whole = _all_counted(actor, found.keys)

    def values(name: Name) -> list[Value]:
        sample = without.get(name)
        counts = whole if sample is None else _all_counted(actor, sample.keys)
        beyond = (sample or found).beyond
        told = _values(counts, name, filters, meant, language)
        return [replace(value, beyond=beyond) for value in told]

    return Facets(sum(whole.kinds.values()), found.beyond, {name: values(name) for name in NAMES})


def _all_counted(actor: Person, keys: Iterable[str]) -> _Counts:
    counts = _counted(actor, keys)
    _count_authors(counts)
    _count_topics(counts)
    return counts


def _values(
    counts: _Counts, name: Name, filters: Filters, meant: Meant, language: str
) -> list[Value]:
    if name == "kind":
        return _kinds(counts, filters.kind)
    if name == "space":
        return _spaces(counts, meant.space_id)
    if name == "author":
        return _people(counts, meant.author_id)
    if name == "topic":
        return _topics(counts, meant.topic_id, language)
    return _periods(counts, filters.changed)


def readable(actor: Person, keys: Iterable[str]) -> int:
    """How many of these the actor may know of."""
    return sum(_counted(actor, keys).kinds.values())


def _counted(actor: Person, keys: Iterable[str]) -> _Counts:
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for key in keys:
        kind, number = parts_of(key)
        wanted[kind].append(number)
    counts = _Counts(actor)
    _count_pages(counts, wanted["page"])
    _count_files(counts, wanted["file"])
    _count_threads(counts, wanted["thread"])
    if wanted["person"]:
        found = select(Person.id).where(Person.id.in_(wanted["person"]))
        counts.people = list(session().scalars(found))
        counts.kinds["person"] = len(counts.people)
    if wanted["space"]:
        known = select(Space.id).where(Space.id.in_(wanted["space"]), known_to(actor))
        numbers = session().scalars(known).all()
        counts.spaces.update(numbers)
        counts.kinds["space"] = len(numbers)
    return counts


def _count_pages(counts: _Counts, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    rows = session().execute(
        select(Page.id, Page.space_id, Page.updated_at)
        .join(Page.space)
        .where(Page.id.in_(numbers), Page.archived_at.is_(None), readable_by(counts.actor))
    )
    for number, space_id, updated in rows:
        counts.pages.append(number)
        counts.spaces[space_id] += 1
        counts.changed.append(updated)
    counts.kinds["page"] = len(counts.pages)


def _count_files(counts: _Counts, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    rows = session().execute(
        select(Attachment.space_id, Attachment.author_id, Attachment.at).where(
            Attachment.id.in_(numbers),
            Attachment.archived_at.is_(None),
            files.readable_by(counts.actor),
        )
    )
    for space_id, author_id, at in rows:
        counts.kinds["file"] += 1
        counts.spaces.update([space_id] if space_id else [])
        counts.authors[author_id] += 1
        counts.changed.append(at)


def _count_threads(counts: _Counts, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    rows = session().execute(
        select(Thread.space_id, Thread.author_id, Thread.last_at)
        .join(Thread.space)
        .where(Thread.id.in_(numbers), Thread.listed(), readable_by(counts.actor))
    )
    for space_id, author_id, at in rows:
        counts.kinds["thread"] += 1
        counts.spaces[space_id] += 1
        counts.authors[author_id] += 1
        counts.changed.append(at)


def _count_authors(counts: _Counts) -> None:
    if not counts.pages:
        return
    wrote = (
        select(Contribution.person_id, func.count())
        .where(Contribution.page_id.in_(counts.pages), Contribution.rank <= MOST_AUTHORS)
        .group_by(Contribution.person_id)
    )
    for person_id, pages in session().execute(wrote):
        counts.authors[person_id] += pages


def _count_topics(counts: _Counts) -> None:
    stands_for = func.coalesce(Topic.merged_into_id, Topic.id)
    for table, carrier, numbers in (
        (PageTopic, PageTopic.page_id, counts.pages),
        (PersonTopic, PersonTopic.person_id, counts.people),
    ):
        if numbers:
            rows = session().execute(
                select(stands_for, func.count(carrier.distinct()))
                .select_from(table)
                .join(Topic, Topic.id == table.topic_id)
                .where(carrier.in_(numbers))
                .group_by(stands_for)
            )
            for topic_id, uses in rows:
                counts.topics[topic_id] += uses


def _shown(counted: Counter[int], chosen: int | None) -> list[int]:
    """The commonest, and what was chosen in front of them."""
    commonest = [number for number, _count in sorted(counted.items(), key=_often)[:SHOWN]]
    return list(dict.fromkeys([chosen, *commonest])) if chosen else commonest


def _often(counted: tuple[int, int]) -> tuple[int, int]:
    return (-counted[1], counted[0])


def _spaces(counts: _Counts, chosen: int | None) -> list[Value]:
    shown = _shown(counts.spaces, chosen)
    known = select(Space).where(Space.id.in_(shown), known_to(counts.actor))
    found = {space.id: space for space in session().scalars(known)} if shown else {}
    return [
        Value(found[n].slug, found[n].name, counts.spaces[n], chosen=n == chosen)
        for n in shown
        if n in found
    ]


def _people(counts: _Counts, chosen: int | None) -> list[Value]:
    shown = _shown(counts.authors, chosen)
    known = select(Person.id, Person.handle, Person.name).where(Person.id.in_(shown))
    found = {row.id: row for row in session().execute(known)} if shown else {}
    return [
        Value(found[n].handle, found[n].name, counts.authors[n], chosen=n == chosen)
        for n in shown
        if n in found
    ]


def _topics(counts: _Counts, chosen: int | None, language: str) -> list[Value]:
    shown = _shown(counts.topics, chosen)
    told = named(shown) if shown else {}
    return [
        Value(told[n].slug, told[n].label(language), counts.topics[n], chosen=n == chosen)
        for n in shown
        if n in told
    ]


def _periods(counts: _Counts, chosen: str) -> list[Value]:
    now = clock.now()
    found = [
        Value(
            name, name, sum(now - changed <= length for changed in counts.changed),
            chosen=name == chosen,
        )
        for name, length in PERIODS.items()
    ]  # fmt: skip
    return [value for value in found if value.count or value.chosen]


def _kinds(counts: _Counts, chosen: str) -> list[Value]:
    return [
        Value(kind, kind, counts.kinds[kind], chosen=kind == chosen)
        for kind in KINDS
        if counts.kinds[kind]
    ]
