"""What somebody who was asked says: not me, not now, ask somebody else. Whoever asked never learns it.

"Not me" teaches: questions of that topic or in such words are not brought to them again. Each brings
the question to the next one.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core import clock, mail
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions.models import Thread
from essp.expertise.asking_models import Invitation, Reply, Routing
from essp.expertise.events import InvitationAnswered
from essp.expertise.fitting import Asked, fit_of, fits, look, open_to
from essp.expertise.routing import OWNERS, asked_already, hold, invite, is_open
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.spaces.queries import find_person

LINK = "invitation"
OFFERED = 2  # people to pass a question on to at one press
SAID = {"not-me": Reply.NOT_ME, "not-now": Reply.NOT_NOW, "again": Reply.WAITING}


def find_invitation(actor: Person, uid: str) -> Invitation:
    """An invitation of the actor, with its thread and space, while they may read it. Raises NotFound."""
    found = session().scalar(
        select(Invitation)
        .join(Invitation.thread)
        .join(Thread.space)
        .options(contains_eager(Invitation.thread).contains_eager(Thread.space))
        .where(Invitation.uid == uid, Invitation.person_id == actor.id, readable_by(actor))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def say(actor: Person, uid: str, reply: Reply) -> Invitation:
    """Answer an invitation with not me or not now, or with waiting to take that back.

    Said twice it is said once. Raises NotFound, and Refused where the question needs nobody any more.
    """
    found = _held(actor, uid)
    if found.reply == reply.value:
        return found
    found.reply = reply.value
    found.replied_at = None if reply is Reply.WAITING else clock.now()
    session().flush()
    if reply is not Reply.WAITING:
        record(InvitationAnswered(actor_id=actor.id, invitation_id=found.id))
    return found


def pass_on(actor: Person, uid: str, words: str) -> Person:
    """Name somebody else, by handle or name, who is asked instead; who it was.

    Raises Invalid where nobody of that name can be asked, with one sentence for every reason.
    """
    found = _held(actor, uid)
    other = find_person(words) if words.strip() else None
    if other is None:
        raise Invalid(person=_("Name a colleague who is here."))
    if other.id not in asked_already(found.thread_id):
        row = session().get_one(Routing, found.thread_id)
        asked = _asked(found, row)
        fit = fit_of(asked, other)
        hold([fit.person.id])
        if fit.person.id not in open_to(asked, [fit.person.id]) - asked_already(found.thread_id):
            raise Invalid(
                person=_("%(name)s cannot be asked just now. Name somebody else.", name=other.name)
            )
        invite(row, asked, fit, wave=min(found.wave, OWNERS - 1), by=None, from_=actor)
    found.reply, found.replied_at = Reply.PASSED_ON.value, clock.now()
    session().flush()
    record(InvitationAnswered(actor_id=actor.id, invitation_id=found.id))
    return other


def others_for(actor: Person, invitation: Invitation) -> list[Person]:
    """Whom else the actor may pass a question on to: the next most fitting people."""
    row = session().get_one(Routing, invitation.thread_id)
    asked = _asked(invitation, row)
    known = asked_already(invitation.thread_id) | {actor.id}
    return [fit.person for fit in fits(asked, known)[:OFFERED]]


def link_to(invitation: Invitation) -> str:
    """The path of a signed link with which it is answered from a mail, signed in or not."""
    return f"/mail/asked/{mail.sealed([invitation.uid], LINK)}"


def read_link(token: str) -> Invitation:
    """The invitation that a signed link answers, while its person may read it. Raises NotFound."""
    (uid,) = mail.unsealed(token, LINK)
    person = session().scalar(
        select(Person)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.uid == uid, Person.left_at.is_(None))
    )
    if person is None:
        raise NotFound
    return find_invitation(person, uid)


def _held(actor: Person, uid: str) -> Invitation:
    found = find_invitation(actor, uid)
    fresh = lock(Invitation, found.id)
    if fresh is None:
        raise NotFound
    if not is_open(session().get_one(Thread, fresh.thread_id)):
        raise Refused(_("This question needs nobody any more. Thank you all the same."))
    if fresh.reply == Reply.ANSWERED.value:
        raise Refused(_("You answered it already. Thank you."))
    return fresh


def _asked(invitation: Invitation, row: Routing) -> Asked:
    thread = session().get_one(Thread, invitation.thread_id)
    asker = session().get_one(Person, thread.author_id)
    return look(asker, row.words, session().get_one(Space, thread.space_id))
