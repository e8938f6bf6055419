"""Copies of pages, alone or with all below: the words stay those of who wrote them.

Links between the copied pages lead to the copies; those that lead out lead where they led.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import policy
from essp.wiki.copied_links import led_to_copies
from essp.wiki.editing import Saved
from essp.wiki.events import PageEdited
from essp.wiki.guarding import room_under
from essp.wiki.importing import free_title
from essp.wiki.including import refuse_circle
from essp.wiki.link_models import PageOrigin
from essp.wiki.links import adopt_wanted
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.placing import claim_address, claim_title, hold_places, place_under
from essp.wiki.revisions import Beginning, Change, History, words_of
from essp.wiki.texts import clean_summary, clean_title, text_of

MOST = 500


@dataclass(frozen=True)
class Wish:
    """What the copy is to be: its title, what is put before the titles below it, why."""

    title: str
    prefix: str = ""
    with_below: bool = False
    summary: str = ""


def copy_page(
    actor: Person, page: Page, space: Space, wish: Wish, *, parent: str | None = None
) -> Saved:
    """Copy a page the actor may read into a space, under the page with uid `parent` or at the top.

    Its first revision names what it is a copy of, its words keep their authors. Raises Refused (the
    actor may not write there), NotFound (no such parent), Invalid (title taken; too many pages).
    """
    require(policy.create(actor, space, standing(actor, space)))
    hold_places(space.id)
    title, summary = clean_title(wish.title), clean_summary(wish.summary)
    sources = [page, *_below(page)] if wish.with_below else [page]
    if len(sources) > MOST:
        raise Invalid(
            below=_(
                "There are %(count)s pages below this one; at most %(most)s are copied at once.",
                count=len(sources) - 1,
                most=MOST,
            )
        )
    copies: dict[int, Page] = {}
    for source in sources:
        above = copies.get(source.parent_id or 0)
        if source is page:
            above = room_under(actor, space, parent)
        else:
            title = free_title(space.id, f"{wish.prefix}{source.title}")
        copies[source.id] = _placed(actor, source, space, title, above)
    for source in sources:
        text = led_to_copies(text_of(source), source, copies, space.slug)
        _written(actor, copies[source.id], source, text, summary or _said(source, space))
    first = copies[page.id]
    revision = select(Revision).where(Revision.page_id == first.id, Revision.number == 1)
    return Saved(first, session().scalars(revision).one())


def origin_of(page: Page) -> PageOrigin | None:
    """What the page began as a copy of; the caller asks whether the reader may know of it."""
    return session().get(PageOrigin, page.id)


def pages_below(page: Page) -> int:
    """How many pages in use a copy with all below would hold besides the page itself."""
    return len(_below(page))


def _below(page: Page) -> Sequence[Page]:
    """Pages in use below a page, parents before their children."""
    found = (
        session()
        .scalars(
            select(Page)
            .where(
                Page.space_id == page.space_id,
                Page.lineage.startswith(page.lineage, autoescape=True),
                Page.id != page.id,
            )
            .order_by(Page.position, Page.id)
        )
        .all()
    )
    away = {each.id for each in found if each.archived}
    kept = [each for each in found if not away & {int(i) for i in each.lineage.split("/") if i}]
    return sorted(kept, key=lambda each: each.lineage.count("/"))


def _placed(actor: Person, source: Page, space: Space, title: str, above: Page | None) -> Page:
    """A page to be a copy: with its title and place, and no text yet."""
    moment = clock.now()
    page = Page(
        uid=new_uid(), slug="", title=title, language=source.language,
        properties=dict(source.properties or {}), revision_number=0, created_at=moment,
        created_by_id=actor.id, updated_at=moment, updated_by_id=actor.id,
    )  # fmt: skip
    claim_title(page, space.id, title)
    session().add(page)
    session().flush()
    claim_address(page)
    place_under(page, above)
    number = source.revision_number
    session().add(PageOrigin(page_id=page.id, source_id=source.id, number=number))
    return page


def _written(actor: Person, page: Page, source: Page, text: str, summary: str) -> None:
    """The first revision, with the words of the source as they are attributed there."""
    _write(actor, page, source, text, summary)
    adopt_wanted(page)
    refuse_circle(actor, page, "title")


def _write(actor: Person, page: Page, source: Page, text: str, summary: str) -> None:
    original = text_of(source)
    history = History(page, Beginning(original, words_of(source, original).carried(1)))
    change = Change(
        author=actor, text=text, title=page.title, kind=Kind.COPIED, summary=summary,
        refers_to=source.revision_number,
    )  # fmt: skip
    revision = history.append(change)
    history.settle()
    session().flush()
    record(
        PageEdited(
            actor_id=actor.id, page_id=page.id, space_id=page.space_id, number=revision.number,
            revision_kind=revision.kind,
        )
    )  # fmt: skip


def _said(source: Page, space: Space) -> str:
    """Where the copy comes from, in words that all its readers may read."""
    home = session().get_one(Space, source.space_id)
    if home.id != space.id and not home.is_open:
        return str(_("Copied from a page of another space."))
    return str(
        _("Copied from “%(title)s”, version %(n)s.", title=source.title, n=source.revision_number)
    )
