"""Who may read a file and who may put one somewhere: whoever may read, or edit in, its space."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from essp.attachments.models import Attachment
from essp.core.decision import Decision
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.policy import Standing


def read(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may read the files of the space."""
    return spaces.read(actor, space, standing)


def attach(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may put a file into the space."""
    return spaces.edit(actor, space, standing)


def readable_by(actor: Person | None) -> ColumnElement[bool]:
    """`read` as a condition on Attachment."""
    return Attachment.space_id.in_(select(Space.id).where(spaces.readable_by(actor)))
