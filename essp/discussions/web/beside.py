"""What talk shows on the screens of other parts: of a space, of a page, of a person, of a topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import SQLColumnExpression

from essp.core.slots import lasting
from essp.discussions.listing import Wanted, list_threads, open_about, waiting_questions
from essp.discussions.models import About
from essp.discussions.said import Sort, said_by
from essp.discussions.subjects import find_subject
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.models import Topic


def talk_of_space(space: Space) -> Markup:
    """The way to a space's talk, beside its other buttons."""
    return Markup(render_template("discussions/_space_talk.html", space=space))


def threads_of_space(space: Space) -> Markup:
    """The latest threads of a space, for its own screen; nothing for none."""
    found = list_threads(me(), space, Wanted())
    if not found.items:
        return Markup()
    return Markup(
        render_template("discussions/_space_threads.html", space=space, items=found.items[:4])
    )


def waiting_in_space(space: Space) -> Markup:
    """Questions of a space that wait for an answer; nothing for none."""
    waiting, total = waiting_questions(me(), space)
    if not waiting:
        return Markup()
    return Markup(
        render_template(
            "discussions/_space_waiting.html", space=space, waiting=waiting, total=total
        )
    )


def open_about_page(
    page_id: SQLColumnExpression[int], reader_id: SQLColumnExpression[int]
) -> SQLColumnExpression[int]:
    """How many open threads are about a page, for the question that finds it."""
    return open_about(About.PAGE, page_id, reader_id)


@lasting
def talk_of_page(page: Any, told: Mapping[str, Any]) -> Markup:
    """The way to what is said about a page, with how many conversations are open."""
    return Markup(
        render_template(
            "discussions/_page_talk.html", slug=page.space.slug, uid=page.uid, count=told["talk"]
        )
    )


def said_by_person(person: Person) -> Markup:
    """What somebody lately said, answers that were accepted before all else; nothing for none."""
    found = said_by(me(), person, Sort.ANSWERS, limit=5)
    if not found.items:
        found = said_by(me(), person, Sort.POSTS, limit=5)
    if not any(found.counts.values()):
        return Markup()
    return Markup(render_template("discussions/_person_said.html", person=person, found=found))


def talk_of_topic(topic: Topic) -> Markup:
    """The latest threads about a topic that the reader may read, and the way to ask about it."""
    about = find_subject(me(), About.TOPIC, topic.slug)
    found = list_threads(me(), None, Wanted(about=about))
    return Markup(
        render_template(
            "discussions/_topic_talk.html",
            about=f"topic:{topic.slug}", items=found.items[:5], total=found.total,
        )
    )  # fmt: skip
