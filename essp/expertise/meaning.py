"""What somebody asked for: the topics that their words name, and people whose name it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from essp.core.db import session
from essp.core.ids import clean_line, skeleton
from essp.people.models import Person
from essp.search.words import FUNCTION_WORDS, words
from essp.topics.models import Topic
from essp.topics.queries import Named, holders, ids_below, named_for
from essp.topics.words import key_of_name

LONGEST = 400  # characters of a question that are read
MOST_WORDS = 60
LONGEST_TOPIC = 5  # words
MOST_TOPICS = 6
MOST_NAMED = 5


@dataclass(frozen=True)
class Asked:
    """A question as it was read: `telling` are its words that say something.

    `ids` are the topics it names with all below them and all that were merged into them.
    """

    text: str
    telling: Sequence[str] = ()
    topics: Sequence[Named] = ()
    ids: frozenset[int] = frozenset()
    people: Sequence[Person] = ()


def read(actor: Person, typed: str) -> Asked:
    """Read what was typed, whatever it is; only topics that the actor may know of are named."""
    text = clean_line(typed.replace("\n", " "))[:LONGEST].strip()
    telling = [word for word in words(text) if word not in FUNCTION_WORDS][:MOST_WORDS]
    if not telling:
        return Asked(text)
    topics = _topics(actor, text)
    return Asked(text, telling, topics, meant_by(topics), _people(text))


def meant_by(topics: Sequence[Named]) -> frozenset[int]:
    """The ids of topics, of all below them and of all that were merged into them."""
    found = [session().get(Topic, each.id) for each in topics]
    return frozenset(number for topic in found if topic for number in ids_below(topic))


def _topics(actor: Person, text: str) -> list[Named]:
    parts = key_of_name(text).split()[:MOST_WORDS]
    runs = {
        " ".join(parts[start : start + length]): (start, length)
        for length in range(1, LONGEST_TOPIC + 1)
        for start in range(len(parts) - length + 1)
    }
    known = holders(key for key in runs if key not in FUNCTION_WORDS)
    told = named_for(actor, [topic.id for topic in known.values()]) if known else {}
    kept: dict[int, Named] = {}
    taken: set[int] = set()
    for key in sorted(known, key=lambda key: (-runs[key][1], runs[key][0])):
        start, length = runs[key]
        places = set(range(start, start + length))
        topic = told.get(known[key].id)
        if topic is not None and not places & taken:
            taken |= places
            kept[topic.id] = topic
    return list(kept.values())[:MOST_TOPICS]


def _people(text: str) -> list[Person]:
    """Whose name or handle this is, or whose first or last name."""
    name, handle = skeleton(text), text.lstrip("@").lower()
    if len(name) < 2 or len(name.split()) > 6:
        return []
    key = Person.name_key
    same = or_(
        Person.handle == handle, key == name, key.startswith(f"{name} ", autoescape=True),
        key.endswith(f" {name}", autoescape=True),
    )  # fmt: skip
    found = select(Person).where(same, Person.anonymous_at.is_(None), Person.same_as_id.is_(None))
    found = found.order_by(Person.left_at.is_not(None), Person.sort_key).limit(MOST_NAMED)
    return list(session().scalars(found))
