"""Feeds (RFC 4287) of a space, a topic or a person, at private addresses that can be taken back.

Whoever has the address reads what its owner may read at that moment, and nothing of anything else.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.notifications import subjects
from essp.notifications.feed_models import Feed
from essp.notifications.models import Subject
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.people.sessions import hashed
from essp.spaces.policy import readable_by
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Page, Revision
from essp.wiki.topic_models import PageTopic

FED = frozenset({Subject.SPACE, Subject.TOPIC, Subject.PERSON})
SHOWN = 40
MOST = 50  # of one person


def make_feed(actor: Person, subject: Subject, key: str) -> tuple[Feed, str]:
    """Make a feed of the thing of that key, with the secret of its address, which is told this once.

    Raises NotFound, Refused as watching does, and Invalid for one too many.
    """
    if subject not in FED:
        raise NotFound
    subject_id = subjects.find(actor, subject, key)
    if len(own_feeds(actor)) >= MOST:
        raise Invalid(key=_("You have %(most)s feeds. End one first.", most=MOST))
    token = secrets.token_urlsafe(32)
    feed = Feed(
        token_hash=hashed(token), person_id=actor.id, subject=subject.value,
        subject_id=subject_id, created_at=clock.now(),
    )  # fmt: skip
    session().add(feed)
    session().flush()
    return feed, token


def revoke_feed(actor: Person, feed_id: int) -> None:
    """End one's own feed: its address leads nowhere from now on. Raises NotFound for any other."""
    own = select(Feed.id).where(Feed.id == feed_id, Feed.person_id == actor.id)
    if session().scalar(own) is None:
        raise NotFound
    session().execute(update(Feed).where(Feed.id == feed_id).values(revoked_at=clock.now()))


def own_feeds(actor: Person) -> Sequence[Feed]:
    """The actor's feeds that still work, the newest first."""
    kept = select(Feed).where(Feed.person_id == actor.id, Feed.revoked_at.is_(None))
    return session().scalars(kept.order_by(Feed.id.desc())).all()


def find_feed(token: str) -> tuple[Feed, Person]:
    """The feed of an address, with its owner.

    NotFound when it was taken back or never was, or the owner has left.
    """
    row = (
        session()
        .execute(
            select(Feed, Person)
            .join(Person, Person.id == Feed.person_id)
            .where(Feed.token_hash == hashed(token), Feed.revoked_at.is_(None))
        )
        .first()
    )
    if row is None or not row[1].active:
        raise NotFound
    return row[0], row[1]


def named(actor: Person, feeds: Sequence[Feed]) -> Mapping[int, Named]:
    """What the feeds are of, as far as their owner may still know of it, by the feed's id."""
    found: dict[int, Named] = {}
    for feed in feeds:
        things = subjects.names(actor, Subject(feed.subject), [feed.subject_id])
        if feed.subject_id in things:
            found[feed.id] = things[feed.subject_id]
    return found


def entries(owner: Person, feed: Feed) -> Sequence[Revision]:
    """What changed lately of the thing and may be read by the owner, with pages and spaces."""
    changed = (
        select(Revision)
        .join(Revision.author)
        .join(Revision.page)
        .join(Page.space)
        .options(
            contains_eager(Revision.author),
            contains_eager(Revision.page).contains_eager(Page.space),
        )
        .where(_of(feed), Revision.minor.is_(False), readable_by(owner))
        .order_by(Revision.at.desc(), Revision.id.desc())
        .limit(SHOWN)
    )
    return session().scalars(changed).unique().all()


def _of(feed: Feed) -> ColumnElement[bool]:
    subject = Subject(feed.subject)
    if subject is Subject.PERSON:
        return Revision.author_id == feed.subject_id
    if subject is Subject.SPACE:
        return Page.space_id == feed.subject_id
    meant = select(Topic.id).where(STANDS_FOR == feed.subject_id)
    return Revision.page_id.in_(select(PageTopic.page_id).where(PageTopic.topic_id.in_(meant)))
