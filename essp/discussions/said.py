"""What somebody said: accepted answers, questions, replies and comments, as far as others may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.markdown.plain_text import excerpt
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Gone, Kind, Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

PER_PART = 30
EXCERPT = 240


class Sort(Enum):
    """What is looked for among the posts of somebody."""

    ANSWERS = "answers"
    QUESTIONS = "questions"
    POSTS = "posts"
    COMMENTS = "comments"


@dataclass(frozen=True)
class Said:
    """One post: where it leads, in which thread it stands, when, and its first words."""

    uid: str
    thread: Thread
    at: datetime
    words: str
    accepted: bool


@dataclass(frozen=True)
class Found:
    """One part of what was said, and how much there is of each sort."""

    items: Sequence[Said]
    counts: Mapping[Sort, int]


ACCEPTED = (
    exists().where(Acceptance.post_id == Post.id, Acceptance.ended_at.is_(None)).correlate(Post)
)
CONDITIONS: Mapping[Sort, ColumnElement[bool]] = {
    Sort.ANSWERS: ACCEPTED,
    Sort.QUESTIONS: and_(Thread.kind == Kind.QUESTION.value, Post.parent_id.is_(None)),
    Sort.POSTS: Thread.kind != Kind.COMMENT.value,
    Sort.COMMENTS: Thread.kind == Kind.COMMENT.value,
}


def said_by(
    actor: Person, person: Person, sort: Sort, *, part: int = 1, limit: int = PER_PART
) -> Found:
    """What a person said that the actor may read, the latest first; out of sight counts nowhere."""
    within = (
        Post.author_id == person.id,
        Post.gone == Gone.NO.value,
        Space.practice.is_(False),
        readable_by(actor),
    )
    counted = [func.count().filter(CONDITIONS[each]) for each in Sort]
    figures = session().execute(
        select(*counted).select_from(Post).join(Post.thread).join(Thread.space).where(*within)
    )
    counts = dict(zip(Sort, figures.one(), strict=True))
    if not counts[sort]:
        return Found([], counts)
    rows = session().execute(
        select(Post, func.substr(Post.plain, 1, 2 * EXCERPT), ACCEPTED)
        .join(Post.thread)
        .join(Thread.space)
        .where(*within, CONDITIONS[sort])
        .options(contains_eager(Post.thread).contains_eager(Thread.space))
        .order_by(Post.at.desc(), Post.id.desc())
        .limit(limit)
        .offset((part - 1) * limit)
    )
    items = [
        Said(post.uid, post.thread, post.at, excerpt(words, EXCERPT), accepted)
        for post, words, accepted in rows
    ]
    return Found(items, counts)
