"""A file's own page: what it shows, what is written in it, who made which version, where it is used."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from essp.attachments import folder, policy, queries, wording
from essp.attachments.models import Attachment
from essp.attachments.web import blueprint
from essp.core import access
from essp.people.current import me

MEGABYTE = 1 << 20
EXTRACT = 3_000  # characters of the text that are shown


@blueprint.app_template_global("file_megabytes")
def file_megabytes() -> int:
    """How large a file may be."""
    return folder.largest() // MEGABYTE


@blueprint.get("/files/<uid>")
@access.members
def show(uid: str) -> ResponseReturnValue:
    """A file with its versions; the address stays whatever it is called."""
    return page_of(queries.find_attachment(me(), uid))


def page_of(found: Attachment, **more: Any) -> str:
    """The page of a file; `more` holds what was typed into one of its forms, and what was wrong."""
    text = queries.text_of_content(found.sha256)
    return render_template(
        "attachments/file.html",
        file=found,
        wording=wording,
        versions=queries.versions_of(found),
        state=wording.state_of(found.file.media_type, text),
        extract=text.text[:EXTRACT] if text is not None else "",
        cut=text is not None and len(text.text) > EXTRACT,
        may_change=policy.change(me(), found),
        may_bring_back=policy.bring_back(me(), found),
        limit=file_megabytes(),
        errors=more.get("errors", {}),
        name=more.get("name", found.name),
    )
