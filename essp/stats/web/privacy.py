"""What is measured and what never, who may see it, and one's own say in it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members, requires
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _
from essp.people.current import me
from essp.stats import agreeing, choosing, delegating, looks
from essp.stats.agreeing import Agreed
from essp.stats.measures import catalogue
from essp.stats.recording import mode
from essp.stats.web.edge import blueprint

ADMINISTRATOR = "administrator"
LONGEST = 4000


@blueprint.get("/insight/privacy")
@members
def privacy() -> str:
    """What is measured and what never, who sees it, the agreement, and one's own objection."""
    return _privacy()


@blueprint.post("/insight/privacy/objection")
@members
def object_to_it() -> ResponseReturnValue:
    """Have nothing kept any more of what one opens and looks for."""
    reason = request.form.get("reason", "")[:LONGEST]
    try:
        with transaction():
            choosing.object_to_it(me(), reason)
    except Invalid as wrong:
        return _privacy(wrong.errors, reason), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("What you open and look for is not kept. What there was is gone."))
    return redirect(url_for(".privacy") + "#you", 303)


@blueprint.post("/insight/privacy/objection/taken-back")
@members
def take_back() -> ResponseReturnValue:
    """Be counted again, from now on."""
    with transaction():
        choosing.take_back(me())
    flash(_("You are counted again from now on."))
    return redirect(url_for(".privacy") + "#you", 303)


@blueprint.get("/insight/agreement")
@requires(ADMINISTRATOR)
def agreement() -> str:
    """How much is measured and who reads the log, for administrators."""
    return _agreement()


@blueprint.post("/insight/agreement")
@requires(ADMINISTRATOR)
def switch() -> ResponseReturnValue:
    """Say how much is measured, and the agreement it rests on."""
    sent = {
        name: request.form.get(name, "")[:LONGEST]
        for name in ("mode", "reference", "agreed_on", "note")
    }
    agreed = Agreed(sent["reference"], sent["agreed_on"], sent["note"])
    try:
        with transaction():
            changed = agreeing.switch(me(), sent["mode"], agreed)
    except Invalid as wrong:
        return _agreement(wrong.errors, sent), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Kept. Everybody can read it under What is never measured.") if changed
          else _("It was so already."))  # fmt: skip
    return redirect(url_for(".agreement"), 303)


@blueprint.post("/insight/delegates")
@requires(ADMINISTRATOR)
def name_delegate() -> ResponseReturnValue:
    """Let somebody read the log of looks for the works council."""
    sent = {name: request.form.get(name, "")[:LONGEST] for name in ("handle", "delegate_reference")}
    try:
        with transaction():
            delegating.name_delegate(me(), sent["handle"], sent["delegate_reference"])
    except Invalid as wrong:
        return _agreement(wrong.errors, sent), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".agreement") + "#delegates", 303)


@blueprint.post("/insight/delegates/<int:number>/end")
@requires(ADMINISTRATOR)
def end_delegate(number: int) -> ResponseReturnValue:
    """Let a delegate read the log no more."""
    with transaction():
        delegating.end(me(), number)
    return redirect(url_for(".agreement") + "#delegates", 303)


def _privacy(errors: Mapping[str, Message] | None = None, reason: str = "") -> str:
    return render_template(
        "insight/privacy.html",
        mode=mode(),
        present=agreeing.present(),
        past=agreeing.switched(),
        delegates=delegating.delegates(),
        chosen=choosing.chosen(me()),
        personal=[each for each in catalogue().values() if each.personal],
        reads_log=looks.reads_all(me()),
        errors=errors or {},
        reason=reason,
    )


def _agreement(
    errors: Mapping[str, Message] | None = None, sent: Mapping[str, str] | None = None
) -> str:
    return render_template(
        "insight/agreement.html",
        mode=mode(),
        past=agreeing.switched(),
        delegates=delegating.delegates(),
        errors=errors or {},
        sent=sent or {},
    )
