"""Topics in order: what one says about itself, what it stands below, and two that are one."""

from __future__ import annotations

from sqlalchemy import func, select, update

from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.topics import policy
from essp.topics.events import TopicChanged, TopicsMerged, TopicsParted
from essp.topics.keeping import first_name, held, note, open_topic
from essp.topics.models import Topic

DEEPEST = 8
LONGEST_DESCRIPTION = 2000


class ChangedMeanwhileError(Exception):
    """Somebody described the topic after its description was read; nothing was changed."""


def describe_topic(actor: Person, topic: Topic, text: str, *, based_on: int) -> None:
    """Say in a few sentences what a topic is; `based_on` is the number of changes that was read.

    Raises Invalid (too long) and ChangedMeanwhileError.
    """
    found = held(topic)
    require(policy.edit(actor, found))
    lines = [clean_line(line) for line in text.splitlines()]
    description = "\n".join(lines).strip()
    if len(description) > LONGEST_DESCRIPTION:
        raise Invalid(description=_("Use at most %(most)s characters.", most=LONGEST_DESCRIPTION))
    if description == found.description:
        return
    if based_on != found.changes:
        raise ChangedMeanwhileError
    open_topic(actor, found)
    before, found.description = found.description, description
    note(actor, found, "described", before=before, text=description)
    record(TopicChanged(actor_id=actor.id, topic_id=found.id, change="description"))


def place_topic(actor: Person, topic: Topic, parent: Topic | None) -> None:
    """Put a topic below another one, or at the top. Raises Invalid where that would be a circle."""
    found = held(topic)
    require(policy.edit(actor, found))
    above = held(parent) if parent is not None else None
    if (above.id if above else None) == found.parent_id:
        return
    _check_place(found, above)
    open_topic(actor, found)
    if above is not None:
        open_topic(actor, above)
    before = session().get(Topic, found.parent_id) if found.parent_id else None
    _put(found, above)
    note(
        actor, found, "placed", parent=first_name(above) if above else "",
        before=first_name(before) if before else "",
    )  # fmt: skip
    record(TopicChanged(actor_id=actor.id, topic_id=found.id, change="place"))


def merge_topics(actor: Person, topic: Topic, into: Topic) -> Topic:
    """Let one topic stand for another: names, addresses and everything that carries it go along.

    What stood below it stands below the other. Raises Invalid for a topic and itself.
    """
    found, target = (held(each) for each in (topic, into))
    if found.id == target.id:
        raise Invalid(into=_("This is the same topic. Choose another one."))
    for each in (found, target):
        require(policy.edit(actor, each))
        open_topic(actor, each)
    if target.lineage.startswith(found.lineage):
        _put(target, session().get(Topic, found.parent_id) if found.parent_id else None)
    for child in session().scalars(select(Topic).where(Topic.parent_id == found.id)).all():
        _put(child, target)
    _put(found, None)
    before = Topic.merged_into_id == found.id
    session().execute(update(Topic).where(before).values(merged_into_id=target.id))
    found.merged_into_id = target.id
    note(actor, target, "merged", name=first_name(found), other=found.id)
    record(TopicsMerged(actor_id=actor.id, topic_id=found.id, into_id=target.id))
    return target


def part_topics(actor: Person, topic: Topic, merged_id: int) -> Topic:
    """Take a merge back: the topic that was merged stands for itself again, with what carries it."""
    target, found = held(topic), session().get(Topic, merged_id)
    if found is None or found.merged_into_id != target.id:
        raise NotFound
    require(policy.edit(actor, target))
    found = held(found)
    found.merged_into_id = None
    _put(found, None)
    name = first_name(found)
    note(actor, target, "parted", name=name, other=found.id)
    note(actor, found, "parted", name=first_name(target), other=target.id)
    record(TopicsParted(actor_id=actor.id, topic_id=found.id, from_id=target.id))
    return found


def _check_place(topic: Topic, parent: Topic | None) -> None:
    if parent is None:
        return
    if parent.merged_into_id is not None:
        raise Invalid(parent=_("That topic was merged into another one. Choose that one."))
    if parent.lineage.startswith(topic.lineage):
        raise Invalid(parent=_("A topic cannot stand below itself. Choose another one."))
    if parent.lineage.count("/") > DEEPEST:
        raise Invalid(parent=_("The tree would become too deep here. Choose a higher place."))


def _put(topic: Topic, parent: Topic | None) -> None:
    before = topic.lineage
    topic.parent_id = parent.id if parent is not None else None
    topic.lineage = f"{parent.lineage if parent is not None else '/'}{topic.id}/"
    session().flush()
    if before == topic.lineage:
        return
    below = Topic.lineage.startswith(before, autoescape=True) & (Topic.id != topic.id)
    session().execute(
        update(Topic)
        .where(below)
        .values(lineage=topic.lineage + func.substr(Topic.lineage, len(before) + 1))
        .execution_options(synchronize_session="fetch")
    )
