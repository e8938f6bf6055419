"""Reviews: the list of those that are due, and looking at one page again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.text.diff import Hunk, compare
from essp.curation import verifying
from essp.curation.claims import claims_of
from essp.curation.doubts import open_doubts
from essp.curation.models import Verification
from essp.curation.verifying import Looked
from essp.curation.verifying_due import SHOWN, reviews_for, sentences_for, with_signals
from essp.curation.web.desk_frame import frame_of, framed, part_asked, scope_kept
from essp.curation.web.edge import blueprint, day_typed
from essp.discussions.queries import Overtaken
from essp.people.current import me
from essp.wiki.comparing import COMPARABLE, changed_characters
from essp.wiki.models import Page
from essp.wiki.queries import find_page, find_revision
from essp.wiki.texts import Withheld, text_of

ORDERS = ("risk", "oldest")


@blueprint.get("/curation/reviews")
@members
def reviews() -> str:
    """The reviews that are due, those first on which the most readers rely for the longest."""
    return reviews_screen()


def reviews_screen(errors: Any = None) -> str:
    """The reviews that are due, and what is wrong with seeing several."""
    frame, part = frame_of("reviews"), part_asked()
    order = "oldest" if request.args.get("order") == "oldest" else "risk"
    found = reviews_for(frame.remit, oldest_first=order == "oldest")
    if frame.space is not None:
        found = [each for each in found if each.page.space_id == frame.space.id]
    return framed(
        "curation/reviews.html", frame, order=order, total=len(found), part=part,
        reviews=with_signals(found[(part - 1) * SHOWN : part * SHOWN]),
        more=part * SHOWN < len(found), sentences=sentences_for(frame.remit)[:SHOWN],
        errors=errors or {},
    )  # fmt: skip


@blueprint.get("/p/<uid>/review")
@members
def review(uid: str) -> str:
    """One page to look at again: what changed since, what readers doubt, and what to say of it."""
    return _step(find_page(me(), uid))


@blueprint.post("/p/<uid>/review")
@members
def end_review(uid: str) -> ResponseReturnValue:
    """Say that a page is still right; or go where it is changed or handed over."""
    page, typed = find_page(me(), uid), request.form
    if typed.get("decision") == "change":
        return redirect(url_for("wiki.edit", uid=uid), 303)
    if typed.get("decision") == "over":
        return redirect(url_for(".hand_over_page", uid=uid), 303)
    try:
        with transaction():
            row = verifying.verify(me(), uid, _looked(page), day_typed(typed.get("until", "")))
    except Invalid as invalid:
        return _step(find_page(me(), uid), invalid.errors), 422
    except Overtaken as overtaken:
        return _step(find_page(me(), uid), {"decision": overtaken.reason}), 409
    if row.kind == verifying.SEEN:
        flash(
            _(
                "Ten pages within a minute: they count as seen, not as verified, and come back soon."
            ),
            "info",
        )
    else:
        flash(_("Verified. Readers see it under the title of the page."), "ok")
    return redirect(_next(uid), 303)


@blueprint.post("/p/<uid>/review/later")
@members
def put_review_off(uid: str) -> ResponseReturnValue:
    """Ask about this page again in a week."""
    with transaction():
        verifying.put_off(me(), uid)
    flash(_("This review comes back in a week. Readers see that it is due all the same."), "info")
    return redirect(url_for(".reviews", **scope_kept()), 303)


@blueprint.post("/p/<uid>/review/remind")
@members
def remind_owners(uid: str) -> ResponseReturnValue:
    """Remind the owners of an overdue page."""
    with transaction():
        new = verifying.remind(me(), uid)
    if new:
        flash(_("Its owners are reminded."), "ok")
    else:
        flash(_("Its owners were reminded less than a week ago."), "info")
    return redirect(url_for("wiki.permanent", uid=uid), 303)


def _looked(page: Page) -> Looked:
    row = session().get(Verification, page.id)
    signals = {"doubts": len(open_doubts(page)), "claims": len(claims_of(page))}
    number = request.form.get("number", "")
    return Looked(
        number=int(number) if number.isdecimal() and len(number) < 9 else 0,
        since=row.number if row is not None else None,
        signals={name: count for name, count in signals.items() if count},
        note=request.form.get("note", "").strip(),
    )


def _next(uid: str) -> str:
    if request.form.get("then") == "reviews":
        return url_for(".reviews", **scope_kept())
    return url_for("wiki.permanent", uid=uid)


def _step(page: Page, errors: Any = None) -> str:
    return render_template(
        "curation/review.html", **step_of(page), errors=errors or {}, typed=request.form
    )


def step_of(page: Page) -> dict[str, Any]:
    """What the step of looking at one page again is drawn from, for `curation/_review_step.html`."""
    row = session().get(Verification, page.id)
    since = find_revision(page, row.number) if row is not None else None
    owner = verifying.owns(me(), page)
    return {
        "page": page,
        "row": row,
        "since": since,
        "hunks": _changed(page, row.number) if row is not None else [],
        "owner": owner,
        "doubts": open_doubts(page),
        "claims": claims_of(page),
        "day": verifying.due_day(me(), page) if owner and not page.archived else None,
        "today": clock.now().date(),
        "kept": scope_kept(),
    }


def _changed(page: Page, number: int) -> tuple[Hunk, ...] | None:
    """What changed since a revision; None where that cannot be shown in a few lines."""
    try:
        before, after = text_of(page, number), text_of(page)
    except Withheld:
        return None
    if changed_characters(before, after) > COMPARABLE:
        return None
    return compare(before, after, context=1).hunks
