"""The rows of what was found, loaded through the actor: rights are asked again at delivery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from essp.attachments import policy as files
from essp.attachments.models import Attachment, FileText, StoredFile
from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.ids import key_of, slugify
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.search.collecting import parts_of
from essp.search.documents import Access, Kind
from essp.search.filters import Filters, Meant
from essp.search.threads import FoundThread, found_threads
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import known_to, readable_by
from essp.topics.queries import find_topic
from essp.wiki.models import Contribution, Page, Rendering

NAMED = 2  # authors of a page told by name


@dataclass(frozen=True)
class Share:
    """A person's part of a page's present words; `percent` of 100."""

    name: str
    percent: int
    ink: int


@dataclass(frozen=True)
class FoundPage:
    """A page as a result. `others` counts the authors who are not in `shares`."""

    id: int
    uid: str
    title: str
    slug: str
    space_slug: str
    space_name: str
    updated_at: datetime
    text: str
    template: bool = False
    shares: tuple[Share, ...] = ()
    others: int = 0

    @property
    def path(self) -> str:
        """Its address."""
        return f"/s/{self.space_slug}/{self.slug}"


@dataclass(frozen=True)
class FoundFile:
    """A file as a result. `parts` says where in `text` its pages, slides or sheets begin (`unit`).

    `post_uid` is the post that it belongs to, if it is one's, and `thread` the title of its thread.
    """

    id: int
    uid: str
    name: str
    media_type: str
    at: datetime
    author: str
    space_name: str
    owner: str
    text: str = ""
    parts: tuple[int, ...] = ()
    unit: str = ""
    post_uid: str | None = None
    thread: str | None = None

    @property
    def path(self) -> str:
        """The address of its own page."""
        return f"/files/{self.uid}"


Row = FoundPage | FoundThread | FoundFile | Person | Space


@dataclass
class Rows:
    """Everything found that the actor may know of, by key of the index."""

    pages: dict[str, FoundPage] = field(default_factory=dict)
    threads: dict[str, FoundThread] = field(default_factory=dict)
    files: dict[str, FoundFile] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)

    def get(self, key: str) -> Row | None:
        """The row of a key; None for what the actor may not know of."""
        return (
            self.pages.get(key)
            or self.threads.get(key)
            or self.files.get(key)
            or self.people.get(key)
            or self.spaces.get(key)
        )


def access_of(actor: Person) -> Access:
    """What the actor may find: one query."""
    return Access(frozenset(session().scalars(select(Space.id).where(readable_by(actor)))))


def space_named(actor: Person, words: str) -> int | None:
    """The id of the space meant by an address or a name, if the actor may know of it."""
    return session().scalar(
        select(Space.id)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(
            known_to(actor),
            or_(SpaceAddress.slug == slugify(words, ""), Space.name_key == key_of(words)),
        )
        .order_by(Space.id)
        .limit(1)
    )


def ids_named(actor: Person, filters: Filters) -> Meant:
    """What filters name, as far as the actor may know of it."""
    space = author = topic = None
    if filters.space:
        space = space_named(actor, filters.space) or 0
    if filters.author:
        handle = Person.handle == filters.author.lstrip("@").lower()
        author = session().scalar(select(Person.id).where(handle)) or 0
    if filters.topic:
        try:
            topic = find_topic(actor, filters.topic).id
        except NotFound:
            topic = 0
    return Meant(space, author, topic)


def load(
    actor: Person, keys: Iterable[str], *, with_text: bool = True, templates: bool = False
) -> Rows:
    """The rows of keys; `with_text` also brings texts and authors of pages. At most seven queries.

    Of pages those in use, or the `templates` alone.
    """
    wanted: dict[Kind, list[int]] = defaultdict(list)
    for key in keys:
        kind, number = parts_of(key)
        wanted[kind].append(number)
    rows = Rows()
    if wanted["page"]:
        found = _pages(actor, wanted["page"], with_text, templates)
        rows.pages = {f"page:{page.id}": page for page in found}
    if wanted["thread"]:
        talk = found_threads(actor, wanted["thread"], with_text=with_text)
        rows.threads = {f"thread:{thread.id}": thread for thread in talk}
    if wanted["file"]:
        kept = _files(actor, wanted["file"], with_text)
        rows.files = {f"file:{file.id}": file for file in kept}
    if wanted["person"]:
        people = session().scalars(select(Person).where(Person.id.in_(wanted["person"])))
        rows.people = {f"person:{person.id}": person for person in people}
    if wanted["space"]:
        known = select(Space).where(Space.id.in_(wanted["space"]), known_to(actor))
        rows.spaces = {f"space:{space.id}": space for space in session().scalars(known)}
    return rows


def pages_by_title(actor: Person, words: Sequence[str], limit: int) -> list[FoundPage]:
    """Pages with all these words in their title, for when there is no index to ask."""
    conditions = [Page.title_key.contains(word, autoescape=True) for word in words]
    found = select(Page.id).join(Page.space).where(readable_by(actor), *conditions)
    found = found.where(Page.in_use()).order_by(func.length(Page.title), Page.id)
    numbers = session().scalars(found.limit(limit)).all()
    pages = {page.id: page for page in _pages(actor, numbers, with_text=True)}
    return [pages[number] for number in numbers if number in pages]


def _pages(
    actor: Person, numbers: Sequence[int], with_text: bool, templates: bool = False
) -> list[FoundPage]:
    columns = (
        Page.id, Page.uid, Page.title, Page.slug, Space.slug.label("space_slug"),
        Space.name.label("space_name"), Page.updated_at, Page.template,
    )  # fmt: skip
    query = (
        select(*columns, *([Rendering.plain.label("text")] if with_text else []))
        .join(Page.space)
        .where(
            Page.id.in_(numbers), Page.archived_at.is_(None), Page.template.is_(templates),
            readable_by(actor),
        )
    )  # fmt: skip
    if with_text:
        query = query.outerjoin(Rendering, Rendering.page_id == Page.id)
    rows = session().execute(query).mappings().all()
    shares = _shares([row["id"] for row in rows]) if with_text else {}
    return [
        FoundPage(
            **{**row, "text": row.get("text") or ""},
            shares=tuple(shares[row["id"]][0]) if row["id"] in shares else (),
            others=shares[row["id"]][1] if row["id"] in shares else 0,
        )
        for row in rows
    ]


def _files(actor: Person, numbers: Sequence[int], with_text: bool) -> list[FoundFile]:
    owner, author = aliased(Person), aliased(Person)
    text = (FileText.text, FileText.parts, FileText.unit) if with_text else ()
    query = (
        select(
            Attachment.id, Attachment.uid, Attachment.name, StoredFile.media_type, Attachment.at,
            author.name.label("author"), func.coalesce(Space.name, "").label("space_name"),
            func.coalesce(owner.name, "").label("owner"), Post.uid.label("post_uid"),
            Thread.title.label("thread"), *text,
        )
        .join(StoredFile, StoredFile.sha256 == Attachment.sha256)
        .join(author, author.id == Attachment.author_id)
        .outerjoin(Space, Space.id == Attachment.space_id)
        .outerjoin(owner, owner.id == Attachment.person_id)
        .outerjoin(Post, (Post.uid == Attachment.post_uid) & (Post.gone == ""))
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .where(
            Attachment.id.in_(numbers), Attachment.archived_at.is_(None), files.readable_by(actor)
        )
    )  # fmt: skip
    if with_text:
        query = query.outerjoin(FileText, FileText.sha256 == Attachment.sha256)
    found = session().execute(query).mappings().all()
    return [
        FoundFile(
            **{
                **row,
                "text": row.get("text") or "",
                "parts": tuple(row.get("parts") or ()),
                "unit": row.get("unit") or "",
            }
        )
        for row in found
    ]


def _shares(numbers: Sequence[int]) -> Mapping[int, tuple[list[Share], int]]:
    """By page: the first authors with all others together, and how many those are."""
    total = func.sum(Contribution.words).over(partition_by=Contribution.page_id)
    people = func.count().over(partition_by=Contribution.page_id)
    every = (
        select(Contribution, total.label("total"), people.label("people"))
        .where(Contribution.page_id.in_(numbers))
        .subquery()
    )
    rows = session().execute(
        select(
            every.c.page_id, every.c.words, every.c.rank, every.c.total, every.c.people, Person.name
        )
        .join(Person, Person.id == every.c.person_id)
        .where(every.c.rank <= NAMED)
        .order_by(every.c.page_id, every.c.rank)
    )
    found: dict[int, tuple[list[Share], int]] = {}
    for row in rows:
        named, _ = found.setdefault(row.page_id, ([], max(row.people - NAMED, 0)))
        named.append(Share(row.name, round(100 * row.words / (row.total or 1)), row.rank))
    return found
