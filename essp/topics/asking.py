"""What people may be asked about: the entries of their profiles, as topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from essp.core.db import lock, session, transaction
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.jobs import task
from essp.people.models import Person
from essp.topics.events import PersonTopicsChanged
from essp.topics.models import PersonTopic
from essp.topics.naming import keyed, take_up


@task("topics.person", batch=True)
def note_person(wanted: list[dict[str, Any]]) -> None:
    """Read from their profiles what people may be asked about. Arguments: person_id."""
    for person_id in {each["person_id"] for each in wanted}:
        with transaction():
            person = lock(Person, person_id)
            if person is not None:
                keep_topics_of(person)


@task("topics.everybody")
def note_everybody() -> None:
    """Read the profiles of everybody, once, where topics are new to a site."""
    wanted = session().scalars(select(Person.id).where(Person.ask_me_about != [])).all()
    note_person.run([{"person_id": each} for each in wanted])


def keep_topics_of(person: Person) -> None:
    """Let a profile's entries be topics: open to everyone, as the profile is."""
    said = keyed(_entries(person.ask_me_about))
    language = person.language if person.language in LANGUAGES else "en"
    topics = take_up(person, said, language, openly=True)
    rows = {
        topic.id: (place, words)
        for place, (topic, words) in enumerate(zip(topics, said.values(), strict=True))
    }
    kept = session().execute(
        select(PersonTopic.topic_id, PersonTopic.place, PersonTopic.said).where(
            PersonTopic.person_id == person.id
        )
    )
    if {topic_id: (place, words) for topic_id, place, words in kept} == rows:
        return
    session().execute(delete(PersonTopic).where(PersonTopic.person_id == person.id))
    session().add_all(
        PersonTopic(person_id=person.id, topic_id=topic_id, place=place, said=words)
        for topic_id, (place, words) in rows.items()
    )
    session().flush()
    record(PersonTopicsChanged(actor_id=person.id, person_id=person.id))


def _entries(said: Sequence[str] | None) -> list[str]:
    return [str(each) for each in said or ()]
