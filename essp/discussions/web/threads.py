"""Reading a thread: as a tree or in time, one branch of it, or at one post."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.i18n import _
from essp.core.ids import new_uid
from essp.discussions import policy, reading, tree
from essp.discussions.conversation import Conversation, open_thread
from essp.discussions.leading import leads_of
from essp.discussions.models import Thread
from essp.discussions.queries import find_post
from essp.discussions.screen import Screen, screen_of, where_is
from essp.discussions.subjects import subject_of
from essp.discussions.topical import told
from essp.discussions.web.edge import Form, blueprint, part_asked, path_of
from essp.discussions.web.showing import cards, lead_words, state_line
from essp.people.current import me

SCRIPT = "reads"  # the cookie by which a browser says that its script tells what was read


@blueprint.get("/t/<talk>")
@members
def show(talk: str) -> ResponseReturnValue:
    """A thread, at the first post that is new for the reader."""
    return conversation_page(talk)


def conversation_page(
    uid: str, form: Form | None = None, replying_to: str = ""
) -> ResponseReturnValue:
    """The screen of a thread; `form` is a reply that could not be sent, with what is wrong."""
    talk = open_thread(me(), uid)
    thread = talk.thread
    if thread.merged_into_id is not None:
        return redirect(path_of(session().get_one(Thread, thread.merged_into_id)), 302)
    by_time, branch = request.args.get("view") == "time", request.args.get("from", "")[:10]
    screen = screen_of(
        talk, branch=branch, by_time=by_time, part=part_asked(),
        post=request.args.get("post", "")[:10],
    )  # fmt: skip
    page = render_template(
        "discussions/thread.html",
        talk=talk,
        thread=thread,
        space=thread.space,
        screen=screen,
        cards=cards(talk, screen),
        state=state_line(talk),
        about=subject_of(me(), thread) if thread.about_id is not None else None,
        topics=told(talk.marks.topics) if talk.marks.topics else [],
        leads=leads_of(me(), thread) if talk.marks.links else [],
        levels=tree.LEVELS,
        form=form or Form(text=talk.marks.drafts.get(screen.top.id, "")),
        address=partial(_address, uid, branch, by_time),
        lead_words=lead_words,
        may_close=policy.close(me(), thread, talk.standing),
        may_arrange=policy.arrange(me(), thread, talk.standing),
        may_move=policy.move(me(), thread, thread.space, talk.standing),
        save_key=new_uid(),
    )
    _note_reading(talk, screen)
    return page


def _address(uid: str, branch: str, by_time: bool, part: int) -> str:
    more = {"from": branch} if branch else {}
    more |= {"view": "time"} if by_time else {}
    return url_for("discussions.show", talk=uid, part=part, **more)  # type: ignore[arg-type]


def _note_reading(talk: Conversation, screen: Screen) -> None:
    """Without script what was on the screen counts as read; with it the browser tells better."""
    if request.cookies.get(SCRIPT) and talk.visited:
        return
    unseen = [number for number in screen.numbers if number not in talk.runs]
    if unseen:
        with transaction():
            reading.mark_read(me(), talk.thread, unseen, talk.runs)


@blueprint.get("/posts/<said>")
@members
def post(said: str) -> ResponseReturnValue:
    """The permanent address of a post: leads to where it stands on the screen."""
    return redirect(place_of(said), 303)


def place_of(uid: str) -> str:
    """Where a post is read: its thread, the branch and the part of it, and the post."""
    thread = find_post(me(), uid).thread
    talk = open_thread(me(), thread.uid)
    branch = where_is(talk, uid)
    part = screen_of(talk, branch=branch, post=uid).part
    more = ({"from": branch} if branch else {}) | ({"part": str(part)} if part > 1 else {})
    if not more and talk.new:
        more = {"part": "1"}
    return url_for("discussions.show", talk=thread.uid, _anchor=f"p-{uid}", **more)  # type: ignore[arg-type]


@blueprint.post("/t/<talk>/read")
@members
def read(talk: str) -> ResponseReturnValue:
    """The reader has read these posts (`n`, several), or with none named all of the thread."""
    numbers = [int(each) for each in request.form.get("n", "").split(",") if _countable(each)]
    with transaction():
        if numbers:
            thread = open_thread(me(), talk).thread
            reading.mark_read(me(), thread, numbers[:1000])
        else:
            thread = reading.mark_all_read(me(), talk)
    if request.accept_mimetypes.best == "application/json":
        return {"read": len(numbers)}
    flash(_("Nothing in this conversation is new for you now."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.post("/posts/<said>/unread")
@members
def unread(said: str) -> ResponseReturnValue:
    """This post and all that came after it are new to the reader again."""
    with transaction():
        found = reading.mark_unread_from(me(), said)
    flash(_("From that post on, everything is new for you again."), "ok")
    return redirect(url_for(".of_space", slug=found.thread.space.slug), 303)


def _countable(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
