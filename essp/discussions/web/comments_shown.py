"""Comments as templates want them, and what is shown of them on the screens of other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from essp.core.db import session
from essp.core.decision import NotFound
from essp.discussions import passages
from essp.discussions.anchoring import Page, pages
from essp.discussions.linking import placed
from essp.discussions.models import Post, Thread
from essp.discussions.passage_models import Passage
from essp.discussions.passages import Comment
from essp.people.current import me
from essp.spaces.models import Space


@dataclass(frozen=True)
class Said:
    """A post of a comment, with its HTML; none for one that is out of sight."""

    post: Post
    html: Markup


@dataclass(frozen=True)
class Shown:
    """A comment with all that is said in it."""

    comment: Comment
    posts: Sequence[Said]

    @property
    def opening(self) -> Post:
        """The post to which a reply goes."""
        return self.posts[0].post


def shown(page: Page, found: Sequence[Comment]) -> list[Shown]:
    """Comments on a page that the reader found, with all that is said in them."""
    said = passages.posts_of(found)
    posts = [post for each in found for post in said[each.thread.id]]
    space = session().get_one(Space, page.space_id)
    texts = placed(me(), space, [("", []) if p.gone else (p.html, p.links) for p in posts])
    html = {post.id: text for post, text in zip(posts, texts, strict=True)}
    return [
        Shown(
            each,
            [Said(post, Markup(html[post.id])) for post in said[each.thread.id]],  # noqa: S704 - sanitised when it was written
        )
        for each in found
    ]


def beside_edit(page: Page) -> Markup:
    """The comment that an edit follows, beside the text that is edited; nothing for any other edit."""
    uid = request.values.get("comment", "")[:10]
    if not uid:
        return Markup()
    try:
        found = passages.comment_on(passages.page_of(me(), page.uid), uid)
    except NotFound:
        return Markup()
    return Markup(
        render_template(
            "discussions/_passage_beside_edit.html", page=page, shown=shown(page, [found])[0]
        )
    )


def prompt_of_revision(page: Any, number: int) -> Markup:
    """Who proposed a revision of a page that the reader found, where it followed a comment."""
    found = passages.comments_before(page, number)
    if not found:
        return Markup()
    return Markup(render_template("discussions/_passage_prompt.html", page=page, comments=found))


def words_of_comment(thread: Thread) -> Markup:
    """What a comment is about, on the screen of its thread; nothing for other threads."""
    passage = session().get(Passage, thread.id)
    page = pages().present(passage.page_id) if passage is not None else None
    if page is None:
        return Markup()
    try:
        page = passages.page_of(me(), page.uid)
    except NotFound:
        return Markup()
    found = passages.comment_on(page, thread.uid)
    return Markup(
        render_template("discussions/_passage_words.html", page=page, shown=Shown(found, []))
    )
