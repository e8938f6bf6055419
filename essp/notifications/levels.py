"""How much of a thing must be wanted for a kind of news to be told.

The nearest thing that somebody watches decides alone: a thread before its page, a page before what
stands above it, then its topics, its space, and last whoever wrote. A mention, a reply to one's own
words and the acceptance of one's own answer are told unless the nearest thing is muted.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from essp.notifications.models import Level, Subject


class Kind(Enum):
    """What happened."""

    CREATED = "created"
    EDITED = "edited"
    MOVED = "moved"
    ARCHIVED = "archived"
    RESTORED = "restored"
    STARTED = "started"
    POSTED = "posted"
    ACCEPTED = "accepted"
    NAMED = "named"
    DECIDED = "decided"
    ANSWERED = "answered"
    JOINED = "joined"
    PROPOSAL = "proposal"
    STANDING = "standing"
    ASKING = "asking"


RANKS: Mapping[Level, int] = {level: rank for rank, level in enumerate(Level)}
NEAR = {subject: 1000 * place for place, subject in enumerate(Subject)}
NOBODY = len(RANKS)

_ANSWERS, _NORMAL, _ALL = (RANKS[each] for each in (Level.ANSWERS, Level.NORMAL, Level.EVERYTHING))
_PLACE = {
    Subject.THREAD: _NORMAL,
    Subject.PAGE: _NORMAL,
    Subject.BRANCH: _ALL,
    Subject.TOPIC: _ALL,
    Subject.SPACE: _ALL,
    Subject.PERSON: _ALL,
}
_NEEDED: Mapping[Kind, Mapping[Subject, int]] = {
    Kind.CREATED: dict.fromkeys(Subject, _NORMAL),
    Kind.EDITED: _PLACE | {Subject.BRANCH: _NORMAL, Subject.PERSON: _NORMAL},
    Kind.MOVED: _PLACE,
    Kind.ARCHIVED: _PLACE,
    Kind.RESTORED: _PLACE,
    Kind.STARTED: dict.fromkeys(Subject, _NORMAL) | {Subject.BRANCH: _ALL},
    Kind.POSTED: _PLACE | {Subject.PAGE: _ALL, Subject.PERSON: _NORMAL},
    Kind.ACCEPTED: dict.fromkeys(Subject, _ANSWERS),
    Kind.NAMED: {},
    Kind.DECIDED: {},
    Kind.ANSWERED: {},
    Kind.JOINED: {},
    Kind.PROPOSAL: {},
    Kind.STANDING: {},
    Kind.ASKING: {},
}


def needed(kind: Kind, subject: Subject) -> int:
    """The rank of the least level at which this news of that thing is told."""
    return _NEEDED[kind].get(subject, NOBODY)
