"""The curation desk: what waits for the reader, one thing after the other."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import ngettext
from essp.curation import desk, desk_promises
from essp.curation.desk import SHOWN
from essp.curation.desk_ownerless import ownerless
from essp.curation.desk_page import beside
from essp.curation.verifying import due_day
from essp.curation.web.checking import checks_shown
from essp.curation.web.desk_frame import Frame, frame_of, framed, part_asked, scope_kept
from essp.curation.web.edge import blueprint
from essp.curation.web.handing import handovers_waiting
from essp.people.current import me
from essp.wiki.looking import look, needs_look
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal
from essp.wiki.web.proposals import review_of
from essp.wiki.web.showing import shares_of


@blueprint.get("/curation")
@members
def curation_desk() -> ResponseReturnValue:
    """The proposals that wait for the reader, and one of them with all that stands beside it.

    One that waits no longer, or for others, is shown on its own screen.
    """
    frame, uid = frame_of("curation_desk"), asked.args.get("proposal", "")
    if uid and _place(frame, uid) is None:
        return redirect(url_for("wiki.proposal", proposal=find_proposal(me(), uid).uid), 302)
    return desk_screen(frame, uid)


@blueprint.post("/curation/promise")
@members
def desk_promise() -> ResponseReturnValue:
    """Promise to decide within so many working days."""
    days = asked.form.get("days", "")
    try:
        with transaction():
            number = desk_promises.promise(me(), days.strip())
    except Invalid as invalid:
        return desk_screen(frame_of("curation_desk"), typed=days, errors=invalid.errors), 422
    flash(
        ngettext(
            "You promise a decision within %(num)s working day. Who proposes something reads this.",
            "You promise a decision within %(num)s working days. Who proposes something reads this.",
            number,
        ),
        "ok",
    )
    return redirect(url_for(".curation_desk", **scope_kept()), 303)


@blueprint.get("/curation/pages")
@members
def desk_pages() -> str:
    """Every page that the reader looks after."""
    return pages_screen()


def pages_screen(typed: Any = None, errors: Any = None) -> str:
    """Every page that the reader looks after, with what was typed to hand some over."""
    frame, part = frame_of("desk_pages"), part_asked()
    found = desk.pages_of(frame.remit, frame.scope)
    shown = found[(part - 1) * 2 * SHOWN : part * 2 * SHOWN]
    return framed(
        "curation/desk_pages.html", frame, pages=shown, total=len(found), part=part,
        more=part * 2 * SHOWN < len(found), facts=desk.facts_of([each.id for each in shown]),
        typed=typed or {}, errors=errors or {},
    )  # fmt: skip


@blueprint.get("/curation/doubts")
@members
def desk_doubts() -> str:
    """The sentences that readers doubt, on pages that the reader looks after."""
    frame, part = frame_of("desk_doubts"), part_asked()
    found = desk.doubts_for(frame.remit, frame.scope)
    shown = found[(part - 1) * SHOWN : part * SHOWN]
    return framed(
        "curation/desk_doubts.html", frame, doubts=desk.doubts(shown), total=len(found), part=part,
        more=part * SHOWN < len(found),
    )  # fmt: skip


@blueprint.get("/curation/handovers")
@members
def desk_handovers() -> str:
    """What colleagues hand over to the reader, who need not look after anything yet."""
    return handovers_screen()


def handovers_screen(errors: Any = None) -> str:
    """The handovers of the reader, and what is wrong with accepting several."""
    frame = frame_of("desk_handovers")
    return render_template(
        "curation/desk_handovers.html", frame=frame, errors=errors or {}, **handovers_waiting()
    )


@blueprint.get("/curation/ownerless")
@members
def desk_ownerless() -> str:
    """What nobody looks after."""
    frame = frame_of("desk_ownerless")
    return framed("curation/desk_ownerless.html", frame, found=ownerless(me(), frame.remit))


def desk_screen(
    frame: Frame, uid: str = "", *, typed: str = "", errors: Any = None, review: Any = None
) -> str:
    """The desk with this proposal, else the first one, in place; `review` is what else is said of it."""
    place = _place(frame, uid) or 0
    part = place // SHOWN + 1 if uid else part_asked()
    listed = frame.waiting[(part - 1) * SHOWN : part * SHOWN]
    if not uid:
        place = (part - 1) * SHOWN
    rows = desk.proposals([each.id for each in listed])
    chosen = next((each for each in rows if listed and each.id == frame.waiting[place].id), None)
    return framed(
        "curation/desk.html", frame, rows=rows, part=part, place=place, chosen=chosen,
        waits=dict(zip([each.id for each in listed], listed, strict=True)), named=bool(uid),
        more=part * SHOWN < len(frame.waiting), near=_near(frame, place), typed=typed,
        errors=errors or {}, **_beside(frame, chosen, review or {}),
    )  # fmt: skip


def _beside(frame: Frame, chosen: Proposal | None, more: dict[str, Any]) -> dict[str, Any]:
    if chosen is None:
        return {}
    if needs_look(me(), chosen):
        with transaction():
            look(me(), chosen)
    found = find_proposal(me(), chosen.uid)
    aside = beside(me(), found)
    return {
        "review": review_of(me(), found) | more,
        "day": due_day(me(), found.page),
        "checks": checks_shown(found, found.page) | {"kept": {"desk": "1", **frame.asked}},
        "beside": aside,
        "shares": shares_of(aside.authors),
    }


def _place(frame: Frame, uid: str) -> int | None:
    """Where a proposal stands in the queue; None for one that does not wait there."""
    return next((n for n, each in enumerate(frame.waiting) if each.uid == uid), None)


def _near(frame: Frame, place: int) -> dict[str, str]:
    """The addresses of the proposals before and after the one at this place."""
    steps = {"next": place + 1, "previous": place - 1}
    return {
        name: url_for(".curation_desk", proposal=frame.waiting[at].uid, **frame.asked)
        for name, at in steps.items()
        if 0 <= at < len(frame.waiting)
    }
