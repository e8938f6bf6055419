"""What is reported, by whom and why, what was decided, and earlier house rules: in the open and hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.care import handling, reporting
from essp.care.models import Case, Thing
from essp.core.db import session, transaction
from essp.discussions.posting import reply
from essp.people.models import Person
from essp.spaces import rules
from essp.wiki.hiding import hide_version
from tests.canary.talking import held_file

if TYPE_CHECKING:
    from tests.canary.world import World

LOOK_AFTER = frozenset({"owner", "manager", "administrator"})


def care(world: World) -> None:
    """A report that waits, one that was decided, and in the guarded spaces what was hidden and why."""
    with transaction():
        _open(world)
        hide_version(world.people["owner"], world.pages["open"], 1, note="Not for everyone")
        for name, opening in (("request", world.posts[1]), ("closed", world.posts[3])):
            _guarded(world, name, opening)


def _open(world: World) -> None:
    noor, sanne, carla = (world.people[each] for each in ("outsider", "asker", "manager"))
    waits = reply(noor, world.posts[0], text="I do, and you are a fool.")
    words = world.canary("reportwaits", LOOK_AFTER | {"asker"})
    world.cases.append(_reported(sanne, waits.uid, words).uid)
    talked = reply(noor, world.posts[0], text="I do. Fool.")
    case = _reported(sanne, talked.uid, world.canary("reporttalked", LOOK_AFTER | {"asker"}))
    told = LOOK_AFTER | {"asker", "outsider", "program"}
    handling.take(carla, case.uid)
    handling.decide(
        carla, case.uid, outcome="talked", words=world.canary("decidedwords", told),
        rule=world.canary("decidedrule", told - {"asker"}),
    )  # fmt: skip
    handling.object_to(
        noor, case.uid, world.canary("objection", LOOK_AFTER | {"outsider", "program"})
    )
    world.cases.append(case.uid)


def _guarded(world: World, name: str, opening: str) -> None:
    femke, ruben, space = world.people["owner"], world.people["member"], world.spaces[name]
    by_owner = reply(femke, opening, text="Of course.")
    only = frozenset({"member"})
    case = _reported(ruben, by_owner.uid, world.canary(f"{name}report", only))
    world.cases.append(case.uid)
    file = held_file(world, ruben, space, f"{name}hiddenpost", only | {"owner"})
    text = world.canary(f"{name}hiddenpost", only | {"owner"})
    said = reply(ruben, opening, text=f"{text}: [it]({file.url})")
    world.files.insert(1, file)
    left = _reported(
        world.people["left"], said.uid, world.canary(f"{name}leftsaid", frozenset({"owner"}))
    )
    handling.take(femke, left.uid)
    handling.decide(
        femke, left.uid, outcome="hidden", rule=world.canary(f"{name}hiderule"),
        words=world.canary(f"{name}hidewords"),
    )  # fmt: skip
    world.cases.append(left.uid)
    world.posts.append(said.uid)
    before = rules.current(space)
    rules.change_rules(
        femke, space, world.canary(f"{name}newrules"), based_on=before.number if before else 0,
        note=world.canary(f"{name}rulesnote"),
    )  # fmt: skip


def _reported(actor: Person, post: str, words: str) -> Case:
    made = reporting.report(actor, Thing.POST, post, reason="unkind", words=words)
    return session().get_one(Case, made.report.case_id)
