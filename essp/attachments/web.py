"""Files in the browser: pictures shown in place, everything else only ever downloaded."""

from __future__ import annotations

import structlog
from flask import Blueprint, redirect, send_file
from flask.typing import ResponseReturnValue

from essp.attachments import folder, queries
from essp.attachments.models import Attachment
from essp.core import access
from essp.core.decision import NotFound
from essp.people.current import me

log = structlog.get_logger(__name__)
blueprint = Blueprint("attachments", __name__)

INERT = "default-src 'none'; sandbox"


@blueprint.get("/files/<uid>/<name>")
@access.members
def serve(uid: str, name: str) -> ResponseReturnValue:
    """The bytes of a file, whole or in part; browsers ask again each time whether they may."""
    found = queries.find_attachment(me(), uid)
    if name != found.name:
        return redirect(found.url, 301)
    return _bytes_of(found)


def _bytes_of(found: Attachment) -> ResponseReturnValue:
    path = folder.path_of(found.sha256)
    if not path.is_file():
        log.error("the bytes of a file are missing", sha256=found.sha256)
        raise NotFound
    response = send_file(
        path,
        mimetype=found.file.media_type,
        as_attachment=not found.file.is_image,
        download_name=found.name,
        etag=found.sha256,
        last_modified=found.at,
        max_age=0,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.cache_control.private = True
    return response
