"""Questions that are brought to somebody, and what they looked for in vain, as news.

A notice of a question leads to it and holds no word of it; why somebody is asked is read from the
invitation, as they may see it then. Who asked hears nothing of what became of an invitation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Thread
from essp.expertise.asking_models import Invitation, PrivateMessage, PrivateQuestion, Reply
from essp.expertise.models import Wish
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.recipients import Scope, insert_into, note_things
from essp.people.models import Person
from essp.wiki.models import Page


def news_of_invitation(invitation_id: int) -> tuple[Notice, Scope] | None:
    """For who is asked, unless they answered already; a colleague who passed it on is its actor."""
    row = session().get_one(Invitation, invitation_id, populate_existing=True)
    thread = session().get_one(Thread, row.thread_id)
    if row.reply != Reply.WAITING.value or thread.closed_at is not None:
        return None
    notice = _notice(f"invited:{row.id}", Subject.THREAD, thread.id, thread.author_id)
    scope = Scope(
        space_id=thread.space_id, author_id=thread.author_id, thread_id=thread.id,
        named={Named.INVITED: [row.person_id]},
    )  # fmt: skip
    return notice, scope


def news_of_wish(wish_id: int) -> tuple[Notice, Scope] | None:
    """For who wished to hear of something, what there is now."""
    row = session().get_one(Wish, wish_id, populate_existing=True)
    if row.met_at is None:
        return None
    key, named = f"wish:{row.id}:{int(row.met_at.timestamp())}", {Named.WISHED: [row.person_id]}
    if "page" in row.by:
        page = session().get_one(Page, row.by["page"])
        notice = _notice(key, Subject.PAGE, page.id, page.updated_by_id)
        return notice, Scope(
            space_id=page.space_id, author_id=page.updated_by_id, page_id=page.id, named=named
        )
    thread = session().get_one(Thread, row.by["thread"])
    notice = _notice(key, Subject.THREAD, thread.id, thread.last_by_id, row.by.get("post"))
    return notice, Scope(
        space_id=thread.space_id, author_id=thread.last_by_id, thread_id=thread.id, named=named
    )


def news_of_private(message_id: int) -> tuple[Notice, int, Named] | None:
    """For the other of the two: the notice, who hears of it, and why."""
    said = session().get_one(PrivateMessage, message_id)
    asked = session().get_one(PrivateQuestion, said.question_id)
    other = asked.asker_id if said.author_id == asked.person_id else asked.person_id
    first = select(PrivateMessage.id).where(PrivateMessage.question_id == asked.id)
    begins = session().scalar(first.order_by(PrivateMessage.id).limit(1)) == said.id
    reason = Named.ASKED_ALONE if begins else Named.WROTE_ALONE
    notice = _notice(f"private:{said.id}", Subject.PRIVATE, asked.id, said.author_id)
    return notice, other, reason


def tell_privately(notice: Notice, person_id: int, reason: Named) -> bool:
    """Write the row of one person who is here: whether there is one."""
    person = session().get_one(Person, person_id)
    if not person.active:
        return False
    row = {
        "person_id": person.id, "notice_id": notice.id, "about": notice.about,
        "about_id": notice.about_id, "reason": reason.value, "reason_id": 0, "direct": True,
    }  # fmt: skip
    session().execute(insert_into(Notification).values(row).on_conflict_do_nothing())
    note_things(Notification.notice_id == notice.id)
    return True


def invitations_of(person: Person, rows: Sequence[Notification]) -> Mapping[int, Invitation]:
    """The invitations of somebody behind rows of theirs, by the thread."""
    threads: Collection[int] = {
        row.about_id
        for row in rows
        if row.reason == Named.INVITED.value and row.about == Subject.THREAD.value
    }
    if not threads:
        return {}
    found = select(Invitation).where(
        Invitation.person_id == person.id, Invitation.thread_id.in_(threads)
    )
    return {each.thread_id: each for each in session().scalars(found)}


def _notice(
    key: str, about: Subject, about_id: int, actor_id: int, post_id: int | None = None
) -> Notice:
    return Notice(
        key=key, kind=Kind.ASKING.value, about=about.value, about_id=about_id, number=0,
        post_id=post_id, actor_id=actor_id, at=clock.now(),
    )  # fmt: skip
