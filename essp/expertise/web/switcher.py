"""Who knows, in the quick switcher: people for the topics that begin with what is typed."""

from __future__ import annotations

from typing import Any

from flask import url_for

from essp.core.i18n import _, language
from essp.expertise import known
from essp.expertise.queries import is_on
from essp.people.current import me
from essp.topics.suggesting import completions

SHORTEST = 3
TOPICS = 2
PEOPLE = 3


def people_for(typed: str) -> list[dict[str, Any]]:
    """The people behind the topics that are meant, and the way to who knows about it."""
    words = typed.strip()
    if len(words) < SHORTEST or not is_on():
        return []
    items = [*_people(words), _everybody(words)]
    return [{"label": _("Who knows"), "items": items}]


def _people(words: str) -> list[dict[str, str]]:
    told = completions(me(), words, TOPICS, language=language())
    found: dict[int, dict[str, str]] = {}
    for topic, _name in told:
        for row in known.knowers_of(topic.id, limit=PEOPLE):
            found.setdefault(
                row.person_id,
                {
                    "title": row.person.name,
                    "url": url_for("people.profile", handle=row.person.handle),
                    "icon": "waypoints",
                    "context": _("knows about %(topic)s", topic=topic.label(language())),
                },
            )
    return list(found.values())[:PEOPLE]


def _everybody(words: str) -> dict[str, str]:
    return {
        "title": _("Who knows about “%(words)s”", words=words),
        "url": url_for("expertise.results", q=words),
        "icon": "waypoints",
        "context": "",
    }
