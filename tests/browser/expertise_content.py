"""What people have shown on the site of the browser's stories, and who vouches for whom."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock
from essp.core.db import session, transaction
from essp.expertise import rebuilding
from essp.expertise.endorsing import endorse
from essp.expertise.models import Knower
from essp.people.models import Person
from essp.topics.queries import find_topic

MONTHS = [0, 1, 0, 2, 1, 3, 1, 0, 2, 4, 3, 5]


def add_knowing(people: dict[str, Person], page: str) -> dict[str, str]:
    """Gathered work, an endorsement by Kwame, and what the topics show: one is new to Ruben."""
    rebuilding.rebuild()
    with transaction():
        topic = find_topic(people["femke"], "congestion")
        endorse(
            people["kwame"], people["femke"], topic, key=f"page:{page}", note="Wrote most of it"
        )
        now = clock.now()
        for name, words, since in (("femke", 640, 200), ("ruben", 60, 2)):
            session().merge(
                Knower(
                    person_id=people[name].id, topic_id=topic.id, words=words, share=words / 700,
                    pages=2, answers=1, endorsed=1, evidence=words / 100, months=MONTHS,
                    first_at=now - timedelta(days=400), last_at=now - timedelta(days=since),
                    since=now - timedelta(days=since),
                    shown_from=now - timedelta(days=since) + timedelta(days=14),
                )
            )  # fmt: skip
    return {"known_topic": topic.slug}
