"""Who may look at the figures of a scope, and how many people must stand behind each for them.

A scope that is not for the reader to know of is not there. One whose people differ by too few from those
of another scope that they saw within a day is refused: the difference would be about these few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import literal, select, union

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Decision, NotFound, allow, refuse
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.people.models import Person, Role
from essp.spaces import policy
from essp.spaces.models import Membership, Ownership, Space
from essp.stats.asking import DAY, Axis, Scope, midnight
from essp.stats.groups import Group, departments_of, groups, led_by, of_everybody
from essp.stats.looks import scopes_shown
from essp.stats.models import DepartmentStay
from essp.stats.withholding import LEAST, LEAST_FOR_MANAGER, tells_of_few
from essp.topics.models import Topic
from essp.topics.queries import known_to

ALIKE = _(
    "These people and others that you looked at within a day differ by too few: the difference would "
    "tell of them. Look again tomorrow."
)  # fmt: skip


def may_see(actor: Person, scope: Scope) -> Decision:
    """Whether somebody sees the figures of a scope. Raises NotFound for one they may not know of.

    Community managers those of the site, of departments and topics, and of spaces that they read; owners
    those of their spaces; everybody those of their own department.
    """
    decision = may_see_each(actor, [scope])[scope]
    if decision is None:
        raise NotFound
    return decision


def may_see_each(actor: Person, scopes: Collection[Scope]) -> Mapping[Scope, Decision | None]:
    """The same of several scopes, None of each that they may not know of; asked together."""
    there = _there(actor, scopes)
    return {
        **_may_see_spaces(actor, [each for each in scopes if each.axis is Axis.SPACE]),
        **{
            each: _may_see(actor, each) if each in there else None
            for each in scopes
            if each.axis is not Axis.SPACE
        },
    }


def _may_see(actor: Person, scope: Scope) -> Decision:
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    if scope.axis is Axis.DEPARTMENT and scope.key and scope.key == actor.department:
        return allow()
    return refuse(_("Community managers see these figures. Your own stand under Your figures."))


@dataclass(frozen=True)
class Sight:
    """What one reader saw within a day, and whom they lead; asked once for all scopes of a screen."""

    actor: Person
    now: datetime
    _groups: dict[Scope, Group] = field(default_factory=dict, compare=False)
    _everybody: set[Scope] = field(default_factory=set, compare=False)

    @cached_property
    def led(self) -> Group:
        """Whom the reader leads, directly or through others."""
        return led_by(self.actor)

    @cached_property
    def seen(self) -> set[Scope]:
        """What was shown to them."""
        return scopes_shown(self.actor)

    @cached_property
    def departments(self) -> set[str]:
        """Where people work whom they lead."""
        return departments_of(self.led)

    def learn(self, scopes: Collection[Scope]) -> None:
        """Ask at once whom the figures of these scopes are of."""
        new = set(scopes).difference(self._groups)
        if not new:
            return
        everybody = of_everybody(new)
        if everybody and self._everybody:  # all of them are known already
            self._groups.update(dict.fromkeys(everybody, self._groups[next(iter(self._everybody))]))
            new -= everybody
        self._everybody.update(everybody)
        self._groups.update(groups(new, everybody, self.now))

    def people(self, scope: Scope) -> Group:
        """Whom the figures of a scope are of."""
        if scope not in self._groups:
            self.learn([scope])
        return self._groups[scope]

    def of_everybody(self, scope: Scope) -> bool:
        """Whether its figures are of everybody."""
        if scope not in self._groups:
            self.learn([scope])
        return scope in self._everybody

    def least(self, scope: Scope) -> int:
        """How many people must stand behind a figure of a scope."""
        if not self.led:
            return LEAST
        leads = self.of_everybody(scope) or not self.led.isdisjoint(self.people(scope))
        return LEAST_FOR_MANAGER if leads else LEAST

    def too_small(self, scope: Scope) -> bool:
        """Whether a scope is of fewer people than must stand behind each of its figures."""
        return not self.of_everybody(scope) and len(self.people(scope)) < self.least(scope)

    def alike(self, scope: Scope) -> bool:
        """Whether its people differ by too few from those of a scope that was shown before.

        Of a scope that is too small nothing is told, so nothing follows from it either.
        """
        self.learn({scope, *self.seen} if scope not in self._groups else ())
        if self.too_small(scope):
            return False
        return tells_of_few(self.people(scope), self._compared(scope), self.least(scope))

    def show(self, scope: Scope) -> None:
        """From now on this scope was shown to them too."""
        self.seen.add(scope)
        self._keep(self._shown, scope)

    def anew(self) -> Sight:
        """The same reader at the same moment, with what was shown to them since.

        Whom the figures of scopes are of is known to both.
        """
        return Sight(self.actor, self.now, self._groups, self._everybody)

    def _compared(self, scope: Scope) -> Iterator[Group]:
        """The people of what was shown before, as far as they may be others; those of everybody once.

        Nobody works in two departments at once: two of them have nobody in common.
        """
        all_of_them, of_departments = self.of_everybody(scope), scope.axis is Axis.DEPARTMENT
        for each, people in self._shown.items():
            if each is None:
                if not all_of_them:
                    yield people
            elif each != scope and not (of_departments and each.axis is Axis.DEPARTMENT):
                yield people

    @cached_property
    def _shown(self) -> dict[Scope | None, Group]:
        """Whom that was of which was shown; those of everybody as None, and nothing too small."""
        self.learn(self.seen)
        found: dict[Scope | None, Group] = {}
        for each in self.seen:
            self._keep(found, each)
        return found

    def _keep(self, shown: dict[Scope | None, Group], scope: Scope) -> None:
        if self.of_everybody(scope):
            shown[None] = self.people(scope)
        elif not self.too_small(scope):
            shown[scope] = self.people(scope)


def sight_of(actor: Person, day: date | None, after: Sight | None = None) -> Sight:
    """What somebody saw until now, for figures of a day; by `after` it is known whom these are of, where that
    was asked of the same moment.
    """
    now = _known_at(day)
    return after.anew() if after and (after.actor, after.now) == (actor, now) else Sight(actor, now)


def _known_at(day: date | None) -> datetime:
    return min(midnight(day + DAY, zone()), clock.now()) if day else clock.now()


def _may_see_spaces(actor: Person, scopes: Collection[Scope]) -> Mapping[Scope, Decision | None]:
    numbers = {each: _number(each) for each in scopes}
    found = _with_standing(actor, {each for each in numbers.values() if each})
    told: dict[Scope, Decision | None] = {}
    for scope, number in numbers.items():
        space, here = found.get(number, (None, policy.Standing()))
        if space is None or not policy.know_of(actor, space, here):
            told[scope] = None
            continue
        reads = policy.read(actor, space, here)
        manages = here.owner or actor.has_role(Role.COMMUNITY_MANAGER.value)
        if reads and not manages:
            reads = refuse(_("The owners of this space and community managers see its figures."))
        told[scope] = reads
    return told


def _with_standing(
    actor: Person, ids: Collection[int]
) -> Mapping[int, tuple[Space, policy.Standing]]:
    """Those of these spaces that there are, by id, and what somebody is in each."""
    if not ids:
        return {}
    of_actor = (
        select(literal(1))
        .where(kind.space_id == Space.id, kind.person_id == actor.id)
        .correlate(Space)
        .exists()
        for kind in (Membership, Ownership)
    )
    rows = session().execute(select(Space, *of_actor).where(Space.id.in_(ids)))
    return {
        row[0].id: (row[0], policy.Standing(member=bool(row[1]), owner=bool(row[2])))
        for row in rows
    }


def _there(actor: Person, scopes: Collection[Scope]) -> set[Scope]:
    """Those of these that are no space which the actor may know of."""
    names = {
        each.key: each
        for each in scopes
        if each.axis is Axis.DEPARTMENT and "\0" not in each.key and len(each.key) <= 120
    }
    topics = {
        number: each for each in scopes if each.axis is Axis.TOPIC and (number := _number(each))
    }
    found = {each for each in scopes if each.axis is Axis.SITE and not each.key}
    if names:
        people = select(Person.department).where(Person.department.in_(names))
        stays = select(DepartmentStay.department).where(DepartmentStay.department.in_(names))
        found |= {names[each] for each in session().scalars(union(people, stays))}
    if topics:
        known = select(Topic.id).where(Topic.id.in_(topics), known_to(actor))
        found |= {topics[each] for each in session().scalars(known)}
    return found


def _number(scope: Scope) -> int:
    """The id of a space or topic; 0 for what can be none."""
    number = int(scope.key) if scope.key.isascii() and scope.key.isdecimal() else 0
    return number if number < 2**31 else 0
