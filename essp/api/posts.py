"""Posts for programs: read, replied to, edited, accepted as answers, reacted to."""

from __future__ import annotations

from essp.api import thread_shapes as shapes
from essp.api.operations import KEYED, operation, save_key
from essp.api.thread_telling import overtaken_is_told, posts_told
from essp.core.db import transaction
from essp.core.rest import Problem, Reply, revision_asked_for, revision_named, revision_tag
from essp.discussions import answering
from essp.discussions.editing import edit_post
from essp.discussions.mark_models import Meaning
from essp.discussions.posting import reply
from essp.discussions.queries import Overtaken, find_post
from essp.discussions.reacting import react
from essp.people.current import me

VIA = "api"


@operation("GET", "/posts/<said>", shapes.PostTold, problems=[404])
def read_post(said: str) -> Reply:
    """Read a post. Its ETag is what a change of it names in If-Match."""
    return _told(said)


@operation(
    "POST", "/posts/<said>/replies", shapes.PostTold, body=shapes.ReplyGiven, status=201,
    problems=[403, 404, 409], headers=KEYED,
)  # fmt: skip
def reply_to(said: str, body: shapes.ReplyGiven) -> Reply:
    """Reply to a post; 409 when it was taken away or its thread closed. The same key is one reply."""
    with overtaken_is_told(), transaction():
        uid = reply(
            me(), said, text=body.text, remark=body.remark, save_key=save_key(), via=VIA,
            told=body.told,
        ).uid  # fmt: skip
    return _told(uid, 201, {"Location": f"/api/v1/posts/{uid}"})


@operation(
    "PUT", "/posts/<said>", shapes.PostTold, body=shapes.PostGiven, problems=[403, 404, 409, 428],
    headers=["If-Match"],
)  # fmt: skip
def change_post(said: str, body: shapes.PostGiven) -> Reply:
    """Change what your post says; the earlier text stays visible.

    It starts from the text in If-Match; where there is a newer one the answer is 409 with that.
    An accepted answer that changes is no longer accepted.
    """
    based_on = revision_asked_for()
    try:
        with transaction():
            edit_post(
                me(), said, text=body.text, title=body.title, remark=body.remark,
                based_on=based_on, told=body.told,
            )  # fmt: skip
    except Overtaken as overtaken:
        post = find_post(me(), said)
        now = {"revision": post.revision, "text": post.text}
        raise Problem(409, str(overtaken.reason), current=now) from None
    return _told(said)


@operation(
    "POST", "/posts/<said>/accept", shapes.PostTold, problems=[403, 404, 409, 429],
    headers=["If-Match"],
)  # fmt: skip
def accept(said: str) -> Reply:
    """Accept a post as an answer; with If-Match only as long as it says what was read."""
    with overtaken_is_told(), transaction():
        answering.accept(me(), said, revision_named())
    return _told(said)


@operation("POST", "/posts/<said>/unaccept", shapes.PostTold, problems=[403, 404, 429])
def unaccept(said: str) -> Reply:
    """Accept a post as an answer no longer."""
    with transaction():
        answering.take_back(me(), said)
    return _told(said)


@operation(
    "POST", "/posts/<said>/reactions", shapes.PostTold, body=shapes.ReactionGiven,
    problems=[403, 404],
)  # fmt: skip
def say_of(said: str, body: shapes.ReactionGiven) -> Reply:
    """Say something of a post with one press, or no longer; said twice it is said once."""
    with transaction():
        react(me(), said, Meaning(body.meaning), on=body.on)
    return _told(said)


def _told(uid: str, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    post = find_post(me(), uid)
    tag = revision_tag(post.revision)
    return Reply(posts_told([post])[0], status, {**tag, **(headers or {})})
