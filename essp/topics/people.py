"""Who may be asked about a topic, for the directory of people."""

from __future__ import annotations

from sqlalchemy import Select, select

from essp.core.decision import NotFound
from essp.core.i18n import language
from essp.people.models import Person
from essp.topics import queries
from essp.topics.models import PersonTopic


def people_about(actor: Person, words: str) -> tuple[str, Select[int]] | None:
    """What a topic is called and who lists it or one below it; None where the actor knows of none."""
    try:
        topic = queries.find_topic(actor, words)
    except NotFound:
        return None
    told = queries.named([topic.id])[topic.id]
    people = select(PersonTopic.person_id).where(PersonTopic.topic_id.in_(queries.ids_below(topic)))
    return told.label(language()), people
