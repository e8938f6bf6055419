"""Conversations of a source brought into a space, so that stopping and running again ends the same.

Some conversations at a time are written in one transaction, each with the note of what it came from;
a later run finds those notes and adds only what is new or changed. Nobody is told of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.ids import new_uid
from essp.discussions.importing import link_imported
from essp.discussions.models import Thread
from essp.importers.destination import Destination, source_in, space_of
from essp.importers.giving_way import GivingWay
from essp.importers.models import ImportSource, ImportThread
from essp.importers.records import UnreadableError
from essp.importers.talk_ledger import Remark, TalkLedger
from essp.importers.talk_people import Speakers
from essp.importers.talk_records import Outline, Progress, TalkSource, TopicText
from essp.importers.talk_writing import TalkWriter
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.arranging import describe_topic
from essp.topics.models import Topic
from essp.topics.naming import keyed
from essp.topics.queries import holders

# Small enough that whoever writes meanwhile hardly waits.
POSTS_AT_ONCE = 50


def load_talk(
    actor: Person,
    space_slug: str,
    source: TalkSource,
    *,
    reading: Progress | None = None,
    writing: Progress | None = None,
) -> TalkLedger:
    """Bring a source into a space, which is made when it is missing; commits as it goes.

    `reading` is told bytes, `writing` posts: done and of how many. Raises Refused when the actor may
    not write in the space, and what the source raises.
    """
    outlines = source.outlines(reading)
    total = sum(outline.posts for outline in outlines)
    if not total:
        raise UnreadableError(
            _("There is no conversation in %(origin)s: nothing was imported.", origin=source.origin)
        )
    writer, done, give_way = _writer(actor.id, space_slug, source), 0, GivingWay()
    for batch in _batches(outlines):
        _write(writer, batch)
        give_way()
        done += sum(outline.posts for outline in batch)
        if writing is not None:
            writing(done, total)
    _link(writer)
    _describe(writer)
    _finish(writer)
    return source.ledger


def _writer(actor_id: int, slug: str, source: TalkSource) -> TalkWriter:
    with transaction():
        actor = session().get_one(Person, actor_id)
        space = space_of(actor, slug)
        row = source_in(space, source.kind, source.folder)
        if row is None:
            row = ImportSource(
                space_id=space.id, kind=source.kind, folder=source.folder, salt=new_uid()
            )
            session().add(row)
        before = row.finished_at
        row.origin, row.started_at = source.origin, clock.now()
        session().flush()
        return TalkWriter(
            Destination(actor.id, space.id, row.id), source, Speakers(row.id), row.salt, before
        )


def _batches(outlines: Iterable[Outline]) -> Iterator[list[Outline]]:
    batch: list[Outline] = []
    for outline in outlines:
        batch.append(outline)
        if sum(each.posts for each in batch) >= POSTS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(writer: TalkWriter, batch: list[Outline]) -> None:
    with transaction():
        writer.to.found()
        for outline in batch:
            writer.write(outline)


def _link(writer: TalkWriter) -> None:
    """Now that all conversations are here, those that ask the same lead to each other."""
    for said in writer.source.links():
        with transaction():
            actor, _space = writer.to.found()
            ends = [_thread(writer, key) for key in (said.thread_key, said.other_key)]
            if ends[0] is not None and ends[1] is not None:
                new = link_imported(ends[0], ends[1], at=said.at, by_id=actor.id)
                writer.ledger.counts["links"] += new


def _thread(writer: TalkWriter, key: str) -> Thread | None:
    row = session().get(ImportThread, (writer.to.source_id, key))
    return session().get(Thread, row.thread_id) if row is not None else None


def _describe(writer: TalkWriter) -> None:
    """Topics that say nothing of themselves yet say what the source says of them."""
    for said in writer.source.topic_texts():
        with transaction():
            actor, space = writer.to.found()
            topic = _topic(space, said)
            if topic is None or not _described(actor, topic, said.text):
                writer.ledger.note(Remark.TAG_WIKI, said.name)


def _topic(space: Space, said: TopicText) -> Topic | None:
    """The topic, unless its words would say in the open what a closed space is about."""
    found = holders(keyed([said.name])) if said.name and space.is_open else {}
    return next(iter(found.values()), None)


def _described(actor: Person, topic: Topic, text: str) -> bool:
    if topic.description:
        return topic.description == text
    try:
        describe_topic(actor, topic, text, based_on=topic.changes)
    except Invalid:
        return False
    return True


def _finish(writer: TalkWriter) -> None:
    writer.ledger.counts["people"] = len(writer.speakers)
    with transaction():
        row = session().get_one(ImportSource, writer.to.source_id)
        row.head, row.finished_at = writer.source.head[:80], clock.now()
