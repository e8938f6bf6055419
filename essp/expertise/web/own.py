"""What the finder sees with somebody, for them: topics to confirm, to show, to hide, to take off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _, language
from essp.expertise import endorsing, finding, governing, known, wishing
from essp.expertise.models import Endorsement, Knower, Stand
from essp.expertise.queries import Choice, choice_of, is_on, stands_of
from essp.expertise.web import blueprint
from essp.expertise.web.cards import Card, cards
from essp.expertise.web.telling import Told, told
from essp.people.current import me
from essp.topics import queries as topics
from essp.topics.models import Topic
from essp.topics.queries import Named

FRESH = timedelta(days=30)  # so long after it was first inferred a topic stands to be confirmed
EVERYBODY = 10_000
DIGITS = 4  # of a number in a form
STANDS = {"shown": Stand.SHOWN, "hidden": Stand.HIDDEN, "off": Stand.TAKEN_OFF}


@dataclass(frozen=True)
class Own:
    """A topic of the reader's: what it is called and shows, and what they decided about it."""

    topic: Named
    label: str
    row: Knower
    told: Told
    stand: str


@blueprint.get("/account/knows")
@members
def own() -> ResponseReturnValue:
    """What the finder sees with the reader, and how they let themselves be found."""
    return _page()


@blueprint.post("/account/knows/topic")
@members
def decide() -> ResponseReturnValue:
    """Show a topic to everyone, keep it to oneself, say that it is not one's own, or take that back."""
    topic = topics.find_topic(me(), request.form.get("topic", ""))
    label = topics.named([topic.id])[topic.id].label(language())
    wish = request.form.get("stand", "")
    with transaction():
        if wish == "again":
            governing.give_back(me(), topic)
        elif wish in STANDS:
            governing.decide(me(), topic, STANDS[wish])
        else:
            raise NotFound
    flash(_said(wish, label))
    return redirect(url_for(".own", _anchor="topics"), 303)


@blueprint.post("/account/knows/add")
@members
def say() -> ResponseReturnValue:
    """Add a topic oneself."""
    words = request.form.get("topic", "")[:2000]
    try:
        with transaction():
            governing.say(me(), words)
    except Invalid as wrong:
        return _page(wrong.errors, typed=words), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Added. It says that you say so, until your work shows it."))
    return redirect(url_for(".own", _anchor="topics"), 303)


@blueprint.post("/account/knows/choices")
@members
def choose() -> ResponseReturnValue:
    """Choose how one is found."""
    most = request.form.get("most", "")[:DIGITS]
    choice = Choice(
        found="found" in request.form, suggested="suggested" in request.form,
        speed="speed" in request.form, most=int(most) if most.isdecimal() else -1,
    )  # fmt: skip
    try:
        with transaction():
            governing.choose(me(), choice)
    except Invalid as wrong:
        return _page(wrong.errors, chosen=choice), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Saved. It counts from now on."))
    return redirect(url_for(".own", _anchor="found"), 303)


@blueprint.get("/account/knows/<topic>")
@members
def why(topic: str) -> str:
    """Why the finder believes that the reader knows a topic: the work itself."""
    found = topics.find_topic(me(), topic)
    label = topics.named([found.id])[found.id].label(language())
    mine = [each for each in known.own_topics(me()) if each[0].id == found.id]
    return render_template(
        "expertise/why.html",
        topic=found,
        label=label,
        card=_card(found, label),
        told=told(mine[0][1]) if mine else None,
        received=[each for each in endorsing.received(me()) if each.topic_id == found.id],
    )


def _card(topic: Topic, label: str) -> Card | None:
    people = finding.find_about(me(), topic=topic, limit=EVERYBODY)
    own = [each for each in people if each.person.id == me().id]
    return cards(own, label)[0] if own else None


def _page(
    errors: Mapping[str, Message] | None = None, *, typed: str = "", chosen: Choice | None = None
) -> str:
    stands = stands_of(me())
    mine = [
        Own(topic, topic.label(language()), row, told(row), _stand(stands, topic, row))
        for topic, row in known.own_topics(me())
    ]
    gone = [each for each, stand in stands.items() if stand is Stand.TAKEN_OFF]
    off = topics.named_for(me(), gone)
    return render_template(
        "expertise/own.html",
        errors=errors or {},
        typed=typed,
        on=is_on(),
        fresh=[each for each in mine if each.stand == "" and _is_fresh(each.row)],
        mine=[each for each in mine if each.stand != "off"],
        off=[(each, each.label(language())) for each in off.values()],
        choice=chosen or choice_of(me()),
        received=_received(),
        wishes=wishing.wishes_of(me()),
        most=governing.MOST_A_DAY,
    )


def _stand(stands: Mapping[int, Stand], topic: Named, row: Knower) -> str:
    words = {stand: word for word, stand in STANDS.items()}
    stand = stands.get(topic.id) or stands.get(row.topic_id)
    return words[stand] if stand is not None else ""


def _is_fresh(row: Knower) -> bool:
    now = clock.now()
    return row.evidence > 0 and (row.shown_from > now or row.since > now - FRESH)


def _received() -> list[tuple[Endorsement, str]]:
    given = endorsing.received(me())
    names = topics.named_for(me(), [each.topic_id for each in given])
    return [
        (each, names[each.topic_id].label(language())) for each in given if each.topic_id in names
    ]


def _said(wish: str, label: str) -> str:
    said = {
        "shown": _("Everyone sees now that you know about %(topic)s.", topic=label),
        "hidden": _("Only you see %(topic)s now. You are not named for it.", topic=label),
        "off": _("Taken off. You are not named for %(topic)s any more.", topic=label),
        "again": _("%(topic)s is shown again when your work shows it.", topic=label),
    }
    return said[wish]
