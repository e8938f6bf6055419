"""Who publishes on which topic because their proposals were right again and again, for all to see."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _
from essp.curation import trusting
from essp.curation.models import PublishingRight
from essp.curation.web.edge import blueprint
from essp.people.current import me
from essp.people.models import Person
from essp.topics.queries import Named, named_for


@blueprint.get("/curation/rights")
@members
def rights() -> str:
    """Every right that holds, with the work that earned it."""
    return _page()


@blueprint.post("/curation/rights/<int:right>/revoke")
@members
def revoke(right: int) -> ResponseReturnValue:
    """Take a right back, with the reason."""
    try:
        with transaction():
            taken = trusting.revoke(me(), right, reason=request.form.get("reason", ""))
    except Invalid as wrong:
        return _page(right, wrong.errors["reason"]), 422
    person = session().get_one(Person, taken.person_id)
    flash(_("%(name)s proposes on this topic again, and hears why.", name=person.name), "ok")
    return redirect(url_for(".rights"), 303)


def rights_of_person(person: Person) -> Markup:
    """On a profile: the topics on which somebody publishes where others propose."""
    found = trusting.rights(of=person)
    topics = named_for(me(), {right.topic_id for right, _who in found})
    shown = [topics[right.topic_id] for right, _who in found if right.topic_id in topics]
    if not shown:
        return Markup()
    return Markup(render_template("curation/_rights_of_person.html", topics=shown))


def _page(wrong: int = 0, error: Message = "") -> str:
    found = trusting.rights()
    topics = named_for(me(), {right.topic_id for right, _who in found})
    return render_template(
        "curation/rights.html",
        rows=[_row(right, person, topics) for right, person in found if right.topic_id in topics],
        enough=trusting.ENOUGH,
        wrong=wrong,
        error=error,
        typed=request.form.get("reason", ""),
    )


def _row(right: PublishingRight, person: Person, topics: Mapping[int, Named]) -> dict[str, object]:
    return {
        "right": right,
        "person": person,
        "topic": topics[right.topic_id],
        "may": bool(trusting.may_revoke(me(), right)),
    }
