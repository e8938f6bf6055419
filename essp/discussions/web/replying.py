"""Replying, editing with visible history, taking back, and keeping what is not sent yet."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _
from essp.core.text.diff import Comparison
from essp.discussions import drafts, policy
from essp.discussions.editing import edit_post, texts_of
from essp.discussions.linking import placed
from essp.discussions.models import Post
from essp.discussions.posting import is_sent
from essp.discussions.posting import reply as reply_to
from essp.discussions.queries import Overtaken, find_post, nearest_in_sight, standing_in
from essp.discussions.removing import bring_back, remove_post
from essp.discussions.web.edge import Form, blueprint, note_rules, typed
from essp.discussions.web.files import brought
from essp.discussions.web.previewing import is_asked, looked_at
from essp.discussions.web.threads import place_of
from essp.people.current import me
from essp.spaces.queries import find_space

OPERATIONS = {"same": "same", "inserted": "ins", "deleted": "del"}


@blueprint.get("/posts/<said>/reply")
@members
def reply(said: str) -> ResponseReturnValue:
    """The form for a reply, below what it answers; with `quote` what was said is quoted."""
    post = find_post(me(), said)
    draft = drafts.own_draft(me(), drafts.for_reply(post))
    text = draft.text if draft is not None else ""
    if "quote" in request.args:
        text = f"{text}\n\n{quoted(post)}".lstrip("\n")
    refused = policy.reply(me(), post.thread, post)
    errors = {} if refused else {"text": refused.reason}
    return _reply_page(post, Form(text=text, errors=errors))


@blueprint.post("/posts/<said>/reply")
@members
def send_reply(said: str) -> ResponseReturnValue:
    """Post the reply; answers with its place, or with the form and what was typed in it."""
    post, form = find_post(me(), said), typed()
    form = replace(form, **brought(form.text, post.thread.space))
    if form.errors:
        return _reply_page(post, form), 422
    if is_asked():
        return _reply_page(post, replace(form, **looked_at(form.text, post.thread.space)))
    try:
        with transaction():
            post = find_post(me(), said)
            sent = reply_to(
                me(), said, text=form.text, remark=form.remark, save_key=form.save_key,
                told=form.told,
            )  # fmt: skip
            drafts.discard(me(), drafts.for_reply(post))
            note_rules(sent.thread.space_id)
    except Overtaken as overtaken:
        return _reply_page(find_post(me(), said), form.with_errors({"text": overtaken.reason})), 409
    except Invalid as invalid:
        return _reply_page(find_post(me(), said), form.with_errors(invalid.errors)), 422
    return redirect(place_of(sent.uid), 303)


def _reply_page(post: Post, form: Form) -> str:
    instead = nearest_in_sight(post) if post.gone and not post.thread.closed else None
    (html,) = placed(me(), post.thread.space, [(post.html, post.links)])
    return render_template(
        "discussions/reply.html",
        post=post,
        thread=post.thread,
        space=post.thread.space,
        html="" if post.gone else Markup(html),  # noqa: S704 - sanitised when written
        answers=policy.remark(post.thread, post),
        form=form,
        instead=instead,
    )


def quoted(post: Post) -> str:
    """What a post says as a quotation with its author, in Markdown."""
    lines = "\n".join(f"> {line}".rstrip() for line in post.text.split("\n"))
    return f"> **{post.author.name}**\n>\n{lines}\n\n" if not post.gone else ""


@blueprint.get("/posts/<said>/edit")
@members
def edit(said: str) -> str:
    """The form that changes a post, for its author."""
    post = find_post(me(), said)
    require(policy.edit(me(), post))
    draft = drafts.own_draft(me(), drafts.for_edit(post)) if "fresh" not in request.args else None
    text, title = post.text, post.thread.title
    if draft is not None:
        text, title = draft.text, draft.title or title
    form = Form(text=text, title=title, remark=post.remark, based_on=post.revision)
    return _edit_page(post, form, drafted=draft is not None)


@blueprint.post("/posts/<said>/edit")
@members
def save(said: str) -> ResponseReturnValue:
    """Save the edit; answers with the post, or with the form and what was typed in it."""
    form = typed()
    post = find_post(me(), said)
    form = replace(form, **brought(form.text, post.thread.space))
    if form.errors:
        return _edit_page(post, form), 422
    if is_asked():
        return _edit_page(post, replace(form, **looked_at(form.text, post.thread.space)))
    title = form.title if "title" in request.form else None
    try:
        with transaction():
            edited = edit_post(
                me(), said, text=form.text, title=title, remark=form.remark,
                based_on=form.based_on, told=form.told,
            )  # fmt: skip
            drafts.discard(me(), drafts.for_edit(edited.post))
    except Overtaken as overtaken:
        post = find_post(me(), said)
        form = replace(form, based_on=post.revision).with_errors({"text": overtaken.reason})
        return _edit_page(post, form, theirs=post.text), 409
    except Invalid as invalid:
        return _edit_page(find_post(me(), said), form.with_errors(invalid.errors)), 422
    if not edited.changed:
        flash(_("Nothing was different, so the post is as it was."), "info")
    elif edited.lapsed:
        flash(_("Saved. The answer says something else now, so it is no longer accepted."), "info")
    else:
        flash(_("Saved."), "ok")
    return redirect(place_of(said), 303)


def _edit_page(post: Post, form: Form, *, drafted: bool = False, theirs: str = "") -> str:
    return render_template(
        "discussions/edit.html",
        post=post,
        thread=post.thread,
        space=post.thread.space,
        form=form,
        answers=_answers(post),
        drafted=drafted,
        theirs=theirs,
    )


def _answers(post: Post) -> bool:
    """Whether a post stands where answers do."""
    above = session().get(Post, post.parent_id) if post.parent_id is not None else None
    return above is not None and policy.remark(post.thread, above)


@blueprint.get("/posts/<said>/history")
@members
def history(said: str) -> str:
    """Everything a post ever said, and what changed each time."""
    post = find_post(me(), said)
    return render_template(
        "discussions/history.html",
        post=post,
        thread=post.thread,
        space=post.thread.space,
        texts=[(each, _parts(each.difference)) for each in texts_of(post)],
    )


def _parts(difference: Comparison | None) -> list[dict[str, str]]:
    """The words that came and went, as the passage component wants them."""
    parts: list[dict[str, str]] = []
    for hunk in difference.hunks if difference is not None else ():
        for row in hunk.rows:
            parts += [{"op": OPERATIONS[part.kind], "text": part.text} for part in row.segments]
            parts.append({"op": "same", "text": "\n"})
    return parts


@blueprint.get("/posts/<said>/remove")
@members
def ask_remove(said: str) -> str:
    """Ask whether a post is to be taken away, and why."""
    post = find_post(me(), said)
    require(policy.remove(me(), post, standing_in(me(), post.thread)))
    return _remove_page(post)


@blueprint.post("/posts/<said>/remove")
@members
def remove(said: str) -> ResponseReturnValue:
    """Take a post out of sight; its place and its replies stay."""
    note = request.form.get("note", "")
    try:
        with transaction():
            remove_post(me(), said, note=note)
    except Invalid as invalid:
        return _remove_page(find_post(me(), said), note, str(invalid.errors["note"])), 422
    flash(_("The post is out of sight. Its replies stay."), "ok")
    return redirect(place_of(said), 303)


def _remove_page(post: Post, note: str = "", error: str = "") -> str:
    return render_template(
        "discussions/remove.html",
        post=post,
        thread=post.thread,
        space=post.thread.space,
        note=note,
        error=error,
    )


@blueprint.post("/posts/<said>/bring-back")
@members
def restore(said: str) -> ResponseReturnValue:
    """Put a post in sight again."""
    with transaction():
        bring_back(me(), said)
    flash(_("The post is back."), "ok")
    return redirect(place_of(said), 303)


@blueprint.post("/talk/draft")
@members
def keep() -> ResponseReturnValue:
    """Keep what is typed so far: for a `reply` or an `edit` of a post, or `new` in a space or in any."""
    form, kind = typed(), request.args.get("for", "")
    key = request.args.get("key", "")[:80]
    with transaction():
        if kind == "edit":
            drafts.keep_edit(
                me(), find_post(me(), key), form.based_on, text=form.text, title=form.title
            )
        elif not is_sent(me(), form.save_key):
            drafts.keep_draft(
                me(), _place(kind, key), text=form.text, title=form.title, kind=form.kind,
                about=form.about,
            )  # fmt: skip
    return "", 204


def _place(kind: str, key: str) -> str:
    if kind == "new" and not key:
        return drafts.ANYWHERE
    if kind == "new":
        return drafts.for_space(find_space(me(), key))
    if kind != "reply":
        raise NotFound
    return drafts.for_reply(find_post(me(), key))
