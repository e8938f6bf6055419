"""Comments on the passages of a page: beside the text by script, and on screens of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _, ngettext
from essp.core.ids import clean_line, new_uid
from essp.core.markdown import excerpt
from essp.core.text.anchors import Anchor
from essp.discussions import passages
from essp.discussions.anchoring import Page, pages
from essp.discussions.passage_models import Standing
from essp.discussions.passages import Comment, Pointed
from essp.discussions.posting import reply
from essp.discussions.queries import Overtaken
from essp.discussions.web.comments_listed import listed
from essp.discussions.web.comments_shown import shown
from essp.discussions.web.edge import blueprint, note_rules
from essp.discussions.web.files import brought
from essp.discussions.web.previewing import is_asked, looked_at
from essp.people.current import me
from essp.spaces.models import Space

LONGEST_SENT = 60_000
SHOWN = 90  # characters of a quote in a label


@dataclass(frozen=True)
class Form:
    """What stands in the form of a comment: as it was asked for, or typed."""

    text: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    near: int = 0
    number: int | None = None
    section: str = ""
    told: int = 0
    save_key: str = field(default_factory=new_uid)
    preview: Markup | None = None
    errors: Mapping[str, Message] = field(default_factory=dict)

    @property
    def pointed(self) -> Pointed:
        """What it points at."""
        anchor = Anchor(self.quote, self.before, self.after)
        return Pointed(self.number, anchor, self.near, self.section)


def _typed() -> Form:
    sent = request.values
    return Form(
        text=sent.get("text", "").replace("\r\n", "\n"),
        quote=sent.get("quote", "")[:LONGEST_SENT],
        before=sent.get("before", "")[-1000:],
        after=sent.get("after", "")[:1000],
        near=_number("near") or 0,
        number=_number("number"),
        section=sent.get("section", "")[:100],
        told=_number("told") or 0,
        save_key=clean_line(sent.get("save_key", ""))[:40] or new_uid(),
    )


def _number(name: str) -> int | None:
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _beside() -> bool:
    """Whether script asks, to show the answer beside the text."""
    return "beside" in request.args


def _address(page: Page) -> str:
    """Where the page is read."""
    return url_for("wiki.permanent", uid=page.uid)


def _slug(page: Page) -> str:
    """The address of its space."""
    return _space(page).slug


def _space(page: Page) -> Space:
    return session().get_one(Space, page.space_id)


@blueprint.get("/p/<uid>/comments")
@members
def comments(uid: str) -> str:
    """All comments on a page: open, on earlier text, resolved; with `show` one of these in parts."""
    page = passages.page_of(me(), uid)
    chosen, lists = listed(page)
    return render_template(
        "discussions/passages.html",
        page=page,
        address=_address(page),
        sections=pages().sections(page),
        chosen=chosen,
        lists=lists,
    )


@blueprint.get("/p/<uid>/comments/marks")
@members
def comment_marks(uid: str) -> ResponseReturnValue:
    """The places of open comments in the text, for script that draws them in its margin."""
    page = passages.page_of(me(), uid)
    found = [each for each in passages.comments_of(me(), page) if not each.thread.closed]
    fragments = {number: fragment for number, fragment, _words in pages().sections(page)}
    told = [
        {
            "url": url_for(".read_comment", uid=page.uid, comment=each.thread.uid),
            "quote": each.words,
            "before": each.passage.before if each.here else "",
            "after": each.passage.after if each.here else "",
            "near": each.passage.start,
            "heading": "" if each.here and not each.passage.heading
            else fragments.get(each.passage.section_id or 0, ""),
            "posts": each.thread.posts,
            "label": _label(each),
        }
        for each in found
        if each.passage.standing != Standing.EARLIER.value
    ]  # fmt: skip
    upto = min((each.passage.number for each in found), default=page.revision_number)
    return jsonify(open=len(found), upto=upto, marks=told)


def _label(each: Comment) -> str:
    posts = ngettext("%(num)s post", "%(num)s posts", each.thread.posts)
    if not each.quote:
        return _("Comment by %(name)s, %(posts)s", name=each.thread.author.name, posts=posts)
    return _(
        "Comment by %(name)s, %(posts)s: %(quote)s",
        name=each.thread.author.name, posts=posts, quote=excerpt(each.quote, SHOWN),
    )  # fmt: skip


@blueprint.get("/p/<uid>/comments/new")
@members
def ask_comment(uid: str) -> str:
    """The form that begins a comment, on a section that the address may name."""
    return _form(passages.page_of(me(), uid), replace(_typed(), text=""))


@blueprint.post("/p/<uid>/comments/new")
@members
def begin_comment(uid: str) -> ResponseReturnValue:
    """Begin a comment; answers with it, or with the form and what was typed in it."""
    form, page = _typed(), passages.page_of(me(), uid)
    form = replace(form, **brought(form.text, _space(page)))
    if form.errors:
        return _form(page, form), 422
    if is_asked():
        return _form(page, replace(form, **looked_at(form.text, _space(page))))
    try:
        with transaction():
            made = passages.comment(
                me(), uid, form.pointed, text=form.text, save_key=form.save_key, told=form.told
            )
            note_rules(passages.page_of(me(), uid).space_id)
    except Invalid as invalid:
        return _form(passages.page_of(me(), uid), replace(form, errors=invalid.errors)), 422
    page = passages.page_of(me(), uid)
    found = passages.comment_by_id(page, made.thread_id)
    if _beside():
        return _note(page, found)
    flash(_("Your comment is there, beside the words it is about."), "ok")
    return redirect(_place(page, found), 303)


def _form(page: Page, form: Form) -> str:
    words = {fragment: text for _id, fragment, text in pages().sections(page)}
    if form.section and form.section not in words:
        gone = {"quote": _("This heading is not in the page any more. Choose another place.")}
        form = replace(form, section="", errors={**gone, **form.errors})
    return render_template(
        "discussions/_passage_form.html" if _beside() else "discussions/passage_new.html",
        page=page,
        slug=_slug(page),
        address=_address(page),
        form=form,
        heading=words.get(form.section, ""),
        beside=_beside(),
    )


@blueprint.get("/p/<uid>/comments/<comment>")
@members
def read_comment(uid: str, comment: str) -> str:
    """One comment with all that is said in it."""
    page = passages.page_of(me(), uid)
    return _note(page, passages.comment_on(page, comment))


@blueprint.post("/p/<uid>/comments/<comment>/reply")
@members
def answer_comment(uid: str, comment: str) -> ResponseReturnValue:
    """Reply in a comment; answers with it, or with the form and what was typed in it."""
    page, form = passages.page_of(me(), uid), _typed()
    found = passages.comment_on(page, comment)
    form = replace(form, **brought(form.text, _space(page)))
    if form.errors:
        return _note(page, found, form), 422
    if is_asked():
        return _note(page, found, replace(form, **looked_at(form.text, _space(page))))
    try:
        with transaction():
            opening = passages.posts_of([found])[found.thread.id][0]
            reply(me(), opening.uid, text=form.text, save_key=form.save_key, told=form.told)
    except Overtaken as overtaken:
        errors = {"text": overtaken.reason}
        return _note(page, passages.comment_on(page, comment), replace(form, errors=errors)), 409
    except Invalid as invalid:
        return _note(page, found, replace(form, errors=invalid.errors)), 422
    return _answered(page, comment)


@blueprint.post("/p/<uid>/comments/<comment>/resolve")
@members
def resolve_comment(uid: str, comment: str) -> ResponseReturnValue:
    """Say that a comment is dealt with, or with `again` that it is not."""
    verb = passages.reopen if request.form.get("again") else passages.resolve
    try:
        with transaction():
            verb(me(), uid, comment)
    except Overtaken:
        if not _beside():
            flash(_("Somebody has resolved this comment already."), "info")
    return _answered(passages.page_of(me(), uid), comment)


def _answered(page: Page, comment: str) -> ResponseReturnValue:
    found = passages.comment_on(page, comment)
    return _note(page, found) if _beside() else redirect(_place(page, found), 303)


def _place(page: Page, found: Comment) -> str:
    return url_for(".read_comment", uid=page.uid, comment=found.thread.uid)


def _note(page: Page, found: Comment, form: Form | None = None) -> str:
    return render_template(
        "discussions/_passage_note.html" if _beside() else "discussions/passage.html",
        page=page,
        slug=_slug(page),
        address=_address(page),
        shown=shown(page, [found])[0],
        form=form or Form(),
        beside=_beside(),
    )
