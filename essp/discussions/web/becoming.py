"""A conversation becomes a page: the choice of posts and place, with the page as it would look."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import Message, _
from essp.discussions import becoming
from essp.discussions.becoming import MOST_POSTS, Offered
from essp.discussions.models import Thread
from essp.discussions.web.edge import blueprint
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import readable_spaces

FILE = "/files/"


@dataclass(frozen=True)
class Chosen:
    """What stands in the form: posts by uid, the place, and the space for which readers are known."""

    posts: frozenset[str]
    title: str
    space: Space
    parent: str = ""
    closes: bool = False
    confirmed: str = ""
    errors: Mapping[str, Message] = field(default_factory=dict)


@blueprint.get("/t/<talk>/page")
@members
def ask_page(talk: str) -> str:
    """Choose what of a conversation becomes a page; `answer` names one post that is to be in it."""
    thread = becoming.thread_for_page(me(), talk)
    found = becoming.offered(thread)
    posts = becoming.chosen_at_first(found, request.args.get("answer", "")[:10])
    closes = becoming.may_close(me(), thread)
    home = session().get_one(Space, thread.space_id)
    chosen = Chosen(frozenset(posts), thread.title, home, closes=closes)
    return _page(thread, found, chosen)


@blueprint.post("/t/<talk>/page")
@members
def make_page(talk: str) -> ResponseReturnValue:
    """Make the draft, or with `look` show what was chosen as it would look."""
    thread = becoming.thread_for_page(me(), talk)
    chosen = _typed(thread)
    if "look" in request.form:
        return _page(thread, becoming.offered(thread), chosen)
    try:
        with transaction():
            where = becoming.become_page(
                me(), talk, chosen.space, posts=chosen.posts, title=chosen.title,
                parent=chosen.parent, closes=chosen.closes,
                confirmed=chosen.confirmed == chosen.space.slug,
            )  # fmt: skip
    except (Invalid, Refused, NotFound) as wrong:
        thread = becoming.thread_for_page(me(), talk)
        return _page(thread, becoming.offered(thread), _typed(thread), _errors(wrong)), 422
    flash(_("This is your draft: only you see it until you save it."), "ok")
    return redirect(where, 303)


def _typed(thread: Thread) -> Chosen:
    sent, spaces = request.form, {each.slug: each for each in readable_spaces(me())}
    home = session().get_one(Space, thread.space_id)
    return Chosen(
        frozenset(each[:10] for each in sent.getlist("post")), sent.get("title", "")[:2000],
        spaces.get(sent.get("space", ""), home), sent.get("parent", "")[:10], "closes" in sent,
        sent.get("confirm", ""),
    )  # fmt: skip


def _errors(wrong: Invalid | Refused | NotFound) -> Mapping[str, Message]:
    if isinstance(wrong, Invalid):
        return wrong.errors
    if isinstance(wrong, Refused):
        return {"space": wrong.reason}
    return {"parent": _("That page is not in this space any more. Choose another place.")}


def _page(
    thread: Thread, found: list[Offered], chosen: Chosen,
    errors: Mapping[str, Message] | None = None,
) -> str:  # fmt: skip
    home = session().get_one(Space, thread.space_id)
    places = becoming.pages().places(me(), chosen.space)
    return render_template(
        "discussions/become.html",
        thread=thread,
        space=home,
        found=found,
        chosen=chosen,
        errors=errors or {},
        spaces=[(each.slug, each.name) for each in readable_spaces(me())],
        parents=[("", _("At the top of the space")), *places],
        credited=becoming.credited(found, chosen.posts),
        wider=becoming.wider(thread, chosen.space),
        files=_files(found, chosen.posts) if home.id != chosen.space.id else 0,
        may_close=becoming.may_close(me(), thread),
        preview=_preview(thread, found, chosen),
        most=MOST_POSTS,
    )


def _preview(thread: Thread, found: list[Offered], chosen: Chosen) -> Markup:
    home = session().get_one(Space, thread.space_id)
    pieces = becoming.pieces_of(thread, found, chosen.posts)[:MOST_POSTS]
    html = ""
    with suppress(Invalid):
        html = becoming.pages().preview(me(), chosen.space, pieces, home)
    return Markup(html)  # noqa: S704 - made and sanitised as that of a page


def _files(found: list[Offered], uids: Collection[str]) -> int:
    return sum(each.post.text.count(FILE) for each in found if each.post.uid in uids)


def origin_of_page(page: Any, told: Mapping[str, Any]) -> Markup:
    """The conversations that became a page, on its own screen; nothing for none."""
    if not told.get("origins"):
        return Markup()
    threads = becoming.threads_before(me(), page.id)
    return Markup(render_template("discussions/_page_origin.html", threads=threads))
