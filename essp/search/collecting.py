"""Search documents from the tables: by key, in batches of a few queries, never more at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from essp.attachments.models import Attachment, FileText
from essp.core.db import session
from essp.discussions.models import Thread
from essp.people.models import Person
from essp.search.documents import (
    KINDS,
    TEMPLATE_MARK,
    Document,
    Kind,
    author_mark,
    topic_mark,
)
from essp.search.languages import language_of
from essp.search.threads import thread_documents
from essp.spaces.models import Access, Space
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import named
from essp.topics.words import key_of_name
from essp.wiki.models import Contribution, Page, Rendering, Revision, RevisionCredit
from essp.wiki.reads import reads_lately
from essp.wiki.topic_models import PageTopic

BATCH = 200
FILES = 5  # whose texts are in memory at a time
READ_A_LOT = 400  # times in a month
MOST_AUTHORS = 40  # of one page, those who wrote most


def key_of(kind: Kind, number: int) -> str:
    """The key under which a row is indexed."""
    return f"{kind}:{number}"


def parts_of(key: str) -> tuple[Kind, int]:
    """Kind and row id of a key; raises ValueError for anything else."""
    for kind in KINDS:
        if key.startswith(f"{kind}:"):
            return kind, int(key.removeprefix(f"{kind}:"))
    raise ValueError(f"no key of the index: {key}")


def documents_of(keys: Iterable[str]) -> Iterator[Document]:
    """The documents of those keys that are to be found; what is archived or gone is left out."""
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for key in keys:
        kind, number = parts_of(key)
        wanted[kind].append(number)
    for kind, numbers in wanted.items():
        for start in range(0, len(numbers), BATCH):
            yield from _COLLECT[kind](numbers[start : start + BATCH])


def all_documents() -> Iterator[Document]:
    """Everything that is to be found, in batches; each batch is read in a transaction of its own."""
    for kind, table in _TABLES.items():
        last = 0
        while numbers := _next_numbers(table, last):
            yield from _COLLECT[kind](numbers)
            # A read that lasted as long as the whole walk would keep the database from tidying up.
            session().rollback()
            last = numbers[-1]


def how_many() -> int:
    """About how many documents a walk over everything gives."""
    counts = (session().scalar(select(func.count()).select_from(t)) or 0 for t in _TABLES.values())
    return sum(counts)


def unclaimed_authors(pages: Sequence[int]) -> list[int]:
    """The ids of people who ever wrote on these pages and never signed in."""
    wrote = select(Revision.author_id).where(Revision.page_id.in_(pages))
    helped = (
        select(RevisionCredit.person_id)
        .join(Revision, Revision.id == RevisionCredit.revision_id)
        .where(Revision.page_id.in_(pages))
    )
    mine = or_(Person.id.in_(wrote), Person.id.in_(helped))
    return list(session().scalars(select(Person.id).where(Person.joined_at.is_(None), mine)))


def shares_of_reads() -> dict[str, float]:
    """How much each page is read, 0 to 1 by key: ten times as often is not ten times as good."""
    return {
        key_of("page", page_id): min(1.0, math.log1p(times) / math.log1p(READ_A_LOT))
        for page_id, times in reads_lately().items()
    }


def topics_meaning(topics: Collection[int]) -> list[int]:
    """The ids of these topics and of all that stand for the same as one of them."""
    stands_for = func.coalesce(Topic.merged_into_id, Topic.id)
    targets = select(stands_for).where(Topic.id.in_(topics))
    same = or_(Topic.id.in_(topics), stands_for.in_(targets))
    return list(session().scalars(select(Topic.id).where(same)))


Table = type[Page] | type[Person] | type[Space] | type[Attachment] | type[Thread]


def _next_numbers(table: Table, last: int) -> Sequence[int]:
    query = select(table.id).where(table.id > last).order_by(table.id).limit(BATCH)
    return session().scalars(query).all()


def _pages(numbers: Sequence[int]) -> Iterator[Document]:
    authors, writers = _authors(numbers)
    about = _about(
        session().execute(
            select(PageTopic.page_id, PageTopic.topic_id)
            .where(PageTopic.page_id.in_(numbers))
            .order_by(PageTopic.at, PageTopic.topic_id)
        )
    )
    rows = session().execute(
        select(
            Page.id, Page.space_id, Page.title, Page.language, Page.updated_at,
            Page.template, Rendering.plain, Rendering.outline, Rendering.topics,
        )
        .outerjoin(Rendering, Rendering.page_id == Page.id)
        .join(Space, Space.id == Page.space_id)
        .where(Page.id.in_(numbers), Page.archived_at.is_(None), Space.practice.is_(False))
    )  # fmt: skip
    for row in rows:
        body = row.plain or ""
        names, marks = about[row.id]
        yield Document(
            key=key_of("page", row.id),
            kind="page",
            space_id=row.space_id,
            open=False,
            title=row.title,
            headings="\n".join(str(heading[2]) for heading in row.outline or ()),
            body=body,
            topics=_names(row.topics or (), names),
            authors=authors[row.id],
            language=language_of(f"{row.title}\n{body}") or row.language,
            updated=row.updated_at,
            space=str(row.space_id),
            marks=(*writers[row.id], *marks, *([TEMPLATE_MARK] if row.template else [])),
        )


def _about(carried: Iterable[Any]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By what carries them: every name of its topics, in either language, and their marks."""
    rows = [(row[0], row[1]) for row in carried]
    told = named({topic_id for _carrier, topic_id in rows}) if rows else {}
    found: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = defaultdict(lambda: ((), ()))
    for carrier, topic_id in rows:
        if topic_id in told:
            names, marks = found[carrier]
            words = (word.name for word in told[topic_id].words)
            found[carrier] = (*names, *words), (*marks, topic_mark(told[topic_id].id))
    return found


