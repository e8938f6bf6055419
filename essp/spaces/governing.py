"""Starting a space and changing what it is.

The address of a closed space ends in a part that nobody can guess. Otherwise trying an address for a
space of one's own, and finding it taken, would tell that a closed one exists. An address that a space
had while it was not closed was known to everyone already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES, Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, key_of, new_uid, slugify
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces import rules as house_rules
from essp.spaces.events import (
    MemberAdded,
    OwnerAppointed,
    SpaceAccessChanged,
    SpaceChanged,
    SpaceCreated,
)
from essp.spaces.membership import locked_standing
from essp.spaces.models import Access, Membership, Ownership, Space, SpaceAddress

LONGEST = {"name": 120, "purpose": 500, "rules": 20_000, "access_reason": 500}
LONGEST_KEY = 200
UNGUESSABLE = re.compile(r"-(?=[a-z]*[0-9])[0-9a-hjkmnp-tv-z]{10}$")


class ChangedMeanwhileError(Exception):
    """Somebody changed the space since the one that is being saved was read."""


def create_space(
    actor: Person,
    *,
    name: str,
    slug: str = "",
    purpose: str = "",
    rules: str = "",
    access: Access = Access.OPEN,
    access_reason: str = "",
    language: str = "en",
    save_key: str | None = None,
) -> Space:
    """Start a space; whoever starts it is its first member and owner.

    The same `save_key` of the same person again gives the space that it made. Raises Invalid when
    the name is empty, too long or taken, or the address is taken.
    """
    started = _started_before(actor, save_key)
    if started is not None:
        return started
    values = _checked(
        name=name, purpose=purpose, rules=rules, access_reason=access_reason, language=language
    )
    space = Space(
        slug=_free_slug(slug or name, access, wanted=bool(slug)),
        name_key=key_of(values["name"]),
        access=access.value,
        created_at=clock.now(),
        created_by_id=actor.id,
        save_key=save_key,
        **values,
    )
    with _first_to_claim():
        session().add(space)
        session().flush()
        session().add(SpaceAddress(slug=space.slug, space_id=space.id))
    record(SpaceCreated(actor_id=actor.id, space_id=space.id))
    if space.rules:
        house_rules.keep(actor, space, space.rules)
    _begin_membership(actor, space)
    return space


def _started_before(actor: Person, save_key: str | None) -> Space | None:
    if not save_key:
        return None
    return session().scalar(
        select(Space).where(Space.created_by_id == actor.id, Space.save_key == save_key)
    )


def change_space(
    actor: Person,
    space: Space,
    *,
    name: str,
    slug: str,
    purpose: str,
    rules: str,
    access: Access,
    access_reason: str | None = None,
    language: str,
    based_on: str | None = None,
) -> Space:
    """Change what the space is. Old addresses lead to it for ever. Raises Invalid, Refused.

    Without an `access_reason` or with an empty `slug` the present one stays. `based_on` is the
    `state_of` the space that the actor saw; when it is another by now, raises ChangedMeanwhileError.
    """
    require(policy.govern(actor, space, locked_standing(actor, space)))
    if based_on is not None and based_on != state_of(space):
        raise ChangedMeanwhileError
    values = _checked(
        name=name,
        purpose=purpose,
        rules=rules,
        access_reason=space.access_reason if access_reason is None else access_reason,
        language=language,
        own_id=space.id,
    )
    values["slug"] = _claim_slug(slug or space.slug, space, access)
    changed = tuple(field for field, value in values.items() if getattr(space, field) != value)
    for field in changed:
        setattr(space, field, values[field])
    space.name_key = key_of(space.name)
    if changed:
        record(SpaceChanged(actor_id=actor.id, space_id=space.id, fields=changed))
    if "rules" in changed:
        house_rules.keep(actor, space, space.rules)
    if access.value != space.access:
        space.access = access.value
        record(SpaceAccessChanged(actor_id=actor.id, space_id=space.id, access=access.value))
    return space


def state_of(space: Space) -> str:
    """A short text that is another whenever anything that owners set is another."""
    kept = [getattr(space, name) for name in (*LONGEST, "slug", "access", "language")]
    return sha256(repr(kept).encode()).hexdigest()[:16]


def _begin_membership(actor: Person, space: Space) -> None:
    moment = clock.now()
    session().add(Membership(space_id=space.id, person_id=actor.id, since=moment))
    session().add(Ownership(space_id=space.id, person_id=actor.id, since=moment))
    record(MemberAdded(actor_id=actor.id, space_id=space.id, person_id=actor.id))
    record(OwnerAppointed(actor_id=actor.id, space_id=space.id, person_id=actor.id))


def _checked(
    *, name: str, purpose: str, rules: str, access_reason: str, language: str, own_id: int = 0
) -> dict[str, str]:
    """The values as they are kept; raises Invalid with every error at once."""
    values = {
        "name": clean_line(name),
        "purpose": clean_line(purpose),
        "rules": house_rules.clean_text(rules),
        "access_reason": clean_line(access_reason),
        "language": language,
    }
    errors: dict[str, Message] = {
        field: _("Use at most %(limit)s characters.", limit=limit)
        for field, limit in LONGEST.items()
        if len(values[field]) > limit
    }
    key = key_of(values["name"])
    if not key:
        errors["name"] = _("Give the space a name.")
    elif len(key) > LONGEST_KEY:
        # One character may fold to many (U+FDFA to eighteen).
        errors["name"] = _("Use at most %(limit)s characters.", limit=LONGEST["name"])
    elif _open_namesake(key, own_id):
        errors["name"] = _("There is a space with this name already.")
    if language not in LANGUAGES:
        errors["language"] = _("Choose one of the languages.")
    if errors:
        raise Invalid(**errors)
    return values


def _open_namesake(key: str, own_id: int) -> bool:
    # A closed space must not be found out by trying its name, so only others count as namesakes.
    taken = select(Space.id).where(
        Space.name_key == key, Space.id != own_id, Space.access != Access.CLOSED.value
    )
    return session().scalar(taken.limit(1)) is not None


def _free_slug(wish: str, access: Access, *, wanted: bool) -> str:
    slug = slugify(wish, "space")
    if access is Access.CLOSED and not UNGUESSABLE.search(slug):
        slug = f"{slug[:70].rstrip('-')}-{_unguessable_part()}"
    if not _taken(slug):
        return slug
    if wanted:
        raise Invalid(slug=_("This address is taken or was used before. Choose another."))
    number = 2
    while _taken(f"{slug[:70]}-{number}"):
        number += 1
    return f"{slug[:70]}-{number}"


def _claim_slug(wish: str, space: Space, access: Access) -> str:
    slug = slugify(wish, "space")
    owner = session().scalar(select(SpaceAddress.space_id).where(SpaceAddress.slug == slug))
    if owner == space.id:
        return slug
    slug = _free_slug(slug, access, wanted=True)
    with _first_to_claim():
        session().add(SpaceAddress(slug=slug, space_id=space.id))
    return slug


def _unguessable_part() -> str:
    # One digit at least tells it from a word, so that an address made before is known as one.
    part = new_uid()
    while not any(c.isdigit() for c in part):
        part = new_uid()
    return part


@contextmanager
def _first_to_claim() -> Iterator[None]:
    """Two may claim one address at the same moment: the second is told, not broken."""
    try:
        with session().begin_nested():
            yield
    except IntegrityError:
        raise Invalid(slug=_("This address is taken or was used before. Choose another.")) from None


def _taken(slug: str) -> bool:
    return session().get(SpaceAddress, slug) is not None
