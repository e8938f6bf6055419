"""Taking pages along: as Markdown with their files, one page, a page with all below it, a space."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import Response, request, send_file

from essp.core.access import members
from essp.core.decision import require
from essp.people.current import me
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki import exporting
from essp.wiki.queries import find_page
from essp.wiki.web import blueprint

IN_MEMORY = 8_000_000


@blueprint.get("/p/<uid>/export")
@members
def export_page(uid: str) -> Response:
    """A page as Markdown; as a ZIP when files go with it, or (`below`) the pages below it."""
    page = find_page(me(), uid)
    if "below" in request.args:
        return _zip(exporting.page_items(me(), page, below=True), page.slug)
    found = list(exporting.page_items(me(), page))
    if len(found) > 1:
        return _zip(iter(found), page.slug)
    answer = Response(found[0].text, mimetype="text/markdown")
    # Addresses are made of letters, digits and hyphens, so the name needs no quoting of its own.
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.md"'
    return answer


@blueprint.get("/s/<slug>/-/export")
@members
def export_space(slug: str) -> Response:
    """A space as a ZIP of Markdown files in the order of its tree, archived pages too."""
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    return _zip(exporting.space_items(me(), space), space.slug)


def _zip(found: Iterator[exporting.Item], name: str) -> Response:
    """Made whole before the first byte is sent: what breaks off half way would look like all there is."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    exporting.write_zip(found, cast(IO[bytes], file))
    file.seek(0)
    answer = send_file(
        cast(IO[bytes], file),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{name}.zip",
    )
    # Meant for files of the site itself; what is in here is for this reader alone.
    for header in ("Cache-Control", "Expires"):
        answer.headers.pop(header, None)
    return answer
