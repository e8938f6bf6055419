"""Files of posts in the browser: sent ahead by script or with the form, and where posts use a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.attachments import wording
from essp.attachments.models import Attachment
from essp.attachments.queries import find_attachment
from essp.attachments.storing import may_put
from essp.attachments.taking import Batch, take_all
from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import NotFound, Refused
from essp.core.i18n import Message, _
from essp.core.ids import clean_line
from essp.core.incoming import files_sent
from essp.discussions import files, passages
from essp.discussions.models import Post
from essp.discussions.queries import find_post
from essp.discussions.web.edge import blueprint
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space

LONGEST_DESCRIPTION = 500


@blueprint.post("/talk/files")
@members
def send_files() -> ResponseReturnValue:
    """Keep files for a post that is being written: a `reply`, an `edit`, a `comment` or a `new` one."""
    space = place_of_text(request.args.get("for", ""), request.args.get("key", "")[:80])
    try:
        batch, stored = _held(space)
    except Refused as refused:
        return jsonify({"error": str(refused.reason)}), 403
    return jsonify(wording.told_of_all(batch, stored)), 201 if stored else 422


def place_of_text(kind: str, key: str) -> Space | None:
    """The space of a post to be: a `reply`, an `edit`, a `comment` or a `new` one.

    None where that is chosen with the post.
    """
    if kind == "new":
        return find_space(me(), key) if key else None
    if kind == "comment":
        return session().get_one(Space, passages.page_of(me(), key).space_id)
    if kind in {"reply", "edit"}:
        return find_post(me(), key).thread.space
    raise NotFound


def _held(space: Space | None) -> tuple[Batch, list[Attachment]]:
    if space is not None:
        may_put(me(), space)
    batch = take_all(files_sent())
    with transaction():
        uids = [files.hold_for_post(me(), space, taken).uid for taken in batch.taken]
    return batch, [find_attachment(me(), uid) for uid in uids]


def brought(text: str, space: Space | None) -> dict[str, Any]:
    """What changes in a form by the files that came with it: its `text`, and `errors` of those refused.

    Each stands below the text. A picture is described by what was typed beside it.
    """
    if not any(each.filename for each in request.files.getlist("file")):
        return {}
    try:
        batch, stored = _held(space)
    except Refused as refused:
        return {"errors": {"file": refused.reason}}
    description = clean_line(request.form.get("file_alt", ""))[:LONGEST_DESCRIPTION]
    shown = (wording.markdown_of(each, description) for each in stored)
    return {
        "text": "\n\n".join(part for part in (text.rstrip(), *shown) if part.strip()),
        "errors": _refusals(batch),
    }


def _refusals(batch: Batch) -> Mapping[str, Message]:
    told = [
        _("%(name)s was not taken. %(why)s", name=name, why=str(why)) for name, why in batch.refused
    ]
    return {"file": " ".join(told)} if told else {}


@blueprint.app_template_global("posts_using")
def posts_using(found: Sequence[Attachment]) -> dict[int, list[Post]]:
    """The posts that use each of these files, by its id, as far as the reader may read them."""
    return files.posts_using(me(), [each.id for each in found])


def posts_of_file(attachment: Attachment) -> Markup:
    """On a file's own page: the posts that use it, and the one it was sent with."""
    posts = files.posts_using(me(), [attachment.id]).get(attachment.id, [])
    home = None
    if attachment.post_uid is not None and attachment.post_uid not in {each.uid for each in posts}:
        home = _in_sight(attachment.post_uid)
    if not posts and home is None:
        return Markup()
    return Markup(render_template("discussions/_file_posts.html", posts=posts, home=home))


def _in_sight(uid: str) -> Post | None:
    try:
        post = find_post(me(), uid)
    except NotFound:
        return None
    return post if not post.gone else None
