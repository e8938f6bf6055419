"""When nothing was found: what could be done about it, and how much that would find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.people.models import Person
from essp.search import facets, live, queries
from essp.search.filters import Filters, Name
from essp.search.query import Query
from essp.search.searching import asked_of, sample_of
from essp.topics.models import PersonTopic, Topic, TopicName
from essp.topics.queries import known_to, people_to_ask
from essp.topics.words import key_of_name

MOST_PEOPLE = 4
MOST_WORDS = 8  # of a question, looked up as names of topics
LONGEST_NAME = 3  # words of a topic's name that are looked for


@dataclass(frozen=True)
class Fewer:
    """A question with less asked of it: without the filter `name`, or without all when empty.

    `count` is how much is found then, `beyond` that it is more than was counted.
    """

    name: Name | None
    filters: Filters
    count: int
    beyond: bool


def fewer_filters(actor: Person, query: Query, filters: Filters) -> list[Fewer]:
    """What leaving out each filter would find, and leaving out all; only what finds something."""
    chosen = list(filters.chosen())
    offers: list[Name | None] = [*chosen, None] if len(chosen) > 1 else [None] if chosen else []
    found = []
    for name in offers:
        left = filters.having(name, "") if name else Filters()
        count, beyond = count_of(actor, query, left)
        if count:
            found.append(Fewer(name, left, count, beyond))
    return found


def only_words(query: Query) -> str:
    """The words of a question that also had conditions; nothing where it had none."""
    if not (query.filters or query.without or query.after or query.before or query.phrases):
        return ""
    told = [word.text for word in query.words]
    return " ".join([*told, *(word for phrase in query.phrases for word in phrase.words)])


def count_of(actor: Person, query: Query, filters: Filters) -> tuple[int, bool]:
    """How much the actor would find, of the best that are counted, and whether there is more."""
    hits = sample_of(actor, query, filters, facets.MOST)
    return facets.readable(actor, hits.sample), hits.beyond


def other_spelling(actor: Person, query: Query) -> Query | None:
    """The question put right where it finds something without the filters."""
    return live.index().suggest(asked_of(actor, query), queries.access_of(actor))


def whom_to_ask(actor: Person, query: Query) -> Sequence[PersonTopic]:
    """People who may be asked about a topic that the words of the question name."""
    keys = _names_in(query)
    if not keys:
        return ()
    stands_for = select(Topic).join(TopicName, TopicName.topic_id == Topic.id)
    topics = session().scalars(
        stands_for.where(TopicName.key.in_(keys), known_to(actor)).order_by(Topic.id)
    )
    found: dict[int, PersonTopic] = {}
    for topic in topics.unique().all()[:LONGEST_NAME]:
        target = session().get(Topic, topic.merged_into_id) if topic.merged_into_id else topic
        for row in people_to_ask(target, MOST_PEOPLE) if target is not None else ():
            if row.person_id != actor.id:
                found.setdefault(row.person_id, row)
    return list(found.values())[:MOST_PEOPLE]


def title_for(query: Query) -> str:
    """What a page about it might be called: the words as typed, without operators and quotes."""
    kept = [word for word in query.text.split() if not re.match(r"-|[^\W\d_]+:", word)]
    return " ".join(kept).replace('"', "").strip(" *")[:200]


def _names_in(query: Query) -> list[str]:
    """Every one, two or three neighbouring words, as topics are looked up."""
    words = title_for(query).split()[:MOST_WORDS]
    runs = (
        words[start : start + length]
        for length in range(1, LONGEST_NAME + 1)
        for start in range(len(words) - length + 1)
    )
    return [key for run in runs if (key := key_of_name(" ".join(run)))]
