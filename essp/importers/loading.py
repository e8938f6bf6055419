"""A source's pages written into a space, so that stopping and running again ends in the same state.

Everything is written in short transactions, each of them a state that is whole in itself: some
revisions of one page, with the note of what they came from. A later run finds those notes and goes
on behind them. Who wrote becomes an unclaimed person; nobody is told of anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from essp.attachments.storing import store
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.text.lineage import Step
from essp.importers.ahead import BATCHES, Ahead
from essp.importers.destination import Destination, known_space, source_in, space_of
from essp.importers.giving_way import GivingWay
from essp.importers.ledger import Ledger, Note, Outcome
from essp.importers.models import ImportPage, ImportSource
from essp.importers.originals import checked
from essp.importers.page_standing import bring_standings
from essp.importers.page_writing import Cast, PageWriter
from essp.importers.pictures_ahead import PicturesAhead
from essp.importers.records import (
    KnownPage,
    SourceFile,
    SourcePage,
    SourceRevision,
    UnreadableError,
)
from essp.people.models import Person
from essp.wiki.models import Page
from essp.wiki.texts import clean_text

# Small enough that whoever saves a page meanwhile hardly waits.
REVISIONS_AT_ONCE = 200
CHARACTERS_AT_ONCE = 4_000_000

Progress = Callable[[int, int], None]
ImageAddress = Callable[[str], str | None]


class HistorySource(Protocol):
    """What is imported: pages with their revisions, and the account of them."""

    kind: str
    origin: str
    folder: str
    ledger: Ledger

    @property
    def head(self) -> str:
        """What names the present end of the history."""

    def pages(
        self,
        known: Mapping[str, KnownPage] | None = None,
        taken_titles: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> list[SourcePage]:
        """All pages, each after the one it hangs under."""

    def revisions(self, page_key: str, image: ImageAddress) -> Iterator[SourceRevision]:
        """The revisions of a page, oldest first."""

    def file(self, path: str) -> SourceFile | None:
        """A file that pages show."""

    def pictures(self) -> Iterator[bytes]:
        """Pictures that pages may show, before they are asked for."""


def load(
    actor: Person,
    space_slug: str,
    source: HistorySource,
    *,
    originals: str = "",
    reading: Progress | None = None,
    writing: Progress | None = None,
) -> Ledger:
    """Bring a source into a space, which is made when it is missing; commits as it goes.

    `originals` is the address under which what it holds is still read, with `{path}` for that of each;
    without it the one of the run before stays. `reading` is told commits, `writing` is told revisions:
    done and of how many. Raises Refused when the actor may not write in the space, Invalid of an address
    that leads nowhere, and what the source raises.
    """
    return _Run(actor.id, space_slug, source, checked(originals)).through(reading, writing)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Revisions of one page that are written in one transaction, and the revision before them."""

    page: SourcePage
    revisions: list[SourceRevision]
    before: SourceRevision | None
    is_last: bool = False


