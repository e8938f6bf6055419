"""Topics of pages: those their text names, and those somebody put on them.

The topics of a closed page are its readers' alone until the same words are used in the open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, delete, false, func, or_, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.core.jobs import task
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.topics.keeping import open_topic
from essp.topics.models import Topic
from essp.topics.naming import keyed, take_up
from essp.topics.queries import Named, ids_below, named
from essp.topics.words import clean_name, name_of_tag
from essp.wiki import policy
from essp.wiki.events import PageTopicsChanged
from essp.wiki.models import Page, Rendering
from essp.wiki.topic_models import SET, TEXT, PageTopic

MOST_TOPICS = 100


@dataclass(frozen=True)
class Tagged:
    """A topic on a page: whether its text names it, and who put it there, if somebody did."""

    topic: Named
    in_text: bool
    set_by: Person | None


def keep_topics(page: Page, tags: Sequence[str], text: str, *, first: bool = False) -> None:
    """Let the page carry the topics that its present text names, as written behind a #.

    `first`: it carries none yet.
    """
    kept = set() if first else set(session().scalars(_rows(page, TEXT)))
    if not tags and not kept:
        return
    author = session().get_one(Person, page.updated_by_id)
    found = _taken_up(author, page, [name_of_tag(each) for each in _as_written(tags, text)])
    named_now = {topic.id for topic in found}
    if gone := kept - named_now:
        _drop(page, TEXT, gone)
    _add(author, page, TEXT, sorted(named_now - kept))


def change_topics(
    actor: Person, page: Page, *, add: Iterable[str] = (), remove: Collection[int] = ()
) -> bool:
    """Put topics on a page by their names, and take others off; whether anything changed.

    What the text names stays, whoever takes it off here. Raises Refused and Invalid.
    """
    require(policy.edit(actor, page))
    names = [clean_name(each, "topics") for each in add if each.strip()]
    if len(names) > MOST_TOPICS:
        raise Invalid(topics=_("A page carries at most %(most)s topics.", most=MOST_TOPICS))
    kept = set(session().scalars(_rows(page, SET)))
    meant = _same_meaning(remove)
    wanted = {topic.id for topic in _taken_up(actor, page, names)} - kept
    if len(kept) + len(wanted) > MOST_TOPICS:
        raise Invalid(topics=_("A page carries at most %(most)s topics.", most=MOST_TOPICS))
    gone = (kept & meant) - wanted
    if not wanted and not gone:
        return False
    _drop(page, SET, gone)
    _add(actor, page, SET, sorted(wanted))
    record(PageTopicsChanged(actor_id=actor.id, page_id=page.id, space_id=page.space_id))
    return True


def enter_space(actor: Person, page: Page, space: Space) -> None:
    """Let everyone know of the topics of a page that moves into an open space."""
    if not space.is_open:
        return
    here = select(PageTopic.topic_id).where(PageTopic.page_id == page.id)
    quiet = select(Topic).where(Topic.id.in_(here), Topic.opened_at.is_(None)).order_by(Topic.id)
    for topic in session().scalars(quiet).all():
        open_topic(actor, topic)


def topics_of(page: Page) -> list[Tagged]:
    """What a page, which the caller may read, carries: in the order in which it came there."""
    rows = session().scalars(
        select(PageTopic)
        .join(PageTopic.by)
        .options(contains_eager(PageTopic.by))
        .where(PageTopic.page_id == page.id)
        .order_by(PageTopic.at, PageTopic.topic_id)
    )
    by_topic: dict[int, list[PageTopic]] = {}
    found = rows.all()
    told = named({row.topic_id for row in found}) if found else {}
    for row in found:
        if row.topic_id in told:
            by_topic.setdefault(told[row.topic_id].id, []).append(row)
    return [
        Tagged(
            told[same[0].topic_id],
            any(row.source == TEXT for row in same),
            next((row.by for row in same if row.source == SET), None),
        )
        for same in by_topic.values()
    ]


def carried(actor: Person | None) -> Select[int, int, bool]:
    """Topic, page and whether the page is in use, of pages that the actor may read.

    A page on which somebody practises carries its topics for them alone, and counts nowhere.
    """
    counts = and_(Page.in_use(), Space.practice.is_(False))
    own = Page.created_by_id == actor.id if actor is not None else false()
    return (
        select(PageTopic.topic_id, PageTopic.page_id, counts)
        .join(Page, Page.id == PageTopic.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(readable_by(actor), or_(Space.practice.is_(False), own))
    )


def pages_about(
    actor: Person, topic: Topic, *, limit: int = 50, offset: int = 0
) -> tuple[Sequence[Page], int]:
    """Pages in use with a topic or one below it, the last changed first, and how many in all."""
    about = (
        select(Page)
        .join(Page.space)
        .where(_carries(topic), Page.in_use(), readable_by(actor), Space.practice.is_(False))
    )
    total = session().scalar(select(func.count()).select_from(about.subquery())) or 0
    found = session().scalars(
        about.options(contains_eager(Page.space))
        .order_by(Page.updated_at.desc(), Page.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return found.all(), total


@task("wiki.topics")
def note_all_topics() -> None:
    """Let every page carry the topics its text names, once, where topics are new to a site."""
    for page_id in session().scalars(select(Rendering.page_id).order_by(Rendering.page_id)).all():
        with transaction():
            page, rendered = session().get_one(Page, page_id), _rendering(page_id)
            if rendered is not None:
                keep_topics(page, rendered.topics, rendered.plain)


def _rendering(page_id: int) -> Rendering | None:
    return session().scalar(select(Rendering).where(Rendering.page_id == page_id))


def _carries(topic: Topic) -> Any:
    wanted = select(PageTopic.page_id).where(PageTopic.topic_id.in_(ids_below(topic)))
    return Page.id.in_(wanted)


def _rows(page: Page, source: str) -> Select[int]:
    return select(PageTopic.topic_id).where(
        PageTopic.page_id == page.id, PageTopic.source == source
    )


def _taken_up(actor: Person, page: Page, names: Iterable[str]) -> list[Topic]:
    said = dict(list(keyed(names).items())[:MOST_TOPICS])
    if not said:
        return []
    space = session().get(Space, page.space_id)
    if space is None:
        raise NotFound
    language = page.language if page.language in LANGUAGES else "en"
    return take_up(actor, said, language, openly=space.is_open and not space.practice)


def _add(actor: Person, page: Page, source: str, topics: Iterable[int]) -> None:
    session().add_all(
        PageTopic(page_id=page.id, topic_id=each, source=source, by_id=actor.id, at=clock.now())
        for each in topics
    )
    session().flush()


def _drop(page: Page, source: str, topics: Collection[int]) -> None:
    if not topics:
        return
    here = (PageTopic.page_id == page.id) & (PageTopic.source == source)
    session().execute(delete(PageTopic).where(here, PageTopic.topic_id.in_(topics)))


def _same_meaning(topics: Collection[int]) -> set[int]:
    """These topics and those that stand for them since they were merged."""
    if not topics:
        return set()
    same = Topic.id.in_(topics) | Topic.merged_into_id.in_(topics)
    return set(session().scalars(select(Topic.id).where(same)))


def _as_written(tags: Sequence[str], text: str) -> list[str]:
    """Tags with the capitals they have in the text: the renderer tells them in small letters."""
    wanted = "|".join(re.escape(each) for each in tags[:MOST_TOPICS])
    if not wanted:
        return []
    written: dict[str, str] = {}
    for match in re.finditer(rf"#({wanted})(?![\w-])", text, re.IGNORECASE):
        written.setdefault(match[1].lower(), match[1])
    return [written.get(each, each) for each in tags[:MOST_TOPICS]]
