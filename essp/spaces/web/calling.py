"""How many people a text would tell, asked while it is written."""

from __future__ import annotations

from flask import Response, jsonify, request

from essp.core.access import members
from essp.core.decision import NotFound
from essp.core.i18n import Message, ngettext
from essp.people.current import me
from essp.spaces import calling
from essp.spaces.models import Space
from essp.spaces.policy import read
from essp.spaces.queries import find_space, standing
from essp.spaces.web.edge import blueprint

LONGEST = 100_000


@blueprint.post("/called")
@members
def called() -> Response:
    """How many people the groups in `text` tell that are not in `before`; JSON.

    With the sentence that says so, or why they may not be called from the space `space`.
    """
    sent = request.form
    names = calling.groups_in(sent.get("text", "")[:LONGEST], sent.get("before", "")[:LONGEST])
    place = _place(sent.get("space") or request.args.get("space", ""))
    groups = calling.find_groups(me(), names) if place is not None else []
    if place is None or not groups:
        return jsonify(count=0, said="", refused=False)
    refusal = _refusal(place, groups)
    if refusal is not None:
        return jsonify(count=0, said=str(refusal), refused=True)
    count = calling.reached(me(), place.id, groups)
    return jsonify(count=count, said=_said(count, groups), refused=False)


def _refusal(place: Space, groups: list[calling.Group]) -> Message | None:
    answers = (calling.may_call(me(), place.id, each) for each in groups)
    return next((answer.reason for answer in answers if not answer), None)


def _said(count: int, groups: list[calling.Group]) -> str:
    names = ", ".join(f"@{each.written}" for each in groups)
    return ngettext(
        "%(num)s person will be told: %(names)s.",
        "%(num)s people will be told: %(names)s.",
        count,
        names=names,
    )


def _place(slug: str) -> Space | None:
    try:
        space = find_space(me(), slug[:100])
    except NotFound:
        return None
    return space if read(me(), space, standing(me(), space)) else None
