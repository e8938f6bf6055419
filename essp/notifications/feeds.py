"""Feeds (RFC 4287) of a space, a topic, a person, a conversation or a saved search, at private
addresses that can be taken back.

Whoever has the address reads what its owner may read at that moment, and nothing of anything else.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.notifications import subjects
from essp.notifications.feed_entries import SEARCH
from essp.notifications.feed_models import Feed
from essp.notifications.models import Subject
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.people.sessions import hashed
from essp.search.saving import own_search, own_searches

FED = frozenset({Subject.SPACE, Subject.TOPIC, Subject.PERSON, Subject.THREAD})
MOST = 50  # of one person


def make_feed(actor: Person, subject: Subject | None, key: str) -> tuple[Feed, str]:
    """Make a feed of the thing of that key, with the secret of its address, which is told this once.

    Without a subject it is of the actor's own saved search. Raises NotFound, Refused as watching does,
    and Invalid for one too many.
    """
    if subject is None:
        subject_id = own_search(actor, key).id
    elif subject in FED:
        subject_id = subjects.find(actor, subject, key)
    else:
        raise NotFound
    if len(own_feeds(actor)) >= MOST:
        raise Invalid(key=_("You have %(most)s feeds. End one first.", most=MOST))
    token = secrets.token_urlsafe(32)
    feed = Feed(
        token_hash=hashed(token), person_id=actor.id,
        subject=subject.value if subject else SEARCH, subject_id=subject_id, created_at=clock.now(),
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
    searches = {each.id: each for each in own_searches(actor)}
    for feed in feeds:
        if feed.subject == SEARCH:
            kept = searches.get(feed.subject_id)
            if kept is not None:
                found[feed.id] = Named(kept.uid, kept.name, f"/search/saved/{kept.uid}")
            continue
        things = subjects.names(actor, Subject(feed.subject), [feed.subject_id])
        if feed.subject_id in things:
            found[feed.id] = things[feed.subject_id]
    return found
