"""Conversations and places of random histories, found slowly: what begins, what responds, what counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from essp.discussions.models import Kind
from essp.stats.asking import Asked, Axis
from essp.stats.measures import Reading
from essp.stats.verbs import Did
from tests.stats.history_shapes import Done, History, Said, Talk
from tests.stats.slow_readings import share_of


def keys_of(history: History, asked: Asked, talk: Talk) -> list[str]:
    """The scopes that a conversation belongs to: several where it is about several topics."""
    if asked.axis is Axis.SPACE:
        return [str(talk.space_id)]
    if asked.axis is Axis.DEPARTMENT:
        return [history.people[talk.author_id].department_at(talk.at)]
    return [str(each) for each in talk.about] if asked.axis is Axis.TOPIC else [""]


def begun(
    history: History, asked: Asked, until: datetime, since: datetime | None = None,
    kinds: Collection[Kind] = (Kind.QUESTION,),
) -> Iterator[tuple[str, Talk]]:  # fmt: skip
    """The conversations that count, with their keys."""
    for talk in history.talks:
        counts = talk.merged_into_id is None and history.counts_at(asked, talk.space_id)
        here = asked.imported or not talk.imported_upto
        when = (since is None or talk.at >= since) and talk.at < until
        if counts and here and when and talk.kind in {each.value for each in kinds}:
            for key in keys_of(history, asked, talk):
                yield key, talk


def responding(talk: Talk, asked: Asked, *, answers: bool = False) -> list[Said]:
    """What somebody else wrote right under the opening post, the first before the others."""
    found = [
        post
        for post in talk.posts
        if post.parent_id == talk.posts[0].id and post.author_id != talk.author_id
        and post.stands(asked) and not (answers and post.remark)
    ]  # fmt: skip
    return sorted(found, key=lambda post: post.at)


def responses(talk: Talk, asked: Asked, *, answers: bool = False) -> list[datetime]:
    """When somebody else responded right under the opening post."""
    return [post.at for post in responding(talk, asked, answers=answers)]


def authors(talks: Iterable[Talk]) -> int:
    """How many people began conversations."""
    return len({talk.author_id for talk in talks})


def share_where(talks: list[Talk], good) -> Reading:
    """The part of conversations of which something is true."""
    return share_of(sum(bool(good(talk)) for talk in talks), len(talks), authors(talks))


def counted(history: History, asked: Asked, verbs: Collection[Did]) -> list[Done]:
    """The deeds of these kinds that count in the window."""
    return [
        deed
        for deed in history.deeds
        if deed.verb in verbs and asked.first <= deed.day <= asked.day and not deed.bot
        and (asked.imported or deed.source != "migration")
        and history.counts_at(asked, deed.space_id)
    ]  # fmt: skip


def here(history: History, asked: Asked, person: int) -> bool:
    """Whether somebody had not left at the end of the day."""
    left = history.people[person].left_at
    return left is None or left >= asked.now


def place_of(asked: Asked, deed: Done) -> str:
    """The space of a deed, along that axis."""
    return str(deed.space_id) if asked.axis is Axis.SPACE else ""
