"""How much a page is read and how fast it changes: what its term follows from."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.curation.models import Verification
from essp.curation.spreading import GROWTH, Last, Use, term
from essp.wiki.models import Page, Revision
from essp.wiki.read_models import PageRead
from essp.wiki.texts import kept_text, text_of

MONTH, WEEK, HALF_YEAR = timedelta(days=30), timedelta(days=7), timedelta(days=182)


def reads_of(page: Page, span: timedelta) -> int:
    """How often a page was opened lately."""
    first = clock.now().date() - span
    query = select(func.coalesce(func.sum(PageRead.reads), 0))
    return session().scalar(query.where(PageRead.page_id == page.id, PageRead.day > first)) or 0


def edits_of(page: Page, span: timedelta) -> int:
    """How often the words of a page changed lately, its first version left out."""
    query = select(func.count()).where(
        Revision.page_id == page.id,
        Revision.number > 1,
        Revision.at > clock.now() - span,
        Revision.words_added + Revision.words_removed > 0,
    )
    return session().scalar(query) or 0


def term_of(page: Page, row: Verification | None) -> int:
    """The term of a page, in days: from its use, and from the term that it had."""
    use = Use(reads_of(page, MONTH), edits_of(page, HALF_YEAR))
    return term(use, _last(page, row))


def _last(page: Page, row: Verification | None) -> Last | None:
    """The term that ended; one that did not last half its days neither grows nor shrinks."""
    if row is None or row.kind != "verified" or row.days <= 0:
        return None
    same = row.number == page.revision_number or kept_text(page, row.number) == text_of(page)
    lasted = (clock.now() - row.at).days * 2 >= row.days
    return Last(row.days if lasted else round(row.days / GROWTH), same)
