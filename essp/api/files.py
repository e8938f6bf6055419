"""Files for programs: those of a page or a post, one with its versions and its bytes, and sending one."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Response, request

from essp.api import file_shapes as shapes
from essp.api.operations import operation
from essp.api.telling import named, url
from essp.attachments import folder, queries, wording
from essp.attachments.kinds import sent_as
from essp.attachments.models import Attachment
from essp.attachments.storing import may_put, put
from essp.attachments.taking import Taken, take_in
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.delivering import delivered
from essp.core.i18n import _
from essp.core.rest import Reply
from essp.discussions.files import files_of_post, hold_for_post
from essp.discussions.queries import find_post
from essp.people.current import me
from essp.spaces.queries import find_space
from essp.wiki import file_uses, policy
from essp.wiki.queries import find_page


@operation("GET", "/pages/<uid>/files", shapes.Files, problems=[404])
def list_files(uid: str) -> shapes.Files:
    """List the files of a page: put on it, or used in its text."""
    found = file_uses.files_on(me(), find_page(me(), uid))
    return shapes.Files(items=[shapes.FileRef(**_fields(each)) for each in found])


@operation(
    "POST", "/pages/<uid>/files", shapes.FileSent, status=201, upload=True, problems=[403, 404]
)
def send_file(uid: str) -> Reply:
    """Put a file on a page, sent as the field `file` of a form (multipart/form-data).

    The same content under the same name again is the same file.
    """
    page = find_page(me(), uid)
    require(policy.edit(me(), page))
    may_put(me(), page.space)
    taken = _taken()
    with transaction():
        stored = put(me(), page.space, taken, page_uid=page.uid).uid
    return _sent(stored, taken)


@operation("GET", "/posts/<said>/files", shapes.Files, problems=[404])
def list_files_of_post(said: str) -> shapes.Files:
    """List the files of a post: sent with it, or used in its text."""
    numbers = files_of_post(find_post(me(), said))
    found = queries.files_by_id(me(), numbers)
    return shapes.Files(items=[shapes.FileRef(**_fields(found[each])) for each in sorted(found)])


@operation(
    "POST", "/spaces/<slug>/post-files", shapes.FileSent, status=201, upload=True,
    problems=[403, 404],
)  # fmt: skip
def send_file_for_post(slug: str) -> Reply:
    """Send a file for a post that you are about to write in a space, as the field `file` of a form.

    Put its `markdown` into the text of the post, which it belongs to from then on. Until then you
    alone read it; without a post it is archived after two weeks.
    """
    space = find_space(me(), slug)
    may_put(me(), space)
    taken = _taken()
    with transaction():
        stored = hold_for_post(me(), space, taken).uid
    return _sent(stored, taken)


def _taken() -> Taken:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(file=_("Choose a file first."))
    return take_in(sent.filename, cast(BinaryIO, sent.stream))


def _sent(uid: str, taken: Taken) -> Reply:
    found = queries.find_attachment(me(), uid)
    told = shapes.FileSent(
        **_whole(found),
        markdown=wording.markdown_of(found),
        notes=[str(note) for note in taken.notes],
    )
    return Reply(told, 201, {"Location": f"/api/v1/files/{found.uid}"})


@operation("GET", "/files/<uid>", shapes.FileTold, problems=[404])
def read_file(uid: str) -> shapes.FileTold:
    """Read what a file is, with all its versions."""
    return shapes.FileTold(**_whole(queries.find_attachment(me(), uid)))


@operation("GET", "/files/<uid>/content", shapes.FileRef, raw=True, problems=[404, 416])
def read_content(uid: str) -> Response:
    """Read the bytes of a file, whole or a range of them. The ETag is the content's hash."""
    found = queries.find_attachment(me(), uid)
    path = folder.path_of(found.sha256)
    if not path.is_file():
        raise NotFound
    told = sent_as(found.file.media_type)
    return delivered(path, told, found.name, found.sha256, found.at, shown=False)


def _fields(found: Attachment) -> dict[str, Any]:
    return {
        "uid": found.uid,
        "name": found.name,
        "media_type": found.file.media_type,
        "size": found.file.size,
        "sha256": found.sha256,
        "version": found.number,
        "author": named(found.author),
        "at": found.at,
        "space": found.space.slug if found.space is not None else None,
        "post": found.post_uid,
        "withheld": found.withheld,
        "archived": found.archived,
        "url": url(f"/files/{found.uid}"),
        "content": url(f"/api/v1/files/{found.uid}/content"),
    }


def _whole(found: Attachment) -> dict[str, Any]:
    text = queries.text_of_content(found.sha256)
    versions = [
        shapes.FileVersion(
            number=each.number,
            name=each.name,
            author=named(each.author),
            at=each.at,
            size=each.file.size,
            sha256=each.sha256,
            restored_from=each.restored_from,
        )
        for each in queries.versions_of(found)
    ]
    return _fields(found) | {"text": text.state if text else None, "versions": versions}
