"""What holds for a page: asked in one question, and in a second one only where anything is guarded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, Refused, require
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.owning import Owners, line_of, owners_of
from essp.wiki import policy
from essp.wiki.carrying import carry_along
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guards import Guard, Held
from essp.wiki.link_models import Section
from essp.wiki.models import Page
from essp.wiki.placing import find_parent
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.splitting import Split, split
from essp.wiki.texts import LARGEST
from essp.wiki.trail import Act, Did, keep

OPEN_PROPOSALS = [state.value for state in State if state.open]
HOLDING_BACK = [level.value for level in Level if level.holds_back]


_trusts: list[Callable[[Person, Page], bool]] = []


def trust(earned: Callable[[Person, Page], bool]) -> None:
    """Let this know who earned the right to publish on a page; said again it changes nothing."""
    if earned not in _trusts:
        _trusts.append(earned)


def guard_of(actor: Person, page: Page) -> Guard:
    """What holds for this page and what the actor, who can read it, is there."""
    rows = _asked(page)
    held = _held_by(page, rows)
    proposed = bool(rows and rows[0][0])
    if not held:
        return Guard(proposed=proposed)
    decides = owners_of_page(page).include(actor)
    trusted = not decides and any(earned(actor, page) for earned in _trusts)
    return Guard(held, decides=decides, trusted=trusted, proposed=proposed)


def divide(page: Page, guard: Guard, current: str, typed: str) -> Split:
    """What of an edit of a page that reads `current` goes live, and what waits for its owners."""
    if guard.free:
        return Split(typed, None)
    if guard.waits(guard.level):
        return Split(current, None if typed == current else typed)
    found = split(current, typed, guarded_places(page, guard))
    if len(found.live.encode()) > LARGEST:
        return Split(current, typed)
    return found


def settle(actor: Person, page: Page, guard: Guard) -> None:
    """After a revision of a held page: what an owner wrote is approved, and proposals come along."""
    if guard.decides and guard.level.holds_back:
        page.approved_number = page.revision_number
        keep(
            Act(
                kind=Did.APPROVED,
                space_id=page.space_id,
                page=page,
                by=actor,
                number=page.revision_number,
                about={"own": True},
            )
        )
    if guard.proposed:
        carry_along(page)


def guarded_places(page: Page, guard: Guard) -> Sequence[int]:
    """The numbers, from 0, of the headings of which the sections wait for an owner of this page."""
    kept = [each for each, held in guard.sections.items() if guard.waits(held.level)]
    wanted = select(Section.place).where(Section.id.in_(kept), Section.page_id == page.id)
    return [at for at in session().scalars(wanted) if at is not None] if kept else []


def guarded_among(actor: Person, pages: Collection[Page]) -> Page | None:
    """One of these pages that is guarded, or a part of it, and that the actor does not own."""
    by_id = {each.id: each for each in pages}
    found = select(Protection.page_id).where(
        Protection.page_id.in_(by_id),
        *_holds_back(),
    )
    for page_id in session().scalars(found.distinct().order_by(Protection.page_id)):
        if not owners_of_page(by_id[page_id]).include(actor):
            return by_id[page_id]
    return None


def require_unguarded(actor: Person, page: Page, below: Sequence[Page]) -> None:
    """Refuse to take a page from its place where it or one below it is guarded by others."""
    require(policy.remove(actor, page, guard_of(actor, page)))
    guarded = guarded_among(actor, below) if below else None
    if guarded is not None:
        raise Refused(
            _(
                "“%(title)s” below this page is guarded: its owners move and archive it. Ask one of them.",
                title=guarded.title,
            )
        )


def room_under(actor: Person, space: Space, uid: str | None) -> Page | None:
    """The page of this space with that uid, to put another below it; None for no uid.

    What comes below a page of which all that stands below is guarded would be guarded too. Raises
    NotFound, and Invalid (`parent`) where others own it.
    """
    parent = find_parent(space, uid)
    if parent is None:
        return None
    found = select(Protection.id).where(
        Protection.page_id.in_(line_of(parent.lineage)), Protection.subtree, *_holds_back()
    )
    if session().scalar(found.limit(1)) is None or owners_of_page(parent).include(actor):
        return parent
    raise Invalid(
        parent=_(
            "All below “%(title)s” is guarded: its owners put pages there. Choose another place, and ask "
            "one of them to move it.",
            title=parent.title,
        )
    )


def carry_all(pages: Sequence[Page]) -> None:
    """Let the open proposals for these held pages, which have new revisions, come along."""
    by_id = {page.id: page for page in pages}
    open_ones = select(Proposal.page_id).where(
        Proposal.page_id.in_(by_id), Proposal.state.in_(OPEN_PROPOSALS)
    )
    for page_id in session().scalars(open_ones.distinct().order_by(Proposal.page_id)).all():
        carry_along(by_id[page_id])


def holding() -> tuple[ColumnElement[bool], ...]:
    """What is true of a protection that holds now."""
    return (
        Protection.ended_at.is_(None),
        or_(Protection.until.is_(None), Protection.until > clock.now()),
    )


def _holds_back() -> tuple[ColumnElement[bool], ...]:
    """What is true of a protection that holds edits back now."""
    return (
        Protection.level.in_(HOLDING_BACK),
        or_(Protection.stepped_down_at.is_(None), Protection.level == Level.LOCKED.value),
        *holding(),
    )


def owners_of_page(page: Page) -> Owners:
    """Who owns the page: its own owners, else the nearest above it, else those of the space."""
    return owners_of(page.space_id, line_of(page.lineage))


def proposals_open(page: Page) -> int:
    """How many proposals for a page, which the caller may read, are open."""
    wanted = select(func.count()).select_from(Proposal)
    open_ones = wanted.where(Proposal.page_id == page.id, Proposal.state.in_(OPEN_PROPOSALS))
    return session().scalar(open_ones) or 0


def held_on(page: Page) -> tuple[Held, ...]:
    """Every protection that holds for the page or a section of it now, oldest first."""
    return _held_by(page, _asked(page))


def _held_by(page: Page, rows: Sequence[tuple[bool, Protection | None]]) -> tuple[Held, ...]:
    return tuple(_held(row, page) for _proposed, row in rows if row is not None)


def _asked(page: Page) -> Sequence[tuple[bool, Protection | None]]:
    """Whether proposals for the page are open, beside each protection that holds for it or none."""
    line = line_of(page.lineage)
    above = and_(Protection.page_id.in_(line[:-1]), Protection.subtree)
    proposed = (
        select(Proposal.id)
        .where(Proposal.page_id == page.id, Proposal.state.in_(OPEN_PROPOSALS))
        .exists()
    )
    rows = session().execute(
        select(proposed, Protection)
        .select_from(Page)
        .outerjoin(Protection, and_(or_(Protection.page_id == page.id, above), *holding()))
        .outerjoin(Protection.by)
        .options(contains_eager(Protection.by))
        .where(Page.id == page.id)
        .order_by(Protection.id)
    )
    return [(asked, row) for asked, row in rows]


def _held(row: Protection, page: Page) -> Held:
    stepped_down = row.stepped_down_at is not None
    level = Level(row.level)
    return Held(
        uid=row.uid,
        level=Level.AFTERWARDS if stepped_down and level is Level.BEFORE else level,
        page_id=row.page_id,
        section_id=row.section_id,
        inherited=row.page_id != page.id,
        reason=row.reason,
        by=row.by.name,
        at=row.at,
        until=row.until,
        stepped_down=stepped_down,
    )
