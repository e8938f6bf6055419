"""Everyone called at once: who that is when people are told, and who does not want to hear of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.notifications.models import Named, QuietCall
from essp.notifications.recipients import Called, insert_into
from essp.people.models import Person
from essp.spaces.calling import Kind, in_group
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

REASONS: Mapping[Kind, Named] = {
    Kind.SPACE: Named.SPACE,
    Kind.TEAM: Named.TEAM,
    Kind.DEPARTMENT: Named.DEPARTMENT,
}


def groups_called(kept: Sequence[str]) -> list[Called]:
    """The groups that a fact names, such as `space:12`, with who belongs to them now."""
    return [_called(*each.split(":", 1)) for each in kept]


def _called(kind: str, rest: str) -> Called:
    what = Kind(kind)
    group_id, name = (0, rest) if what is Kind.DEPARTMENT else (int(rest), "")
    return Called(REASONS[what], group_id, in_group(what, group_id, name))


def names_of_groups(
    actor: Person, reasons: Collection[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """What the groups of these reasons are called, as far as the actor may know of them still."""
    spaces = {number for reason, number in reasons if reason == Named.SPACE.value}
    leaders = {number for reason, number in reasons if reason == Named.TEAM.value}
    own = (Named.DEPARTMENT.value, 0)
    found = {own: actor.department} if own in reasons and actor.department else {}
    if spaces:
        known = select(Space.id, Space.name).where(Space.id.in_(spaces), readable_by(actor))
        found |= {(Named.SPACE.value, row.id): row.name for row in session().execute(known)}
    if leaders:
        led = select(Person.id, Person.name).where(Person.id.in_(leaders))
        rows = session().execute(led)
        found |= {
            (Named.TEAM.value, row.id): _("the team of %(name)s", name=row.name) for row in rows
        }
    return found


def quiet_of(actor: Person) -> set[tuple[str, int]]:
    """The groups with which the actor does not want to be called, by reason and id."""
    rows = session().execute(
        select(QuietCall.kind, QuietCall.group_id).where(QuietCall.person_id == actor.id)
    )
    return {(row.kind, row.group_id) for row in rows}


def quiet_names(actor: Person) -> list[tuple[str, int, str]]:
    """The same with what each is called, by name, as far as the actor may know of them still."""
    named = names_of_groups(actor, quiet_of(actor))
    found = [(reason, group_id, name) for (reason, group_id), name in named.items()]
    return sorted(found, key=lambda each: each[2].casefold())


def set_quiet(actor: Person, reason: str, group_id: int, *, quiet: bool) -> str:
    """Be called with everyone of a group no longer, or again; gives the name of the group.

    Raises NotFound for what the actor may not know of.
    """
    name = names_of_groups(actor, [(reason, group_id)]).get((reason, group_id))
    if name is None:
        raise NotFound
    if quiet:
        row = insert_into(QuietCall).values(person_id=actor.id, kind=reason, group_id=group_id)
        session().execute(row.on_conflict_do_nothing())
    else:
        session().execute(
            delete(QuietCall).where(
                QuietCall.person_id == actor.id, QuietCall.kind == reason,
                QuietCall.group_id == group_id,
            )
        )  # fmt: skip
    return name
