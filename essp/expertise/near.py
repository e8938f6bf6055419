"""Topics beside what was asked: those that the pages about it carry, with who stands behind each."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.core.db import session
from essp.expertise.known import behind
from essp.expertise.matter import Matter
from essp.people.models import Person
from essp.topics.queries import Named, named_for
from essp.wiki.topic_models import PageTopic

MOST = 6


def topics_near(actor: Person, matter: Matter) -> list[tuple[Named, int]]:
    """The topics that most of these pages carry, but for those asked about."""
    pages = func.count(PageTopic.page_id.distinct())
    carried = session().scalars(
        select(PageTopic.topic_id)
        .where(PageTopic.page_id.in_(matter.pages), PageTopic.topic_id.not_in(matter.topics))
        .group_by(PageTopic.topic_id)
        .order_by(pages.desc(), PageTopic.topic_id)
        .limit(2 * MOST)
    )
    told = {each.id: each for each in named_for(actor, carried.all()).values()}
    some = list(told)[:MOST]
    people = behind(some)
    return [(told[number], people[number].here) for number in some if people[number].here]
