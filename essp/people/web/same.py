"""Saying that two accounts are one person, by administrators: asked, told what follows, done, taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import requires
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.i18n import _
from essp.people import queries, same
from essp.people.current import me
from essp.people.models import Person
from essp.people.web.administration import ADMINISTRATOR, account_page
from essp.people.web.edge import blueprint, typed


@blueprint.post("/people/<handle>/same")
@requires(ADMINISTRATOR)
def join(handle: str) -> ResponseReturnValue:
    """Join an account to another one of the same person; first it is said what that does."""
    other, asked = queries.find_person(handle), bool(typed("asked"))
    try:
        kept = _kept(other)
        if not typed("sure"):
            into = same.check(me(), other, kept, asked=asked)
            return render_template("people/same.html", other=other, kept=into, asked=asked)
        with transaction():
            same.join_accounts(me(), other, kept, asked=asked)
    except Invalid as wrong:
        return account_page(other, errors=wrong.errors), 422
    except Refused as refused:
        return account_page(other, str(refused.reason)), 403
    flash(_("%(other)s and %(kept)s are one person now.", other=f"@{handle}", kept=kept.name))
    return redirect(url_for("people.manage", handle=handle), 303)


@blueprint.post("/people/<handle>/apart")
@requires(ADMINISTRATOR)
def part(handle: str) -> ResponseReturnValue:
    """Take back that an account is the same person as another."""
    other = queries.find_person(handle)
    try:
        with transaction():
            same.part_accounts(me(), other)
    except Refused as refused:
        return account_page(other, str(refused.reason)), 403
    flash(_("The account of %(name)s stands by itself again.", name=other.name))
    return redirect(url_for("people.manage", handle=handle), 303)


def _kept(other: Person) -> Person:
    kept = queries.colleague_meant(typed("kept"), "kept")
    if kept is None:
        raise Invalid(kept=_("Name the account that is kept, by @handle or by name."))
    return kept
