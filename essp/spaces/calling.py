"""Calling everyone at once: of a space, of a team, of a department.

In a text they are written `@space:address`, `@team:handle` (who leads it) and `@department:name`.
Up to `FREELY` people anybody may call; more only those who answer for it. Whoever calls more than
`ASKED_ABOVE` says first that they know how many. Nobody is told of what they may not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, func, or_, select

from essp.core.db import session
from essp.core.decision import Decision, Invalid, allow, refuse
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import slugify
from essp.core.markdown import render
from essp.core.markdown.inline import GROUP
from essp.people.models import Person, Role
from essp.people.queries import LOOKED_UP_AT_ONCE
from essp.spaces.models import Access, Champion, Membership, Ownership, Space, SpaceAddress
from essp.spaces.policy import readable_by, readable_by_person

FREELY = 50
ASKED_ABOVE = 10
MOST_GROUPS = 5
MORE_SINCE = 20  # one in so many may have come in since the author was told the number


class Kind(Enum):
    """Of what everyone is called."""

    SPACE = "space"
    TEAM = "team"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Group:
    """People who can be called at once. `id` is that of the space or of who leads the team; a
    department has only its `name`, and `key` is what stands behind the colon."""

    kind: Kind
    key: str
    name: str
    id: int = 0

    @property
    def written(self) -> str:
        """How a text says it, without the `@`."""
        return f"{self.kind.value}:{self.key}"

    @property
    def url(self) -> str:
        """Where its people are seen."""
        if self.kind is Kind.SPACE:
            return f"/s/{self.key}"
        wanted = self.key if self.kind is Kind.TEAM else self.name
        return "/people?" + urlencode({self.kind.value: wanted})

    @property
    def kept(self) -> str:
        """How a fact names it."""
        return f"{self.kind.value}:{self.id or self.name}"


def groups_in(text: str, before: str = "", language: str = "en") -> list[str]:
    """The groups that a text calls and `before` does not, as written; not those it only quotes."""
    if GROUP.search(text) is None:
        return []
    known = render(before, language=language).called if GROUP.search(before) else []
    called = render(text, language=language).called
    return [each for each in called if ":" in each and each not in known]


def agreed(actor: Person, place_id: int, names: Sequence[str], told: int) -> tuple[str, ...]:
    """The groups behind these names, as facts keep them, that the actor calls in the space `place_id`.

    `told` is how many people the actor knows will hear of it. Raises Invalid where they may not call
    one, or do not know the number yet; its `told` says it. Names of nothing call nobody.
    """
    found = find_groups(actor, names)
    if len(found) > MOST_GROUPS:
        raise Invalid(text=_too_many(len(found)))
    counts = [reached(actor, place_id, [group]) for group in found]
    for group, count in zip(found, counts, strict=True):
        decision = may_call(actor, place_id, group, count)
        if not decision:
            raise Invalid(text=decision.reason)
    count = sum(counts) if len(found) < 2 else reached(actor, place_id, found)
    if count > ASKED_ABOVE and count - max(5, count // MORE_SINCE) > told:
        raise Invalid(text=_asked(count, found), told=str(count))
    return tuple(group.kept for group in found)


def find_groups(actor: Person, names: Iterable[str]) -> list[Group]:
    """The groups of these names that the actor may know of and look into."""
    names = list(names)
    found = _by_name(names, readable_by(actor))
    return list(dict.fromkeys(found[name] for name in names if name in found))


def links_of(names: Collection[str], place_id: int | None) -> dict[str, str]:
    """Where the groups of these names are seen, by name: those that everyone may know of who reads
    what stands in the space `place_id`."""
    return {name: group.url for name, group in _by_name(names, _known_in(place_id)).items()}


def may_call(actor: Person, place_id: int, group: Group, count: int | None = None) -> Decision:
    """Whether the actor may call a group, which they may look into, from a text in the space
    `place_id`; `count` is how many people that tells, where it is known already."""
    if count is None:
        count = reached(actor, place_id, [group])
    if count <= FREELY or _answers_for(actor, place_id, group):
        return allow()
    return refuse(_REFUSED[group.kind](count, group.name))


def reached(actor: Person, place_id: int, groups: Sequence[Group]) -> int:
    """How many people are told when the actor calls these groups in the space `place_id`."""
    belongs = or_(*(in_group(each.kind, each.id, each.name) for each in groups))
    people = select(func.count()).select_from(Person).join(Space, Space.id == place_id)
    here = people.where(belongs, Person.joined_at.is_not(None), Person.left_at.is_(None))
    allowed = here.where(Person.id != actor.id, Space.practice.is_(False))
    if any((each.kind, each.id) != (Kind.SPACE, place_id) for each in groups):
        allowed = allowed.where(readable_by_person(Person.id))  # members of the space itself may
    return session().scalar(allowed) or 0


def in_group(kind: Kind, group_id: int, name: str) -> ColumnElement[bool]:
    """The condition on Person that somebody belongs to a group."""
    if kind is Kind.SPACE:
        members = select(Membership.person_id).where(Membership.space_id == group_id)
        return Person.id.in_(members)
    if kind is Kind.TEAM:
        return or_(Person.id == group_id, Person.manager_id == group_id)
    return Person.department == name


def offers(actor: Person, place: Space, typed: str, most: int = 3) -> Iterator[tuple[Group, int]]:
    """Groups that the actor may call in `place` and whose name or kind begins as typed, with how
    many people would hear of it; the space itself first."""
    wanted, given = typed.casefold(), 0
    for group, words in _likely(actor, place):
        if given < most and any(word.startswith(wanted) for word in words.casefold().split()):
            count = reached(actor, place.id, [group])
            if count and may_call(actor, place.id, group, count):
                given += 1
                yield group, count


def _likely(actor: Person, place: Space) -> Iterator[tuple[Group, str]]:
    words = str(_("everyone all space")), str(_("everyone all team")), str(_("department"))
    yield Group(Kind.SPACE, place.slug, place.name, place.id), f"{words[0]} {place.name}"
    leader = session().get(Person, actor.manager_id or actor.id)
    if leader is not None and (actor.manager_id or _leads_somebody(actor)):
        team = Group(Kind.TEAM, leader.handle, leader.name, leader.id)
        yield team, f"{words[1]} {leader.name}"
    for name in _departments():
        own = words[2] if name == actor.department else ""
        yield Group(Kind.DEPARTMENT, slugify(name), name), f"{own} {name}"


def _by_name(names: Iterable[str], known: ColumnElement[bool]) -> dict[str, Group]:
    """The groups of these names; a text may hold any number of names of nothing."""
    keys: dict[str, list[str]] = {kind.value: [] for kind in Kind}
    for name in names:
        kind, _colon, key = name.partition(":")
        keys.get(kind, []).append(key)
    return {
        group_name: group
        for kind, find in (
            (Kind.SPACE, lambda some: _spaces(some, known)),
            (Kind.TEAM, _teams),
            (Kind.DEPARTMENT, _departments_of),
        )
        for start in range(0, len(keys[kind.value]), LOOKED_UP_AT_ONCE)
        for group_name, group in find(keys[kind.value][start : start + LOOKED_UP_AT_ONCE])
    }


def _spaces(keys: Sequence[str], known: ColumnElement[bool]) -> Iterator[tuple[str, Group]]:
    """By any address they have or had."""
    found = select(SpaceAddress.slug, Space).join(Space, Space.id == SpaceAddress.space_id)
    for slug, space in session().execute(found.where(SpaceAddress.slug.in_(keys), known)):
        yield f"space:{slug}", Group(Kind.SPACE, space.slug, space.name, space.id)


def _teams(keys: Sequence[str]) -> Iterator[tuple[str, Group]]:
    leaders = select(Person).where(Person.handle.in_(keys), Person.left_at.is_(None))
    for leader in session().scalars(leaders):
        yield f"team:{leader.handle}", Group(Kind.TEAM, leader.handle, leader.name, leader.id)


def _departments_of(keys: Sequence[str]) -> Iterator[tuple[str, Group]]:
    for name in reversed(_departments()):
        if (key := slugify(name)) in keys:
            yield f"department:{key}", Group(Kind.DEPARTMENT, key, name)


def _known_in(place_id: int | None) -> ColumnElement[bool]:
    return or_(Space.access != Access.CLOSED.value, Space.id == (place_id or 0))


def _departments() -> Sequence[str]:
    here = Person.left_at.is_(None), Person.joined_at.is_not(None), Person.department != ""
    return session().scalars(select(Person.department).where(*here).distinct()).all()


def _leads_somebody(actor: Person) -> bool:
    led = select(Person.id).where(Person.manager_id == actor.id, Person.left_at.is_(None))
    return session().scalar(led.limit(1)) is not None


def _answers_for(actor: Person, place_id: int, group: Group) -> bool:
    """Owners and champions of the space, who leads the team, and community managers."""
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return True
    if group.kind is Kind.TEAM and group.id == actor.id:
        return True
    space_id = group.id if group.kind is Kind.SPACE else place_id
    roles = (
        select(table.person_id).where(table.space_id == space_id, table.person_id == actor.id)
        for table in (Ownership, Champion)
    )
    return any(session().scalar(each) is not None for each in roles)


def _too_many(count: int) -> Message:
    return _(
        "This names %(count)s groups; name at most %(most)s. It was not sent and is still here.",
        count=count,
        most=MOST_GROUPS,
    )


def _asked(count: int, groups: Sequence[Group]) -> Message:
    return _(
        "This tells %(count)s people, because it names %(groups)s. It was not sent yet and is still "
        "here: send it again to tell them, or take the name out.",
        count=count,
        groups=", ".join(f"@{each.written}" for each in groups),
    )


_REFUSED = {
    Kind.SPACE: lambda count, name: _(
        "This would tell all %(count)s people in %(name)s. Only owners and champions of that space may "
        "call more than %(most)s at once. It was not sent and is still here.",
        count=count, name=name, most=FREELY,
    ),
    Kind.TEAM: lambda count, name: _(
        "This would tell all %(count)s people in the team of %(name)s. Only who leads it, and owners "
        "and champions of this space, may call more than %(most)s at once. It was not sent and is "
        "still here.",
        count=count, name=name, most=FREELY,
    ),
    Kind.DEPARTMENT: lambda count, name: _(
        "This would tell all %(count)s people of the department %(name)s. Only owners and champions of "
        "this space may call more than %(most)s at once. It was not sent and is still here.",
        count=count, name=name, most=FREELY,
    ),
}  # fmt: skip
