"""Letters that hold a one-time link: invitation and new password.

The link is made when the letter is written, by the job: so its secret stands in the letter alone, and
asking for a new password does the same work whether or not anybody has the address.
"""

from __future__ import annotations

from essp.core import jobs, mail
from essp.core.db import session, transaction
from essp.people import queries
from essp.people.links import LASTS, make_link
from essp.people.models import Person, Purpose

PATHS = {Purpose.INVITATION: "/invitation/", Purpose.PASSWORD: "/password/"}


def send_invitation(person: Person, invited_by: Person | None) -> None:
    """Have the letter of an invitation sent."""
    jobs.enqueue(
        invitation_letter, person_id=person.id, by_id=invited_by.id if invited_by else None
    )


def send_password_link(email_or_handle: str) -> None:
    """Have a link for a new password sent, if anybody signs in with this name."""
    jobs.enqueue(password_letter, asked=email_or_handle.strip()[:254])


@jobs.task("people.invitation_letter")
def invitation_letter(person_id: int, by_id: int | None) -> None:
    """Write and send the letter of an invitation."""
    person = session().get(Person, person_id)
    if person is None or person.active:
        return
    by = session().get(Person, by_id) if by_id is not None else None
    _deliver(person, Purpose.INVITATION, invited_by=by.name if by else "", made_by=by)


@jobs.task("people.password_letter")
def password_letter(asked: str) -> None:
    """Write and send the letter with a link for a new password, to whoever signs in like that."""
    person = queries.by_sign_in_name(asked)
    if person is not None and person.active:
        _deliver(person, Purpose.PASSWORD)


def _deliver(
    person: Person, purpose: Purpose, *, made_by: Person | None = None, **values: str
) -> None:
    if person.email is None:
        return
    with transaction():
        token = make_link(purpose, person, made_by)
    values |= {"link": mail.address_of(PATHS[purpose] + token), "days": str(LASTS[purpose].days)}
    language = mail.language_of(person)
    mail.deliver(mail.compose(person.email, person.name, language, purpose.value, values))
