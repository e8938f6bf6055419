"""Pictures: brought in, taken away, shown."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.people import pictures, queries
from essp.people.current import me
from essp.people.web.edge import answer_with, blueprint, settings
from essp.people.web.own import page


@blueprint.post("/account/picture")
@members
def set_picture() -> ResponseReturnValue:
    """Bring a picture of oneself."""
    try:
        uploaded = _uploaded()
        with transaction():
            pictures.set_picture(me(), me(), uploaded, settings().data)
    except Invalid as wrong:
        return page(wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Your picture is saved."))
    return redirect(url_for("people.own_profile", _anchor="picture-section"), 303)


@blueprint.post("/account/picture/remove")
@members
def remove_picture() -> ResponseReturnValue:
    """Take the picture of oneself away."""
    with transaction():
        pictures.remove_picture(me(), me())
    flash(_("Your picture is removed."))
    return redirect(url_for("people.own_profile", _anchor="picture-section"), 303)


@blueprint.get("/people/<handle>/picture/<name>")
@members
def picture(handle: str, name: str) -> ResponseReturnValue:
    """A person's picture; its name changes with its content, so a browser may keep it."""
    path = pictures.find_picture(queries.find_person(handle), name, settings().data)
    response = answer_with(send_file(path, mimetype="image/webp", etag=name))
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response


def _uploaded() -> bytes:
    file = request.files.get("picture")
    if file is None or not file.filename:
        raise Invalid(picture=_("Choose an image first."))
    return file.stream.read(pictures.MOST_BYTES + 1)
