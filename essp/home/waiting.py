"""What needs somebody before anything else: what is asked of them and waits until they act.

Each sort of thing is a source: a question to the database that says for whom it waits, since when,
and why. Another sort is another function in SOURCES, with its place in `ranking.Want`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.i18n import _
from essp.discussions.mark_models import Acceptance, Confirmation
from essp.discussions.models import About, Gone, Post, Thread, ThreadTopic
from essp.home.interests import Interests
from essp.home.ranking import Key, Want
from essp.home.unsent import unsent
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.people.models import Person
from essp.spaces.models import EntryRequest, Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Page

OLDEST = timedelta(days=60)  # a question that nobody answered for longer waits in its space alone
MOST = 60
ENDED = ("edited", "gone", "moved")


@dataclass(frozen=True)
class Need:
    """Something that waits for somebody since `at`: what, where, why them, what they can do.

    `key` is what it is about; `aside` names it in the form that puts it aside, empty where only
    acting ends it.
    """

    want: Want
    key: Key
    at: datetime
    title: str
    url: str
    said: str
    why: str
    aside: tuple[str, str] | None = None


def mentions_and_replies(who: Interests) -> Iterable[Need]:
    """What names the actor or answers them and was not opened yet, once for each thing."""
    seen: set[Key] = set()
    for row in session().execute(_direct(who)):
        key = (row.about, row.about_id)
        if key not in seen:
            seen.add(key)
            yield _direct_need(key, row)


def _direct(who: Interests) -> Any:
    page = and_(Notice.about == Subject.PAGE.value, Page.id == Notice.about_id)
    thread = and_(Notice.about == Subject.THREAD.value, Thread.id == Notice.about_id)
    return (
        select(
            Notice.about, Notice.about_id, Notice.at, Notification.reason, Person.name.label("who"),
            Page.title.label("page"), Page.uid.label("page_uid"), Thread.uid.label("thread_uid"),
            Thread.title.label("thread"), Post.uid.label("post_uid"), Space.name.label("space"),
            func.substr(Post.plain, 1, 120).label("words"),
        )
        .select_from(Notification)
        .join(Notice, Notice.id == Notification.notice_id)
        .join(Person, Person.id == Notice.actor_id)
        .outerjoin(Page, page)
        .outerjoin(Thread, thread)
        .outerjoin(Post, Post.id == Notice.post_id)
        .join(Space, Space.id == func.coalesce(Page.space_id, Thread.space_id))
        .where(
            Notification.person_id == who.actor.id,
            text("notification.direct"),  # as the index of these alone has it
            Notification.read_at.is_(None),
            Notification.reason.in_([Named.MENTION.value, Named.REPLY.value]),
            func.coalesce(Post.gone, Gone.NO.value) == Gone.NO.value,
            readable_by(who.actor), Space.practice.is_(False),
        )
        .order_by(Notification.notice_id.desc())
        .limit(MOST)
    )  # fmt: skip


def _direct_need(key: Key, row: Any) -> Need:
    url = f"/posts/{row.post_uid}" if row.post_uid else f"/p/{row.page_uid}"
    mention = row.reason == Named.MENTION.value
    said = (
        _("%(who)s mentioned you in %(space)s.", who=row.who, space=row.space)
        if mention
        else _("%(who)s replied to you in %(space)s.", who=row.who, space=row.space)
    )
    return Need(
        Want.MENTION if mention else Want.REPLY,
        key, row.at, row.page or row.thread or row.words or _("A comment"), url, said,
        _("You were mentioned.") if mention else _("It is about something you wrote."),
        (row.about, row.page_uid or row.thread_uid),
    )  # fmt: skip


def reopened(who: Interests) -> Iterable[Need]:
    """Questions whose accepted answer fell: the actor asked, or had accepted it."""
    ended = select(Acceptance.thread_id).where(Acceptance.ended_why.in_(ENDED))
    accepted = ended.where(Acceptance.person_id == who.actor.id)
    fallen = ended.where(Acceptance.thread_id == Thread.id).exists()
    mine = or_(Thread.author_id == who.actor.id, Thread.id.in_(accepted))
    for thread in _threads(who, Thread.waiting(), mine, fallen):
        yield _of_thread(
            Want.REOPENED, thread, thread.last_at,
            _("The accepted answer was changed, so the question is open again, in %(space)s.",
              space=thread.space.name),
            _("You asked this.")
            if thread.author_id == who.actor.id
            else _("You had accepted the answer."),
        )  # fmt: skip


def to_confirm(who: Interests) -> Iterable[Need]:
    """Announcements in the actor's spaces that ask whether they were read and understood."""
    done = select(Confirmation.thread_id).where(
        Confirmation.thread_id == Thread.id, Confirmation.person_id == who.actor.id
    )
    here = Thread.space_id.in_(who.joined)
    for thread in _threads(who, Thread.asking(), here, _of_others(who), ~done.exists()):
        yield _of_thread(
            Want.CONFIRM, thread, thread.at,
            _("%(who)s asks whether you read and understood this, in %(space)s.",
              who=thread.author.name, space=thread.space.name),
            _("You belong to this space."),
        )  # fmt: skip


