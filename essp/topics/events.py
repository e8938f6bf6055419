"""What happens to topics."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class TopicStarted(Fact):
    """A word became a topic: written in a text, put on a page or a profile, or started by itself."""

    topic_id: int


@dataclass(frozen=True, kw_only=True)
class TopicOpened(Fact):
    """A topic that was known behind closed doors only may be known by everyone."""

    topic_id: int


@dataclass(frozen=True, kw_only=True)
class TopicChanged(Fact):
    """A topic has other names, another description or another place; `change` tells which."""

    topic_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class TopicsMerged(Fact):
    """A topic stands for another one from now on."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class TopicsParted(Fact):
    """A merge was taken back: the topic stands for itself again."""

    topic_id: int
    from_id: int


@dataclass(frozen=True, kw_only=True)
class PersonTopicsChanged(Fact):
    """What somebody may be asked about was read from their profile anew."""

    person_id: int
