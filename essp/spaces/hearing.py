"""Who may hear of a thing in a space that is open before them: asked whenever something is told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select

from essp.core import attending, realtime
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
    return present_before(subject, space)[0]


def present_before(
    subject: str, space: ColumnElement[bool]
) -> tuple[Sequence[View], Sequence[View]]:
    """As `hearers`, and the views of people in other processes who may read the thing too.

    Where nobody here is to hear of them, nobody is looked for elsewhere.
    """
    present = realtime.looking_at(subject)
    if not present:
        return [], []
    elsewhere = attending.elsewhere(subject)
    asked = _asked([*present, *elsewhere], space)
    found = {row.id: row.reads for row in session().execute(asked)}
    for view in present:
        if view.sign_in_id not in found:
            realtime.cut(view.line)
        elif not found[view.sign_in_id]:
            realtime.look_away(view.line)
    here, there = (
        [view for view in views if found.get(view.sign_in_id)] for views in (present, elsewhere)
    )
    return here, there


def _asked(present: Sequence[View], space: ColumnElement[bool]) -> Select[int, bool]:
    reads = readable_by_person(SignIn.person_id).label("reads")
    ids = {view.sign_in_id for view in present}
    return select(SignIn.id, reads).outerjoin(Space, space).where(SignIn.id.in_(ids), living())
