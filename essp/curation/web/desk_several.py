"""Declining several proposals at once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import Invalid
from essp.core.i18n import _, ngettext
from essp.curation import desk
from essp.curation.desk_several import Outcome, decline_several
from essp.curation.web.desk_frame import frame_of, framed, part_asked, scope_kept
from essp.curation.web.edge import blueprint
from essp.people.current import me
from essp.wiki.deciding import Seen


@blueprint.get("/curation/several")
@members
def desk_several() -> str:
    """The proposals that wait, each to be marked."""
    return _page()


@blueprint.post("/curation/several")
@members
def end_several() -> ResponseReturnValue:
    """Decline those that are marked, each as it was shown."""
    marked = request.form.getlist("chosen")
    chosen = [
        (uid, Seen(_number(f"version-{uid}"), _number(f"number-{uid}")))
        for uid in dict.fromkeys(marked)
    ]
    try:
        done = decline_several(me(), chosen, request.form.get("reason", ""))
    except Invalid as invalid:
        typed = {"reason": request.form.get("reason", ""), "chosen": marked}
        return _page(typed, invalid.errors), 422
    flash(_said(done), "ok" if done.declined else "due")
    return redirect(url_for(".curation_desk", **scope_kept()), 303)


def _page(typed: dict[str, Any] | None = None, errors: Any = None) -> str:
    frame, part = frame_of("curation_desk"), part_asked()
    first = (part - 1) * desk.SHOWN
    listed = frame.waiting[first : first + desk.SHOWN]
    return framed(
        "curation/desk_several.html", frame, rows=desk.proposals([each.id for each in listed]),
        part=part, more=first + desk.SHOWN < len(frame.waiting), typed=typed or {},
        errors=errors or {},
    )  # fmt: skip


def _number(name: str) -> int:
    """The number that a field holds; 0, which nothing was shown as, for anything else."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _said(done: Outcome) -> str:
    said = ngettext(
        "%(num)s proposal is declined.", "%(num)s proposals are declined.", done.declined
    )
    if not done.left:
        return said
    left = ngettext(
        "%(num)s was left: it changed or was decided meanwhile.",
        "%(num)s were left: they changed or were decided meanwhile.",
        done.left,
    )
    return _("%(said)s %(left)s", said=said, left=left)
