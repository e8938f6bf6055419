"""What is done with every topic that changes: held, written down, opened, given its address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import NotFound
from essp.core.events import record
from essp.core.ids import slugify
from essp.people.models import Person
from essp.topics.events import TopicOpened
from essp.topics.models import Topic, TopicAddress, TopicChange, TopicName

RESERVED = {"new", "suggested"}


def held(topic: Topic) -> Topic:
    """The topic as it is now, held until the transaction ends. Raises NotFound."""
    found = lock(Topic, topic.id)
    if found is None:
        raise NotFound
    return found


def open_topic(actor: Person, topic: Topic) -> None:
    """Let everyone know of a topic: it gets a readable address, and its history begins anew."""
    if topic.opened_at is not None:
        return
    topic.opened_at = clock.now()
    give_address(topic)
    note(actor, topic, "started", name=first_name(topic))
    record(TopicOpened(actor_id=actor.id, topic_id=topic.id))


def note(actor: Person, topic: Topic, kind: str, **detail: Any) -> None:
    """Write a line of the topic's history."""
    topic.changes += 1
    session().add(
        TopicChange(
            topic_id=topic.id, at=clock.now(), by_id=actor.id, kind=kind,
            detail={name: value for name, value in detail.items() if value},
        )
    )  # fmt: skip
    session().flush()


def give_address(topic: Topic) -> None:
    """Give an open topic an address made of its English name, or its first; it keeps the others."""
    if topic.opened_at is None:
        return
    name = preferred_name(topic, "en") or preferred_name(topic, "nl")
    slug = _free_slug(topic, slugify(name.name if name else first_name(topic), fallback="topic"))
    if session().get(TopicAddress, slug) is None:
        session().add(TopicAddress(slug=slug, topic_id=topic.id))
    topic.slug = slug
    session().flush()


def preferred_name(topic: Topic, language: str) -> TopicName | None:
    """The word a topic goes by in a language."""
    return session().scalar(
        select(TopicName).where(
            TopicName.topic_id == topic.id, TopicName.language == language, TopicName.preferred
        )
    )


def first_name(topic: Topic) -> str:
    """The word a topic was started with, or goes by."""
    found = select(TopicName.name).where(TopicName.topic_id == topic.id)
    return session().scalar(found.order_by(TopicName.preferred.desc(), TopicName.id)) or topic.slug


def _free_slug(topic: Topic, slug: str) -> str:
    slug = f"{slug}-topic" if slug in RESERVED else slug
    candidate, number = slug, 2
    while True:
        holder = session().get(TopicAddress, candidate)
        if holder is None or holder.topic_id == topic.id:
            return candidate
        candidate, number = f"{slug[:70]}-{number}", number + 1
