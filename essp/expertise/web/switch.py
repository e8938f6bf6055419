"""The switch of the organisation: whether people are found by their work, with the reason each time."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _
from essp.expertise import policy, switching
from essp.expertise.queries import is_on
from essp.expertise.web import blueprint
from essp.people.current import me

LONGEST = 4000


@blueprint.get("/who-knows/switch")
@members
def switch() -> ResponseReturnValue:
    """Whether people are found by their work, and who decided that when."""
    require(policy.switch(me()))
    return _page()


@blueprint.post("/who-knows/switch")
@members
def switched() -> ResponseReturnValue:
    """Switch it, with the reason."""
    why = request.form.get("why", "")[:LONGEST]
    try:
        with transaction():
            switching.switch(me(), on=request.form.get("on") == "1", why=why)
    except Invalid as wrong:
        return _page(wrong.errors, why), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("People are found by their work again.") if is_on()
          else _("People are no longer found by their work."))  # fmt: skip
    return redirect(url_for(".switch"), 303)


def _page(errors: Mapping[str, Message] | None = None, why: str = "") -> str:
    return render_template(
        "expertise/switch.html",
        on=is_on(),
        past=switching.switched(),
        errors=errors or {},
        why=why,
    )
