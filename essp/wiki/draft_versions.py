"""Earlier states of unsaved text, so that a bad paste is not the end of it.

A draft is kept every second somebody types; of these states one is put aside every other minute, and
whenever the next one is much shorter or longer. The first is always among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, select

from essp.core import clock, deltas
from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.text.tokens import words
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.draft_models import Draft, DraftVersion
from essp.wiki.models import Page
from essp.wiki.topic_choice import TopicChoice

EVERY = timedelta(minutes=2)
MUCH = 200  # characters that came or went at once
KEPT = 50
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Earlier:
    """One earlier state of a draft."""

    id: int
    at: datetime
    title: str
    text: str
    words: int
    template: str
    topics: TopicChoice | None


def keep(draft: Draft, text: str, topics: TopicChoice | None, *, at_once: bool = False) -> None:
    """Put the draft's present state aside if it is worth it before these take its place."""
    same = draft.text == text and TopicChoice.loads(draft.topics) == topics
    if same or not draft.text.strip():
        return
    last = session().scalar(_versions(draft).limit(1))
    if not (at_once or _due(draft, text, last)) or (last and _says_the_same(last, draft)):
        return
    session().add(
        DraftVersion(
            person_id=draft.person_id,
            page_id=draft.page_id,
            space_id=draft.space_id,
            title=draft.title,
            data=deltas.encode(draft.text, None).data,
            template=draft.template,
            topics=draft.topics,
            words=words(draft.text),
            at=draft.updated_at,
        )
    )
    _forget_old(draft)


def versions_of(actor: Person, space: Space, page: Page | None) -> Sequence[Earlier]:
    """The actor's earlier states for a page, or for a new page in a space; the last first."""
    found = session().scalars(
        select(DraftVersion)
        .where(*_about(actor.id, space.id, page.id if page is not None else None))
        .order_by(DraftVersion.at.desc(), DraftVersion.id.desc())
        .limit(KEPT)
    )
    return [_earlier(each) for each in found]


def find_version(actor: Person, space: Space, page: Page | None, number: int) -> Earlier:
    """One of the actor's earlier states. Raises NotFound, also for another person's."""
    about = _about(actor.id, space.id, page.id if page is not None else None)
    found = session().scalar(select(DraftVersion).where(DraftVersion.id == number, *about))
    if found is None:
        raise NotFound
    return _earlier(found)


def _due(draft: Draft, text: str, last: DraftVersion | None) -> bool:
    much = abs(len(text) - len(draft.text)) >= MUCH
    return much or last is None or clock.now() - last.at >= EVERY


def _forget_old(draft: Draft) -> None:
    ranked = select(DraftVersion.id).where(*_about(draft.person_id, draft.space_id, draft.page_id))
    newest = ranked.order_by(DraftVersion.at.desc(), DraftVersion.id.desc()).limit(KEPT)
    session().flush()
    session().execute(
        delete(DraftVersion).where(
            *_about(draft.person_id, draft.space_id, draft.page_id),
            DraftVersion.id.not_in(list(session().scalars(newest))),
        )
    )
    session().execute(
        delete(DraftVersion).where(
            DraftVersion.person_id == draft.person_id, DraftVersion.at < clock.now() - KEPT_FOR
        )
    )


def _versions(draft: Draft) -> Select[DraftVersion]:
    about = _about(draft.person_id, draft.space_id, draft.page_id)
    return select(DraftVersion).where(*about).order_by(DraftVersion.id.desc())


def _about(person_id: int, space_id: int, page_id: int | None) -> list[ColumnElement[bool]]:
    about = [DraftVersion.person_id == person_id, DraftVersion.page_id == page_id]
    # A page may have been moved since: what was written for it stays findable.
    return about if page_id is not None else [*about, DraftVersion.space_id == space_id]


def _earlier(version: DraftVersion) -> Earlier:
    return Earlier(
        version.id, version.at, version.title, _text_of(version), version.words, version.template,
        TopicChoice.loads(version.topics),
    )  # fmt: skip


def _says_the_same(version: DraftVersion, draft: Draft) -> bool:
    return version.topics == draft.topics and _text_of(version) == draft.text


def _text_of(version: DraftVersion) -> str:
    return deltas.decode(version.data, "whole", None)
