"""The one place that writes a revision, and all that is derived from it.

A save opens a `History`, appends one revision and settles; an importer appends many before it
settles. Text, hash, word counts and authorship are the same either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from essp.core import clock
from essp.core.db import session
from essp.core.ids import key_of
from essp.core.markdown import render
from essp.core.text.diff import change_size
from essp.core.text.lineage import Follow, Step, follow
from essp.core.text.tokens import words
from essp.people.models import Person
from essp.wiki import links, rendering, tagging
from essp.wiki.integrity import revision_hash
from essp.wiki.models import (
    Authorship,
    Contribution,
    Kind,
    Page,
    Revision,
    RevisionCredit,
    RevisionText,
)
from essp.wiki.rendering import Render
from essp.wiki.replaying import NOTHING, Beginning, carried_from, replay, seeded, words_of
from essp.wiki.texts import text_of, text_row

__all__ = [
    "NOTHING",
    "Amendment",
    "Beginning",
    "Change",
    "History",
    "carried_from",
    "replay",
    "seeded",
    "title_key",
    "words_of",
]


class Amendment(NamedTuple):
    """What the author of a revision had written, before this person set it right and published it."""

    proposed: str
    by: Person


@dataclass(frozen=True, kw_only=True)
class Change:
    """One revision to be: who, when, what it says, how it came to be.

    Of an amended one the words of what was proposed are its author's, the others whose amendment it is.
    """

    author: Person
    text: str
    title: str
    kind: Kind
    summary: str = ""
    minor: bool = False
    based_on: int | None = None
    refers_to: int | None = None
    at: datetime | None = None
    source: str = "web"
    save_key: str | None = None
    co_authors: Sequence[Person] = ()
    amendment: Amendment | None = None


class History:
    """The history of one page, opened for appending. The page's row must be locked.

    A page that began from another text keeps the authors of what it left as it was.
    """

    def __init__(
        self,
        page: Page,
        begun: Beginning = NOTHING,
        follow: Follow = follow,
        render: Render = render,
    ) -> None:
        """`follow` works out the attribution as `lineage.follow` does, `render` the HTML."""
        self.page = page
        self._follow, self._render = follow, render
        self.text: str | None = None
        self.last_hash = ""
        self.begun, self.words = begun
        self._first = not page.revision_number  # nothing is derived from the page yet
        if page.revision_number:
            self._read_present()
        self.opened = self.text

    def append(self, change: Change) -> Revision:
        """Write one revision with its text; call `settle` after the last."""
        (size,) = self._advance([change])
        revision, text = self._next(change, size)
        session().add_all([revision, RevisionText(**text)])
        if others := _others(change):
            session().flush()
            session().add_all(
                RevisionCredit(revision_id=revision.id, person_id=each) for each in sorted(others)
            )
        return revision

    def append_all(self, changes: Sequence[Change]) -> None:
        """Write revisions with their texts, in few statements; call `settle` after the last."""
        columns, rows, texts = Revision.__mapper__.column_attrs.keys(), [], []
        credited: dict[int, set[int]] = {}
        for change, size in zip(changes, self._advance(changes), strict=True):
            revision, text = self._next(change, size)
            rows.append({name: value for name, value in vars(revision).items() if name in columns})
            texts.append(text)
            if others := _others(change):
                credited[revision.number] = others
        if not rows:
            return
        # One statement for all of them, whether a column is empty in one or not.
        session().execute(insert(Revision).execution_options(render_nulls=True), rows)
        session().execute(insert(RevisionText), texts)
        self._credit(credited)

    def settle(self, *, anew: bool = False) -> None:
        """Bring everything that is derived from the present text up to date.

        A text that did not change is not worked out again, unless it is to be `anew`.
        """
        assert self.text is not None
        if not anew and self.text == self.opened and self._carried():
            return
        self.page.words = words(self.text)
        self._keep_authorship()
        first = self._first
        _row, rendered = rendering.make(self.page, self.text, self.words, self._render, first=first)
        links.keep_links(self.page, rendered, held=self.text == self.opened, first=first)
        tagging.keep_topics(self.page, rendered.topics, self.text, first=first)
        self._first = False

    def _carried(self) -> bool:
        """Let what is kept of the same text count for the new revision, where all of it is there."""
        page = self.page
        kept, row = session().get(Authorship, page.id), rendering.carried(page)
        if kept is None or row is None:
            return False
        kept.number = page.revision_number
        links.carry_links(page, row.links)
        return True

    def _read_present(self) -> None:
        page = self.page
        self.text = text_of(page)
        self.last_hash = (
            session()
            .scalars(
                select(Revision.hash).where(
                    Revision.page_id == page.id, Revision.number == page.revision_number
                )
            )
            .one()
        )
        self.words = words_of(page, self.text)

    def _advance(self, changes: Sequence[Change]) -> list[tuple[int, int]]:
        """Carry the attribution through the changes; the words added and removed by each."""
        before = self.begun if self.text is None else self.text
        first = self.page.revision_number + 1
        if changes and (amendment := changes[0].amendment) is not None:
            return [self._advance_amended(before, changes[0], amendment)]
        steps = [
            Step(change.text, change.author.id, number)
            for number, change in enumerate(changes, first)
        ]
        sizes, self.words = self._follow(before, self.words, steps)
        return sizes

    def _advance_amended(
        self, before: str, change: Change, amendment: Amendment
    ) -> tuple[int, int]:
        """The same for one revision that two people made, one after the other."""
        number = self.page.revision_number + 1
        steps = [
            Step(amendment.proposed, change.author.id, number),
            Step(change.text, amendment.by.id, number),
        ]
        _sizes, self.words = self._follow(before, self.words, steps)
        return change_size(before, change.text)

    def _next(self, change: Change, size: tuple[int, int]) -> tuple[Revision, dict[str, Any]]:
        """A revision and the row of its text, not yet written; it is the present one from here."""
        page, previous = self.page, self.text
        revision = Revision(
            page_id=page.id,
            space_id=page.space_id,
            number=page.revision_number + 1,
            kind=change.kind.value,
            author_id=change.author.id,
            at=change.at or clock.now(),
            title=change.title,
            written_summary=change.summary,
            minor=change.minor,
            based_on=change.based_on,
            refers_to=change.refers_to,
            size=len(change.text.encode()),
            words_added=size[0],
            words_removed=size[1],
            source=change.source,
            save_key=change.save_key,
        )
        revision.hash = revision_hash(revision, page.uid, change.text, self.last_hash)
        text = text_row(page.id, revision.number, change.text, previous)
        self._take(change, revision)
        return revision, text

    def _take(self, change: Change, revision: Revision) -> None:
        page = self.page
        self.text, self.last_hash = change.text, revision.hash
        page.revision_number = revision.number
        page.title = change.title
        page.updated_at, page.updated_by_id = revision.at, change.author.id

    def _credit(self, credited: Mapping[int, set[int]]) -> None:
        """Note who else worked on revisions that are written: number -> ids of people."""
        if not credited:
            return
        ids = session().execute(
            select(Revision.number, Revision.id).where(
                Revision.page_id == self.page.id, Revision.number.in_(credited)
            )
        )
        rows = [
            {"revision_id": revision, "person_id": person}
            for number, revision in ids
            for person in sorted(credited[number])
        ]
        session().execute(insert(RevisionCredit), rows)

    def _keep_authorship(self) -> None:
        page = self.page
        kept = None if self._first else session().get(Authorship, page.id)
        if kept is None:
            kept = Authorship(page_id=page.id)
            session().add(kept)
        kept.number, kept.state = page.revision_number, self.words.dumps()
        if not self._first:
            session().execute(delete(Contribution).where(Contribution.page_id == page.id))
        rows = [
            {"page_id": page.id, "person_id": share.author, "words": share.words, "rank": rank}
            for rank, share in enumerate(self.words.shares(), start=1)
        ]
        if rows:
            session().execute(insert(Contribution), rows)


def _others(change: Change) -> set[int]:
    amended = (change.amendment.by,) if change.amendment is not None else ()
    return {person.id for person in (*change.co_authors, *amended)} - {change.author.id}


def title_key(title: str) -> str:
    """What the titles of two pages of one space may not share."""
    return key_of(title)[:300]
