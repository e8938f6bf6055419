"""What needs somebody before anything else: what is asked of them and waits until they act.

Each sort of thing is a source: a question to the database that says for whom it waits, since when,
and why. Another sort is another function in SOURCES, with its place in `ranking.Want`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, text

from essp.care import policy as care
from essp.care.models import Case
from essp.core import clock
from essp.core.db import session
from essp.core.i18n import _, ngettext
from essp.discussions.mark_models import Acceptance, Confirmation
from essp.discussions.models import About, Gone, Post, Thread, ThreadTopic
from essp.home.curating import curating
from essp.home.interests import ME, Interests, listed, rows_of
from essp.home.ranking import Key, Want
from essp.home.unsent import unsent
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.people.models import Person
from essp.spaces.models import EntryRequest, Space
from essp.spaces.policy import readable_by_person
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
    for row in rows_of(_DIRECT, who.values):
        key = (row.about, row.about_id)
        if key not in seen:
            seen.add(key)
            yield _direct_need(key, row)


_DIRECT = (
    select(
        Notice.about, Notice.about_id, Notice.at, Notification.reason, Person.name.label("who"),
        Page.title.label("page"), Page.uid.label("page_uid"), Thread.uid.label("thread_uid"),
        Thread.title.label("thread"), Post.uid.label("post_uid"), Space.name.label("space"),
        func.substr(Post.plain, 1, 120).label("words"),
    )
    .select_from(Notification)
    .join(Notice, Notice.id == Notification.notice_id)
    .join(Person, Person.id == Notice.actor_id)
    .outerjoin(Page, and_(Notice.about == Subject.PAGE.value, Page.id == Notice.about_id))
    .outerjoin(Thread, and_(Notice.about == Subject.THREAD.value, Thread.id == Notice.about_id))
    .outerjoin(Post, Post.id == Notice.post_id)
    .join(Space, Space.id == func.coalesce(Page.space_id, Thread.space_id))
    .where(
        Notification.person_id == ME,
        text("notification.direct"),  # as the index of these alone has it
        Notification.read_at.is_(None),
        Notification.reason.in_([Named.MENTION.value, Named.REPLY.value]),
        func.coalesce(Post.gone, Gone.NO.value) == Gone.NO.value,
        readable_by_person(ME), Space.practice.is_(False),
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


def _threads(
    *conditions: ColumnElement[bool], told: Sequence[Any] = (), newest: bool = False
) -> Select[Any]:
    """Threads with author and space that the actor may read and wants to hear of."""
    return (
        select(
            Thread.id, Thread.uid, Thread.title, Thread.at, Thread.last_at, Thread.space_id,
            Thread.author_id, Person.name.label("who"), Space.name.label("space"), *told,
        )
        .join(Thread.space)
        .join(Thread.author)
        .where(*conditions, readable_by_person(ME), Space.practice.is_(False))
        .where(Thread.id.not_in(listed("silent_threads")))
        .order_by(Thread.at.desc() if newest else Thread.at)
        .limit(MOST)
    )  # fmt: skip


def _of_thread(want: Want, row: Any, at: datetime, said: str, why: str) -> Need:
    return Need(
        want, ("thread", row.id), at, row.title, f"/t/{row.uid}", said, why, ("thread", row.uid)
    )


_ended = select(Acceptance.thread_id).where(Acceptance.ended_why.in_(ENDED))
_REOPENED = _threads(
    Thread.waiting(),
    or_(Thread.author_id == ME, Thread.id.in_(_ended.where(Acceptance.person_id == ME))),
    _ended.where(Acceptance.thread_id == Thread.id).exists(),
)


def reopened(who: Interests) -> Iterable[Need]:
    """Questions whose accepted answer fell: the actor asked, or had accepted it."""
    for row in rows_of(_REOPENED, who.values):
        yield _of_thread(
            Want.REOPENED, row, row.last_at,
            _("The accepted answer was changed, so the question is open again, in %(space)s.",
              space=row.space),
            _("You asked this.")
            if row.author_id == who.actor.id
            else _("You had accepted the answer."),
        )  # fmt: skip


_confirmed = select(Confirmation.thread_id).where(
    Confirmation.thread_id == Thread.id, Confirmation.person_id == ME
)
_TO_CONFIRM = _threads(
    Thread.asking(), Thread.space_id.in_(listed("joined")), Thread.author_id != ME,
    ~_confirmed.exists(),
)  # fmt: skip


def to_confirm(who: Interests) -> Iterable[Need]:
    """Announcements in the actor's spaces that ask whether they were read and understood."""
    for row in rows_of(_TO_CONFIRM, who.values):
        yield _of_thread(
            Want.CONFIRM, row, row.at,
            _("%(who)s asks whether you read and understood this, in %(space)s.",
              who=row.who, space=row.space),
            _("You belong to this space."),
        )  # fmt: skip


