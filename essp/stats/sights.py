"""Who may look at the figures of a scope, and how many people must stand behind each for them.

A scope that is not for the reader to know of is not there. One whose people differ by too few from those
of another scope that they saw within a day is refused: the difference would be about these few.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import exists, or_, select

from essp.core.db import session
from essp.core.decision import Decision, NotFound, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person, Role
from essp.spaces import policy
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.stats.asking import Axis, Scope
from essp.stats.groups import Group, departments_of, for_everybody, group, led_by
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
    if scope.axis is Axis.SPACE:
        return _may_see_space(actor, scope)
    if not _is_there(actor, scope):
        raise NotFound
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

    def people(self, scope: Scope) -> Group:
        """Whom the figures of a scope are of."""
        if scope not in self._groups:
            self._groups[scope] = group(scope, self.now)
        return self._groups[scope]

    def least(self, scope: Scope) -> int:
        """How many people must stand behind a figure of a scope."""
        if not self.led:
            return LEAST
        leads = for_everybody(scope) or not self.led.isdisjoint(self.people(scope))
        return LEAST_FOR_MANAGER if leads else LEAST

    def too_small(self, scope: Scope) -> bool:
        """Whether a scope is of fewer people than must stand behind each of its figures."""
        return not for_everybody(scope) and len(self.people(scope)) < self.least(scope)

    def alike(self, scope: Scope) -> bool:
        """Whether its people differ by too few from those of a scope that was shown before.

        Of a scope that is too small nothing is told, so nothing follows from it either.
        """
        if self.too_small(scope):
            return False
        others = {each for each in self.seen if each != scope and not self.too_small(each)}
        return self._differ_by_few(scope, others)

    def _differ_by_few(self, scope: Scope, others: Collection[Scope]) -> bool:
        all_of_them = for_everybody(scope)
        compared = [each for each in others if for_everybody(each) is not all_of_them]
        if not all_of_them:
            # Nobody works in two departments at once: two of them have nobody in common.
            compared += [
                each
                for each in others
                if each not in compared and not each.axis is scope.axis is Axis.DEPARTMENT
            ]
        least = self.least(scope)
        return any(
            tells_of_few(self.people(scope), [self.people(each)], least) for each in compared
        )

    @cached_property
    def _groups(self) -> dict[Scope, Group]:
        return {}


def _may_see_space(actor: Person, scope: Scope) -> Decision:
    number = int(scope.key) if scope.key.isascii() and scope.key.isdecimal() else 0
    space = session().get(Space, number) if number < 2**31 else None
    if space is None:
        raise NotFound
    here = standing(actor, space)
    if not policy.know_of(actor, space, here):
        raise NotFound
    reads = policy.read(actor, space, here)
    if not reads or here.owner or actor.has_role(Role.COMMUNITY_MANAGER.value):
        return reads
    return refuse(_("The owners of this space and community managers see its figures."))


def _is_there(actor: Person, scope: Scope) -> bool:
    if scope.axis is Axis.DEPARTMENT:
        if "\0" in scope.key or len(scope.key) > 120:
            return False
        people = exists().where(Person.department == scope.key)
        stays = exists().where(DepartmentStay.department == scope.key)
        return bool(session().scalar(select(or_(people, stays))))
    if scope.axis is Axis.TOPIC:
        number = int(scope.key) if scope.key.isascii() and scope.key.isdecimal() else 0
        wanted = select(Topic.id).where(Topic.id == number, known_to(actor))
        return number < 2**31 and session().scalar(wanted) is not None
    return not scope.key
