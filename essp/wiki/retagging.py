"""What a revision does to the topics of its page: as much part of the history as its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.people.models import Person
from essp.topics.queries import named
from essp.wiki import tagging
from essp.wiki.models import Page, Revision
from essp.wiki.topic_models import SET, PageTopic, PageTopicChange


@dataclass(frozen=True)
class TopicWish:
    """Topics to put on a page, by their names, and to take off it, by their ids; false for none."""

    add: Sequence[str] = ()
    remove: Collection[int] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


@dataclass(frozen=True)
class Retagged:
    """Ids of the topics that were put on a page and taken off; false when nothing changed."""

    added: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


NO_TOPICS = Retagged()


@dataclass(frozen=True)
class ToldTopics:
    """The same by the names that the topics have now in the reader's language."""

    added: Sequence[str]
    removed: Sequence[str]


def retag(actor: Person, page: Page, wish: TopicWish | None) -> Retagged:
    """Change the topics of a locked page; the caller writes the revision and calls `note`.

    Raises Refused and Invalid.
    """
    if not wish:
        return NO_TOPICS
    before = _set_on(page)
    tagging.change_topics(actor, page, add=wish.add, remove=wish.remove)
    after = _set_on(page)
    return Retagged(after - before, before - after)


def note(revision: Revision, changed: Retagged) -> None:
    """Keep with a revision what it did to the topics of its page."""
    session().add_all(
        PageTopicChange(
            page_id=revision.page_id, number=revision.number, topic_id=each, added=added
        )
        for ids, added in ((changed.added, True), (changed.removed, False))
        for each in sorted(ids)
    )
    session().flush()


def reversed_wish(page: Page, number: int, language: str) -> TopicWish:
    """What takes the changes of one revision back, as far as nobody did meanwhile."""
    rows = _changes(page, number - 1, number)
    told, present = named({each.topic_id for each in rows}), _set_on(page)
    gone = [each for each in rows if not each.added and each.topic_id in told]
    return TopicWish(
        [told[each.topic_id].label(language) for each in gone if each.topic_id not in present],
        {each.topic_id for each in rows if each.added} & present,
    )


def topics_changed(page: Page, old: int, new: int, language: str) -> ToldTopics:
    """What was put on a page and taken off between two of its revisions, as it came out."""
    net: dict[int, int] = {}
    for each in _changes(page, old, new):
        net[each.topic_id] = net.get(each.topic_id, 0) + (1 if each.added else -1)
    return _told({topic: sign > 0 for topic, sign in net.items() if sign}, language)


def topics_by_revision(
    page: Page, revisions: Collection[Revision], language: str
) -> dict[int, ToldTopics]:
    """What each of these revisions of a page did to its topics, by number; most did nothing."""
    if not revisions:
        return {}
    numbers = [each.number for each in revisions]
    by_number: dict[int, dict[int, bool]] = {}
    for each in _changes(page, min(numbers) - 1, max(numbers)):
        by_number.setdefault(each.number, {})[each.topic_id] = each.added
    return {number: _told(changes, language) for number, changes in by_number.items()}


def _told(changes: dict[int, bool], language: str) -> ToldTopics:
    told = named(set(changes)) if changes else {}
    names = {each: topic.label(language) for each, topic in told.items()}
    return ToldTopics(
        [names[each] for each, added in changes.items() if added and each in names],
        [names[each] for each, added in changes.items() if not added and each in names],
    )


def _changes(page: Page, above: int, until: int) -> Sequence[PageTopicChange]:
    return (
        session()
        .scalars(
            select(PageTopicChange)
            .where(
                PageTopicChange.page_id == page.id,
                PageTopicChange.number > above,
                PageTopicChange.number <= until,
            )
            .order_by(PageTopicChange.number, PageTopicChange.topic_id)
        )
        .all()
    )


def _set_on(page: Page) -> frozenset[int]:
    rows = select(PageTopic.topic_id).where(PageTopic.page_id == page.id, PageTopic.source == SET)
    return frozenset(session().scalars(rows))
