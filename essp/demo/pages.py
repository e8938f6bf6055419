"""Write the pages of the demonstration, each revision by the verb that a person would have used.

The clock must be held at the time of the revision. What the verb made of it has to be the text that
the content says, so that the demonstration is the same each time; anything else is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

from essp.core.ids import ALPHABET
from essp.demo.model import DemoPage, DemoRevision
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import editing, lifecycle
from essp.wiki.editing import Saved
from essp.wiki.models import Page
from essp.wiki.texts import text_of


class ContentFault(Exception):
    """A revision did not become what the content says; the message names the page and revision."""


def uid_of(*names: str) -> str:
    """The id of a page by its names in the content: ten characters, the same each time."""
    digest = sha256("/".join(names).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:10])


class Author:
    """Writes revisions; keeps the pages made so far by their space and slug in the content."""

    def __init__(self, people: Mapping[str, Person], spaces: Mapping[str, Space]) -> None:
        self.people = people
        self.spaces = spaces
        self.pages: dict[tuple[str, str], Page] = {}

    def write(self, page: DemoPage, number: int) -> None:
        """Make revision `number` of a page, counted from 1; the ones before must have been made."""
        revision = page.revisions[number - 1]
        saved = _VERBS[revision.kind](self, page, revision)
        self.pages[page.space, page.slug] = saved.page
        made = saved.revision.number if saved.revision else None
        if made != number or text_of(saved.page) != revision.text:
            raise ContentFault(f"{page.space}/{page.slug}, revision {number}: {revision.summary}")

    def _actor(self, revision: DemoRevision) -> Person:
        return self.people[revision.author_handle]

    def _page(self, page: DemoPage) -> Page:
        return self.pages[page.space, page.slug]

    def _parent(self, page: DemoPage, revision: DemoRevision) -> str | None:
        return self.pages[page.space, revision.parent].uid if revision.parent else None

    def _create(self, page: DemoPage, revision: DemoRevision) -> Saved:
        return editing.create_page(
            self._actor(revision),
            self.spaces[page.space],
            title=revision.title,
            text=revision.text,
            parent=self._parent(page, revision),
            summary=revision.summary,
            language=page.language,
            uid=uid_of(page.space, page.slug),
        )

    def _edit(self, page: DemoPage, revision: DemoRevision) -> Saved:
        found = self._page(page)
        return editing.edit_page(
            self._actor(revision),
            found,
            text=revision.text if revision.submitted is None else revision.submitted,
            based_on=revision.started_from or found.revision_number,
            summary=revision.summary,
            minor=revision.minor,
        )

    def _revert(self, page: DemoPage, revision: DemoRevision) -> Saved:
        # People restore a whole revision or undo one change; the wording tells which it was.
        found, number = self._page(page), revision.undoes[0]
        if revision.summary.startswith("Restored"):
            return lifecycle.restore_revision(
                self._actor(revision), found, number - 1, summary=revision.summary
            )
        return lifecycle.undo_revision(
            self._actor(revision), found, number, summary=revision.summary
        )

    def _rename(self, page: DemoPage, revision: DemoRevision) -> Saved:
        return lifecycle.rename_page(
            self._actor(revision),
            self._page(page),
            title=revision.title,
            summary=revision.summary,
        )

    def _move(self, page: DemoPage, revision: DemoRevision) -> Saved:
        return lifecycle.move_page(
            self._actor(revision),
            self._page(page),
            self.spaces[page.space],
            parent=self._parent(page, revision),
            summary=revision.summary,
        )

    def _archive(self, page: DemoPage, revision: DemoRevision) -> Saved:
        return lifecycle.archive_page(
            self._actor(revision), self._page(page), summary=revision.summary
        )

    def _restore(self, page: DemoPage, revision: DemoRevision) -> Saved:
        return lifecycle.bring_back(
            self._actor(revision), self._page(page), summary=revision.summary
        )


_VERBS: Mapping[str, Callable[[Author, DemoPage, DemoRevision], Saved]] = {
    "create": Author._create,
    "edit": Author._edit,
    "merge": Author._edit,
    "revert": Author._revert,
    "rename": Author._rename,
    "move": Author._move,
    "archive": Author._archive,
    "restore": Author._restore,
}
