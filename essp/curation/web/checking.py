"""Asking a colleague to check a proposal: whom, what they answer, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import Message, _
from essp.curation import checking, places
from essp.curation.likely_owners import likely_owners
from essp.curation.web import releasing
from essp.curation.web.desk_frame import scope_kept
from essp.curation.web.edge import blueprint
from essp.curation.web.owning import NO_ERRORS, UNTYPED, wanted_person
from essp.people.current import me
from essp.spaces.queries import find_person
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal

Errors = Mapping[str, Message]


@blueprint.get("/proposals/<proposal>/check")
@members
def check(proposal: str) -> ResponseReturnValue:
    """Whom to ask, with who knows the page."""
    return _asking(find_proposal(me(), proposal))


@blueprint.post("/proposals/<proposal>/check")
@members
def ask_to_check(proposal: str) -> ResponseReturnValue:
    """Ask a colleague to check it."""
    form = request.form
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            person = wanted_person(form.get("chosen") or form.get("person", ""))
            checking.ask(me(), found, person, form.get("why", ""))
    except Invalid as invalid:
        return _asking(find_proposal(me(), proposal), form, invalid.errors), 422
    flash(_("%(name)s is asked to check it.", name=person.name if person else ""), "ok")
    return redirect(_back(proposal), 303)


@blueprint.post("/proposals/<proposal>/check/<handle>/end")
@members
def take_check_back(proposal: str, handle: str) -> ResponseReturnValue:
    """Ask somebody no longer."""
    with transaction():
        found, person = find_proposal(me(), proposal), find_person(handle)
        if person is None:
            raise NotFound
        checking.take_back(me(), found, person)
    flash(_("%(name)s need not check it any more.", name=person.name))
    return redirect(_back(proposal), 303)


@blueprint.get("/proposals/<proposal>/check/answer")
@members
def check_asked(proposal: str) -> ResponseReturnValue:
    """What the reader was asked, and the answer."""
    return _answering(find_proposal(me(), proposal))


@blueprint.post("/proposals/<proposal>/check/answer")
@members
def answer_check(proposal: str) -> ResponseReturnValue:
    """Answer what one was asked."""
    form = request.form
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            checking.answer(me(), found, form.get("answer", ""), form.get("words", ""))
    except Invalid as invalid:
        return _answering(find_proposal(me(), proposal), form, invalid.errors), 422
    flash(_("Thank you. Who asked you is told."), "ok")
    return redirect(url_for("wiki.proposal", proposal=proposal), 303)


def beside_proposal(proposal: Proposal, page: Page) -> str:
    """Who was asked to check it and what they said, and until when the owners promised to decide."""
    html = render_template("curation/_checks_section.html", checks=checks_shown(proposal, page))
    return Markup(html) + Markup(releasing.beside_proposal(proposal, page))  # noqa: S704 - templates


def checks_shown(proposal: Proposal, page: Page) -> dict[str, Any]:
    """What `curation/_checks.html` shows of a proposal with its page."""
    return {
        "proposal": proposal,
        "rows": checking.checks_of(proposal),
        "mine": checking.check_for(me(), proposal),
        "may_ask": bool(checking.may_ask(me(), proposal, page)),
        "kept": {},
    }


def _asking(found: Proposal, typed: Mapping[str, str] = UNTYPED, errors: Errors = NO_ERRORS) -> str:
    require(checking.may_ask(me(), found, found.page))
    asked = {row.person_id for row in checking.checks_of(found) if row.answered_at is None}
    place = places.of_page(me(), found.page.uid)
    return render_template(
        "curation/check.html", proposal=found, page=found.page, typed=typed, errors=errors,
        likely=likely_owners(place, but={me().id, found.author_id, *asked}), back=_back(found.uid),
        kept=_kept(),
    )  # fmt: skip


def _answering(
    found: Proposal, typed: Mapping[str, str] = UNTYPED, errors: Errors = NO_ERRORS
) -> str:
    row = checking.check_for(me(), found)
    if row is None:
        raise NotFound
    return render_template(
        "curation/check_answer.html", proposal=found, page=found.page, row=row, typed=typed,
        errors=errors,
    )  # fmt: skip


def _kept() -> dict[str, Any]:
    """What the address says of where it was asked from."""
    return {"desk": "1", **scope_kept()} if "desk" in request.args else {}


def _back(uid: str) -> str:
    """Where it was asked from: the desk, or the screen of the proposal."""
    if "desk" in request.args:
        return url_for(".curation_desk", proposal=uid, **scope_kept())
    return url_for("wiki.proposal", proposal=uid)
