"""A git repository as a source: one page per file, one revision per commit that touched it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from essp.importers.git_blobs import Blobs, BrokenObjectError
from essp.importers.git_layout import Layout, PagePlan, read_source
from essp.importers.git_log import count_commits, mail_names
from essp.importers.git_pages import Walk
from essp.importers.git_repository import Repository
from essp.importers.git_spool import PlannedRevision, Spool, Told
from essp.importers.ledger import Ledger, Note, Outcome
from essp.importers.page_links import IMAGES, ImageAddress, LinkTurner, Unresolved
from essp.importers.people import Authors, contact_of
from essp.importers.records import (
    LARGEST_FILE,
    LARGEST_PAGE,
    KnownPage,
    RevisionKind,
    SourceFile,
    SourcePage,
    SourcePerson,
    SourceRevision,
)
from essp.importers.selection import INCLUDED, Selection

Progress = Callable[[int, int], None]
AHEAD = 4
REFUSED = {Outcome.TOO_LARGE: Note.TOO_LARGE, Outcome.UNREADABLE: Note.UNREADABLE}


class GitSource:
    """A history laid out as pages. Use as a context manager; the repository is left as it is."""

    kind = "git"

    def __init__(
        self,
        path: Path,
        *,
        folder: str = "",
        patterns: Sequence[str] = INCLUDED,
        branch: str | None = None,
    ) -> None:
        """Open a working copy, bare repository or bundle. Raises UnreadableError."""
        self.origin = str(path)
        self.ledger = Ledger(source=self.origin)
        self._selection = Selection(folder, patterns)
        self.folder = self._selection.folder
        self._repository = Repository(path, branch)
        self._spool = Spool(self._repository.scratch)
        self._blobs = Blobs(self._repository)
        self._walk = Walk(self._selection, self._spool, self.ledger)
        self._layout = Layout(self._walk, self._spool, self._blobs, self._selection, self.ledger)
        self._authors = Authors((), {})
        self._lost: list[Unresolved] = []

    def __enter__(self) -> GitSource:
        return self

    def __exit__(self, *error: object) -> None:
        self._blobs.close()
        self._spool.close()
        self._repository.close()

    @property
    def head(self) -> str:
        """The commit that is imported."""
        return self._repository.head

    def pages(
        self,
        known: Mapping[str, KnownPage] | None = None,
        taken_titles: Iterable[str] = (),
        progress: Progress | None = None,
    ) -> list[SourcePage]:
        """Walk the history and lay out its pages, each after the one it hangs under.

        `known` are the pages of an earlier run by key: their titles and links keep to it.
        `taken_titles` are those of other pages of the space. Call once.
        """
        total = count_commits(self._repository)
        for done, _commit in enumerate(self._walk.through(self._repository), 1):
            if progress is not None:
                progress(done, total)
        if self._repository.shallow:
            self.ledger.note(Note.SHALLOW, self.ledger.source)
        self.ledger.counts["commits"] = total
        contacts = [contact_of(*pair) for pair in self._spool.co_authors()]
        self._authors = Authors(self._spool.names(), mail_names(self._repository, contacts))
        self._layout.make(known or {}, taken_titles)
        return self._layout.pages()

    def revisions(self, page_key: str, image: ImageAddress) -> Iterator[SourceRevision]:
        """The revisions of one page, oldest first. `image` gives an image's address by its path.

        Every touch of the page that is none gets its outcome in the ledger on the way.
        """
        plan = self._layout.plans[page_key]
        last: SourceRevision | None = None
        self._lost = []
        turner = LinkTurner(self._layout.links, image)
        for planned in self._announced(plan):
            if planned.kind is RevisionKind.DELETED:
                revision = self._deleted(planned, last)
            else:
                revision = self._written(plan, planned, turner, last)
            if revision is not None:
                self.ledger.outcomes[Outcome.REVISION] += 1
                last = revision
                yield revision
        if last is not None and not plan.archived:
            for link in self._lost:
                note = Note.IMAGE if link.is_image else Note.LINK
                self.ledger.note(note, last.path, detail=link.target, source_id=last.source_id)

    def file(self, path: str) -> SourceFile | None:
        """A file of the source as it is in the end, or last was; None when it cannot be had."""
        track = self._walk.paths().get(path)
        if track is None or not track.last_blob:
            return None
        told = self._spool.last_told(track.number)
        try:
            _size, content = self._blobs.size_and_bytes(track.last_blob, LARGEST_FILE)
        except BrokenObjectError:
            self.ledger.note(Note.UNREADABLE, path, source_id=told.sha)
            return None
        if content is None:
            self.ledger.note(Note.IMAGE_TOO_LARGE, path, source_id=told.sha)
            return None
        author = self._authors.person(told.name, told.email)
        return SourceFile(path, track.last_blob, content, author, told.at)

    def pictures(self) -> Iterator[bytes]:
        """The pictures that lie in the folder in the end; those that cannot be had are left out."""
        for path, track in self._walk.paths().items():
            if track.live and path.lower().endswith(IMAGES) and self._selection.covers(path):
                with suppress(BrokenObjectError):
                    _size, content = self._blobs.size_and_bytes(track.blob, LARGEST_FILE)
                    if content is not None:
                        yield content

    def _announced(self, plan: PagePlan) -> Iterator[PlannedRevision]:
        """The revisions of a page, while git reads the texts of the next ones."""
        coming: deque[PlannedRevision] = deque()
        for planned in self._spool.revisions(plan.track.number, plan.leaves):
            if planned.blob:
                self._blobs.announce(planned.blob, LARGEST_PAGE)
            coming.append(planned)
            if len(coming) > AHEAD:
                yield coming.popleft()
        yield from coming
        self._blobs.forget()

    def _deleted(
        self, planned: PlannedRevision, last: SourceRevision | None
    ) -> SourceRevision | None:
        """The page goes: with its last text, by whoever removed the file."""
        if last is None or last.kind is RevisionKind.DELETED:
            self.ledger.outcomes[Outcome.SAME_TEXT] += 1
            return None
        author, co_authors = self._people(planned.told)
        return replace(
            last,
            number=last.number + 1,
            kind=RevisionKind.DELETED,
            author=author,
            co_authors=co_authors,
            at=planned.told.at,
            message=planned.told.message,
            source_id=planned.told.sha,
        )

    def _refuse(self, outcome: Outcome, planned: PlannedRevision) -> None:
        self.ledger.outcomes[outcome] += 1
        self.ledger.note(REFUSED[outcome], planned.path, source_id=planned.told.sha)

    def _people(self, told: Told) -> tuple[SourcePerson, tuple[SourcePerson, ...]]:
        author = self._authors.person(told.name, told.email)
        return author, self._authors.co_authors(told.co_authors, author)

    def _written(
        self,
        plan: PagePlan,
        planned: PlannedRevision,
        turner: LinkTurner,
        last: SourceRevision | None,
    ) -> SourceRevision | None:
        """The text of a commit as a revision; None when there is none or nothing changed."""
        source = read_source(self._blobs, planned.path, planned.blob)
        if isinstance(source, Outcome):
            self._refuse(source, planned)
            return None
        text, self._lost = turner.turn(source.text, planned.path)
        if len(text.encode()) > LARGEST_PAGE:
            self._refuse(Outcome.TOO_LARGE, planned)
            return None
        title = plan.title if source.title == plan.own_title else source.title
        fresh = last is None or last.kind is RevisionKind.DELETED
        kind = RevisionKind.CREATED if fresh else planned.kind
        if kind is RevisionKind.EDITED and _is_same(last, text, title, source.properties):
            self.ledger.outcomes[Outcome.SAME_TEXT] += 1
            return None
        for note in source.notes:
            self.ledger.note(note, planned.path, source_id=planned.told.sha)
        author, co_authors = self._people(planned.told)
        return SourceRevision(
            page_key=plan.track.key,
            number=1 if last is None else last.number + 1,
            kind=kind,
            path=planned.path,
            title=title,
            text=text,
            properties=source.properties,
            author=author,
            co_authors=co_authors,
            at=planned.told.at,
            message=planned.told.message,
            source_id=planned.told.sha,
        )


def _is_same(
    last: SourceRevision | None, text: str, title: str, properties: Mapping[str, Any]
) -> bool:
    return last is not None and (last.text, last.title, last.properties) == (
        text,
        title,
        properties,
    )
