"""The editions of a page: as it is shown, with all that waits for an owner, as it was approved last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.i18n import _, language
from essp.core.shelf import shelf
from essp.core.slots import lasting
from essp.people.current import me
from essp.wiki import approving, editions, hiding, reads, rendering
from essp.wiki.editions import WAITING, Wish
from essp.wiki.lifecycle import Overtaken
from essp.wiki.models import Page
from essp.wiki.other_texts import lead
from essp.wiki.queries import find_page, find_revision
from essp.wiki.web import blueprint
from essp.wiki.web.included import with_unsaved_includes
from essp.wiki.web.showing import path_of, placed_html
from essp.wiki.web.typed import number_in


@blueprint.get("/p/<uid>/newest")
@members
def newest(uid: str) -> ResponseReturnValue:
    """The page with every edit that waits for an owner, as far as they go together."""
    page = find_page(me(), uid)
    found = editions.newest(page)
    reads.count(page.id)
    if not found.included and not found.left:
        return redirect(f"{path_of(page)}?edition=shown", 303)
    return render_template(
        "wiki/edition.html", page=page, space=page.space, path=path_of(page), newest=found,
        approved=None, html=_as_html(page, found.text),
    )  # fmt: skip


@blueprint.get("/p/<uid>/approved")
@members
def approved(uid: str) -> ResponseReturnValue:
    """The page as an owner approved it last."""
    page = find_page(me(), uid)
    if page.approved_number is None or not editions.changed_since_approval(page):
        return redirect(f"{path_of(page)}?edition=shown", 303)
    reads.count(page.id)
    text = hiding.text_for(me(), page, page.approved_number)
    return render_template(
        "wiki/edition.html", page=page, space=page.space, path=path_of(page), newest=None,
        approved=find_revision(page, page.approved_number), html=_as_html(page, text),
    )  # fmt: skip


@blueprint.post("/p/<uid>/approve")
@members
def approve_present(uid: str) -> ResponseReturnValue:
    """Approve what the page says now, as it was shown beside what was approved before."""
    page = find_page(me(), uid)
    try:
        with transaction():
            approving.approve_present(me(), page, seen=number_in("seen") or 0)
    except Overtaken:
        flash(
            _("The page was changed after you looked. See what is new, then decide again."), "due"
        )
        after = page.approved_number or 1
        return redirect(f"{url_for('wiki.compare', uid=uid)}?from={after}", 303)
    flash(_("Approved. Readers see that you stand behind this text."), "ok")
    return redirect(path_of(find_page(me(), uid)), 303)


def preferred(page: Page, told: Mapping[str, Any]) -> ResponseReturnValue | None:
    """The way to the edition that the reader prefers, unless they ask for the page as it is shown."""
    wish = editions.wish_of(me())
    if wish is Wish.AS_SHOWN or "edition" in request.args:
        return None
    other = editions.other_edition(page, told, wish)
    return other and redirect(url_for(f"wiki.{other.value}", uid=page.uid), 302)


@lasting
def banner_of_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """What a reader should know when this is not all there is: edits that wait, or were not approved."""
    waiting = int(told.get(WAITING) or 0)
    changed = editions.changed_since_approval(page)
    if not waiting and not changed:
        return Markup()
    words = _words_since_approval(page) if changed else 0
    html = render_template("wiki/_editions.html", page=page, waiting=waiting, words=words)
    return Markup(html)  # noqa: S704 - drawn by a template


def _words_since_approval(page: Page) -> int:
    key = ("since approval", page.id, page.approved_number, page.revision_number, language())
    (words,) = shelf.get(key, lambda: (str(editions.words_since_approval(page)),))
    return int(words)


def _as_html(page: Page, text: str) -> Markup:
    rendered = rendering.preview(text, page.language)
    led = lead(me(), rendered, page.space, page)
    html = placed_html(rendered.html, led.links, led.linked, page.space)
    return with_unsaved_includes(html, led, page)
