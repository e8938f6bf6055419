"""Topics of threads: those the opening post names, and those somebody put there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.discussions.events import ThreadLostTopic
from essp.discussions.models import Thread, ThreadTopic
from essp.discussions.texts import Written
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.keeping import open_topic
from essp.topics.models import Topic
from essp.topics.naming import keyed, take_up
from essp.topics.queries import Named, named
from essp.topics.words import clean_name, name_of_tag

MOST_TOPICS = 20
TEXT, SET = "text", "set"


def keep_topics(actor: Person, thread: Thread, found: Written, names: str | None = None) -> None:
    """Let the thread carry what its opening post names, and `names` with commas between them.

    With None those that somebody put there stay as they are. Raises Invalid.
    """
    before = _carried(thread)
    tags = [name_of_tag(each) for each in found.topics[:MOST_TOPICS]]
    _replace(thread, TEXT, _taken_up(actor, thread, tags))
    if names is not None:
        put = [clean_name(each, "topics") for each in names.split(",") if each.strip()]
        if len(put) > MOST_TOPICS:
            raise Invalid(topics=_("Choose at most %(most)s topics.", most=MOST_TOPICS))
        _replace(thread, SET, _taken_up(actor, thread, put))
    for lost in sorted(before - _carried(thread)):
        record(ThreadLostTopic(actor_id=actor.id, thread_id=thread.id, topic_id=lost))


def _carried(thread: Thread) -> set[int]:
    return set(
        session().scalars(select(ThreadTopic.topic_id).where(ThreadTopic.thread_id == thread.id))
    )


def topics_of(thread: Thread) -> list[Named]:
    """What a thread, which the caller may read, carries."""
    rows = session().scalars(
        select(ThreadTopic.topic_id)
        .where(ThreadTopic.thread_id == thread.id)
        .order_by(ThreadTopic.topic_id)
    )
    return told(rows.all())


def told(ids: Iterable[int]) -> list[Named]:
    """Topics by their ids, each once, those that were merged as what they stand for."""
    wanted = list(dict.fromkeys(ids))
    found = named(wanted) if wanted else {}
    return list({found[each].id: found[each] for each in wanted if each in found}.values())


def names_put(thread: Thread, language: str) -> str:
    """The topics that somebody put on a thread, with commas between them, to be changed in a field."""
    rows = session().scalars(
        select(ThreadTopic.topic_id).where(
            ThreadTopic.thread_id == thread.id, ThreadTopic.source == SET
        )
    )
    return ", ".join(each.label(language) for each in told(rows.all()))


def open_topics(actor: Person, thread: Thread) -> None:
    """Let everyone know of the topics of a thread that moves into an open space."""
    here = select(ThreadTopic.topic_id).where(ThreadTopic.thread_id == thread.id)
    quiet = select(Topic).where(Topic.id.in_(here), Topic.opened_at.is_(None)).order_by(Topic.id)
    for topic in session().scalars(quiet).all():
        open_topic(actor, topic)


def _taken_up(actor: Person, thread: Thread, names: Sequence[str]) -> list[Topic]:
    said = keyed(names)
    if not said:
        return []
    space = session().get_one(Space, thread.space_id)
    language = thread.language if thread.language in LANGUAGES else "en"
    return take_up(actor, said, language, openly=space.is_open)


def _replace(thread: Thread, source: str, topics: Iterable[Topic]) -> None:
    here = (ThreadTopic.thread_id == thread.id) & (ThreadTopic.source == source)
    session().execute(delete(ThreadTopic).where(here))
    session().add_all(
        ThreadTopic(thread_id=thread.id, topic_id=each, source=source)
        for each in dict.fromkeys(topic.id for topic in topics)
    )
    session().flush()
