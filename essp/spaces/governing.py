"""Starting a space and changing what it is."""

from __future__ import annotations

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, key_of, slugify
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import (
    MemberAdded,
    OwnerAppointed,
    SpaceAccessChanged,
    SpaceChanged,
    SpaceCreated,
)
from essp.spaces.models import Access, Membership, Ownership, Space, SpaceAddress
from essp.spaces.queries import standing

LONGEST_NAME = 120
LONGEST_PURPOSE = 500
LONGEST_RULES = 20_000


def create_space(
    actor: Person,
    *,
    name: str,
    slug: str = "",
    purpose: str = "",
    rules: str = "",
    access: Access = Access.OPEN,
    language: str = "en",
) -> Space:
    """Start a space; whoever starts it is its first member and owner.

    Raises Invalid when the name is empty, too long or taken, or the address is taken.
    """
    name, purpose = clean_line(name), clean_line(purpose)
    _check(name=name, purpose=purpose, rules=rules, language=language)
    space = Space(
        slug=_free_slug(slug or name, wanted=bool(slug)),
        name=name,
        name_key=key_of(name),
        purpose=purpose,
        rules=rules,
        access=access.value,
        language=language,
        created_at=clock.now(),
        created_by_id=actor.id,
    )
    session().add(space)
    session().flush()
    session().add(SpaceAddress(slug=space.slug, space_id=space.id))
    record(SpaceCreated(actor_id=actor.id, space_id=space.id))
    _begin_membership(actor, space)
    return space


def change_space(
    actor: Person,
    space: Space,
    *,
    name: str,
    slug: str,
    purpose: str,
    rules: str,
    access: Access,
    language: str,
) -> Space:
    """Change what the space is. Old addresses lead to it for ever. Raises Invalid, Refused."""
    found = lock(Space, space.id)
    if found is None:
        raise NotFound
    require(policy.govern(actor, found, standing(actor, found)))
    name, purpose = clean_line(name), clean_line(purpose)
    _check(name=name, purpose=purpose, rules=rules, language=language, own_id=found.id)
    new = {
        "name": name,
        "purpose": purpose,
        "rules": rules,
        "language": language,
        "slug": found.slug if slug == found.slug else _claim_slug(slug, found),
    }
    changed = tuple(field for field, value in new.items() if getattr(found, field) != value)
    for field in changed:
        setattr(found, field, new[field])
    found.name_key = key_of(name)
    if changed:
        record(SpaceChanged(actor_id=actor.id, space_id=found.id, fields=changed))
    if access.value != found.access:
        found.access = access.value
        record(SpaceAccessChanged(actor_id=actor.id, space_id=found.id, access=access.value))
    return found


def _begin_membership(actor: Person, space: Space) -> None:
    moment = clock.now()
    session().add(Membership(space_id=space.id, person_id=actor.id, since=moment))
    session().add(Ownership(space_id=space.id, person_id=actor.id, since=moment))
    record(MemberAdded(actor_id=actor.id, space_id=space.id, person_id=actor.id))
    record(OwnerAppointed(actor_id=actor.id, space_id=space.id, person_id=actor.id))


def _check(*, name: str, purpose: str, rules: str, language: str, own_id: int = 0) -> None:
    errors = {}
    if not key_of(name):
        errors["name"] = _("Give the space a name.")
    elif len(name) > LONGEST_NAME:
        errors["name"] = _("Use at most %(limit)s characters.", limit=LONGEST_NAME)
    elif _open_namesake(name, own_id):
        errors["name"] = _("There is a space with this name already.")
    if len(purpose) > LONGEST_PURPOSE:
        errors["purpose"] = _("Use at most %(limit)s characters.", limit=LONGEST_PURPOSE)
    if len(rules) > LONGEST_RULES:
        errors["rules"] = _("Use at most %(limit)s characters.", limit=LONGEST_RULES)
    if language not in LANGUAGES:
        errors["language"] = _("Choose one of the languages.")
    if errors:
        raise Invalid(**errors)


def _open_namesake(name: str, own_id: int) -> bool:
    # A closed space must not be found out by trying its name, so only others count as namesakes.
    taken = select(Space.id).where(
        Space.name_key == key_of(name), Space.id != own_id, Space.access != Access.CLOSED.value
    )
    return session().scalar(taken.limit(1)) is not None


def _free_slug(wish: str, *, wanted: bool) -> str:
    slug = slugify(wish, "space")
    if not _taken(slug):
        return slug
    if wanted and not _belongs_to_closed(slug):
        raise Invalid(slug=_("This address is taken or was used before. Choose another."))
    number = 2
    while _taken(f"{slug[:70]}-{number}"):
        number += 1
    return f"{slug[:70]}-{number}"


def _claim_slug(wish: str, space: Space) -> str:
    slug = slugify(wish, "space")
    if slug == space.slug:
        return slug
    owner = session().scalar(select(SpaceAddress.space_id).where(SpaceAddress.slug == slug))
    if owner == space.id:
        return slug
    slug = _free_slug(slug, wanted=True)
    session().add(SpaceAddress(slug=slug, space_id=space.id))
    return slug


def _taken(slug: str) -> bool:
    return session().get(SpaceAddress, slug) is not None


def _belongs_to_closed(slug: str) -> bool:
    # An address taken by a closed space gets a number, as if two spaces had the same name: saying
    # "taken" would tell that it exists.
    closed = (
        select(Space.id)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(SpaceAddress.slug == slug, Space.access == Access.CLOSED.value)
    )
    return session().scalar(closed) is not None
