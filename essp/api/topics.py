"""Topics for programs: those the caller may know of, and each with what is here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.api import topic_shapes as shapes
from essp.api.listing import cut
from essp.api.operations import operation
from essp.api.telling import named, page_refs, topic_ref
from essp.core.rest import place_of
from essp.people.current import me
from essp.topics import queries, uses
from essp.topics.queries import Named
from essp.topics.suggesting import matching
from essp.wiki.tagging import pages_about

LATEST = 100


@operation("GET", "/topics", shapes.Topics, query=shapes.TopicQuestion, problems=[400])
def list_topics(query: shapes.TopicQuestion) -> shapes.Topics:
    """List the topics you may know of, or those with these words in a name."""
    known, after = queries.known_topics(me()), place_of(query.cursor) if query.cursor else 0
    wanted = matching(known, query.q) if query.q.strip() else known
    later = sorted((each for each in wanted if each.id > after), key=lambda each: each.id)
    shown, following = cut(later, query.limit, lambda last: last.id)
    slugs, counted = _slugs(known), uses.counts(me(), "pages")
    items = [shapes.TopicTold(**_fields(each, slugs, counted)) for each in shown]
    return shapes.Topics(items=items, next=following)


@operation("GET", "/topics/<topic>", shapes.TopicPage, problems=[404])
def read_topic(topic: str) -> shapes.TopicPage:
    """Read a topic by an address it has or had, or by any of its names."""
    found = queries.find_topic(me(), topic)
    known = queries.known_topics(me())
    told = queries.named([found.id])[found.id]
    pages, _total = pages_about(me(), found, limit=LATEST)
    return shapes.TopicPage(
        **_fields(told, _slugs(known), uses.counts(me(), "pages", [found.id])),
        description=found.description,
        below=[topic_ref(each) for each in known if each.parent_id == found.id],
        latest=page_refs(pages),
        people=[named(row.person) for row in queries.people_to_ask(found)],
    )


def _fields(topic: Named, slugs: Mapping[int, str], counted: Mapping[int, int]) -> dict[str, Any]:
    return topic_ref(topic).model_dump() | {
        "names": dict(topic.preferred),
        "synonyms": [name for name, _language in topic.synonyms],
        "parent": slugs.get(topic.parent_id or 0),
        "pages": counted.get(topic.id, 0),
    }


def _slugs(known: list[Named]) -> dict[int, str]:
    return {each.id: each.slug for each in known}