def requests(who: Interests) -> Iterable[Need]:
    """People who ask to be let into a space that the actor owns."""
    if not who.owned:
        return
    rows = session().execute(
        select(EntryRequest.id, EntryRequest.asked_at, Person.name, Space.slug, Space.name)
        .join(Person, Person.id == EntryRequest.person_id)
        .join(Space, Space.id == EntryRequest.space_id)
        .where(EntryRequest.space_id.in_(who.owned), EntryRequest.decided_at.is_(None))
        .order_by(EntryRequest.asked_at)
        .limit(MOST)
    )
    for number, at, name, slug, space in rows:
        yield Need(
            Want.REQUEST, ("request", number), at,
            _("%(who)s asks to be let into %(space)s", who=name, space=space),
            f"/s/{slug}/-/members#requests",
            _("Somebody who owns the space decides."), _("You own this space."),
        )  # fmt: skip


def questions(who: Interests) -> Iterable[Need]:
    """Questions that nobody answered, about what the actor knows, follows, owns or wrote."""
    topics = {*who.topics, *who.declared}
    carried = select(ThreadTopic.topic_id).where(
        ThreadTopic.thread_id == Thread.id, ThreadTopic.topic_id.in_(topics)
    )
    wrote = select(Contribution.words).where(
        Contribution.page_id == Thread.about_id, Contribution.person_id == who.actor.id,
        Contribution.rank == 1,
    )  # fmt: skip
    about = and_(Thread.about_kind == About.PAGE.value, wrote.exists())
    mine = or_(about, Thread.space_id.in_(who.owned), *([carried.exists()] if topics else []))
    late = clock.now() - OLDEST
    waiting = Thread.waiting(), Thread.posts == 1, Thread.at > late, _of_others(who), mine
    rows = _threads(who, *waiting, newest=True)
    known = _topics_of(rows, topics)
    for thread in rows:
        yield _of_thread(
            Want.QUESTION, thread, thread.at,
            _("%(who)s asked this in %(space)s. No answer yet.",
              who=thread.author.name, space=thread.space.name),
            _why_question(thread, who, known),
        )  # fmt: skip


def _why_question(thread: Thread, who: Interests, known: Mapping[int, int]) -> str:
    topic = known.get(thread.id)
    if topic is not None:
        if topic in who.declared:
            return _("You said that you can be asked about its topic.")
        return _("You follow its topic.")
    if thread.space_id in who.owned:
        return _("You own this space.")
    return _("You wrote most of the page it is about.")


def _topics_of(threads: Sequence[Thread], topics: Iterable[int]) -> dict[int, int]:
    rows = session().execute(
        select(ThreadTopic.thread_id, ThreadTopic.topic_id).where(
            ThreadTopic.thread_id.in_([each.id for each in threads]),
            ThreadTopic.topic_id.in_(list(topics)),
        )
    )
    return {row.thread_id: row.topic_id for row in rows}


def _of_others(who: Interests) -> ColumnElement[bool]:
    return Thread.author_id != who.actor.id


def _threads(
    who: Interests, *conditions: ColumnElement[bool], newest: bool = False
) -> Sequence[Thread]:
    """Threads with author and space that the actor may read and wants to hear of."""
    order = Thread.at.desc() if newest else Thread.at
    return (
        session()
        .scalars(
            select(Thread)
            .join(Thread.space)
            .join(Thread.author)
            .options(contains_eager(Thread.space), contains_eager(Thread.author))
            .where(*conditions, readable_by(who.actor), Space.practice.is_(False))
            .where(Thread.id.not_in(who.silent(Subject.THREAD)))
            .order_by(order)
            .limit(MOST)
        )
        .all()
    )


def _of_thread(want: Want, thread: Thread, at: datetime, said: str, why: str) -> Need:
    return Need(
        want, ("thread", thread.id), at, thread.title, f"/t/{thread.uid}", said, why,
        ("thread", thread.uid),
    )  # fmt: skip


def drafts(who: Interests) -> Iterable[Need]:
    """What the actor left unsent, the last touched first."""
    for each in unsent(who.actor):
        yield Need(
            Want.DRAFT, each.key, each.at, each.title, each.url,
            _("You began this and did not publish it, in %(space)s.", space=each.space),
            _("It is kept for you alone."),
        )  # fmt: skip


Source = Callable[[Interests], Iterable[Need]]
SOURCES: Sequence[Source] = (
    mentions_and_replies,
    reopened,
    to_confirm,
    requests,
    questions,
    drafts,
)
