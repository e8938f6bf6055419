"""Changing what a post says. What it said before stays visible, with who wrote it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.text.diff import Comparison, compare
from essp.discussions import policy
from essp.discussions.answering import lapse
from essp.discussions.events import PostEdited
from essp.discussions.files import note_files
from essp.discussions.models import Post, PostRevision, Thread
from essp.discussions.queries import Overtaken, find_post, held
from essp.discussions.settling import settle
from essp.discussions.texts import clean_text, clean_title, keep, written
from essp.discussions.topical import keep_topics
from essp.people.models import Person
from essp.spaces.calling import agreed


@dataclass(frozen=True)
class Edited:
    """A post after an edit: whether anything changed, and how many acceptances that ended."""

    post: Post
    changed: bool
    lapsed: int = 0


def edit_post(
    actor: Person, uid: str, *, text: str, title: str | None = None, remark: bool | None = None,
    based_on: int | None, told: int = 0,
) -> Edited:  # fmt: skip
    """Change what a post says, with the opening one the title, and whether it is a `remark`.

    `based_on` is the number of the text that the actor started from. `told` is how many people the
    actor knows that groups which are new in it tell. Raises Overtaken when there is a newer one,
    Refused, Invalid, NotFound.
    """
    post = find_post(actor, uid)
    thread = held(post.thread)
    lock(Post, post.id)
    require(policy.edit(actor, post))
    session().refresh(post, ["text"])
    title, marked = _title(thread, post, title), _marked(thread, post, remark)
    if clean_text(text) == post.text and title == thread.title:
        return Edited(post, changed=marked)
    if based_on != post.revision:
        raise Overtaken(
            _("The post was changed in another window meanwhile. Compare before you save again.")
        )
    before = written(post.text, post.uid, thread.language)
    found = written(text, post.uid, thread.language, thread.space_id)
    new = [each for each in found.groups if each not in before.groups]
    called, known = agreed(actor, thread.space_id, new, told), {actor.id, *before.mentioned}
    _put_aside(thread, post)
    keep(post, found)
    note_files(thread, [post], new=False)
    thread.title = title
    post.revision, post.edited_at = post.revision + 1, clock.now()
    if post.parent_id is None:
        keep_topics(actor, thread, found)
    lapsed = lapse(actor, thread, post, "edited")
    settle(thread)
    record(
        PostEdited(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id,
            revision=post.revision,
            mentioned=tuple(each for each in found.mentioned if each not in known), called=called,
        )
    )  # fmt: skip
    return Edited(post, changed=True, lapsed=lapsed)


def _title(thread: Thread, post: Post, title: str | None) -> str:
    if post.parent_id is not None or title is None or not thread.title:
        return thread.title
    return clean_title(title)


def _marked(thread: Thread, post: Post, remark: bool | None) -> bool:
    """Say whether the post is an answer or a remark; whether that is new. It is no earlier text."""
    if remark is None or remark == post.remark or post.parent_id is None:
        return False
    if remark and not policy.remark(thread, session().get_one(Post, post.parent_id)):
        return False
    post.remark = remark
    session().flush()
    return True


def _put_aside(thread: Thread, post: Post) -> None:
    session().add(
        PostRevision(
            post_id=post.id, number=post.revision, text=post.text, author_id=post.author_id,
            title=thread.title if post.parent_id is None else "", at=post.edited_at or post.at,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One text of a post: the number-th, since when, by whom, and how it differs from the one before."""

    number: int
    title: str
    text: str
    at: datetime
    author: Person
    difference: Comparison | None


def texts_of(post: Post) -> Sequence[Text]:
    """Everything a post, which the caller may read, ever said; the newest first."""
    if post.gone:
        raise NotFound
    rows = session().scalars(
        select(PostRevision)
        .options(joinedload(PostRevision.author))
        .where(PostRevision.post_id == post.id)
        .order_by(PostRevision.number)
    )
    title = post.thread.title if post.parent_id is None else ""
    said = [(row.number, row.title, row.text, row.at, row.author) for row in rows]
    said.append((post.revision, title, post.text, post.edited_at or post.at, post.author))
    found: list[Text] = []
    for number, heading, text, at, author in said:
        before = found[-1].text if found else None
        # All of it is shown, so that nobody takes a line that stayed for one that went.
        whole = text.count("\n") + (before or "").count("\n") + 1
        difference = compare(before, text, whole) if before is not None else None
        found.append(Text(number, heading, text, at, author, difference))
    return found[::-1]
