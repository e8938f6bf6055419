"""What people have shown, where it belongs: on the page of a topic, and on their own profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from essp.core.i18n import _, language
from essp.core.web import day
from essp.expertise import endorsing, finding, known
from essp.expertise.models import Knower
from essp.expertise.queries import choice_of, is_on
from essp.expertise.shapes import Level
from essp.expertise.web.cards import cards
from essp.expertise.web.telling import Told, told
from essp.people.current import me
from essp.people.models import Person
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import named

ON_TOPIC = 8
MOST_TOPICS = 12


@dataclass(frozen=True)
class Shown:
    """A topic on a profile: what it is called, what shows it, the reader's own endorsement."""

    slug: str
    label: str
    told: Told
    endorsed: bool


def knowers_of_topic(topic: Topic, people: Sequence[PersonTopic]) -> Markup:
    """Who knows about a topic with what shows it, how many stand behind it, and who knew."""
    if not is_on():
        return _said(people)
    found = finding.find_about(me(), topic=topic, limit=ON_TOPIC)
    knew = [(row, _years(row)) for row in known.knowers_of(topic.id, left=True, limit=ON_TOPIC)]
    if not found and not knew:
        return Markup()
    label = named([topic.id])[topic.id].label(language())
    shown = [each for each in found if each.level is not Level.DECLARED]
    return Markup(
        render_template(
            "expertise/_of_topic.html",
            cards=cards(found, label),
            knew=knew,
            behind=known.behind([topic.id])[topic.id],
            alone=shown[0].person if len(shown) == 1 else None,
            words=label,
        )
    )


def knows_of_person(person: Person) -> Markup:
    """What somebody has shown, as everyone sees it, each topic with its evidence."""
    if not is_on() or person.anonymous_at is not None or not choice_of(person).found:
        return Markup()
    given = endorsing.given_by(me(), person)
    topics = [
        Shown(topic.slug, topic.label(language()), told(row), topic.id in given)
        for topic, row in known.topics_of(me(), person)
    ]
    own = person.id == me().id
    if not topics and (own or person.left_at is not None):
        return Markup()
    return Markup(
        render_template(
            "expertise/_of_person.html",
            person=person,
            first=person.name.split()[0],
            topics=topics[:MOST_TOPICS],
            more=len(topics) - MOST_TOPICS,
            own=own,
            may=not own and person.left_at is None,
        )
    )


def _said(people: Sequence[PersonTopic]) -> Markup:
    if not people:
        return Markup()
    return Markup(render_template("expertise/_said.html", people=people))


def _years(row: Knower) -> str:
    """From when to when somebody worked on it."""
    if row.first_at is None or row.last_at is None:
        return ""
    return _("from %(first)s to %(last)s", first=day(row.first_at), last=day(row.last_at))
