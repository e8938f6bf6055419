"""Rows of the tables as the shapes that programs get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app
from sqlalchemy import select

from essp.api import shapes
from essp.core.db import session
from essp.core.i18n import language
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import read
from essp.spaces.queries import owners, standing
from essp.topics.queries import Named
from essp.wiki.editing import Saved
from essp.wiki.models import Page, Revision
from essp.wiki.tagging import topics_of
from essp.wiki.texts import text_of


def url(path: str) -> str:
    """A path of this site as a whole address, on the host that is configured."""
    return f"{current_app.config['SETTINGS'].url.rstrip('/')}{path}"


def named(person: Person) -> shapes.PersonRef:
    """A person, named."""
    return shapes.PersonRef(handle=person.handle, name=person.name)


def person_told(person: Person) -> shapes.PersonTold:
    """A person as colleagues see them."""
    return shapes.PersonTold(
        handle=person.handle,
        name=person.name,
        email=person.email if person.active else None,
        job_title=person.job_title,
        department=person.department,
        location=person.location,
        speaks=list(person.speaks or ()),
        about=person.about,
        ask_me_about=list(person.ask_me_about or ()),
        state="left" if person.left_at else "active" if person.joined_at else "not signed in yet",
        url=url(f"/people/{person.handle}"),
    )


def space_told(actor: Person, space: Space) -> shapes.SpaceTold:
    """A space that the actor may know of; its rules only for its readers."""
    readable = bool(read(actor, space, standing(actor, space)))
    return shapes.SpaceTold(
        slug=space.slug,
        name=space.name,
        purpose=space.purpose,
        access=space.access,  # type: ignore[arg-type]
        access_reason=space.access_reason,
        language=space.language,
        readable=readable,
        rules=space.rules if readable else None,
        owners=[named(person) for person in owners(space)],
        url=url(f"/s/{space.slug}"),
    )


def topic_ref(topic: Named) -> shapes.TopicRef:
    """A topic, named."""
    name = topic.label(language())
    return shapes.TopicRef(slug=topic.slug, name=name, url=url(f"/topics/{topic.slug}"))


def page_refs(pages: Iterable[Page]) -> list[shapes.PageRef]:
    """Pages, named; what stands above them is read at once."""
    found = list(pages)
    above = _uids({page.parent_id for page in found if page.parent_id})
    return [shapes.PageRef(**_page_fields(page, above)) for page in found]


def page_told(page: Page) -> shapes.PageTold:
    """A page with its present text."""
    return shapes.PageTold(**_whole_page(page))


def page_saved(saved: Saved, page: Page) -> shapes.PageSaved:
    """A page after a change, read through the actor again."""
    return shapes.PageSaved(
        **_whole_page(page),
        saved=saved.revision is not None,
        merged_with=list(saved.merged_with),
        proposal=saved.proposal.uid if saved.proposal else None,
    )


def revision_fields(page: Page, revision: Revision, co_authors: Iterable[Person]) -> dict[str, Any]:
    """What is told of a revision without its text."""
    return {
        "number": revision.number,
        "kind": revision.kind,
        "author": named(revision.author),
        "co_authors": [named(person) for person in co_authors],
        "at": revision.at,
        "title": revision.title if revision.hidden is None else page.title,
        "summary": revision.summary,
        "minor": revision.minor,
        "based_on": revision.based_on,
        "refers_to": revision.refers_to,
        "size": revision.size,
        "words_added": revision.words_added,
        "words_removed": revision.words_removed,
        "hash": revision.hash,
        "hidden": revision.hidden.note if revision.hidden is not None else "",
        "url": url(f"/p/{page.uid}/revisions/{revision.number}"),
    }


def _whole_page(page: Page) -> dict[str, Any]:
    above = _uids({page.parent_id} if page.parent_id else set())
    return _page_fields(page, above) | {
        "text": text_of(page),
        "topics": [topic_ref(each.topic) for each in topics_of(page)],
        "language": page.language,
        "words": page.words,
        "updated_by": named(page.updated_by),
    }


def _page_fields(page: Page, above: dict[int, str]) -> dict[str, Any]:
    return {
        "uid": page.uid,
        "title": page.title,
        "space": page.space.slug,
        "revision": page.revision_number,
        "parent": above.get(page.parent_id or 0),
        "archived": page.archived,
        "updated_at": page.updated_at,
        "url": url(f"/s/{page.space.slug}/{page.slug}"),
    }


def _uids(ids: set[int]) -> dict[int, str]:
    rows = session().execute(select(Page.id, Page.uid).where(Page.id.in_(ids)))
    return {row.id: row.uid for row in rows}
