"""Vouching for a colleague: the topic, the piece of work that shows it, a note; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _, language
from essp.expertise import endorsing, known, policy
from essp.expertise.queries import is_on
from essp.expertise.web import blueprint
from essp.people.current import me
from essp.people.models import Person
from essp.people.queries import find_person
from essp.topics import queries as topics
from essp.topics.models import Topic

LONGEST = 2000


@blueprint.get("/people/<handle>/endorse")
@members
def endorse(handle: str) -> ResponseReturnValue:
    """Choose the topic, then the work that shows it."""
    person = find_person(handle)
    return _page(person, _topic_meant(request.args.get("topic", "")))


@blueprint.post("/people/<handle>/endorse")
@members
def endorsed(handle: str) -> ResponseReturnValue:
    """Vouch for somebody with a piece of work."""
    person = find_person(handle)
    topic = _topic_meant(request.form.get("topic", ""))
    if topic is None:
        wrong = {"topic": _("There is no topic of this name. Choose one that pages carry.")}
        return _page(person, None, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            endorsing.endorse(
                me(), person, topic,
                key=request.form.get("work", ""), note=request.form.get("note", "")[:LONGEST],
            )  # fmt: skip
    except Invalid as wrong_:
        return _page(person, topic, wrong_.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    label = topics.named([topic.id])[topic.id].label(language())
    flash(_("You endorse %(name)s for %(topic)s.", name=person.name, topic=label))
    return redirect(url_for("people.profile", handle=person.handle, _anchor="knows"), 303)


@blueprint.post("/endorsements/<endorsement>/withdraw")
@members
def withdraw(endorsement: str) -> ResponseReturnValue:
    """Take an endorsement back."""
    with transaction():
        given = endorsing.withdraw(me(), endorsement)
    flash(_("The endorsement is taken back."))
    if given.person_id == me().id:
        return redirect(url_for(".own", _anchor="endorsed"), 303)
    return redirect(url_for("people.profile", handle=given.person.handle, _anchor="knows"), 303)


def _topic_meant(words: str) -> Topic | None:
    if not words.strip():
        return None
    try:
        return topics.find_topic(me(), words.strip()[:LONGEST])
    except NotFound:
        return None


def _page(person: Person, topic: Topic | None, errors: Mapping[str, Message] | None = None) -> str:
    may = policy.endorse(me(), person)
    label = topics.named([topic.id])[topic.id].label(language()) if topic is not None else ""
    given = endorsing.given_by(me(), person).get(topic.id) if topic is not None else None
    return render_template(
        "expertise/endorse.html",
        person=person,
        may=may,
        on=is_on(),
        topic=topic,
        label=label,
        given=given,
        pieces=endorsing.pieces(me(), person, topic) if topic is not None and may else [],
        chosen=request.form.get("work", ""),
        note=request.form.get("note", given.note if given else "")[:LONGEST],
        typed=request.values.get("topic", "")[:200],
        known=[each.label(language()) for each, _row in known.topics_of(me(), person)],
        errors=errors or {},
    )