class _Run:
    """One run of an import."""

    def __init__(
        self, actor_id: int, space_slug: str, source: HistorySource, originals: str
    ) -> None:
        self._actor_id = actor_id
        self._originals = originals
        self._space_slug = space_slug
        self._source = source
        self._ledger = source.ledger
        self._cast = Cast()
        self._images: dict[str, str | None] = {}

    def through(self, reading: Progress | None, writing: Progress | None) -> Ledger:
        """Write all pages; nothing is made before the source turned out to have some."""
        rows, known, taken = self._present()
        pages = self._source.pages(known, taken, reading)
        if not pages:
            raise UnreadableError(
                _(
                    "Nothing in %(origin)s is to be imported: no file of that folder has a name"
                    " that is included.",
                    origin=self._source.origin,
                )
            )
        self._to = self._destination()
        total, done, give_way = sum(page.revisions for page in pages), 0, GivingWay()
        with Ahead(total) as ahead, PicturesAhead(self._source.pictures()) as self._pictures:
            writer = PageWriter(self._to, self._cast, self._ledger, pages, ahead)
            for batch in _with_the_next_begun(self._batches(pages, rows, ahead)):
                if batch.revisions:
                    writer.write(batch.page, batch.revisions, batch.before, is_last=batch.is_last)
                    give_way()
                done += batch.page.revisions if batch.is_last else 0
                if writing is not None:
                    writing(done, total)
        self._finish(pages)
        return self._ledger

    def _batches(
        self, pages: Sequence[SourcePage], rows: Mapping[str, ImportPage], ahead: Ahead
    ) -> Iterator[_Batch]:
        """All that is to be written; the attribution of new pages is begun with the reading."""
        for page in pages:
            row = rows.get(page.key)
            if row is not None and row.complete == page.fingerprint:
                self._ledger.outcomes[Outcome.KNOWN] += page.revisions
                yield _Batch(page, [], None, is_last=True)
                continue
            self._pictures.go_on()
            for batch in self._read(page):
                if row is None and batch.revisions:
                    ahead.prepare(
                        self._steps(batch),
                        goes_on=batch.before is not None,
                        language=self._language,
                    )
                yield batch

    def _destination(self) -> Destination:
        with transaction():
            actor = session().get_one(Person, self._actor_id)
            space = space_of(actor, self._space_slug)
            row = source_in(space, self._source.kind, self._source.folder)
            if row is None:
                row = ImportSource(
                    space_id=space.id, kind=self._source.kind, folder=self._source.folder
                )
                session().add(row)
            row.origin, row.started_at, row.finished_at = self._source.origin, clock.now(), None
            row.originals = self._originals or row.originals
            session().flush()
            self._language = space.language
            # As long as somebody holds them, no transaction has to read them again.
            self._held = (actor, space)
            return Destination(actor.id, space.id, row.id)

    def _read(self, page: SourcePage) -> Iterator[_Batch]:
        batch: list[SourceRevision] = []
        before: SourceRevision | None = None
        characters = 0
        for revision in self._source.revisions(page.key, self._image):
            if len(batch) >= REVISIONS_AT_ONCE or characters > CHARACTERS_AT_ONCE:
                yield _Batch(page, batch, before)
                batch, before, characters = [], batch[-1], 0
            batch.append(revision)
            characters += len(revision.text)
        yield _Batch(page, batch, before, is_last=True)

    def _steps(self, batch: _Batch) -> list[Step]:
        self._gather(batch)
        return [
            Step(
                clean_text(revision.text),
                self._cast.person(revision.author).id,
                revision.number,
            )
            for revision in batch.revisions
        ]

    def _gather(self, batch: _Batch) -> None:
        people = [
            person
            for revision in batch.revisions
            for person in (revision.author, *revision.co_authors)
        ]
        if self._cast.lacks(people):
            with transaction():
                self._to.found()
                self._cast.gather(people)

    def _present(self) -> tuple[dict[str, ImportPage], dict[str, KnownPage], list[str]]:
        """Pages of earlier runs, what they are called, and titles of other pages of the space."""
        with transaction():
            space = known_space(session().get_one(Person, self._actor_id), self._space_slug)
            if space is None:
                return {}, {}, []
            source = source_in(space, self._source.kind, self._source.folder)
            rows = _pages_of(source)
            of_space = select(Page.id, Page.title, Page.title_key.is_not(None)).where(
                Page.space_id == space.id
            )
            titles = {page: (title, used) for page, title, used in session().execute(of_space)}
        ours = {row.page_id for row in rows.values()}
        known = {
            key: KnownPage(
                row.own_title,
                titles[row.page_id][0] if row.complete and row.page_id in titles else row.title,
                row.link_title,
            )
            for key, row in rows.items()
        }
        taken = [title for page, (title, used) in titles.items() if used and page not in ours]
        return rows, known, taken

    def _image(self, path: str) -> str | None:
        """The address of an image, which is stored the first time it is asked for."""
        if path not in self._images:
            self._images[path] = self._stored(path)
        return self._images[path]

    def _stored(self, path: str) -> str | None:
        file = self._source.file(path)
        if file is None:
            return None
        with transaction():
            actor, space = self._to.found()
            try:
                kept = store(
                    actor,
                    space,
                    path.rpartition("/")[2],
                    file.content,
                    author=self._cast.person(file.author),
                    at=file.at,
                    clean=self._pictures.clean,
                )
            except Invalid:
                self._ledger.note(Note.IMAGE_TOO_LARGE, path)
                return None
            self._ledger.counts["images"] += 1
            return kept.url

    def _finish(self, pages: list[SourcePage]) -> None:
        counts = self._ledger.counts
        counts["pages"] = sum(not page.archived for page in pages)
        counts["archived"] = sum(page.archived for page in pages)
        counts["people"] = len(self._cast)
        bring_standings(self._to, pages, self._ledger)
        with transaction():
            row = session().get_one(ImportSource, self._to.source_id)
            row.head, row.finished_at = self._source.head, clock.now()


def _with_the_next_begun(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The batches, each after some behind it were read: what that began goes on meanwhile."""
    begun: deque[_Batch] = deque()
    for batch in batches:
        begun.append(batch)
        if len(begun) > BATCHES:
            yield begun.popleft()
    yield from begun


def _pages_of(source: ImportSource | None) -> dict[str, ImportPage]:
    if source is None:
        return {}
    found = session().scalars(select(ImportPage).where(ImportPage.source_id == source.id))
    return {row.key: row for row in found}
