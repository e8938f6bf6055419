"""Who may change topics: everyone who may know of one. It is one vocabulary, kept by all.

Who may know of a topic is said in SQL by `essp.topics.queries.known_to`.
"""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.topics.models import Topic


def edit(actor: Person, topic: Topic) -> Decision:
    """Whether the actor, who may know of the topic, may change its names, words and place."""
    if topic.merged_into_id is not None:
        return refuse(_("This topic was merged into another one. Change that one instead."))
    return allow()
