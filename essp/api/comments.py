"""Comments on pages for programs: listed, made, resolved and opened again."""

from __future__ import annotations

from collections.abc import Sequence

from essp.api import thread_shapes as shapes
from essp.api.operations import KEYED, operation, save_key
from essp.api.telling import named, url
from essp.api.thread_telling import overtaken_is_told, posts_told
from essp.core.db import transaction
from essp.core.rest import Reply
from essp.core.text.anchors import Anchor
from essp.discussions import passages
from essp.discussions.passages import Comment, Pointed
from essp.people.current import me


@operation("GET", "/pages/<uid>/comments", shapes.Comments, problems=[404])
def list_comments(uid: str) -> shapes.Comments:
    """List the comments on a page, resolved ones too, in the order of its text."""
    page = passages.page_of(me(), uid)
    return shapes.Comments(items=_told(uid, passages.comments_of(me(), page)))


@operation(
    "POST", "/pages/<uid>/comments", shapes.CommentTold, body=shapes.CommentGiven, status=201,
    problems=[403, 404], headers=KEYED,
)  # fmt: skip
def make_comment(uid: str, body: shapes.CommentGiven) -> Reply:
    """Comment on words of a page, or on a section. The same Idempotency-Key makes no second one."""
    at = Pointed(
        number=body.revision, anchor=Anchor(body.quote, body.before, body.after),
        section=body.section,
    )  # fmt: skip
    with transaction():
        made = passages.comment(me(), uid, at, text=body.text, save_key=save_key(), told=body.told)
    found = passages.comment_by_id(passages.page_of(me(), uid), made.thread_id)
    return Reply(_told(uid, [found])[0], 201)


@operation(
    "POST", "/pages/<uid>/comments/<comment>/resolve", shapes.CommentTold,
    problems=[403, 404, 409, 429],
)  # fmt: skip
def resolve_comment(uid: str, comment: str) -> shapes.CommentTold:
    """Say that a comment is dealt with; 409 when it is already."""
    with overtaken_is_told(), transaction():
        passages.resolve(me(), uid, comment)
    return _one(uid, comment)


@operation(
    "POST", "/pages/<uid>/comments/<comment>/reopen", shapes.CommentTold, problems=[403, 404, 429]
)
def reopen_comment(uid: str, comment: str) -> shapes.CommentTold:
    """Open a comment again; one that is open stays so."""
    with transaction():
        passages.reopen(me(), uid, comment)
    return _one(uid, comment)


def _one(uid: str, comment: str) -> shapes.CommentTold:
    return _told(uid, [passages.comment_on(passages.page_of(me(), uid), comment)])[0]


def _told(uid: str, comments: Sequence[Comment]) -> list[shapes.CommentTold]:
    said = passages.posts_of(comments)
    return [
        shapes.CommentTold(
            uid=each.thread.uid,
            quote=each.quote,
            words=each.words,
            standing=each.passage.standing,  # type: ignore[arg-type]
            heading=each.passage.heading,
            made_in=each.passage.made_in,
            author=named(each.thread.author),
            at=each.thread.at,
            resolved=each.thread.closed,
            became=each.became,
            posts=posts_told(said[each.thread.id]),
            url=url(f"/p/{uid}/comments/{each.thread.uid}"),
        )
        for each in comments
    ]
