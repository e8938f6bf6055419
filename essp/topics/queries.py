"""Topics as an actor may know them, with their names in the language of whoever reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.topics import uses
from essp.topics.models import PersonTopic, Topic, TopicAddress, TopicChange, TopicName
from essp.topics.words import key_of_name

STANDS_FOR = func.coalesce(Topic.merged_into_id, Topic.id)
meant_one = aliased(Topic)  # made once: statements on it are known again


@dataclass(frozen=True)
class Named:
    """A topic with its words: preferred names by language, and every other word with its language.

    `open` tells whether everyone may know of it. `words` are the rows behind the names; those that
    came with a merge belong to another topic's id.
    """

    id: int
    slug: str
    parent_id: int | None
    open: bool
    preferred: Mapping[str, str]
    synonyms: Sequence[tuple[str, str]]
    words: Sequence[TopicName] = field(default=(), repr=False)

    def label(self, language: str) -> str:
        """The name for a reader of a language: its own, or that of the other language."""
        names = [*self.preferred.values(), *(word for word, _language in self.synonyms)]
        return self.preferred.get(language) or (names[0] if names else self.slug)

    @property
    def keys(self) -> list[str]:
        """The folded form of each of its words."""
        return [word.key for word in self.words]


def known_to(actor: Person | None) -> ColumnElement[bool]:
    """The condition on Topic that the actor may know of it."""
    if actor is None:
        return false()
    return or_(Topic.opened_at.is_not(None), *uses.seen_by(actor))


def find_topic(actor: Person | None, word: str) -> Topic:
    """The topic at an address it has or had, or of a name; of a merged one that it stands for.

    Raises NotFound also when the actor may not know of it.
    """
    for wanted in (_at_address(word), _of_name(word)):
        found = session().scalar(wanted.where(known_to(actor)))
        if found is not None:
            return _standing(found)
    raise NotFound


def _at_address(word: str) -> Select[Topic]:
    at = TopicAddress.slug == word.lower()[:80]
    return select(Topic).join(TopicAddress, TopicAddress.topic_id == Topic.id).where(at)


def _of_name(word: str) -> Select[Topic]:
    named = TopicName.key == key_of_name(word)
    return select(Topic).join(TopicName, TopicName.topic_id == Topic.id).where(named)


def _standing(found: Topic) -> Topic:
    if found.merged_into_id is None:
        return found
    target = session().get(Topic, found.merged_into_id)
    if target is None:
        raise NotFound
    return target


def named(ids: Collection[int] | None = None) -> dict[int, Named]:
    """Topics with their words, by the id asked for: of a merged one it is what it stands for.

    Without ids every topic there is. For callers that know the actor may know of them.
    """
    some = ids is not None
    rows = session().execute(_MEANT[some], {"ids": list(ids)} if ids is not None else {})
    meant = {row[0]: row[1] for row in rows}
    told = _told(set(meant.values()) if some else None)
    return {each: told[target] for each, target in meant.items() if target in told}


def named_for(actor: Person, ids: Collection[int]) -> dict[int, Named]:
    """Those of these topics that the actor may know of, as `named` tells them."""
    told = named(ids)
    closed = [each for each, topic in told.items() if not topic.open]
    if closed:
        known = select(Topic.id).where(Topic.id.in_(closed), known_to(actor))
        for each in set(closed).difference(session().scalars(known)):
            del told[each]
    return told


# Asked on many screens, so built once: for these ids, and for all there are.
_ids = bindparam("ids", type_=Topic.id.type, expanding=True)
_MEANT = {
    True: select(Topic.id, STANDS_FOR).where(Topic.id.in_(_ids)),
    False: select(Topic.id, STANDS_FOR),
}
_ALL_TOLD = (
    select(meant_one.id, meant_one.slug, meant_one.parent_id, meant_one.opened_at, TopicName)
    .select_from(meant_one)
    .join(Topic, STANDS_FOR == meant_one.id)
    .outerjoin(TopicName, TopicName.topic_id == Topic.id)
    .where(meant_one.merged_into_id.is_(None))
    .order_by(meant_one.id, TopicName.preferred.desc(), TopicName.id)
)
_TOLD = {True: _ALL_TOLD.where(meant_one.id.in_(_ids)), False: _ALL_TOLD}


def _told(targets: set[int] | None) -> dict[int, Named]:
    some = targets is not None
    wanted = session().execute(_TOLD[some], {"ids": list(targets)} if targets is not None else {})
    heads: dict[int, tuple[str, int | None, bool]] = {}
    words: dict[int, list[TopicName]] = defaultdict(list)
    for topic_id, slug, parent_id, opened_at, word in wanted:
        heads[topic_id] = slug, parent_id, opened_at is not None
        if word is not None:
            words[topic_id].append(word)
    return {each: _named(each, *heads[each], words[each]) for each in heads}


def _named(
    topic_id: int, slug: str, parent_id: int | None, is_open: bool, words: Sequence[TopicName]
) -> Named:
    preferred = {w.language: w.name for w in words if w.preferred and w.topic_id == topic_id}
    others = [(w.name, w.language) for w in words if not (w.preferred and w.topic_id == topic_id)]
    return Named(topic_id, slug, parent_id, is_open, preferred, others, words)


def known_topics(actor: Person) -> list[Named]:
    """Every topic that the actor may know of, without those that were merged."""
    wanted = select(Topic.id).where(Topic.merged_into_id.is_(None), known_to(actor))
    ids = session().scalars(wanted).all()
    told = named() if ids else {}
    return [told[each] for each in ids if each in told]


def holders(keys: Iterable[str]) -> dict[str, Topic]:
    """The topics that these folded words belong to, merged or not, whoever may know of them."""
    rows = session().execute(
        select(TopicName.key, Topic)
        .join(Topic, Topic.id == TopicName.topic_id)
        .where(TopicName.key.in_(list(keys)))
    )
    return {row[0]: row[1] for row in rows}


def may_know(actor: Person, topic: Topic) -> bool:
    """Whether the actor may know of a topic that was found without asking."""
    found = select(Topic.id).where(Topic.id == topic.id, known_to(actor))
    return session().scalar(found) is not None


def ids_below(topic: Topic) -> list[int]:
    """The topic, all below it, and what was merged into any of them."""
    target = meant_one
    rows = session().scalars(
        select(Topic.id)
        .join(target, STANDS_FOR == target.id)
        .where(target.lineage.startswith(topic.lineage, autoescape=True))
    )
    return list(rows)


def changes_of(topic: Topic, limit: int = 50) -> Sequence[TopicChange]:
    """What was done to a topic, and to those merged into it, the newest first.

    What happened while it was known behind closed doors only is not told once it is open.
    """
    return (
        session()
        .scalars(
            select(TopicChange)
            .join(Topic, Topic.id == TopicChange.topic_id)
            .join(TopicChange.by)
            .options(contains_eager(TopicChange.by))
            .where(
                STANDS_FOR == topic.id,
                or_(Topic.opened_at.is_(None), TopicChange.at >= Topic.opened_at),
            )
            .order_by(TopicChange.at.desc(), TopicChange.id.desc())
            .limit(limit)
        )
        .all()
    )


def merged_into(topic: Topic) -> Sequence[Topic]:
    """The topics that this one stands for, the first merged first."""
    found = select(Topic).where(Topic.merged_into_id == topic.id).order_by(Topic.id)
    return session().scalars(found).all()


def people_to_ask(topic: Topic, limit: int = 50) -> Sequence[PersonTopic]:
    """Who of those still here lists the topic, or one below it, under what they may be asked."""
    rows = session().scalars(
        select(PersonTopic)
        .join(PersonTopic.person)
        .join(PersonTopic.topic)
        .options(contains_eager(PersonTopic.person), contains_eager(PersonTopic.topic))
        .where(PersonTopic.topic_id.in_(ids_below(topic)), Person.left_at.is_(None))
        .order_by(PersonTopic.topic_id != topic.id, PersonTopic.place, Person.name_key)
        .limit(limit * 2)
    )
    first: dict[int, PersonTopic] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    return list(first.values())[:limit]


def topics_of_person(person: Person) -> list[tuple[str, Named]]:
    """What a person may be asked about, in their own words, each with its topic."""
    rows = session().execute(
        select(PersonTopic.said, PersonTopic.topic_id)
        .where(PersonTopic.person_id == person.id)
        .order_by(PersonTopic.place)
    )
    found = [(row.said, row.topic_id) for row in rows]
    told = named([topic_id for _said, topic_id in found])
    return [(said, told[topic_id]) for said, topic_id in found if topic_id in told]
