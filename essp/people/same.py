"""Several accounts of one person: one is kept, and the others lead to it.

Nothing that was written is attributed anew: names on old work stay and lead to the person. The account
that leads on is closed, its addresses are the person's, and whoever asks who knows something hears of
one person. All of it can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.people import accounts, policy, sessions
from essp.people.events import SamePersonSaid, SamePersonTakenBack
from essp.people.links import end_links
from essp.people.managing import hold_tree
from essp.people.models import Person
from essp.people.queries import kept_of


def join_accounts(actor: Person, other: Person, kept: Person, *, asked: bool = False) -> bool:
    """Say that an account is the same person as the one that is kept; whether that was new.

    `asked` says that whoever signs in with the other account agrees. Invalid, for the field `kept` or
    `asked`, where the two cannot be one; Refused to anybody but administrators.
    """
    require(policy.join_accounts(actor, other))
    return join(other, kept, by=actor, asked=asked)


def check(actor: Person, other: Person, kept: Person, *, asked: bool = False) -> Person:
    """The account that would be kept, before anything is done; raises what `join_accounts` raises."""
    require(policy.join_accounts(actor, other))
    into = _into(other, kept)
    _check(other, into, asked=asked)
    return into


def join(other: Person, kept: Person, *, by: Person | None = None, asked: bool = False) -> bool:
    """The same as the operator of the installation."""
    hold_tree()
    fresh, into = _fresh(other.id), _fresh(kept.id)
    into = _fresh(_into(fresh, into).id)
    if fresh.same_as_id == into.id:
        return False
    _check(fresh, into, asked=asked)
    was_here = fresh.left_at is None
    accounts.close(fresh, by=by)
    sessions.end_all(fresh)
    end_links(fresh)  # who had left may have been asked back
    fresh.same_as_id = into.id
    fresh.same_since = fresh.left_at if was_here else clock.now()
    session().execute(
        update(Person).where(Person.same_as_id == fresh.id).values(same_as_id=into.id)
    )
    session().flush()
    record(SamePersonSaid(actor_id=by.id if by else None, person_id=fresh.id, kept_id=into.id))
    return True


def part_accounts(actor: Person, other: Person) -> bool:
    """Take back that an account is the same person as another; whether it was said.

    The account is as open as it was before: who had not left chooses a new password. Refused to anybody
    but administrators.
    """
    require(policy.join_accounts(actor, other))
    return part(other, by=actor)


def part(other: Person, *, by: Person | None = None) -> bool:
    """The same as the operator of the installation."""
    hold_tree()
    fresh = _fresh(other.id)
    if fresh.same_as_id is None:
        return False
    kept_id = fresh.same_as_id
    if fresh.left_at == fresh.same_since:
        fresh.left_at = None
    fresh.same_as_id = fresh.same_since = None
    session().flush()
    record(SamePersonTakenBack(actor_id=by.id if by else None, person_id=fresh.id, kept_id=kept_id))
    return True


def joined_to(person: Person) -> Sequence[Person]:
    """The accounts that are the same person as this one, in the order of a register."""
    found = select(Person).where(Person.same_as_id == person.id)
    return session().scalars(found.order_by(Person.sort_key, Person.id)).all()


def _into(other: Person, kept: Person) -> Person:
    """The account to which one is joined: never one that leads on, so that no chains come to be."""
    return kept if other.id in {kept.id, kept.same_as_id} else kept_of(kept)


def _fresh(number: int) -> Person:
    found = lock(Person, number)
    if found is None:
        raise NotFound
    return found


def _check(other: Person, kept: Person, *, asked: bool) -> None:
    wrong = _wrong(other, kept)
    if wrong is not None:
        raise Invalid(kept=wrong)
    if other.active and not asked:
        raise Invalid(
            asked=_(
                "%(name)s signs in with this account. Ask first, and say here that they agree.",
                name=other.name,
            )
        )


def _wrong(other: Person, kept: Person) -> Message | None:
    if other.id == kept.id:
        return _("This is that account itself. Name the other one.")
    if kept.same_as_id == other.id:
        return _("%(name)s leads to this account already. Take that back first.", name=kept.name)
    if other.same_as_id is not None:
        return _("This account leads to another already. Take that back first.")
    if other.anonymous_at is not None or kept.anonymous_at is not None:
        return _("Nobody can say any more who an anonymous account was.")
    if other.active and not kept.active:
        return _("Nobody signs in as %(name)s. Keep the account that is in use.", name=kept.name)
    return None
