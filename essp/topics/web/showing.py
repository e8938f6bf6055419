"""A topic of its own: what is here, who knows, what is asked; its names, its place and its history."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.i18n import NAMES, _, language
from essp.people.current import me
from essp.people.models import Person
from essp.topics import queries, uses
from essp.topics.models import Topic, TopicChange
from essp.topics.queries import Named
from essp.topics.web import blueprint
from essp.topics.web.listing import Entry, entry_of

LATELY = 5
MOST_CHANGES = 500


@blueprint.get("/topics/<topic>")
@members
def show(topic: str) -> ResponseReturnValue:
    """The page of a topic. Old addresses and every name lead to the present address."""
    found = queries.find_topic(me(), topic)
    if found.slug != topic:
        query = request.query_string.decode("latin-1")
        present = url_for(".show", topic=found.slug)
        return redirect(f"{present}?{query}" if query else present, 301)
    told = queries.named([found.id])[found.id]
    below, above = _around(found)
    return render_template(
        "topics/show.html",
        topic=found,
        label=told.label(language()),
        names=names_of(told),
        way=above,
        below=below,
        people=queries.people_to_ask(found),
        changes=[changed(line) for line in queries.changes_of(found, LATELY)],
    )


@blueprint.get("/topics/<topic>/history")
@members
def history(topic: str) -> ResponseReturnValue:
    """Everything that was done to a topic, and by whom."""
    found = queries.find_topic(me(), topic)
    told = queries.named([found.id])[found.id]
    return render_template(
        "topics/history.html",
        topic=found,
        label=told.label(language()),
        changes=[changed(line) for line in queries.changes_of(found, MOST_CHANGES)],
    )


def names_of(told: Named) -> dict[str, Any]:
    """The names of a topic besides the one in its title: in the other language, and synonyms."""
    label = told.label(language())
    other = [
        (name, code)
        for code, name in told.preferred.items()
        if code != language() and name != label
    ]
    synonyms = [(name, code) for name, code in told.synonyms if name != label]
    return {"other": other, "synonyms": synonyms, "languages": NAMES}


def changed(line: TopicChange) -> dict[str, Any]:
    """A line of a topic's history: who, when, and what as words after the name."""
    return {"by": line.by, "at": line.at, "deed": _deed(line), "text": line.detail.get("text", "")}


def topics_of_person(person: Person) -> Markup:
    """What somebody may be asked about, each leading to its topic; as they wrote it until it is one."""
    said = {words: topic.slug for words, topic in queries.topics_of_person(person)}
    return Markup(
        render_template(
            "topics/_person_topics.html",
            topics=[(words, said.get(words)) for words in person.ask_me_about],
        )
    )


def _deed(line: TopicChange) -> str:
    said = {"name": "", "before": "", "parent": "", **line.detail}
    if line.kind == "renamed" and not said["before"]:
        return _("gave it the name “%(name)s”", name=said["name"])
    if line.kind == "placed" and not said["parent"]:
        return _("put it at the top")
    deeds = {
        "started": lambda: _("started the topic as “%(name)s”", name=said["name"]),
        "named": lambda: _("added the name “%(name)s”", name=said["name"]),
        "renamed": lambda: _(
            "renamed it from “%(before)s” to “%(name)s”", before=said["before"], name=said["name"]
        ),
        "unnamed": lambda: _("took off the name “%(name)s”", name=said["name"]),
        "described": lambda: _("described it"),
        "placed": lambda: _("put it below “%(parent)s”", parent=said["parent"]),
        "merged": lambda: _("merged “%(name)s” into it", name=said["name"]),
        "parted": lambda: _("parted it from “%(name)s” again", name=said["name"]),
    }
    return str(deeds[line.kind]())


def _around(topic: Topic) -> tuple[list[Entry], list[tuple[str, str]]]:
    """What stands below a topic with its pages, and the way to it from the top."""
    by_id = {each.id: each for each in queries.known_topics(me())}
    children = [each for each in by_id.values() if each.parent_id == topic.id]
    counted = uses.counts(me(), "pages", [each.id for each in children])
    below = [entry_of(each, counted) for each in children]
    line = [int(part) for part in topic.lineage.split("/") if part]
    way = [by_id[each] for each in line[:-1] if each in by_id]
    return (
        sorted(below, key=lambda each: each.label.casefold()),
        [(each.label(language()), url_for(".show", topic=each.slug)) for each in way],
    )
