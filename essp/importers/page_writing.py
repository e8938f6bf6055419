"""The revisions of one page written into the wiki, each with the note of what it came from.

A page that was edited here since is not overwritten: what the source changed is merged in, and what
cannot be merged is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import func, insert, select

from essp.core.db import session, transaction
from essp.core.ids import clean_line
from essp.core.text.merge import merge
from essp.importers.ahead import Ahead
from essp.importers.destination import Destination
from essp.importers.ledger import Ledger, Note, Outcome
from essp.importers.models import ImportItem, ImportPage
from essp.importers.records import RevisionKind, SourcePage, SourcePerson, SourceRevision
from essp.people.models import Person
from essp.people.unclaimed import find_or_create_all
from essp.spaces.models import Space
from essp.wiki.importing import append_imported, put_under, start_imported_page
from essp.wiki.models import Kind, Page
from essp.wiki.revisions import Change
from essp.wiki.texts import LONGEST_SUMMARY, text_of

KINDS = {
    RevisionKind.CREATED: Kind.CREATED,
    RevisionKind.EDITED: Kind.EDITED,
    RevisionKind.RENAMED: Kind.RENAMED,
    RevisionKind.DELETED: Kind.ARCHIVED,
}


class Cast:
    """The people of a source as people of the site; each is looked for once."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}

    def __len__(self) -> int:
        return len(self._people)

    def person(self, wanted: SourcePerson) -> Person:
        """The person, made as an unclaimed one when nobody has that address."""
        if wanted.key not in self._people:
            self.gather([wanted])
        return self._people[wanted.key]

    def lacks(self, wanted: Iterable[SourcePerson]) -> list[SourcePerson]:
        """Those who were not looked for yet."""
        return [person for person in wanted if person.key not in self._people]

    def gather(self, wanted: Iterable[SourcePerson]) -> None:
        """Look for all of them at once."""
        new = {person.key: person for person in self.lacks(wanted)}
        found = find_or_create_all([(person.name, person.email) for person in new.values()])
        self._people.update(zip(new, found, strict=True))


