"""Unsent text of posts, kept on the server while somebody writes, and offered again."""

from __future__ import annotations

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.discussions.mark_models import PostDraft
from essp.discussions.models import Post
from essp.discussions.texts import LARGEST, LONGEST_TITLE
from essp.people.models import Person
from essp.spaces.models import Space

ANYWHERE = "new:"  # the place of a question that may be asked in any space


def for_space(space: Space) -> str:
    """The place of a thread that is yet to begin in a space."""
    return f"new:{space.slug}"


def for_reply(post: Post) -> str:
    """The place of a reply."""
    return f"reply:{post.uid}"


def for_edit(post: Post) -> str:
    """The place of an edit."""
    return f"edit:{post.uid}"


def keep_draft(
    actor: Person, place: str, *, text: str, title: str = "", kind: str = "", about: str = ""
) -> None:
    """Keep what the actor has typed so far at a place; nothing typed keeps nothing.

    Raises Invalid when it is too large for a post.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise Invalid(text=_("This is more than a post may have."))
    if not text.strip() and not title.strip():
        return discard(actor, place)
    draft = own_draft(actor, place)
    if draft is None:
        draft = PostDraft(person_id=actor.id, place=place)
        session().add(draft)
    draft.text = text.replace("\0", "").encode("utf-8", "replace").decode()
    draft.title, draft.kind = clean_line(title)[:LONGEST_TITLE], kind[:20]
    draft.about, draft.updated_at = about[:100], clock.now()
    session().flush()
    return None


def keep_edit(
    actor: Person, post: Post, based_on: int | None, *, text: str, title: str = ""
) -> None:
    """Keep what the actor has typed so far into an edit of the text number `based_on`.

    What arrives after that edit was saved is no draft any more, nor is what the post says already.
    """
    before = post.thread.title if post.parent_id is None else ""
    if (text.replace("\r\n", "\n").rstrip(), title) == (post.text, before):
        discard(actor, for_edit(post))
    elif based_on == post.revision:
        keep_draft(actor, for_edit(post), text=text, title=title)


def own_draft(actor: Person, place: str) -> PostDraft | None:
    """What the actor left unsent at a place."""
    return session().scalar(
        select(PostDraft).where(PostDraft.person_id == actor.id, PostDraft.place == place)
    )


def discard(actor: Person, place: str) -> None:
    """Drop what the actor left unsent at a place."""
    session().execute(
        delete(PostDraft).where(PostDraft.person_id == actor.id, PostDraft.place == place)
    )
