"""Who may read a file and who may put one somewhere or change it.

A file of a space is read by whoever reads the space and changed by whoever edits there. A file of a
post is read with the post, by whoever reads its thread, and changed by who sent it; as long as the post
is not sent, and while it is out of sight, nobody else reads it. A file on a profile is read by everyone
who is signed in and changed by the person whose profile it is.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, false, or_, select

from essp.attachments.models import Attachment
from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Access, Space
from essp.spaces.policy import Standing

Guard = Callable[[Person, Attachment], Decision]
_guards: list[Guard] = []


def tell(guard: Guard) -> None:
    """Ask this too before a file is changed: what shows it may be guarded. Said again, the last counts."""
    _guards[:] = [guard]


def read(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may read the files of the space."""
    return spaces.read(actor, space, standing)


def attach(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may put a file into the space."""
    return spaces.edit(actor, space, standing)


def attach_to_profile(actor: Person, person: Person) -> Decision:
    """Whether the actor may put a file on a person's profile: only on their own."""
    if actor.id == person.id:
        return allow()
    return refuse(_("Only the person whose profile it is puts files there."))


def change(actor: Person, attachment: Attachment) -> Decision:
    """Whether the actor, who can read the file, may replace, rename or archive it."""
    theirs = _theirs(actor, attachment)
    if not theirs:
        return theirs
    if attachment.archived:
        return refuse(_("This file is archived. Bring it back first, then change it."))
    return next((said for guard in _guards if not (said := guard(actor, attachment))), allow())


def bring_back(actor: Person, attachment: Attachment) -> Decision:
    """Whether the actor, who can read the file, may bring it back."""
    theirs = _theirs(actor, attachment)
    if not theirs:
        return theirs
    return allow() if attachment.archived else refuse(_("This file is in use."))


def _theirs(actor: Person, attachment: Attachment) -> Decision:
    if attachment.person_id not in (None, actor.id):
        return refuse(_("Only the person whose profile it is changes its files."))
    if attachment.post_uid is not None and attachment.author_id != actor.id:
        return refuse(_("Only who wrote the post changes its files."))
    return allow()


def readable_by(actor: Person | None) -> ColumnElement[bool]:
    """`read` as a condition on Attachment; a file of a profile is there for everyone signed in.

    A file that is withheld is there for who sent it, as long as they read the space.
    """
    if actor is None:
        return false()
    here = select(Space.id).where(spaces.readable_by(actor))
    placed = or_(
        Attachment.space_id.in_(here),
        Attachment.person_id.is_not(None),
        and_(Attachment.space_id.is_(None), Attachment.withheld),
    )
    return and_(placed, or_(Attachment.withheld.is_(False), Attachment.author_id == actor.id))


def readable_by_everyone() -> ColumnElement[bool]:
    """That every signed-in person may read it, as a condition on Attachment."""
    everyone = select(Space.id).where(Space.access == Access.OPEN.value)
    placed = or_(Attachment.space_id.in_(everyone), Attachment.person_id.is_not(None))
    return and_(placed, Attachment.withheld.is_(False))
