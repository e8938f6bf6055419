"""Earlier states of one's own unsaved text: look at them, take one up again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import require
from essp.core.i18n import _
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space, standing
from essp.wiki import draft_versions, drafts, policy
from essp.wiki.models import Draft, Page
from essp.wiki.queries import find_page
from essp.wiki.web import blueprint


@blueprint.get("/p/<uid>/drafts")
@members
def page_drafts(uid: str) -> str:
    """What the actor had typed for a page, and when."""
    page = find_page(me(), uid)
    return _list(page.space, page, drafts.own_draft(me(), page))


@blueprint.post("/p/<uid>/drafts/<int:number>")
@members
def take_draft(uid: str, number: int) -> ResponseReturnValue:
    """Make an earlier state the draft again; the present one is put aside."""
    page = find_page(me(), uid)
    require(policy.edit(me(), page))
    with transaction():
        drafts.take_up(me(), page.space, page, number)
    _tell()
    return redirect(url_for(".edit", uid=uid), 303)


@blueprint.get("/s/<slug>/-/drafts")
@members
def new_drafts(slug: str) -> str:
    """What the actor had typed for a new page in a space."""
    space = _space(slug)
    return _list(space, None, drafts.own_new_draft(me(), space))


@blueprint.post("/s/<slug>/-/drafts/<int:number>")
@members
def take_new_draft(slug: str, number: int) -> ResponseReturnValue:
    """Make an earlier state the draft of the new page again."""
    space = _space(slug)
    with transaction():
        drafts.take_up(me(), space, None, number)
    _tell()
    return redirect(url_for(".create_in", slug=slug), 303)


def _list(space: Space, page: Page | None, draft: Draft | None) -> str:
    versions = draft_versions.versions_of(me(), space, page)
    return render_template(
        "wiki/drafts.html", space=space, page=page, draft=draft, versions=versions
    )


def _space(slug: str) -> Space:
    space = find_space(me(), slug)
    require(policy.create(me(), space, standing(me(), space)))
    return space


def _tell() -> None:
    flash(_("The earlier draft is back. What stood here is among the earlier drafts now."), "ok")
