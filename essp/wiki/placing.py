"""Where a page stands: its place in the tree, its title and address in a space."""

from __future__ import annotations

from sqlalchemy import Connection, event, func, inspect, select, update
from sqlalchemy.orm import Mapper

from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.core.ids import slugify
from essp.spaces.models import Space
from essp.spaces.steward_models import Stewardship
from essp.wiki.draft_models import Draft
from essp.wiki.guard_models import Protection
from essp.wiki.models import Page, PageAddress, Revision
from essp.wiki.proposal_models import Proposal
from essp.wiki.revisions import title_key
from essp.wiki.trail_models import CurationAct

SHOWN_AROUND = ("space_id", "parent_id", "position", "slug", "title", "archived_at", "template")
DEEPEST = 20
RESERVED = {"-"}


@event.listens_for(Page, "before_insert")
@event.listens_for(Page, "before_update")
def _stamp_space(_mapper: Mapper[Page], connection: Connection, page: Page) -> None:
    """Count a change of the tree in the spaces where it shows, whichever verb makes it."""
    attributes = inspect(page).attrs
    if not any(attributes[name].history.has_changes() for name in SHOWN_AROUND):
        return
    spaces = {page.space_id, *(attributes["space_id"].history.deleted or ())} - {None}
    connection.execute(update(Space).where(Space.id.in_(spaces)).values(stamp=Space.stamp + 1))


def hold_places(*space_ids: int) -> None:
    """Keep others from changing titles and trees of these spaces until the transaction ends.

    Call it before a page is locked: two pages moved below each other would wait for each other.
    """
    for space_id in sorted(set(space_ids)):
        lock(Space, space_id)


def claim_title(page: Page, space_id: int, title: str) -> None:
    """Give the page a title and an address in a space. Raises Invalid when the title is taken."""
    key = title_key(title)
    taken = (
        session()
        .execute(
            select(Page.uid, Page.title).where(
                Page.space_id == space_id, Page.title_key == key, Page.id != (page.id or 0)
            )
        )
        .first()
    )
    if taken is not None:
        raise Invalid(
            title=_(
                "There is a page called “%(title)s” in this space already. Choose another title, or "
                "add to that page.",
                title=taken.title,
            )
        )
    page.title, page.title_key, page.space_id = title, key, space_id


def claim_address(page: Page) -> None:
    """Give the page an address made of its title; it keeps every address it had."""
    slug, held = _free_slug(page, slugify(page.title))
    if held is None:
        session().add(PageAddress(space_id=page.space_id, slug=slug, page_id=page.id))
    page.slug = slug


def enter_space(page: Page, space: Space) -> None:
    """Let a page, with all that is kept of it by space, be in another space."""
    if page.archived:
        page.space_id = space.id
    else:
        claim_title(page, space.id, page.title)
    claim_address(page)
    for kept in (Revision, Draft, Proposal, Protection, CurationAct, Stewardship):
        session().execute(update(kept).where(kept.page_id == page.id).values(space_id=space.id))


def place_under(page: Page, parent: Page | None) -> None:
    """Put the page under another of its space, or at the top, after its new siblings.

    Raises Invalid when the parent is elsewhere, is the page itself or lies below it, or when the
    tree would become too deep.
    """
    if parent is not None:
        _check_parent(page, parent)
    before = page.lineage
    page.parent_id = parent.id if parent is not None else None
    page.lineage = f"{parent.lineage if parent is not None else '/'}{page.id}/"
    page.position = _next_position(page)
    if before and before != page.lineage:
        _move_descendants(page, before)


def find_parent(space: Space, uid: str | None) -> Page | None:
    """The page of this space with that uid; None for no uid. Raises NotFound."""
    if not uid:
        return None
    found = session().scalar(select(Page).where(Page.uid == uid, Page.space_id == space.id))
    if found is None:
        raise NotFound
    return found


def descendants(page: Page, *, to_change: bool = False) -> list[Page]:
    """Every page below this one; `to_change` reads them afresh and holds them, as `lock` does."""
    below = Page.lineage.startswith(page.lineage, autoescape=True) & (Page.id != page.id)
    found = select(Page).where(below, Page.space_id == page.space_id).order_by(Page.id)
    if to_change:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session().scalars(found))


def _check_parent(page: Page, parent: Page) -> None:
    if parent.space_id != page.space_id:
        raise Invalid(parent=_("Choose a page of the same space."))
    if parent.id == page.id or f"/{page.id}/" in parent.lineage:
        raise Invalid(parent=_("A page cannot stand below itself. Choose another place."))
    if parent.archived:
        raise Invalid(parent=_("That page is archived. Choose another place."))
    if parent.lineage.count("/") > DEEPEST:
        raise Invalid(parent=_("The tree would become too deep here. Choose a higher place."))


def _next_position(page: Page) -> int:
    last = session().scalar(
        select(func.max(Page.position)).where(
            Page.space_id == page.space_id,
            Page.parent_id.is_(page.parent_id)
            if page.parent_id is None
            else Page.parent_id == page.parent_id,
            Page.id != page.id,
        )
    )
    return 0 if last is None else last + 1


def _move_descendants(page: Page, before: str) -> None:
    below = Page.lineage.startswith(before, autoescape=True) & (Page.id != page.id)
    session().execute(
        update(Page)
        .where(below)
        .values(lineage=page.lineage + func.substr(Page.lineage, len(before) + 1))
        .execution_options(synchronize_session="fetch")
    )


def _free_slug(page: Page, slug: str) -> tuple[str, PageAddress | None]:
    """An address that the page may have, and its row where the page had it before."""
    slug = "page" if slug in RESERVED else slug
    candidate, number = slug, 2
    while True:
        held = session().get(PageAddress, (page.space_id, candidate))
        if held is None or held.page_id == page.id:
            return candidate, held
        candidate, number = f"{slug[:70]}-{number}", number + 1
