"""Keeping a topic: its names and synonyms, what it says about itself, what it stands below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import LANGUAGES, NAMES, Message, _, language
from essp.people.current import me
from essp.topics import arranging, naming, policy, queries
from essp.topics.arranging import ChangedMeanwhileError
from essp.topics.models import Topic
from essp.topics.web import blueprint
from essp.topics.web.listing import labels, topic_meant

LONGEST = 200


@blueprint.get("/topics/<topic>/edit")
@members
def edit(topic: str) -> ResponseReturnValue:
    """Everything about a topic that can be changed."""
    return _editor(queries.find_topic(me(), topic))


@blueprint.post("/topics/<topic>/names")
@members
def add_name(topic: str) -> ResponseReturnValue:
    """Give the topic a further name, or the one it goes by."""
    found = queries.find_topic(me(), topic)
    name, code = request.form.get("name", "")[:LONGEST], request.form.get("language", "")
    preferred = bool(request.form.get("preferred"))
    try:
        with transaction():
            naming.name_topic(me(), found, name, code, preferred=preferred)
    except Invalid as invalid:
        typed = {"name": name, "language": code, "preferred": preferred}
        return _editor(queries.find_topic(me(), topic), typed, invalid.errors), 422
    return _kept(found, _("The topic has the name now. Every old name keeps leading here."))


@blueprint.post("/topics/<topic>/names/remove")
@members
def remove_name(topic: str) -> ResponseReturnValue:
    """Take a name off the topic."""
    found = queries.find_topic(me(), topic)
    number = request.form.get("word", "")
    try:
        with transaction():
            naming.unname_topic(me(), found, _number(number))
    except Invalid as invalid:
        return _editor(queries.find_topic(me(), topic), {}, invalid.errors), 422
    return _kept(found, _("The name is taken off."))


@blueprint.post("/topics/<topic>/description")
@members
def describe(topic: str) -> ResponseReturnValue:
    """Say what the topic is."""
    found, text = queries.find_topic(me(), topic), request.form.get("description", "")[:20_000]
    try:
        with transaction():
            arranging.describe_topic(
                me(), found, text, based_on=_number(request.form.get("based_on", ""))
            )
    except Invalid as invalid:
        present = queries.find_topic(me(), topic)
        return _editor(present, {"description": text}, invalid.errors), 422
    except ChangedMeanwhileError:
        present = queries.find_topic(me(), topic)
        return _editor(present, {"description": text}, {}, changed=True), 409
    return _kept(found, _("The description is saved."))


@blueprint.post("/topics/<topic>/place")
@members
def place(topic: str) -> ResponseReturnValue:
    """Put the topic below another one, or at the top."""
    found, typed = queries.find_topic(me(), topic), request.form.get("parent", "")[:LONGEST]
    try:
        with transaction():
            arranging.place_topic(me(), found, topic_meant(typed, "parent"))
    except Invalid as invalid:
        return _editor(queries.find_topic(me(), topic), {"parent": typed}, invalid.errors), 422
    return _kept(found, _("The topic has its place."))


def _kept(topic: Topic, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for(".edit", topic=topic.slug), 303)


def _editor(
    topic: Topic,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Message] | None = None,
    *,
    changed: bool = False,
) -> str:
    require(policy.edit(me(), topic))
    known = queries.known_topics(me())
    told = queries.named([topic.id])[topic.id]
    above = next((each for each in known if each.id == topic.parent_id), None)
    kept = {
        "name": "", "language": language(), "preferred": False,
        "description": topic.description, "parent": above.label(language()) if above else "",
    }  # fmt: skip
    return render_template(
        "topics/edit.html",
        topic=topic,
        label=told.label(language()),
        words=told.words,
        typed={**kept, **(typed or {})},
        errors=errors or {},
        changed=changed,
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        choices=labels(each for each in known if each.id != topic.id),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
