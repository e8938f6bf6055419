"""Two topics that are one: merged after a look at what that means, and parted again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _, language
from essp.people.current import me
from essp.topics import arranging, policy, queries, uses
from essp.topics.models import Topic
from essp.topics.web import blueprint
from essp.topics.web.listing import labels, topic_meant

LONGEST = 200


@blueprint.get("/topics/<topic>/merge")
@members
def merge(topic: str) -> ResponseReturnValue:
    """Ask for the other topic; once it is named, show what a merge does."""
    found, typed = queries.find_topic(me(), topic), request.args.get("into", "")[:LONGEST]
    try:
        return _asked(found, typed, topic_meant(typed, "into"))
    except Invalid as invalid:
        return _asked(found, typed, None, invalid.errors.get("into", "")), 422


@blueprint.post("/topics/<topic>/merge")
@members
def merge_into(topic: str) -> ResponseReturnValue:
    """Merge the topic into another one."""
    found, typed = queries.find_topic(me(), topic), request.form.get("into", "")[:LONGEST]
    try:
        with transaction():
            target = topic_meant(typed, "into")
            if target is None:
                raise Invalid(into=_("Name the topic that stays."))
            arranging.merge_topics(me(), found, target)
    except Invalid as invalid:
        found = queries.find_topic(me(), topic)
        return _asked(found, typed, None, invalid.errors.get("into", "")), 422
    flash(_("Merged. Every name and address of both leads here."), "ok")
    return redirect(url_for(".show", topic=target.slug), 303)


@blueprint.post("/topics/<topic>/part")
@members
def part(topic: str) -> ResponseReturnValue:
    """Take a merge back."""
    found, number = queries.find_topic(me(), topic), request.form.get("merged", "")
    with transaction():
        usable = number.isascii() and number.isdigit() and len(number) < 10
        again = arranging.part_topics(me(), found, int(number) if usable else 0)
    flash(_("The two are parted again."), "ok")
    return redirect(url_for(".show", topic=again.slug), 303)


def _asked(topic: Topic, typed: str, into: Topic | None, error: Message = "") -> str:
    require(policy.edit(me(), topic))
    known, merged = queries.known_topics(me()), queries.merged_into(topic)
    both = {topic.id, *([into.id] if into else [])}
    told, counted = queries.named(both), uses.counts(me(), "pages", both)

    def shown(each: Topic) -> dict[str, Any]:
        name = told[each.id]
        return {
            "label": name.label(language()),
            "names": [word.name for word in name.words],
            "pages": counted.get(each.id, 0),
        }

    return render_template(
        "topics/merge.html",
        topic=topic,
        one=shown(topic),
        other=shown(into) if into is not None and into.id != topic.id else None,
        same=into is not None and into.id == topic.id,
        typed=typed,
        error=error,
        merged=[(each.id, name) for each in merged if (name := _own_name(topic, each))],
        choices=labels(each for each in known if each.id != topic.id),
    )


def _own_name(topic: Topic, merged: Topic) -> str:
    words = queries.named([topic.id])[topic.id].words
    return next((word.name for word in words if word.topic_id == merged.id), "")
