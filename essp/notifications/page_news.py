"""What happened to pages, as news: from a revision to the notice, whom it names and where it can be
watched."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.markdown import render
from essp.notifications.calls import groups_called
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Subject
from essp.notifications.recipients import Scope
from essp.people.models import Person
from essp.spaces.calling import find_groups, groups_in, may_call
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Kind as Deed
from essp.wiki.models import Page, Revision
from essp.wiki.proposal_models import Proposal
from essp.wiki.texts import kept_text
from essp.wiki.topic_models import PageTopic

WRITTEN = {Deed.CREATED.value, Deed.EDITED.value, Deed.MERGED.value}
MOST_NAMED = 500
NAMED = re.compile(r"@([a-z0-9-]+)")
KINDS: Mapping[str, Kind] = {
    Deed.CREATED.value: Kind.CREATED,
    Deed.COPIED.value: Kind.CREATED,
    Deed.RENAMED.value: Kind.MOVED,
    Deed.MOVED.value: Kind.MOVED,
    Deed.ARCHIVED.value: Kind.ARCHIVED,
    Deed.BROUGHT_BACK.value: Kind.RESTORED,
}


def news_of(page_id: int, number: int) -> tuple[Notice, Scope] | None:
    """The notice of a revision and its scope; None for a small edit, of which nobody is told."""
    revision = session().scalar(
        select(Revision)
        .options(joinedload(Revision.page), joinedload(Revision.author))
        .where(Revision.page_id == page_id, Revision.number == number)
    )
    if revision is None or revision.minor:
        return None
    return _notice(revision), _scope(revision)


def _notice(revision: Revision) -> Notice:
    return Notice(
        key=f"revision:{revision.id}",
        kind=KINDS.get(revision.kind, Kind.EDITED).value,
        about=Subject.PAGE.value,
        about_id=revision.page_id,
        number=revision.number,
        actor_id=revision.author_id,
        at=revision.at,
    )


def _scope(revision: Revision) -> Scope:
    page = revision.page
    return Scope(
        space_id=page.space_id,
        author_id=revision.author_id,
        page_id=page.id,
        line=line_of(page),
        topics=carried(select(PageTopic.topic_id).where(PageTopic.page_id == page.id)),
        named={Named.MENTION: _newly_named(page, revision.number)},
        called=groups_called(_newly_called(revision)),
        known_to=_published_by(revision),
    )


def _published_by(revision: Revision) -> list[int]:
    """Who approved the proposal that the revision was, if it was one."""
    decided = select(Proposal.decided_by_id).where(
        Proposal.page_id == revision.page_id,
        Proposal.became == revision.number,
        Proposal.decided_by_id.is_not(None),
    )
    return [each for each in session().scalars(decided) if each is not None]


def line_of(page: Page) -> list[int]:
    """The ids of the pages from the top of the tree down to this one."""
    return [int(part) for part in page.lineage.split("/") if part]


def carried(topics: Select[int]) -> set[int]:
    """Every id under which these topics can be watched: their own, and what they stand for."""
    rows = session().execute(select(Topic.id, STANDS_FOR).where(Topic.id.in_(topics)))
    return {each for row in rows for each in row}


def people_named(handles: set[str]) -> list[int]:
    """The ids of the people who have these handles, of the first few hundred."""
    some = sorted(handles)[:MOST_NAMED]
    return list(session().scalars(select(Person.id).where(Person.handle.in_(some))))


def _newly_named(page: Page, number: int) -> list[int]:
    text = kept_text(page, number)
    before = kept_text(page, number - 1) if number > 1 else ""
    possible = set(NAMED.findall(text)) - set(NAMED.findall(before))
    if not possible:
        return []
    return people_named(possible & set(render(text, language=page.language).called))


def _newly_called(revision: Revision) -> list[str]:
    """The groups that its author called with this text: an old text that comes back calls nobody."""
    if revision.kind not in WRITTEN:
        return []
    page, number = revision.page, revision.number
    before = kept_text(page, number - 1) if number > 1 else ""
    names = groups_in(kept_text(page, number), before, page.language)
    found = find_groups(revision.author, names)
    return [each.kept for each in found if may_call(revision.author, page.space_id, each)]
