"""What a post will look like before it is sent: for script as a part of the screen, or with the form."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.decision import Invalid
from essp.core.i18n import language
from essp.discussions.linking import placed
from essp.discussions.texts import written
from essp.discussions.web.edge import blueprint
from essp.discussions.web.files import place_of_text
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space

UNSENT = "unsent"  # the uid of what is no post yet


@blueprint.post("/talk/preview")
@members
def preview() -> ResponseReturnValue:
    """The text as the post will show it, for a place as in /talk/files; a question may name its space."""
    space = place_of_text(request.args.get("for", ""), request.args.get("key", "")[:80])
    slug = request.form.get("space", "")[:100]
    space = find_space(me(), slug) if space is None and slug else space
    seen = looked_at(request.form.get("text", ""), space)
    status = 422 if "errors" in seen else 200
    return render_template("discussions/_preview.html", **seen), status


def is_asked() -> bool:
    """Whether the form was sent to see what it will look like, not to be posted."""
    return "preview" in request.form


def looked_at(text: str, space: Space | None) -> dict[str, Any]:
    """What changes in a form that shows its text: `preview`, the HTML; or `errors`, why it cannot be posted.

    A text with nothing in it has an empty preview.
    """
    if not text.strip():
        return {"preview": Markup()}
    spoken = space.language if space is not None else language()
    try:
        found = written(text, UNSENT, spoken, space.id if space is not None else None)
    except Invalid as invalid:
        return {"errors": invalid.errors}
    html = placed(me(), space, [(found.html, found.links)])[0] if space is not None else found.html
    return {"preview": Markup(html)}  # noqa: S704 - sanitised when it was made
