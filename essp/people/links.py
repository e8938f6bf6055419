"""One-time links: made with a purpose, work once and for a limited time; only their hash is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import CursorResult, delete, select, update

from essp.core import clock
from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import OneTimeLink, Person, Purpose
from essp.people.sessions import hashed

LASTS = {
    Purpose.SETUP: timedelta(days=7),
    Purpose.INVITATION: timedelta(days=14),
    Purpose.PASSWORD: timedelta(hours=1),
}


def make_link(purpose: Purpose, person: Person | None, made_by: Person | None = None) -> str:
    """Make a link and give its token; an earlier one for the same purpose and person dies."""
    owner = person.id if person else None
    session().execute(
        delete(OneTimeLink).where(
            OneTimeLink.purpose == purpose.value,
            OneTimeLink.person_id.is_(None) if owner is None else OneTimeLink.person_id == owner,
        )
    )
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session().add(
        OneTimeLink(
            token_hash=hashed(token),
            purpose=purpose.value,
            person_id=owner,
            made_by_id=made_by.id if made_by else None,
            created_at=moment,
            expires_at=moment + LASTS[purpose],
        )
    )
    return token


def find_link(purpose: Purpose, token: str) -> OneTimeLink:
    """A link that still works; NotFound for one that was used, is too old or never was."""
    found = session().scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == hashed(token),
            OneTimeLink.purpose == purpose.value,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
    )
    if found is None:
        raise NotFound
    return found


def use_link(purpose: Purpose, token: str) -> OneTimeLink:
    """Use a link up; of two who try at once, one gets it and the other NotFound."""
    found = find_link(purpose, token)
    taken = session().execute(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == found.token_hash, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if not isinstance(taken, CursorResult) or taken.rowcount != 1:
        raise NotFound
    return found


def end_links(person: Person) -> None:
    """Every link of a person that was not used yet stops working."""
    session().execute(
        delete(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    )
