"""The bytes of files: pictures shown in place, everything else only ever downloaded.

Rights are asked with every request, whatever a browser still has.
"""

from __future__ import annotations

import structlog
from flask import Response, redirect
from flask.typing import ResponseReturnValue

from essp.attachments import folder, pictures, queries
from essp.attachments.kinds import sent_as
from essp.attachments.models import Attachment, AttachmentVersion
from essp.attachments.web import blueprint
from essp.core import access
from essp.core.decision import NotFound
from essp.core.delivering import delivered
from essp.people.current import me

log = structlog.get_logger(__name__)


@blueprint.get("/files/<uid>/<name>")
@access.members
def serve(uid: str, name: str) -> ResponseReturnValue:
    """The present content of a file, whole or in part."""
    found = queries.find_attachment(me(), uid)
    if name != found.name:
        return redirect(found.url, 301)
    return content_of(found)


@blueprint.get("/files/<uid>/versions/<int:number>")
@access.members
def version(uid: str, number: int) -> ResponseReturnValue:
    """The content of a version of a file, at an address that stays."""
    return content_of(queries.find_version(queries.find_attachment(me(), uid), number))


@blueprint.get("/files/<uid>/thumb/<int:width>")
@access.members
def thumb(uid: str, width: int) -> ResponseReturnValue:
    """A picture made small, drawn when it is first asked for; only some widths are drawn."""
    found = queries.find_attachment(me(), uid)
    if width not in pictures.WIDTHS or not found.file.is_image:
        raise NotFound
    try:
        small = pictures.small_path(found.sha256, found.file.media_type, width)
    except (pictures.NoPictureError, pictures.TooManyPixelsError, OSError):
        log.warning("a picture could not be made small", sha256=found.sha256)
        raise NotFound from None
    tag = f"{found.sha256}-{width}"
    return delivered(small, "image/webp", f"{found.name}.webp", tag, found.at, shown=True)


def content_of(found: Attachment | AttachmentVersion) -> Response:
    """The bytes of a file or of a version, which the caller found through the actor."""
    path = folder.path_of(found.sha256)
    if not path.is_file():
        log.error("the bytes of a file are missing", sha256=found.sha256)
        raise NotFound
    told, shown = sent_as(found.file.media_type), found.file.is_image
    return delivered(path, told, found.name, found.sha256, found.at, shown=shown)