_REQUESTS = (
    select(EntryRequest.id, EntryRequest.asked_at, Person.name, Space.slug, Space.name)
    .join(Person, Person.id == EntryRequest.person_id)
    .join(Space, Space.id == EntryRequest.space_id)
    .where(EntryRequest.space_id.in_(listed("owned")), EntryRequest.decided_at.is_(None))
    .order_by(EntryRequest.asked_at)
    .limit(MOST)
)


def requests(who: Interests) -> Iterable[Need]:
    """People who ask to be let into a space that the actor owns."""
    if not who.owned:
        return
    for number, at, name, slug, space in rows_of(_REQUESTS, who.values):
        yield Need(
            Want.REQUEST, ("request", number), at,
            _("%(who)s asks to be let into %(space)s", who=name, space=space),
            f"/s/{slug}/-/members#requests",
            _("Somebody who owns the space decides."), _("You own this space."),
        )  # fmt: skip


def reports(who: Interests) -> Iterable[Need]:
    """What people reported and nobody decided on, where the actor moderates: all of it as one thing."""
    if not (who.owned or care.moderates(who.actor)):
        return
    waiting = select(func.count(Case.id), func.min(Case.opened_at))
    count, oldest = session().execute(waiting.where(care.waits_for(who.actor))).one()
    if count:
        yield Need(
            Want.REPORT, ("reports", 0), oldest,
            ngettext("%(num)s report waits for a decision",
                     "%(num)s reports wait for a decision", count),
            "/care", _("Whoever reported it hears what you decide. The oldest is from"),
            _("You look after what people report."),
        )  # fmt: skip


def curation(who: Interests) -> Iterable[Need]:
    """Proposals that wait for the actor to decide, and pages to look at again, each as one thing."""
    return (Need(*each) for each in curating(who.actor))


def questions(who: Interests) -> Iterable[Need]:
    """Questions that nobody answered, about what the actor knows, follows, owns or wrote."""
    asked = _questions(bool(who.topics), bool(who.declared))
    given = {**who.values, "late": clock.now() - OLDEST}
    for row in rows_of(asked, given):
        yield _of_thread(
            Want.QUESTION, row, row.at,
            _("%(who)s asked this in %(space)s. No answer yet.", who=row.who, space=row.space),
            _why_question(row, who),
        )  # fmt: skip


@cache
def _questions(follows: bool, declares: bool) -> Select[Any]:
    wrote = select(Contribution.words).where(
        Contribution.page_id == Thread.about_id, Contribution.person_id == ME,
        Contribution.rank == 1,
    )  # fmt: skip
    about = and_(Thread.about_kind == About.PAGE.value, wrote.exists())
    declared = _carries("declared") if declares else false()
    followed = _carries("topics") if follows else false()
    mine = or_(about, Thread.space_id.in_(listed("owned")), declared, followed)
    return _threads(
        Thread.waiting(), Thread.posts == 1, Thread.at > bindparam("late", type_=Thread.at.type),
        Thread.author_id != ME, mine,
        told=(declared.label("declared"), followed.label("followed")), newest=True,
    )  # fmt: skip


def _carries(topics: str) -> ColumnElement[bool]:
    """That a thread has one of these topics. For the sum see `fresh`."""
    carried = select(ThreadTopic.topic_id).where(
        ThreadTopic.thread_id == Thread.id, (ThreadTopic.topic_id + 0).in_(listed(topics))
    )
    return carried.exists()


def _why_question(row: Any, who: Interests) -> str:
    if row.declared:
        return _("You said that you can be asked about its topic.")
    if row.followed:
        return _("You follow its topic.")
    if row.space_id in who.owned:
        return _("You own this space.")
    return _("You wrote most of the page it is about.")


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
    reports,
    curation,
    questions,
    drafts,
)
