"""Who may hear of a thing in a space that is open before them: asked whenever something is told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select

from essp.core import realtime
from essp.core.db import session
from essp.core.realtime import View
from essp.people.listening import living
from essp.people.models import SignIn
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person


def hearers(subject: str, space: ColumnElement[bool]) -> Sequence[View]:
    """The open views of a thing in that space, by a condition on Space, whose people may read it now.

    Who may no longer read it shows nothing any more, and the line of a sign-in that ended is cut.
    """
    present = realtime.looking_at(subject)
    if not present:
        return present
    found = {row.id: row.reads for row in session().execute(_asked(present, space))}
    for view in present:
        if view.sign_in_id not in found:
            realtime.cut(view.line)
        elif not found[view.sign_in_id]:
            realtime.look_away(view.line)
    return [view for view in present if found.get(view.sign_in_id)]


def _asked(present: Sequence[View], space: ColumnElement[bool]) -> Select[int, bool]:
    reads = readable_by_person(SignIn.person_id).label("reads")
    ids = {view.sign_in_id for view in present}
    return select(SignIn.id, reads).outerjoin(Space, space).where(SignIn.id.in_(ids), living())
