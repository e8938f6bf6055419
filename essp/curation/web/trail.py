"""The trail: what was done about a page, the audit of a space, and receipts to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from flask import Response, current_app, render_template, request
from markupsafe import Markup

from essp.core.access import members
from essp.core.i18n import _
from essp.core.web import zone
from essp.curation import trail_shown
from essp.curation.receipts import heads_of, receipt_of
from essp.curation.trail_shown import SHOWN, Wanted
from essp.curation.web.edge import blueprint, date_words
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.trail import Did
from essp.wiki.trail_models import CurationAct

LAST_PART = 10_000
BESIDE = 4  # acts beside the history
DEEDS: Mapping[Did, Callable[[], str]] = {
    Did.PROTECTED: lambda: _("protected it"),
    Did.RELEASED: lambda: _("took the protection off"),
    Did.CHANGED: lambda: _("changed the protection"),
    Did.CONFIRMED: lambda: _("confirmed the protection"),
    Did.ASKED_TO_UNLOCK: lambda: _("asked to unlock it"),
    Did.KEPT_LOCKED: lambda: _("kept it locked"),
    Did.STEPPED_DOWN: lambda: _("stepped down, because proposals waited too long"),
    Did.STEPPED_UP: lambda: _("stepped up again"),
    Did.APPROVED: lambda: _("approved a proposal"),
    Did.AMENDED: lambda: _("amended and approved a proposal"),
    Did.PARTLY: lambda: _("approved a part of a proposal"),
    Did.SENT_BACK: lambda: _("sent a proposal back"),
    Did.DECLINED: lambda: _("declined a proposal"),
    Did.WITHDRAWN: lambda: _("took back what they had asked"),
    Did.LAPSED: lambda: _("a proposal lapsed"),
    Did.VERIFIED: lambda: _("verified it"),
    Did.SEEN: lambda: _("saw it, without verifying"),
    Did.CLAIMED: lambda: _("marked a sentence, or looked at one"),
    Did.DOUBTED: lambda: _("doubted a sentence"),
    Did.ANSWERED: lambda: _("answered a doubt"),
    Did.APPOINTED: lambda: _("asked somebody to own it"),
    Did.ACCEPTED: lambda: _("agreed to own it"),
    Did.STEPPED_ASIDE: lambda: _("stepped aside as an owner"),
    Did.HANDED_OVER: lambda: _("handed it over"),
    Did.ORPHANED: lambda: _("was left without an owner"),
    Did.TRUSTED: lambda: _("earned the right to publish"),
    Did.REVOKED: lambda: _("lost the right to publish"),
}


@blueprint.get("/p/<uid>/trail")
@members
def page_trail(uid: str) -> str:
    """Everything that was done about the standing of a page, the latest first."""
    page, part = find_page(me(), uid), _part()
    found = trail_shown.acts_of_page(page, limit=SHOWN + 1, offset=(part - 1) * SHOWN)
    versions, acts = heads_of(page)
    return render_template(
        "curation/page_trail.html", page=page, acts=found[:SHOWN], part=part,
        more=len(found) > SHOWN, versions=versions, last_act=acts,
    )  # fmt: skip


@blueprint.get("/p/<uid>/receipt")
@members
def receipt(uid: str) -> Response:
    """A page with its versions and acts, as a ZIP that can be verified without this site."""
    page = find_page(me(), uid)
    return _download(receipt_of(page), "application/zip", f"{page.slug}-receipt.zip")


@blueprint.get("/receipts/verifier")
@members
def receipt_verifier() -> Response:
    """The script that verifies receipts; it needs nothing but Python."""
    script = Path(current_app.root_path) / "deploy" / "verify_receipt.py"
    return _download(script.read_bytes(), "text/x-python", script.name)


@blueprint.get("/s/<slug>/-/trail")
@members
def space_trail(slug: str) -> str:
    """The audit of a space: every act on its pages, narrowed by kind, person and time."""
    space, part, wanted = find_space(me(), slug), _part(), _wanted()
    found = trail_shown.acts_of_space(
        me(), space, wanted, zone(), limit=SHOWN + 1, offset=(part - 1) * SHOWN
    )
    return render_template(
        "curation/space_trail.html", space=space, rows=found[:SHOWN], wanted=wanted, part=part,
        more=len(found) > SHOWN, people=trail_shown.people_in(space), asked=_asked(),
    )  # fmt: skip


@blueprint.get("/s/<slug>/-/trail/table")
@members
def space_trail_csv(slug: str) -> Response:
    """The same as a table for a programme that works with tables."""
    space = find_space(me(), slug)
    found = trail_shown.acts_of_space(me(), space, _wanted(), zone(), limit=trail_shown.MOST_ROWS)
    # The mark in front tells such programmes that these are letters of UTF-8.
    table = "\ufeff" + "".join(trail_shown.as_csv(found))
    return _download(table.encode(), "text/csv", f"{space.slug}-trail.csv")


def acts_beside(page: Page) -> Markup:
    """The latest acts of owners, for the history of a page; nothing for none."""
    found = trail_shown.acts_of_page(page, limit=BESIDE)
    if not found:
        return Markup()
    return Markup(render_template("curation/_acts_beside.html", page=page, acts=found))


def trail_of_space(space: Space) -> Markup:
    """The way to the audit of a space, for who looks after it; nothing for others."""
    if not trail_shown.audits(me(), space):
        return Markup()
    return Markup(render_template("curation/_space_trail.html", space=space))


@blueprint.app_template_global()
def act_words(act: CurationAct) -> str:
    """What was done, as the rest of a sentence that begins with a name."""
    return DEEDS[Did(act.kind)]()


@blueprint.app_template_global()
def act_day(act: CurationAct) -> str:
    """The day until which an act holds, in words; as it was kept where that is no day."""
    kept = str(act.about["until"])
    try:
        return date_words(date.fromisoformat(kept[:10]))
    except ValueError:
        return kept


@blueprint.app_template_global()
def act_kinds() -> list[tuple[str, str]]:
    """All kinds of acts with their words, to choose from."""
    return [(did.value, words()) for did, words in DEEDS.items()]


def _wanted() -> Wanted:
    kind, by = request.args.get("kind", ""), request.args.get("by", "")
    return Wanted(
        kind=kind if kind in {each.value for each in Did} else "",
        by_id=int(by) if by.isascii() and by.isdecimal() and len(by) < 10 else None,
        first=_day("first"),
        last=_day("last"),
    )


def _asked() -> dict[str, str]:
    return {
        name: request.args[name] for name in ("kind", "by", "first", "last") if name in request.args
    }


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None


def _part() -> int:
    return min(max(request.args.get("part", 1, type=int), 1), LAST_PART)


def _download(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    # Addresses are made of letters, digits and hyphens, so the name needs no quoting of its own.
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
