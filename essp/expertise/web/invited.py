"""What who is asked sees and says: on the conversation, in the list of news, and from a mail.

One press each: not me, not now, ask somebody else. Who asked sees whom they told and what happens
next, and nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import ColumnElement, SQLColumnExpression, exists, select
from sqlalchemy.orm import joinedload

from essp.core import slots
from essp.core.access import members, public
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import Message, _
from essp.discussions.models import Kind, Thread
from essp.expertise import answering, asking, reasons
from essp.expertise.asking_models import Invitation, Reply, Routing
from essp.expertise.routing import OWNERS, is_open
from essp.expertise.shapes import Kind as Evidence
from essp.expertise.web import blueprint, phrasing, waiting
from essp.people.current import me, told_along
from essp.people.models import Person


@dataclass(frozen=True)
class Because:
    """One line of why somebody is asked, with its icon."""

    symbol: str
    html: Markup


@dataclass(frozen=True)
class Card:
    """An invitation as its person sees it: why, from whom it came, what was said, whom else to ask."""

    uid: str
    thread: str
    why: list[Because]
    from_: str
    owner: bool
    said: str
    open: bool
    others: list[Person]
    error: Message | str = ""
    typed: str = ""


WAS_ASKED = "was_asked"  # what `sessions.ask_along` calls it


def was_asked(person_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether anything was ever brought to somebody; for a query over people."""
    return exists().where(Invitation.person_id == person_id)


def invited_to_thread(thread: Thread) -> Markup:
    """Above a conversation: why the reader is asked, or for who asked what happens with it."""
    if thread.kind != Kind.QUESTION.value:
        return Markup()
    if thread.author_id == me().id:
        return _for_asker(thread)
    if told_along(WAS_ASKED) is False:
        return Markup()
    mine = select(Invitation).where(
        Invitation.thread_id == thread.id, Invitation.person_id == me().id,
        Invitation.replied_at.is_(None) | (Invitation.replied_at > Invitation.at),
    )  # fmt: skip
    found = session().scalar(mine)
    return _drawn(found, thread) if found is not None else Markup()


def invited_in_news(invitation_id: int) -> Markup:
    """In the list of news: why the reader is asked, with what they can say."""
    found = session().get_one(Invitation, invitation_id)
    thread = session().get_one(Thread, found.thread_id)
    return _drawn(found, thread, small=True)


def _drawn(found: Invitation, thread: Thread, *, small: bool = False) -> Markup:
    card = card_of(me(), found, thread, others=not small)
    drawn = render_template("expertise/_invited.html", card=card, small=small)
    return Markup(drawn)  # noqa: S704 - a template of ours


def card_of(
    person: Person, found: Invitation, thread: Thread, *, others: bool = False,
    errors: Mapping[str, Message] | None = None, typed: str = "",
) -> Card:  # fmt: skip
    """An invitation as this person, whose it is, may see it now."""
    waits = is_open(thread) and found.reply != Reply.ANSWERED.value
    offered = others and waits and found.reply == Reply.WAITING.value
    from_ = session().get(Person, found.from_id) if found.from_id else None
    return Card(
        uid=found.uid,
        thread=thread.uid,
        why=[
            Because(phrasing.SYMBOLS[Evidence(each.kind)], each.html)
            for each in reasons.shown(person, found.why)
        ],
        from_=from_.name if from_ else "",
        owner=found.wave == OWNERS,
        said=found.reply,
        open=waits,
        others=answering.others_for(person, found) if offered else [],
        error=(errors or {}).get("person", ""),
        typed=typed,
    )


@blueprint.post("/asked/of-me/<invitation>/<reply>")
@members
def answer_invitation(invitation: str, reply: str) -> ResponseReturnValue:
    """Say not-me, not-now, or again; or with `else` name who is asked instead."""
    found = answering.find_invitation(me(), invitation)
    thread = found.thread
    try:
        with transaction():
            flash(_say(me(), invitation, reply), "ok")
    except Refused as refused:
        flash(str(refused.reason), "info")
    except Invalid as invalid:
        card = card_of(me(), found, thread, others=True, errors=invalid.errors, typed=_named())
        return render_template("expertise/invited.html", card=card, thread=thread), 422
    return redirect(_back(thread), 303)


@blueprint.get("/mail/asked/<token>")
@public
def ask_from_mail(token: str) -> str:
    """What a link of a mail leads to: the buttons, for whoever holds it, signed in or not."""
    found = answering.read_link(token)
    return _from_mail(found, token, request.args.get("said", ""))


@blueprint.post("/mail/asked/<token>")
@public
def say_from_mail(token: str) -> ResponseReturnValue:
    """Say it at one press."""
    found = answering.read_link(token)
    person, said = session().get_one(Person, found.person_id), request.form.get("said", "")
    try:
        with transaction():
            done = _say(person, found.uid, said)
    except Refused as refused:
        done = str(refused.reason)
    except Invalid as invalid:
        return _from_mail(found, token, said, invalid.errors), 422
    return _from_mail(found, token, said, done=done)


def _from_mail(
    found: Invitation, token: str, said: str, errors: Mapping[str, Message] | None = None,
    done: str = "",
) -> str:  # fmt: skip
    person, thread = session().get_one(Person, found.person_id), _thread_of(found)
    card = card_of(person, found, thread, errors=errors, typed=_named())
    return render_template(
        "expertise/invited_mail.html", card=card, thread=thread, token=token, said=said, done=done
    )


def _say(person: Person, uid: str, said: str) -> str:
    """Do what was pressed; what to tell of it."""
    if said == "else":
        other = answering.pass_on(person, uid, _named())
        return _("%(name)s is asked instead. Who asked does not learn of it.", name=other.name)
    if said not in answering.SAID:
        raise NotFound
    answering.say(person, uid, answering.SAID[said])
    return {
        "not-me": _("Noted. You are not brought such questions, and who asked does not learn of it."),
        "not-now": _("Noted. Somebody else is asked, and who asked does not learn of it."),
        "again": _("It is among what you were asked again."),
    }[said]  # fmt: skip


def _thread_of(found: Invitation) -> Thread:
    """The conversation with its space, after whatever was written meanwhile."""
    return session().get_one(Thread, found.thread_id, options=[joinedload(Thread.space)])


def _named() -> str:
    return (request.form.get("handle") or request.form.get("name", ""))[:200]


def _back(thread: Thread) -> str:
    """The conversation, or the list from which it was pressed; no other address."""
    lists = {"news": "/notifications", "mine": url_for(".questions")}
    return lists.get(request.form.get("back", ""), f"/t/{thread.uid}")


def _for_asker(thread: Thread) -> Markup:
    row = session().get(Routing, thread.id)
    if row is None:
        return Markup()
    drawn = render_template(
        "expertise/_routed.html",
        told=asking.told_at_first(me(), thread),
        wave=row.wave,
        waits=is_open(thread) and row.ended_at is None,
        due=waiting.due(row.next_at) if row.next_at else "",
    )
    return Markup(drawn)  # noqa: S704 - a template of ours


FILLINGS: dict[str, slots.Filling] = {
    "notice.asked": invited_in_news,
    "thread.asked": invited_to_thread,
}
