"""Several things at once on the desk: declining, seeing, handing over, accepting."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import Invalid
from essp.core.i18n import _, ngettext
from essp.curation import desk, desk_several
from essp.curation.desk_several import Outcome
from essp.curation.web.desk import handovers_screen, pages_screen
from essp.curation.web.desk_frame import frame_of, framed, part_asked, scope_kept
from essp.curation.web.edge import blueprint
from essp.curation.web.owning import wanted_person
from essp.curation.web.reviews import reviews_screen
from essp.people.current import me
from essp.wiki.deciding import Seen


@blueprint.get("/curation/several")
@members
def several() -> str:
    """The proposals that wait, each to be marked."""
    return _page()


@blueprint.post("/curation/several")
@members
def end_several() -> ResponseReturnValue:
    """Decline those that are marked, each as it was shown."""
    marked = _marked()
    chosen = [(uid, Seen(_number(f"version-{uid}"), _number(f"number-{uid}"))) for uid in marked]
    try:
        done = desk_several.decline_several(me(), chosen, request.form.get("reason", ""))
    except Invalid as invalid:
        typed = {"reason": request.form.get("reason", ""), "chosen": marked}
        return _page(typed, invalid.errors), 422
    said = ngettext("%(num)s proposal is declined.", "%(num)s proposals are declined.", done.done)
    return _told(done, said, "curation_desk")


@blueprint.post("/curation/reviews/seen")
@members
def see_several() -> ResponseReturnValue:
    """Say of the marked pages that one saw them, each in the revision that was shown."""
    chosen = [(uid, _number(f"number-{uid}")) for uid in _marked()]
    try:
        done = desk_several.see_several(me(), chosen)
    except Invalid as invalid:
        return reviews_screen(invalid.errors), 422
    said = ngettext(
        "%(num)s page counts as seen, not as verified. It comes back within two weeks.",
        "%(num)s pages count as seen, not as verified. They come back within two weeks.",
        done.done,
    )
    return _told(done, said, "reviews")


@blueprint.post("/curation/pages/hand-over")
@members
def hand_over_several() -> ResponseReturnValue:
    """Hand the marked pages over to somebody, each for itself."""
    marked, form = _marked(), request.form
    try:
        to = wanted_person(form.get("person", ""))
        done = desk_several.hand_over_several(me(), marked, to, form.get("note", ""))
    except Invalid as invalid:
        return pages_screen(form.to_dict() | {"chosen": marked}, invalid.errors), 422
    said = ngettext(
        "%(num)s page is handed over, as soon as it is accepted.",
        "%(num)s pages are handed over, as soon as they are accepted.",
        done.done,
    )
    return _told(done, said, "desk_pages")


@blueprint.post("/curation/handovers/accept")
@members
def accept_several() -> ResponseReturnValue:
    """Take the marked handovers over."""
    try:
        done = desk_several.accept_several(me(), _marked())
    except Invalid as invalid:
        return handovers_screen(invalid.errors), 422
    said = ngettext(
        "%(num)s handover is accepted: it is yours now.",
        "%(num)s handovers are accepted: they are yours now.",
        done.done,
    )
    return _told(done, said, "desk_handovers")


def _page(typed: dict[str, Any] | None = None, errors: Any = None) -> str:
    frame, part = frame_of("curation_desk"), part_asked()
    first = (part - 1) * desk.SHOWN
    listed = frame.waiting[first : first + desk.SHOWN]
    return framed(
        "curation/desk_several.html", frame, rows=desk.proposals([each.id for each in listed]),
        part=part, more=first + desk.SHOWN < len(frame.waiting), typed=typed or {},
        errors=errors or {},
    )  # fmt: skip


def _marked() -> list[str]:
    return list(dict.fromkeys(request.form.getlist("chosen")))


def _number(name: str) -> int:
    """The number that a field holds; 0, which nothing was shown as, for anything else."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _told(done: Outcome, said: str, part: str) -> ResponseReturnValue:
    """Back to the part of the desk it came from, with what was done and what was left."""
    if done.left:
        left = ngettext(
            "%(num)s was left: it changed or was decided meanwhile.",
            "%(num)s were left: they changed or were decided meanwhile.",
            done.left,
        )
        said = _("%(said)s %(left)s", said=said, left=left)
    flash(said, "ok" if done.done else "due")
    return redirect(url_for(f".{part}", **scope_kept()), 303)