def _names(said: Iterable[object], known: Iterable[str]) -> tuple[str, ...]:
    """What was said and what is known, each word once."""
    return tuple({key_of_name(name): name for name in (*map(str, said), *known)}.values())


def _authors(
    numbers: Sequence[int],
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """Names and handles of who wrote each page's present words, and their marks."""
    rows = session().execute(
        select(Contribution.page_id, Person.id, Person.name, Person.handle)
        .join(Contribution.person)
        .where(Contribution.page_id.in_(numbers), Contribution.rank <= MOST_AUTHORS)
        .order_by(Contribution.page_id, Contribution.rank)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    marks: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for page_id, person_id, name, handle in rows:
        found[page_id] += (name, handle)
        marks[page_id] += (author_mark(person_id),)
    return found, marks


def _people(numbers: Sequence[int]) -> Iterator[Document]:
    about = _about(
        session().execute(
            select(PersonTopic.person_id, PersonTopic.topic_id)
            .where(PersonTopic.person_id.in_(numbers))
            .order_by(PersonTopic.place)
        )
    )
    for row in session().execute(
        select(
            Person.id, Person.name, Person.handle, Person.job_title, Person.department,
            Person.location, Person.about, Person.ask_me_about, Person.created_at,
        ).where(Person.id.in_(numbers), Person.same_as_id.is_(None))
    ):  # fmt: skip
        said = tuple(str(each) for each in row.ask_me_about or ())
        told = (row.job_title, row.department, row.location, row.about, *said)
        names, marks = about[row.id]
        yield Document(
            key=key_of("person", row.id),
            kind="person",
            space_id=None,
            open=True,
            title=row.name,
            headings="",
            body="\n".join(filter(None, told)),
            topics=_names(said, names),
            authors=(row.name, row.handle),
            language=language_of(row.about),
            updated=row.created_at,
            marks=marks,
        )


def _spaces(numbers: Sequence[int]) -> Iterator[Document]:
    for row in session().execute(
        select(Space.id, Space.name, Space.purpose, Space.access, Space.language, Space.created_at)
        .where(Space.id.in_(numbers))
    ):  # fmt: skip
        yield Document(
            key=key_of("space", row.id),
            kind="space",
            space_id=row.id,
            open=row.access != Access.CLOSED.value,
            title=row.name,
            headings="",
            body=row.purpose,
            topics=(),
            authors=(),
            language=language_of(row.purpose) or row.language,
            updated=row.created_at,
            space=str(row.id),
        )


def _files(numbers: Sequence[int]) -> Iterator[Document]:
    for start in range(0, len(numbers), FILES):
        yield from _few_files(numbers[start : start + FILES])


def _few_files(numbers: Sequence[int]) -> Iterator[Document]:
    rows = session().execute(
        select(
            Attachment.id, Attachment.space_id, Attachment.name, Attachment.at,
            Attachment.author_id,
            Person.name.label("author"), Person.handle, FileText.text, Space.language,
        )
        .join(Person, Person.id == Attachment.author_id)
        .outerjoin(Space, Space.id == Attachment.space_id)
        .outerjoin(FileText, FileText.sha256 == Attachment.sha256)
        .where(Attachment.id.in_(numbers), Attachment.archived_at.is_(None))
        .where(Attachment.withheld.is_(False))
        .where(or_(Space.id.is_(None), Space.practice.is_(False)))
    )  # fmt: skip
    for row in rows:
        body = row.text or ""
        yield Document(
            key=key_of("file", row.id),
            kind="file",
            space_id=row.space_id,
            # What stands on a profile is there for everyone.
            open=row.space_id is None,
            title=row.name,
            headings="",
            body=body,
            topics=(),
            authors=(row.author, row.handle),
            language=language_of(body) or row.language or "",
            updated=row.at,
            space=str(row.space_id or ""),
            marks=(author_mark(row.author_id),),
        )


_TABLES: dict[Kind, Table] = {
    "space": Space,
    "person": Person,
    "page": Page,
    "thread": Thread,
    "file": Attachment,
}
_COLLECT: dict[Kind, Callable[[Sequence[int]], Iterator[Document]]] = {
    "page": _pages,
    "thread": thread_documents,
    "file": _files,
    "person": _people,
    "space": _spaces,
}
