"""The lines of the log of looks in words: of what was looked at, named only to who may know of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.stats.asking import Axis
from essp.stats.privacy_models import InsightLook
from essp.topics import queries as topics
from essp.topics.models import Topic, TopicName

HOW: Mapping[str, Message] = {
    "screen": _("on the screen"), "export": _("as a file"), "api": _("by a program"),
    "mail": _("by mail"),
}  # fmt: skip
REFUSED: Mapping[str, Message] = {
    "not allowed": _("refused: it is not theirs to see"),
    "not there": _("refused: there is no such thing for them"),
    "alike": _("refused: it differed by too few people from what they saw before"),
}
WHAT: Mapping[str, Message] = {
    "day": _("The day"), "tile": _("What a tile is made of"), "silos": _("Who meets whom"),
    "knowledge": _("Asked and known"), "spaces": _("Spaces"), "space": _("A space"),
    "topic": _("A topic"), "pilots": _("Pilots"), "moving": _("What moved"),
    "mine": _("What is shown of my department"), "measure": _("A figure"), "log": _("The log of looks"),
    "departments": _("Departments"), "pilot": _("A pilot"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the log in words. `of` is empty where the reader may not know of the place."""

    row: InsightLook
    what: Message
    how: Message
    of: Message
    refused: Message


def in_words(actor: Person, rows: Sequence[InsightLook]) -> list[Line]:
    """These lines as the actor may read them."""
    names = _names(actor, rows)
    return [
        Line(
            row, _what(row.what), HOW.get(row.how, row.how),
            names.get((row.scope, row.key), _("a place that you may not know of")),
            REFUSED.get(row.refused, row.refused),
        )
        for row in rows
    ]  # fmt: skip


def _what(word: str) -> Message:
    """What was looked at; what stands behind a tile is one thing, whichever tile it was."""
    return WHAT.get(word.split(" ")[0], word)


def _names(actor: Person, rows: Sequence[InsightLook]) -> dict[tuple[str, str], Message]:
    site: dict[tuple[str, str], Message] = {(Axis.SITE.value, ""): _("the whole organisation")}
    for row in rows:
        if row.scope == Axis.DEPARTMENT.value:
            site[row.scope, row.key] = row.key or _("no department")
    found = select(Space.id, Space.name).where(
        Space.id.in_(_ids(rows, Axis.SPACE)), spaces.known_to(actor)
    )
    for number, name in session().execute(found):
        site[Axis.SPACE.value, str(number)] = name
    named = (
        select(Topic.id, TopicName.name)
        .join(TopicName, TopicName.topic_id == Topic.id)
        .where(Topic.id.in_(_ids(rows, Axis.TOPIC)), TopicName.preferred, topics.known_to(actor))
    )
    for number, name in session().execute(named):
        site[Axis.TOPIC.value, str(number)] = name
    return site


def _ids(rows: Sequence[InsightLook], axis: Axis) -> Collection[int]:
    keys = {row.key for row in rows if row.scope == axis.value}
    return {int(key) for key in keys if key.isascii() and key.isdecimal() and int(key) < 2**31}
