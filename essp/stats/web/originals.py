"""From a page that was brought in back to where it came from, counted for how far the move has come."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.decision import NotFound
from essp.importers.originals import original_of
from essp.people.current import me
from essp.stats import recording
from essp.stats.verbs import Opened, Thing
from essp.stats.web.edge import blueprint
from essp.wiki.models import Page
from essp.wiki.queries import find_page


def source_of_page(page: Page) -> Markup:
    """On the history of a page: where it came from."""
    original = original_of(page.id)
    if original is None:
        return Markup()
    return Markup(render_template("insight/_source.html", page=page, original=original))


@blueprint.get("/p/<uid>/original")
@members
def open_original(uid: str) -> ResponseReturnValue:
    """Go to where a page came from, which is noted as reading there."""
    page = find_page(me(), uid)
    original = original_of(page.id)
    if original is None or not original.address:
        raise NotFound
    recording.opened(me().id, Opened.ORIGINAL_OPEN, Thing.PAGE, page.id)
    return redirect(original.address)
