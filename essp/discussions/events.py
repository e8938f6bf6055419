"""What happens to threads and posts. Whoever hears of it asks again who may read the space."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class ThreadStarted(Fact):
    """Somebody began a thread; `post_id` is its opening post, `mentioned` the people named in it,
    `called` the groups."""

    thread_id: int
    space_id: int
    post_id: int
    thread_kind: str
    about_kind: str
    about_id: int | None
    mentioned: tuple[int, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostAdded(Fact):
    """Somebody replied to the post `parent_id`; `mentioned` are the people named in the reply,
    `called` the groups."""

    thread_id: int
    space_id: int
    post_id: int
    parent_id: int
    mentioned: tuple[int, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostEdited(Fact):
    """A post says something else now: text number `revision`; `mentioned` are those newly named,
    `called` the groups."""

    thread_id: int
    space_id: int
    post_id: int
    revision: int
    mentioned: tuple[int, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostRemoved(Fact):
    """A post is out of sight: `gone` tells whether its author deleted it or somebody hid it."""

    thread_id: int
    space_id: int
    post_id: int
    gone: str


@dataclass(frozen=True, kw_only=True)
class PostBroughtBack(Fact):
    """A post that was deleted or hidden is in sight again."""

    thread_id: int
    space_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Fact):
    """A post was accepted as an answer, by the one who asked or by a knowledge owner."""

    thread_id: int
    space_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerUnaccepted(Fact):
    """An answer is no longer accepted by somebody: `why` is `withdrawn`, `edited`, `gone` or `moved`.

    `was_by_id` is who had accepted it.
    """

    thread_id: int
    space_id: int
    post_id: int
    was_by_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Reacted(Fact):
    """Somebody reacted to a post; `on` is false when they took it back."""

    thread_id: int
    space_id: int
    post_id: int
    meaning: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class ThreadLostTopic(Fact):
    """A thread no longer carries a topic, because its opening post or somebody says so no more."""

    thread_id: int
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementConfirmed(Fact):
    """Somebody has read and understood an announcement."""

    thread_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadChanged(Fact):
    """A thread has another title, kind or topics, or is about something else."""

    thread_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(Fact):
    """A thread was closed with an outcome."""

    thread_id: int
    space_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(Fact):
    """A closed thread takes replies again."""

    thread_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(Fact):
    """A thread is in another space, with all its posts."""

    thread_id: int
    space_id: int
    from_space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadSplit(Fact):
    """A branch of the thread `from_id` is a thread of its own now; `post_id` is its opening post."""

    thread_id: int
    space_id: int
    from_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadsMerged(Fact):
    """The posts of `thread_id` stand in the thread `into_id` now, and its address leads there."""

    thread_id: int
    space_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadImported(Fact):
    """An importer brought a thread, or new posts of one. Tells nobody."""

    thread_id: int
    space_id: int
    posts: int
