"""Files as answers: inert, private, whole or in part, and asked for again each time.

Nothing that is sent from here can run as part of this site, and no cache keeps it for others.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import Response, request, send_file

INERT = "default-src 'none'; sandbox"


def delivered(
    path: Path, media_type: str, name: str, tag: str, at: datetime, *, shown: bool
) -> Response:
    """The bytes of a file that the caller found through the actor; `shown` in place, else downloaded.

    A request for several ranges at once gets the whole: nobody needs them, and they can be made to
    cost much.
    """
    response = send_file(
        path,
        mimetype=media_type,
        as_attachment=not shown,
        download_name=name,
        etag=tag,
        last_modified=at,
        max_age=0,
        conditional="," not in request.headers.get("Range", ""),
    )
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.cache_control.private = True
    return response
