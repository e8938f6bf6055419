"""Sign-ins: begun with a password, found by their token at each request, ended by any of three hands.

A sign-in ends by the person (here or elsewhere), by time (so many days in all, or unused), and by
a new password or a closed account. The token is in the browser; only its hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    SQLColumnExpression,
    StatementLambdaElement,
    bindparam,
    select,
    update,
)

from essp.core import clock
from essp.core.db import prepared, session
from essp.core.decision import NotFound
from essp.people.models import Person, SignIn

SEEN_EVERY = timedelta(minutes=10)

# Gives a column for the id of a person, which is one of the outer query.
Column = Callable[[SQLColumnExpression[int]], SQLColumnExpression[Any]]
_along: dict[str, Column] = {}


def hashed(token: str) -> str:
    """What is kept of a secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(person: Person, *, days: int, browser: str = "", address: str = "") -> str:
    """Begin a sign-in and give its token, which is nowhere kept."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session().add(
        SignIn(
            token_hash=hashed(token),
            person_id=person.id,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + timedelta(days=days),
            browser=browser[:200],
            address=address[:60],
        )
    )
    return token


class Found(NamedTuple):
    """A living sign-in, as far as a request asks of it. `along` has what `ask_along` named."""

    id: int
    seen_at: datetime
    person: Person
    along: dict[str, Any]


def ask_along(name: str, column: Column) -> None:
    """Ask this too of whoever is signed in, in the one question that each request asks of them.

    For what every screen shows; said again it changes nothing.
    """
    _along[name] = column
    _living.cache_clear()


def find_sign_in(token: str, *, idle_days: int) -> Found | None:
    """The living sign-in of a token with its person: one query."""
    moment = clock.now()
    where = {
        "token": hashed(token),
        "now": moment,
        "used_since": moment - timedelta(days=idle_days),
    }
    row = session().execute(_living(), where).first()
    if row is None:
        return None
    sign_in_id, seen_at, person, *told = row
    return Found(sign_in_id, seen_at, person, dict(zip(_along, told, strict=True)))


# Asked with every request, so built once.
@cache
def _living() -> StatementLambdaElement:
    along: list[Any] = [column(Person.id).label(name) for name, column in _along.items()]
    return prepared(
        select(SignIn.id, SignIn.seen_at, Person, *along)
        .join(SignIn.person)
        .where(
            SignIn.token_hash == bindparam("token"),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > bindparam("now"),
            SignIn.seen_at > bindparam("used_since"),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
        )
    )


def needs_mark(found: Found) -> bool:
    """Whether the last use is long enough ago to be written down again."""
    return clock.now() - found.seen_at > SEEN_EVERY


def mark_seen(found: Found) -> None:
    """Write down that the sign-in was used now."""
    session().execute(update(SignIn).where(SignIn.id == found.id).values(seen_at=clock.now()))


def own_sign_ins(person: Person, *, idle_days: int) -> Sequence[SignIn]:
    """The person's living sign-ins, the last used first."""
    moment = clock.now()
    return (
        session()
        .scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person.id,
                SignIn.ended_at.is_(None),
                SignIn.expires_at > moment,
                SignIn.seen_at > moment - timedelta(days=idle_days),
            )
            .order_by(SignIn.seen_at.desc())
        )
        .all()
    )


def end_sign_in(person: Person, sign_in_id: int) -> None:
    """End one sign-in of this person; NotFound for another's and for one that has ended."""
    if _end(SignIn.person_id == person.id, SignIn.id == sign_in_id) != 1:
        raise NotFound


def end_token(token: str) -> None:
    """End the sign-in of a token."""
    _end(SignIn.token_hash == hashed(token))


def end_all(person: Person, *, but: str | None = None) -> None:
    """End every sign-in of a person, but for the one of this token."""
    conditions = [SignIn.person_id == person.id]
    if but is not None:
        conditions.append(SignIn.token_hash != hashed(but))
    _end(*conditions)


def _end(*conditions: ColumnElement[bool]) -> int:
    ended = session().execute(
        update(SignIn).where(SignIn.ended_at.is_(None), *conditions).values(ended_at=clock.now())
    )
    return ended.rowcount if isinstance(ended, CursorResult) else 0
