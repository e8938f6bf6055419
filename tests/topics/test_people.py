"""What people may be asked about are topics, read from their profiles."""

from __future__ import annotations

from essp.core.db import transaction
from essp.core.worker import do_all
from essp.people import profiles
from essp.people.models import Person
from essp.people.profiles import Profile
from essp.spaces.models import Space
from essp.topics import arranging, naming, queries
from essp.wiki.editing import create_page


def say(person: Person, entries: str) -> None:
    """Let somebody say what they may be asked about."""
    with transaction():
        profiles.edit_profile(person, person, Profile(name=person.name, ask_me_about=entries))
    do_all()


def test_what_somebody_may_be_asked_about_becomes_topics(femke: Person, noor: Person) -> None:
    say(femke, "Redispatch, heat pumps")
    topic = queries.find_topic(noor, "Heat-Pumps")
    assert [(row.person, row.said) for row in queries.people_to_ask(topic)] == [
        (femke, "heat pumps")
    ]
    assert [words for words, _topic in queries.topics_of_person(femke)] == [
        "Redispatch",
        "heat pumps",
    ]


def test_an_entry_that_goes_leaves_the_topic_and_takes_the_person(femke: Person) -> None:
    say(femke, "Redispatch")
    say(femke, "")
    assert queries.people_to_ask(queries.find_topic(femke, "redispatch")) == []


def test_who_can_be_asked_about_a_narrower_topic_can_be_asked_about_the_wider(
    femke: Person, ruben: Person
) -> None:
    say(femke, "Joints")
    say(ruben, "Cables")
    joints, cables = (queries.find_topic(femke, word) for word in ("joints", "cables"))
    with transaction():
        arranging.place_topic(femke, joints, cables)
    assert [row.person for row in queries.people_to_ask(cables)] == [ruben, femke]
    assert [row.person for row in queries.people_to_ask(joints)] == [femke]


def test_a_profile_opens_a_word_that_was_quiet_without_telling_where_it_came_from(
    femke: Person, noor: Person, closed_space: Space
) -> None:
    with transaction():
        create_page(femke, closed_space, title="Plan", text="The #takeover.")
    say(noor, "Takeover")
    topic = queries.find_topic(noor, "takeover")
    assert [line.by for line in queries.changes_of(topic)] == [noor]
    with transaction():
        naming.name_topic(noor, topic, "Mergers", "en", preferred=True)
    assert [topic.label("en") for _words, topic in queries.topics_of_person(noor)] == ["Mergers"]
