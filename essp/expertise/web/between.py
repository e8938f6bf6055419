"""A question between two people: read and written by the two, answered, closed, made public by both."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import _
from essp.core.ids import clean_line, new_uid
from essp.expertise import asking, private, reasons
from essp.expertise.answering import SAID
from essp.expertise.asking_models import PrivateQuestion
from essp.expertise.shapes import Kind
from essp.expertise.web import blueprint, phrasing
from essp.people.current import me
from essp.spaces.queries import find_space


@blueprint.get("/asked/<question>")
@members
def between(question: str) -> str:
    """A private question with its messages, for the two people it is between."""
    return _shown(private.find(me(), question))


@blueprint.post("/asked/<question>")
@members
def write_between(question: str) -> ResponseReturnValue:
    """Write in it."""
    text = request.form.get("text", "")
    key = clean_line(request.form.get("save_key", ""))[:40] or None
    try:
        with transaction():
            private.write(me(), question, text, key)
    except Invalid as invalid:
        return _shown(private.find(me(), question), text, str(invalid.errors["text"])), 422
    except Refused as refused:
        return _shown(private.find(me(), question), text, str(refused.reason)), 409
    return redirect(url_for(".between", question=question) + "#last", 303)


@blueprint.post("/asked/<question>/said/<reply>")
@members
def say_between(question: str, reply: str) -> ResponseReturnValue:
    """Say not-me, not-now or again, unknown to who asked; close it, or agree to make it public."""
    with transaction():
        if reply in SAID:
            private.say(me(), question, SAID[reply])
            flash(_("Noted. Who asked does not learn of it."), "ok")
        elif reply == "closed":
            private.close(me(), question)
            flash(_("It is closed. You both can still read it."), "ok")
        elif reply in {"public", "not-public"}:
            private.agree(me(), question, opens=reply == "public")
            flash(_agreed(private.find(me(), question), opens=reply == "public"), "ok")
        else:
            raise NotFound
    return redirect(url_for(".between", question=question), 303)


@blueprint.post("/asked/<question>/public")
@members
def open_between(question: str) -> ResponseReturnValue:
    """Make it a conversation of the space that was chosen, now that both agreed."""
    found = private.find(me(), question)
    try:
        with transaction():
            space = find_space(me(), request.form.get("space", "")[:100])
            thread = private.make_public(me(), question, space)
    except (Refused, Invalid, NotFound):
        missing = _("Choose a space that you both may read.")
        return _shown(found, place_error=missing), 422
    flash(_("It is public now, under both your names."), "ok")
    return redirect(f"/t/{thread.uid}", 303)


@blueprint.get("/who-knows/questions")
@members
def questions() -> str:
    """What the reader asked and was asked, with how far each is."""
    return render_template(
        "expertise/questions.html", asked=asking.asked_by(me()), asked_of=asking.asked_of(me())
    )


def _agreed(question: PrivateQuestion, *, opens: bool) -> str:
    if not opens:
        return _("It stays between you two.")
    if question.asker_opens_at and question.asked_opens_at:
        return _("You both agree. Choose where it stands.")
    other = question.other_than(me())
    return _("Noted. It becomes public when %(name)s agrees too.", name=other.name)


def _shown(
    question: PrivateQuestion, typed: str = "", error: str = "", place_error: str = ""
) -> str:
    mine = question.person_id == me().id
    agreed = {
        "me": bool(question.asked_opens_at if mine else question.asker_opens_at),
        "other": bool(question.asker_opens_at if mine else question.asked_opens_at),
    }
    return render_template(
        "expertise/between.html",
        question=question,
        other=question.other_than(me()),
        asked_me=mine,
        messages=[(each, Markup(each.html)) for each in private.messages(question)],  # noqa: S704
        why=[
            (phrasing.SYMBOLS[Kind(each.kind)], each.html)
            for each in reasons.shown(me(), question.why if mine else [])
        ],
        agreed=agreed,
        places=[(each.slug, each.name) for each in private.places(question)]
        if all(agreed.values()) and not question.thread_id
        else [],
        waited=not mine and private.waited_long(question),
        thread=private.thread_of(me(), question),
        typed=typed,
        error=error,
        place_error=place_error,
        save_key=new_uid(),
    )
