"""Tokens: secrets by which a program acts as a person. Shown once; only their hash is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people import policy
from essp.people.events import ApiTokenMade
from essp.people.models import ApiToken, Person
from essp.people.sessions import hashed

PREFIX = "essp_"
SEEN_EVERY = timedelta(minutes=10)
LONGEST_LABEL = 120


def make_token(actor: Person, label: str) -> tuple[ApiToken, str]:
    """Make a token of one's own: its row, and the secret that is shown now and never again."""
    require(policy.make_token(actor, actor))
    said = clean_line(label)
    if not said or len(said) > LONGEST_LABEL:
        raise Invalid(label=_("Say in a few words what the token is for."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        token_hash=hashed(secret), person_id=actor.id, label=said, created_at=clock.now()
    )
    session().add(token)
    session().flush()
    record(ApiTokenMade(actor_id=actor.id, person_id=actor.id, token_id=token.id))
    return token, secret


def find_by_token(secret: str) -> Person | None:
    """The person as whom a program with this secret acts: one query. None when it does not work."""
    found = session().scalar(
        select(ApiToken)
        .join(ApiToken.person)
        .options(contains_eager(ApiToken.person))
        .where(
            ApiToken.token_hash == hashed(secret),
            ApiToken.revoked_at.is_(None),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
        )
    )
    if found is None:
        return None
    person = found.person
    if found.used_at is None or clock.now() - found.used_at > SEEN_EVERY:
        with transaction():
            session().execute(
                update(ApiToken).where(ApiToken.id == found.id).values(used_at=clock.now())
            )
    return person


def revoke_token(actor: Person, token_id: int) -> None:
    """End one of one's own tokens; NotFound for one that is somebody else's or ended already."""
    _end(ApiToken.id == token_id, ApiToken.person_id == actor.id)


def revoke(token_id: int) -> None:
    """End anybody's token as the operator of the installation; NotFound when none works by that id."""
    _end(ApiToken.id == token_id)


def _end(*conditions: ColumnElement[bool]) -> None:
    found = session().scalar(select(ApiToken).where(ApiToken.revoked_at.is_(None), *conditions))
    if found is None:
        raise NotFound
    found.revoked_at = clock.now()