class PageWriter:
    """Writes batches of revisions; every batch is one transaction."""

    def __init__(
        self,
        to: Destination,
        cast: Cast,
        ledger: Ledger,
        pages: Sequence[SourcePage],
        ahead: Ahead,
    ) -> None:
        self._ahead = ahead
        self._to = to
        self._cast = cast
        self._ledger = ledger
        self._pages = {page.key: page for page in pages}
        self._left_out: set[str] = set()
        self._made: dict[str, int] = {}

    def write(
        self,
        page: SourcePage,
        batch: Sequence[SourceRevision],
        before: SourceRevision | None,
        *,
        is_last: bool = False,
    ) -> None:
        """Write what is new of a batch; `before` is the revision before it, if any."""
        with transaction():
            actor, space = self._to.found()
            row = session().get(ImportPage, (self._to.source_id, page.key))
            known = self._known(row, batch)
            fresh = [revision for revision in batch if revision.source_id not in known]
            if row is None:
                row, target = self._start(actor, space, page, fresh[0])
            else:
                target = session().get_one(Page, row.page_id)
            if target.revision_number == self._items(target):
                changes = [(one, self._change(one, one.text)) for one in fresh]
                changes += self._last_word(target, page, batch, changes) if is_last else []
            else:
                changes = self._merged(target, batch, known, before)
            self._append(actor, target, page, changes)
            if is_last:
                self._complete(row, target, page)
        for revision in batch:
            if revision.source_id in known:
                self._ledger.count_instead(Outcome.KNOWN)

    def _append(
        self,
        actor: Person,
        target: Page,
        page: SourcePage,
        changes: Sequence[tuple[SourceRevision, Change]],
    ) -> None:
        if not changes:
            return
        number = target.revision_number
        last = changes[-1][0]
        append_imported(
            actor,
            target,
            [change for _revision, change in changes],
            title=page.title,
            properties=last.properties,
            follow=self._ahead.follow,
            render=self._ahead.render,
        )
        rows = [
            {
                "page_id": target.id,
                "change": revision.source_id,
                "number": number + place,
                "path": revision.path,
                "message": revision.message,
            }
            for place, (revision, _change) in enumerate(changes, start=1)
        ]
        session().execute(insert(ImportItem), rows)

    def _start(
        self, actor: Person, space: Space, page: SourcePage, first: SourceRevision
    ) -> tuple[ImportPage, Page]:
        parent = self._parent(page)
        made = start_imported_page(
            actor,
            space,
            title=page.title,
            parent=parent,
            author=self._cast.person(first.author),
            at=first.at,
        )
        row = ImportPage(
            source_id=self._to.source_id,
            key=page.key,
            page_id=made.id,
            own_title=page.own_title,
            title=page.title,
            link_title=page.link_title,
            parent_key=page.parent_key,
        )
        session().add(row)
        session().flush()
        self._made[page.key] = made.id
        return row, made

    def _parent(self, page: SourcePage) -> Page | None:
        """The page above, or the nearest above that came in and is in use."""
        above = page.parent_key
        while above is not None:
            number = self._made.get(above) or self._made_before(above)
            found = session().get(Page, number) if number is not None else None
            if found is not None and not found.archived:
                return found
            above = self._pages[above].parent_key
        return None

    def _made_before(self, key: str) -> int | None:
        row = session().get(ImportPage, (self._to.source_id, key))
        return row.page_id if row is not None else None

    def _complete(self, row: ImportPage, target: Page, page: SourcePage) -> None:
        """All changes are in; where the source put the page elsewhere, it goes there."""
        if row.parent_key != page.parent_key:
            parent = self._parent(page)
            if parent is None or f"/{target.id}/" not in parent.lineage:
                put_under(target, parent)
            row.parent_key = page.parent_key
        row.own_title, row.title = page.own_title, page.title
        # What was left out is named by every run until it is brought over.
        row.complete = None if page.key in self._left_out else page.fingerprint

    def _known(self, row: ImportPage | None, batch: Sequence[SourceRevision]) -> set[str]:
        if row is None:
            return set()
        wanted = [revision.source_id for revision in batch]
        found = select(ImportItem.change).where(
            ImportItem.page_id == row.page_id, ImportItem.change.in_(wanted)
        )
        return set(session().scalars(found))

    def _items(self, target: Page) -> int:
        if not target.revision_number:
            return 0
        count = select(func.count()).select_from(ImportItem)
        return session().scalar(count.where(ImportItem.page_id == target.id)) or 0

    def _change(self, revision: SourceRevision, text: str) -> Change:
        return Change(
            author=self._cast.person(revision.author),
            co_authors=[self._cast.person(person) for person in revision.co_authors],
            text=text,
            title=revision.title,
            kind=KINDS[revision.kind],
            summary=clean_line(revision.summary)[:LONGEST_SUMMARY],
            at=revision.at,
            source="git",
        )

    def _last_word(
        self,
        target: Page,
        page: SourcePage,
        batch: Sequence[SourceRevision],
        changes: Sequence[tuple[SourceRevision, Change]],
    ) -> list[tuple[SourceRevision, Change]]:
        """What makes the page end as the source does, where the order of changes was another."""
        last = batch[-1]
        if changes:
            text, archived = changes[-1][1].text, changes[-1][1].kind is Kind.ARCHIVED
        else:
            text, archived = text_of(target), target.archived
        if (text, archived) == (last.text, last.kind is RevisionKind.DELETED):
            return []
        self._ledger.note(Note.HEAD, page.path, source_id=last.source_id)
        again = replace(last, source_id=f"{last.source_id}+{page.fingerprint[:16]}")
        return [(again, self._change(again, again.text))]

    def _merged(
        self,
        target: Page,
        batch: Sequence[SourceRevision],
        known: set[str],
        before: SourceRevision | None,
    ) -> list[tuple[SourceRevision, Change]]:
        """The source's new changes on top of what was edited here; conflicts are left out."""
        current = text_of(target)
        changes: list[tuple[SourceRevision, Change]] = []
        base = before.text if before is not None else ""
        for revision in batch:
            if revision.source_id not in known:
                merged = merge(base, current, revision.text)
                if not merged.clean or revision.kind is RevisionKind.DELETED or target.archived:
                    self._left_out.add(revision.page_key)
                    self._ledger.count_instead(Outcome.CONFLICT)
                    self._ledger.note(Note.CONFLICT, revision.path, source_id=revision.source_id)
                else:
                    current = merged.text
                    changes.append((revision, self._change(revision, current)))
            base = revision.text
        return changes
