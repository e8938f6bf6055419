"""Changing a page without the editor: rename, move, archive, bring back, restore, undo.

Each is a small form that says what will happen; the answer is the page, or the form and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _, language, ngettext
from essp.core.text.merge import Conflict
from essp.people.current import me
from essp.spaces.queries import find_space, readable_spaces
from essp.wiki import lifecycle, policy
from essp.wiki.editing import Saved
from essp.wiki.guarding import guard_of
from essp.wiki.linked import linked_into
from essp.wiki.models import Page, Revision
from essp.wiki.placing import descendants
from essp.wiki.queries import find_page, find_revision, pages_in
from essp.wiki.retagging import topics_by_revision
from essp.wiki.web import blueprint
from essp.wiki.web.showing import marked, path_of
from essp.wiki.web.told import told

NAMED = 10


@blueprint.get("/p/<uid>/rename")
@members
def rename(uid: str) -> ResponseReturnValue:
    """Ask for another title."""
    page = _arrangeable(uid)
    return render_template("wiki/rename.html", page=page, space=page.space, title=page.title)


@blueprint.post("/p/<uid>/rename")
@members
def give_title(uid: str) -> ResponseReturnValue:
    """Give the page another title."""
    page, title = find_page(me(), uid), request.form.get("title", "")
    try:
        with transaction():
            lifecycle.rename_page(me(), page, title=title, summary=_summary())
    except Invalid as invalid:
        page = find_page(me(), uid)
        return render_template(
            "wiki/rename.html", page=page, space=page.space, title=title, errors=invalid.errors
        ), 422
    flash(_("Renamed. The old address and all links keep working."), "ok")
    return _to_page(uid)


@blueprint.get("/p/<uid>/move")
@members
def move(uid: str) -> ResponseReturnValue:
    """Ask where the page goes."""
    page = _arrangeable(uid)
    slug, summary = request.args.get("space", page.space.slug), request.args.get("summary", "")
    return _mover(page, slug, {}, summary)


@blueprint.post("/p/<uid>/move")
@members
def place(uid: str) -> ResponseReturnValue:
    """Move the page with all below it."""
    page, slug = find_page(me(), uid), request.form.get("space", "")
    space = find_space(me(), slug)
    if "look" in request.form:
        return redirect(url_for(".move", uid=uid, space=space.slug, summary=_summary()[:500]), 303)
    try:
        with transaction():
            parent = request.form.get("parent") or None
            lifecycle.move_page(me(), page, space, parent=parent, summary=_summary())
    except Invalid as invalid:
        return _mover(find_page(me(), uid), space.slug, invalid.errors, _summary()), 422
    flash(_("Moved. The old address keeps working."), "ok")
    return _to_page(uid)


@blueprint.get("/p/<uid>/archive")
@members
def archive(uid: str) -> ResponseReturnValue:
    """Ask whether to put the page away, and say what goes with it."""
    page = find_page(me(), uid)
    require(policy.archive(me(), page))
    require(policy.remove(me(), page, guard_of(me(), page)))
    below = [each for each in descendants(page) if not each.archived]
    linking = linked_into(me(), page)
    return render_template(
        "wiki/archive.html", page=page, space=page.space, below=below, linking=linking
    )


@blueprint.post("/p/<uid>/archive")
@members
def put_away(uid: str) -> ResponseReturnValue:
    """Put the page away with all below it."""
    with transaction():
        lifecycle.archive_page(me(), find_page(me(), uid), summary=_summary())
    flash(_("Archived. It can be read and brought back at any time."), "ok")
    return _to_page(uid)


@blueprint.post("/p/<uid>/return")
@members
def return_page(uid: str) -> ResponseReturnValue:
    """Bring an archived page back, with what was put away with it."""
    with transaction():
        back = lifecycle.bring_back(me(), find_page(me(), uid), summary=_summary())
    flash(_back_again(len(back.below)), "ok")
    if back.left:
        titles = ", ".join(f"“{each.title}”" for each in back.left[:NAMED])
        flash(
            _("Still archived, because the title was taken meanwhile: %(titles)s.", titles=titles)
        )
    return _to_page(uid)


@blueprint.get("/p/<uid>/restore/<int:number>")
@members
def restore(uid: str, number: int) -> ResponseReturnValue:
    """Ask whether an earlier text becomes the present one."""
    return _restorer(_changeable(uid), number)


@blueprint.post("/p/<uid>/restore/<int:number>")
@members
def make_present(uid: str, number: int) -> ResponseReturnValue:
    """Make an earlier text the present one, unless somebody changed the page meanwhile."""
    seen = request.form.get("seen", type=int)
    try:
        return _changed(
            uid,
            lambda page: lifecycle.restore_revision(
                me(), page, number, summary=_summary(), seen=seen
            ),
        )
    except lifecycle.Overtaken:
        page = find_page(me(), uid)
        return _restorer(page, number, find_revision(page, page.revision_number)), 409
    except Invalid as invalid:
        return _restorer(find_page(me(), uid), number, errors=invalid.errors), 422


@blueprint.get("/p/<uid>/undo/<int:number>")
@members
def undo(uid: str, number: int) -> ResponseReturnValue:
    """Ask whether to take one edit out again; say why where that cannot be done."""
    page = _changeable(uid)
    merged = lifecycle.undo_of(page, number)
    return render_template(
        "wiki/undo.html",
        page=page,
        space=page.space,
        revision=(found := find_revision(page, number)),
        passages=_passages(merged.conflicts),
        topics=topics_by_revision(page, [found], language()).get(number),
    )


@blueprint.post("/p/<uid>/undo/<int:number>")
@members
def take_out(uid: str, number: int) -> ResponseReturnValue:
    """Take one edit out again."""
    try:
        return _changed(
            uid, lambda page: lifecycle.undo_revision(me(), page, number, summary=_summary())
        )
    except lifecycle.CannotUndo as conflict:
        page = find_page(me(), uid)
        return render_template(
            "wiki/undo.html",
            page=page,
            space=page.space,
            revision=find_revision(page, number),
            passages=_passages(conflict.merge.conflicts),
        ), 409


def _back_again(below: int) -> str:
    if not below:
        return _("The page is in use again.")
    return ngettext(
        "The page is in use again, and the one below it.",
        "The page is in use again, and the %(num)s below it.",
        below,
    )


def _restorer(
    page: Page,
    number: int,
    newer: Revision | None = None,
    errors: Mapping[str, Message] = MappingProxyType({}),
) -> str:
    return render_template(
        "wiki/restore.html",
        page=page,
        space=page.space,
        revision=find_revision(page, number),
        newer=newer,
        summary=_summary(),
        errors=errors,
    )


def _changed(uid: str, verb: Callable[[Page], Saved]) -> ResponseReturnValue:
    with transaction():
        saved = verb(find_page(me(), uid))
    flash(*told(saved))
    return _to_page(uid)


def _changeable(uid: str) -> Page:
    page = find_page(me(), uid)
    require(policy.edit(me(), page))
    return page


def _arrangeable(uid: str) -> Page:
    page = _changeable(uid)
    require(policy.arrange(me(), page, guard_of(me(), page)))
    return page


def _summary() -> str:
    return request.form.get("summary", "")


def _to_page(uid: str) -> ResponseReturnValue:
    return redirect(path_of(find_page(me(), uid)), 303)


def _mover(page: Page, slug: str, errors: Mapping[str, Message], summary: str) -> str:
    space = find_space(me(), slug)
    below = {each.id for each in descendants(page)} | {page.id}
    parents = [("", _("At the top of the space"))]
    parents += [(each.uid, each.title) for each in pages_in(me(), space) if each.id not in below]
    return render_template(
        "wiki/move.html",
        page=page,
        space=page.space,
        target=space,
        spaces=[(each.slug, each.name) for each in readable_spaces(me())],
        parents=parents,
        below=len(below) - 1,
        summary=summary,
        errors=errors,
    )


def _passages(conflicts: Sequence[Conflict]) -> list[dict[str, Any]]:
    return [
        {"now": marked(each.base, each.mine), "before": marked(each.base, each.theirs)}
        for each in conflicts
    ]
