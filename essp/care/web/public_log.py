"""The public log of moderation."""

from __future__ import annotations

from flask import render_template, request

from essp.care import book
from essp.care.queries import SHOWN
from essp.care.web.edge import blueprint, offset_of, part_asked
from essp.core.access import members
from essp.core.decision import require
from essp.people.current import me
from essp.spaces import policy
from essp.spaces.queries import find_space, standing


@blueprint.get("/care/log")
@members
def log() -> str:
    """What moderators did where the reader may read, why and when; of one space where it is named."""
    slug, part = request.args.get("space", "")[:80], part_asked()
    space = find_space(me(), slug) if slug else None
    if space is not None:
        require(policy.read(me(), space, standing(me(), space)))
    return render_template(
        "care/log.html",
        lines=book.lines(me(), space, limit=SHOWN, offset=offset_of(part)),
        space=space,
        part=part,
        more=part * SHOWN < book.count(me(), space),
    )
