"""Search documents from the tables: by key, in batches of a few queries, never more at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import func, or_, select

from essp.attachments.models import Attachment, FileText
from essp.core.db import session
from essp.people.models import Person
from essp.search.documents import KINDS, Document, Kind
from essp.search.languages import language_of
from essp.spaces.models import Access, Space
from essp.wiki.models import Contribution, Page, Rendering, Revision, RevisionCredit

BATCH = 200
FILES = 5  # whose texts are in memory at a time
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


Table = type[Page] | type[Person] | type[Space] | type[Attachment]


def _next_numbers(table: Table, last: int) -> Sequence[int]:
    query = select(table.id).where(table.id > last).order_by(table.id).limit(BATCH)
    return session().scalars(query).all()


def _pages(numbers: Sequence[int]) -> Iterator[Document]:
    authors = _authors(numbers)
    rows = session().execute(
        select(
            Page.id, Page.space_id, Page.title, Page.language, Page.updated_at,
            Rendering.plain, Rendering.outline, Rendering.topics,
        )
        .outerjoin(Rendering, Rendering.page_id == Page.id)
        .where(Page.id.in_(numbers), Page.in_use())
    )  # fmt: skip
    for row in rows:
        body = row.plain or ""
        yield Document(
            key=key_of("page", row.id),
            kind="page",
            space_id=row.space_id,
            open=False,
            title=row.title,
            headings="\n".join(str(heading[2]) for heading in row.outline or ()),
            body=body,
            topics=tuple(row.topics or ()),
            authors=authors[row.id],
            language=language_of(f"{row.title}\n{body}") or row.language,
            updated=row.updated_at,
            space=str(row.space_id),
        )


def _authors(numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Names and handles of who wrote each page's present words."""
    rows = session().execute(
        select(Contribution.page_id, Person.name, Person.handle)
        .join(Contribution.person)
        .where(Contribution.page_id.in_(numbers), Contribution.rank <= MOST_AUTHORS)
        .order_by(Contribution.page_id, Contribution.rank)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for page_id, name, handle in rows:
        found[page_id] += (name, handle)
    return found


def _people(numbers: Sequence[int]) -> Iterator[Document]:
    for row in session().execute(
        select(
            Person.id, Person.name, Person.handle, Person.job_title, Person.department,
            Person.location, Person.about, Person.ask_me_about, Person.created_at,
        ).where(Person.id.in_(numbers))
    ):  # fmt: skip
        topics = tuple(str(each) for each in row.ask_me_about or ())
        told = (row.job_title, row.department, row.location, row.about, *topics)
        yield Document(
            key=key_of("person", row.id),
            kind="person",
            space_id=None,
            open=True,
            title=row.name,
            headings="",
            body="\n".join(filter(None, told)),
            topics=topics,
            authors=(row.name, row.handle),
            language=language_of(row.about),
            updated=row.created_at,
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
            Person.name.label("author"), Person.handle, FileText.text, Space.language,
        )
        .join(Person, Person.id == Attachment.author_id)
        .outerjoin(Space, Space.id == Attachment.space_id)
        .outerjoin(FileText, FileText.sha256 == Attachment.sha256)
        .where(Attachment.id.in_(numbers), Attachment.archived_at.is_(None))
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
        )


_TABLES: dict[Kind, Table] = {
    "space": Space,
    "person": Person,
    "page": Page,
    "file": Attachment,
}
_COLLECT: dict[Kind, Callable[[Sequence[int]], Iterator[Document]]] = {
    "page": _pages,
    "file": _files,
    "person": _people,
    "space": _spaces,
}
