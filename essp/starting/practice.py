"""The space for practice: pages with small planned faults, and a copy of one for each newcomer to mend.

It is part of setting up a site. What is done in it counts nowhere else (see docs/starting.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.people.models import Person, Role
from essp.spaces.governing import create_space
from essp.spaces.models import Ownership, Space
from essp.starting.texts import PAGES, SPACE, PracticePage
from essp.wiki.copying import Wish, copy_page
from essp.wiki.editing import create_page, edit_page
from essp.wiki.importing import free_title
from essp.wiki.lifecycle import archive_page
from essp.wiki.link_models import PageOrigin
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.texts import text_of

SOURCE = "practice"
KEPT = timedelta(days=30)  # for which a copy stays that nobody changes


def practice_space() -> Space | None:
    """The space for practice, if there is one. It is open to everyone."""
    wanted = select(Space).where(Space.practice.is_(True)).order_by(Space.id).limit(1)
    return session().scalar(wanted)


def lay_out(actor: Person, language: str = "en") -> Space:
    """Make the space for practice with its pages; where it is there already, put the faults back.

    `language` is that of its name. The actor owns it.
    """
    space = practice_space()
    if space is None:
        name, purpose = SPACE[language]
        space = create_space(actor, name=name, purpose=purpose, language=language)
        space.practice = True
        session().flush()
    for page in PAGES:
        _lay(actor, space, page)
    return space


def _lay(actor: Person, space: Space, wanted: PracticePage) -> None:
    page = _planned(space, wanted)
    if page is None:
        create_page(
            actor, space, title=free_title(space.id, wanted.title), text=wanted.text,
            language=wanted.language, source=SOURCE, save_key=f"{SOURCE}:{wanted.key}",
        )  # fmt: skip
    elif text_of(page) != wanted.text:
        edit_page(
            actor, page, text=wanted.text, based_on=page.revision_number, source=SOURCE,
            summary=_("The planned fault is back, for whoever practises next."),
        )  # fmt: skip


def _planned(space: Space, wanted: PracticePage) -> Page | None:
    """The page as it was laid out, whatever it is called now; not one that was put away."""
    return session().scalar(
        select(Page)
        .join(Revision, Revision.page_id == Page.id)
        .where(
            Page.space_id == space.id, Page.in_use(),
            Revision.number == 1, Revision.source == SOURCE,
            Revision.save_key == f"{SOURCE}:{wanted.key}",
        )
        .order_by(Page.id)
    )  # fmt: skip


def planned_pages(language: str) -> Sequence[tuple[Page, PracticePage]]:
    """The pages to practise on in a language, with their faults; none where nothing is laid out."""
    space = practice_space()
    if space is None:
        return []
    found = [(_planned(space, each), each) for each in PAGES if each.language == language]
    return [(page, wanted) for page, wanted in found if page is not None]


def own_copy(actor: Person) -> Page | None:
    """The page that the actor took to practise on last, if it is still there."""
    space = practice_space()
    if space is None:
        return None
    return session().scalar(
        select(Page)
        .join(PageOrigin, PageOrigin.page_id == Page.id)
        .where(Page.space_id == space.id, Page.created_by_id == actor.id, Page.in_use())
        .order_by(Page.id.desc())
        .limit(1)
    )


def take_page(actor: Person, language: str, key: str = "") -> Page:
    """A copy of a practice page for the actor alone to mend; the one they have, if they have one.

    Two newcomers never mend the same words. Raises NotFound where nothing is laid out.
    """
    own = own_copy(actor)
    if own is not None:
        return own
    choice = [pair for pair in planned_pages(language) if key in {"", pair[1].key}]
    if not choice:
        raise NotFound
    page, wanted = choice[actor.id % len(choice)]
    space = session().get_one(Space, page.space_id)
    title = free_title(space.id, f"{wanted.title} ({actor.name})")
    _put_away_later(KEPT)
    return copy_page(actor, page, space, Wish(title), parent=page.uid).page


def mended(actor: Person) -> Revision | None:
    """What the actor changed on a page of the space for practice last; the copying aside."""
    return session().scalar(
        select(Revision)
        .join(Space, Space.id == Revision.space_id)
        .where(
            Space.practice.is_(True), Revision.author_id == actor.id, Revision.source != SOURCE,
            Revision.kind.in_([Kind.EDITED.value, Kind.MERGED.value]),
        )
        .order_by(Revision.id.desc())
        .limit(1)
    )  # fmt: skip


@jobs.task("starting.put_away_copies")
def put_away_copies(day: str) -> None:
    """Put away copies that nobody changed for thirty days; they can be brought back. Arguments: day."""
    with transaction():
        space = practice_space()
        owner = _owner(space) if space is not None else None
        if space is None or owner is None:
            return
        since = clock.now() - KEPT
        copies = select(Page).join(PageOrigin, PageOrigin.page_id == Page.id)
        found = session().scalars(copies.where(Page.space_id == space.id, Page.in_use())).all()
        for page in found:
            if page.updated_at <= since:
                archive_page(owner, page, summary=_("Put away some time after the practice."))
        left = [page.updated_at for page in found if page.updated_at > since]
        if left:
            _put_away_later(min(left) - since + timedelta(days=1))


def _put_away_later(delay: timedelta) -> None:
    day = (clock.now() + delay).date().isoformat()
    jobs.enqueue(put_away_copies, delay=delay, day=day)


def _owner(space: Space) -> Person | None:
    return session().scalar(
        select(Person)
        .join(Ownership, Ownership.person_id == Person.id)
        .where(Ownership.space_id == space.id, Person.left_at.is_(None))
        .order_by(Person.id)
        .limit(1)
    )


@jobs.task("starting.lay_out_practice")
def lay_out_practice(person_id: int) -> None:
    """Lay out the space for practice as soon as there is an administrator. Arguments: person_id."""
    with transaction():
        person = session().get(Person, person_id)
        first = person is not None and person.active and practice_space() is None
        if person is not None and first and person.role == Role.ADMINISTRATOR.value:
            lay_out(person, person.language or "en")
