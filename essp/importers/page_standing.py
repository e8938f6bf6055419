"""The standing of imported pages: owner and review date, from the front matter that each was left with.

It is read from what is kept with the pages, so that pages of an earlier import get it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from essp.core.db import lock, session, transaction
from essp.curation.bringing import bring_owner, bring_verification
from essp.importers.destination import Destination
from essp.importers.front_matter import KEYS, standing_of
from essp.importers.ledger import Ledger, Note
from essp.importers.models import ImportPage
from essp.importers.records import SourcePage
from essp.people.models import Person
from essp.wiki.models import Page

AT_ONCE = 100


def bring_standings(to: Destination, pages: Sequence[SourcePage], ledger: Ledger) -> None:
    """Note the standing of all pages in use, some in each transaction."""
    paths = {page.key: page.path for page in pages if not page.archived}
    for some in _parts(list(paths)):
        with transaction():
            actor, _space = to.found()
            for page, path in _telling(to, some, paths):
                _bring(actor, page, path, ledger)


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _telling(
    to: Destination, keys: Sequence[str], paths: dict[str, str]
) -> Iterator[tuple[Page, str]]:
    """The pages whose front matter says anything of it, each held."""
    rows = session().execute(
        select(ImportPage.key, Page)
        .join(Page, Page.id == ImportPage.page_id)
        .where(ImportPage.source_id == to.source_id, ImportPage.key.in_(keys))
        .order_by(Page.id)
    )
    for key, page in rows.all():
        if any(name in page.properties for name in KEYS):
            yield lock(Page, page.id) or page, paths[key]


def _bring(actor: Person, page: Page, path: str, ledger: Ledger) -> None:
    said = standing_of(page.properties)
    for fault in said.faults:
        ledger.note(Note.REVIEW, path, detail=fault)
    if said.reviewed is not None and said.until is not None:
        ledger.counts["reviewed"] += bring_verification(page, said.reviewed, said.until)
    if said.owner:
        ledger.counts["owned"] += bring_owner(actor, page, said.owner, person=said.person)
