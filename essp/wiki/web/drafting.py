"""One's own unsaved text: kept while somebody types, offered again, and its earlier states."""

from __future__ import annotations

from contextlib import suppress

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki import draft_versions, drafts, policy
from essp.wiki.draft_models import Draft
from essp.wiki.editing import is_saved
from essp.wiki.models import Page
from essp.wiki.placing import find_parent
from essp.wiki.queries import find_page
from essp.wiki.topic_choice import TopicChoice
from essp.wiki.web import blueprint
from essp.wiki.web.typed import Form, typed


@blueprint.post("/p/<uid>/draft")
@members
def keep_draft(uid: str) -> ResponseReturnValue:
    """Keep what is typed so far."""
    page, form = find_page(me(), uid), typed()
    with transaction():
        moment = clock.now() if is_saved(me(), form.save_key) else _kept(page, form).updated_at
    return jsonify(saved_at=moment.isoformat())


@blueprint.post("/s/<slug>/-/draft")
@members
def keep_new_draft(slug: str) -> ResponseReturnValue:
    """Keep what is typed so far of a page that does not exist yet."""
    space, form = find_space(me(), slug), typed()
    require(may_read_space(me(), space, standing(me(), space)))
    parent = None
    with transaction(), suppress(NotFound):
        parent = find_parent(space, form.parent or None)
    with transaction():
        if is_saved(me(), form.save_key):
            return jsonify(saved_at=clock.now().isoformat())
        draft = drafts.keep_draft(
            me(), space, None, text=form.text, title=form.title, summary=form.summary,
            parent=parent, template=form.template, topics=form.topics,
        )  # fmt: skip
    return jsonify(saved_at=draft.updated_at.isoformat())


def keep_typed(page: Page, form: Form) -> None:
    """Keep a draft of it; what is too large for one is in the answer all the same."""
    with suppress(Invalid), transaction():
        _kept(page, form)


def form_of(draft: Draft, page: Page) -> Form:
    """The form of a page with what the actor had typed and ticked in it."""
    return Form(
        text=draft.text,
        summary=draft.summary,
        based_on=draft.based_on or page.revision_number,
        topics=TopicChoice.loads(draft.topics),
    )


def new_form_of(draft: Draft) -> Form:
    """The form of a new page with what the actor had typed, chosen and ticked in it."""
    return Form(
        text=draft.text,
        title=draft.title,
        summary=draft.summary,
        parent=drafts.place_of(draft),
        template=draft.template,
        topics=TopicChoice.loads(draft.topics),
    )


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


def _kept(page: Page, form: Form) -> Draft:
    return drafts.keep_draft(
        me(), page.space, page, text=form.text, summary=form.summary, based_on=form.based_on,
        topics=form.topics,
    )  # fmt: skip


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
