"""Putting conversations in order: title, kind, topics; splitting, merging, moving; who confirmed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.i18n import _, language
from essp.discussions import policy
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.moving import (
    arrange_thread,
    goals,
    merge_threads,
    move_thread,
    split_thread,
)
from essp.discussions.queries import Overtaken, find_post, find_thread, standing_in
from essp.discussions.reacting import confirmations_of
from essp.discussions.topical import names_put
from essp.discussions.web.edge import blueprint, kind_word, path_of, uid_in
from essp.people.current import me
from essp.spaces.policy import Standing, govern

CHOSEN = (Kind.QUESTION, Kind.DISCUSSION, Kind.IDEA, Kind.ANNOUNCEMENT)


@blueprint.get("/t/<talk>/arrange")
@members
def ask_arrange(talk: str) -> str:
    """The form for a thread's title, kind and topics."""
    thread = find_thread(me(), talk)
    require(policy.arrange(me(), thread, standing_in(me(), thread)))
    topics = names_put(thread, language())
    return _arrange_page(thread, {"title": thread.title, "kind": thread.kind, "topics": topics})


@blueprint.post("/t/<talk>/arrange")
@members
def arrange(talk: str) -> ResponseReturnValue:
    """Change a thread's title, kind and topics."""
    typed = {name: request.form.get(name, "")[:2000] for name in ("title", "kind", "topics")}
    try:
        with transaction():
            kind = _kind(typed["kind"])
            thread = arrange_thread(
                me(), talk, title=typed["title"], kind=kind, topics=typed["topics"]
            )
    except Invalid as invalid:
        return _arrange_page(find_thread(me(), talk), typed, invalid.errors), 422
    flash(_("Saved."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.get("/posts/<said>/split")
@members
def ask_split(said: str) -> str:
    """The form that makes a branch a conversation of its own."""
    post = find_post(me(), said)
    here = standing_in(me(), post.thread)
    require(policy.split(me(), post.thread, post, here))
    return _split_page(post, here, {"title": "", "kind": Kind.QUESTION.value})


@blueprint.post("/posts/<said>/split")
@members
def split(said: str) -> ResponseReturnValue:
    """Make a branch a conversation of its own."""
    typed = {name: request.form.get(name, "")[:2000] for name in ("title", "kind")}
    try:
        with transaction():
            new = split_thread(me(), said, title=typed["title"], kind=_kind(typed["kind"]))
    except Invalid as invalid:
        post = find_post(me(), said)
        here = standing_in(me(), post.thread)
        return _split_page(post, here, typed, invalid.errors), 422
    flash(_("It is a conversation of its own now, linked both ways."), "ok")
    return redirect(path_of(new), 303)


@blueprint.get("/t/<talk>/merge")
@members
def ask_merge(talk: str) -> str:
    """The form that merges a thread into another one."""
    thread = find_thread(me(), talk)
    require(policy.arrange(me(), thread, standing_in(me(), thread)))
    return _merge_page(thread)


@blueprint.post("/t/<talk>/merge")
@members
def merge(talk: str) -> ResponseReturnValue:
    """Merge a thread into another one, named by its address."""
    other = (request.form.get("other", "") or request.form.get("proposed", ""))[:300]
    try:
        with transaction():
            into = merge_threads(me(), talk, uid_in(other))
    except NotFound:
        thread = find_thread(me(), talk)
        errors = {"other": _("There is no such conversation. Copy its address from the browser.")}
        return _merge_page(thread, other, errors), 422
    except Invalid as invalid:
        return _merge_page(find_thread(me(), talk), other, invalid.errors), 422
    except Overtaken as overtaken:
        thread = find_thread(me(), talk)
        return _merge_page(thread, other, {"other": overtaken.reason}), 409
    flash(_("Both are one conversation now. The old address leads here."), "ok")
    return redirect(path_of(into), 303)


@blueprint.get("/t/<talk>/move")
@members
def ask_move(talk: str) -> str:
    """Choose the space to which a thread is moved."""
    thread = find_thread(me(), talk)
    require(policy.move(me(), thread, thread.space, standing_in(me(), thread)))
    return _move_page(thread)


@blueprint.post("/t/<talk>/move")
@members
def move(talk: str) -> ResponseReturnValue:
    """Move a thread to another space."""
    slug = request.form.get("space", "")
    try:
        with transaction():
            thread = move_thread(me(), talk, slug)
    except NotFound:
        thread = find_thread(me(), talk)
        return _move_page(thread, slug, {"space": _("Choose a space.")}), 422
    except (Invalid, Refused) as wrong:
        errors = wrong.errors if isinstance(wrong, Invalid) else {"space": wrong.reason}
        status = 422 if isinstance(wrong, Invalid) else 403
        return _move_page(find_thread(me(), talk), slug, errors), status
    flash(_("The conversation is in %(space)s now.", space=thread.space.name), "ok")
    return redirect(path_of(thread), 303)


@blueprint.get("/t/<talk>/confirmed")
@members
def who_confirmed(talk: str) -> str:
    """Who has read and understood an announcement, for the owners of its space."""
    thread = find_thread(me(), talk)
    require(govern(me(), thread.space, standing_in(me(), thread)))
    return render_template(
        "discussions/confirmed.html",
        thread=thread,
        space=thread.space,
        confirmed=confirmations_of(thread),
    )


def _kind(text: str) -> Kind:
    found = next((kind for kind in CHOSEN if kind.value == text), None)
    if found is None:
        raise Invalid(kind=_("Choose what it is."))
    return found


def _kinds(here: Standing) -> list[tuple[str, str, str]]:
    words = [(kind, kind_word(kind.value)) for kind in CHOSEN if policy.start(me(), kind, here)]
    return [(kind.value, word.label, word.meaning) for kind, word in words]


def _arrange_page(thread: Thread, typed: dict[str, str], errors: Any = None) -> str:
    kinds = _kinds(standing_in(me(), thread))
    return _page("arrange", thread, errors, typed=typed, kinds=kinds)


def _split_page(post: Post, here: Standing, typed: dict[str, str], errors: Any = None) -> str:
    return _page("split", post.thread, errors, post=post, typed=typed, kinds=_kinds(here))


def _merge_page(thread: Thread, other: str = "", errors: Any = None) -> str:
    return _page("merge", thread, errors, other=other)


def _move_page(thread: Thread, slug: str = "", errors: Any = None) -> str:
    spaces = [(space.slug, space.name) for space in goals(me(), thread)]
    return _page("move", thread, errors, spaces=spaces, chosen=slug)


def _page(name: str, thread: Thread, errors: Any, **values: Any) -> str:
    return render_template(
        f"discussions/{name}.html", thread=thread, space=thread.space, errors=errors or {}, **values
    )
