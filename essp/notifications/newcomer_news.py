"""Who came into a space, as news for those who help newcomers there."""

from __future__ import annotations

from sqlalchemy import literal, select, true

from essp.core.db import session
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.recipients import insert_into, note_things
from essp.people.models import Person
from essp.spaces.models import Champion, Membership, Space


def news_of(space_id: int, person_id: int) -> Notice | None:
    """The notice that somebody became a member; None when they are one no more."""
    membership = session().get(Membership, (space_id, person_id))
    if membership is None:
        return None
    return Notice(
        key=f"joined:{space_id}:{person_id}", kind=Kind.JOINED.value, about=Subject.SPACE.value,
        about_id=space_id, number=0, post_id=None, actor_id=person_id, at=membership.since,
    )  # fmt: skip


def tell(notice: Notice) -> bool:
    """Write a row for each who was a champion then and still is: whether anybody hears of it.

    Champions are members, so they read the space; nothing is told of a space for practice.
    """
    rows = (
        select(
            Champion.person_id, literal(notice.id), literal(notice.about), literal(notice.about_id),
            literal(Named.WELCOME.value), literal(0), true(),
        )
        .join(Person, Person.id == Champion.person_id)
        .join(Space, Space.id == Champion.space_id)
        .where(
            Champion.space_id == notice.about_id, Champion.person_id != notice.actor_id,
            Champion.since <= notice.at,
            Space.practice.is_(False), Person.joined_at.is_not(None), Person.left_at.is_(None),
        )
    )  # fmt: skip
    columns = ["person_id", "notice_id", "about", "about_id", "reason", "reason_id", "direct"]
    session().execute(insert_into(Notification).from_select(columns, rows).on_conflict_do_nothing())
    note_things(Notification.notice_id == notice.id)
    anybody = select(Notification.person_id).where(Notification.notice_id == notice.id)
    return session().scalar(anybody.limit(1)) is not None
