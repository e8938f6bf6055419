"""What open pages hear of talk while it is read: new posts, edits, answers, reactions, endings.

They hear that something happened and who did it, never what was written: that is asked for by whoever
wants to see it. Rights are those of the moment at which it is told. A comment is heard on the page it
is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from essp.core import realtime
from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.events import Fact
from essp.core.realtime import View
from essp.discussions import events
from essp.discussions.anchoring import pages
from essp.discussions.mark_models import Reaction
from essp.discussions.models import About, Post, Thread
from essp.people.models import Person
from essp.spaces.hearing import hearers
from essp.spaces.models import Space

NEWS = "thread:news"
COMMENTS = "page:comments"

# What open pages call that which happened.
WORDS: Mapping[type[Fact], str] = {
    events.ThreadStarted: "started",
    events.PostAdded: "posted",
    events.PostEdited: "edited",
    events.PostRemoved: "gone",
    events.PostBroughtBack: "back",
    events.AnswerAccepted: "accepted",
    events.AnswerUnaccepted: "unaccepted",
    events.Reacted: "reacted",
    events.ThreadChanged: "changed",
    events.ThreadClosed: "closed",
    events.ThreadReopened: "reopened",
    events.ThreadMoved: "moved",
    events.ThreadSplit: "split",
    events.ThreadsMerged: "merged",
}


def subject(thread_id: int) -> str:
    """What a thread is called among the things that lines show."""
    return f"thread:{thread_id}"


def tell_of_talk(fact: Any) -> None:
    """Tell the windows on a thread, or on the page it comments on, what somebody did there."""
    for thread_id in _where(fact):
        thread = session().get(Thread, thread_id, populate_existing=True)
        if thread is not None:
            _tell(thread, fact)


def readers_of(thread: Thread) -> Sequence[View]:
    """The windows on a thread whose people may read it now."""
    return hearers(subject(thread.id), Space.id == thread.space_id)


def news_since(person_id: int, thread: Thread, number: int) -> int:
    """How many posts of others came after the one of that number and are in sight."""
    came = select(func.count()).where(
        Post.thread_id == thread.id, Post.number > number, Post.gone == "",
        Post.author_id != person_id,
    )  # fmt: skip
    return session().scalar(came) or 0


def _where(fact: Any) -> Sequence[int]:
    """The threads whose windows a fact is for."""
    if isinstance(fact, events.ThreadSplit):
        return [fact.from_id]
    if isinstance(fact, events.ThreadsMerged):
        return [fact.thread_id, fact.into_id]
    return [fact.thread_id]


def _tell(thread: Thread, fact: Any) -> None:
    others = [each for each in readers_of(thread) if each.person_id != fact.actor_id]
    if others:
        realtime.send([each.line for each in others], NEWS, _told(thread, fact))
    if thread.about_kind == About.PASSAGE.value and not isinstance(fact, events.Reacted):
        _tell_page(thread, fact)


def _tell_page(thread: Thread, fact: Any) -> None:
    page = _page(thread.about_id or 0)
    if page is None:
        return
    # Comments follow their page to another space a moment later: the page says where it is.
    present = hearers(f"page:{page.id}", Space.id == page.space_id)
    lines = [each.line for each in present if each.person_id != fact.actor_id]
    if lines:
        told = {"what": WORDS[type(fact)], "comment": thread.uid, "name": _name(fact.actor_id)}
        realtime.send(lines, COMMENTS, told)


def _page(page_id: int) -> Any:
    try:
        return pages().present(page_id)
    except NotFound:
        return None


def _told(thread: Thread, fact: Any) -> Mapping[str, Any]:
    told = {"what": WORDS[type(fact)], "name": _name(fact.actor_id), "last": thread.last_number}
    post = session().get(Post, getattr(fact, "post_id", 0) or 0)
    if post is not None:
        told |= {"post": post.uid, "number": post.number}
    if isinstance(fact, events.Reacted):
        told |= {"meaning": fact.meaning, "people": _people(fact.post_id, fact.meaning)}
    return told


def _people(post_id: int, meaning: str) -> int:
    given = select(func.count()).where(Reaction.post_id == post_id, Reaction.meaning == meaning)
    return session().scalar(given) or 0


def _name(person_id: int | None) -> str:
    return session().scalar(select(Person.name).where(Person.id == person_id)) or ""
