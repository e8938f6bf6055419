"""What somebody decides about what the finder sees with them: topics, and how they are found."""

from __future__ import annotations

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.expertise.events import KnowledgeStood
from essp.expertise.models import FinderChoice, Stand, TopicStand
from essp.expertise.queries import Choice
from essp.people.models import Person
from essp.people.profiles import Profile, edit_profile
from essp.topics.models import Topic
from essp.topics.queries import named
from essp.topics.words import key_of_name

MOST_A_DAY = 20  # routed questions that somebody may choose to be brought
LONGEST_NAME = 120


def decide(actor: Person, topic: Topic, stand: Stand) -> None:
    """Say of a topic of one's own that everyone sees it, only oneself, or that it is not one's topic.

    What is taken off is taken off the profile too.
    """
    row = session().get(TopicStand, (actor.id, topic.id))
    if row is not None and row.stand == stand.value:
        return
    if row is None:
        row = TopicStand(person_id=actor.id, topic_id=topic.id)
        session().add(row)
    row.stand, row.at = stand.value, clock.now()
    if stand is Stand.TAKEN_OFF:
        _unsay(actor, topic)
    session().flush()
    record(KnowledgeStood(actor_id=actor.id, person_id=actor.id, topic_id=topic.id))


def give_back(actor: Person, topic: Topic) -> None:
    """Decide nothing about a topic any more: it is shown when the work shows it."""
    row = session().get(TopicStand, (actor.id, topic.id))
    if row is None:
        return
    session().delete(row)
    session().flush()
    record(KnowledgeStood(actor_id=actor.id, person_id=actor.id, topic_id=topic.id))


def say(actor: Person, words: str) -> None:
    """Add a topic oneself: it stands on the profile, and is marked as said until work shows it."""
    name = clean_line(words).strip(" ,;#")
    if not name:
        raise Invalid(topic=_("Write what colleagues can ask you about."))
    if "," in name or len(name) > LONGEST_NAME:
        raise Invalid(topic=_("Write one topic at a time, in a few words."))
    said = [*actor.ask_me_about]
    if key_of_name(name) in {key_of_name(each) for each in said}:
        raise Invalid(topic=_("You list this already."))
    _list(actor, [*said, name])


def choose(actor: Person, choice: Choice) -> None:
    """Say how one is found. Invalid for a number of questions a day that cannot be."""
    if not 0 <= choice.most <= MOST_A_DAY:
        raise Invalid(most=_("Choose from 0 to %(most)s questions a day.", most=MOST_A_DAY))
    if lock(Person, actor.id) is None:
        raise NotFound
    row = session().get(FinderChoice, actor.id)
    if row is None:
        row = FinderChoice(person_id=actor.id)
        session().add(row)
    row.found, row.suggested = choice.found, choice.suggested
    row.speed, row.most, row.at = choice.speed, choice.most, clock.now()
    session().flush()
    record(KnowledgeStood(actor_id=actor.id, person_id=actor.id))


def _unsay(actor: Person, topic: Topic) -> None:
    keys = set(named([topic.id])[topic.id].keys)
    kept = [each for each in actor.ask_me_about if key_of_name(each) not in keys]
    if len(kept) < len(actor.ask_me_about):
        _list(actor, kept)


def _list(actor: Person, topics: list[str]) -> None:
    said = Profile(
        name=actor.name, job_title=actor.job_title, department=actor.department,
        location=actor.location, about=actor.about, speaks=", ".join(actor.speaks),
        ask_me_about=", ".join(topics), working_on=actor.working_on,
    )  # fmt: skip
    try:
        edit_profile(actor, actor, said)
    except Invalid as wrong:
        if "ask_me_about" in wrong.errors:
            raise Invalid(topic=wrong.errors["ask_me_about"]) from wrong
        raise
