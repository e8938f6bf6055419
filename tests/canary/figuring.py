"""A day of use, counted in full: what an answer behind a door was good for, and who looked at what there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.web import zone
from essp.discussions.answering import accept
from essp.discussions.models import Kind
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.stats import agreeing, delegating, filling, looks
from essp.stats.agreeing import Agreed
from essp.stats.asking import Axis, Scope, day_of
from essp.stats.looks import Look
from essp.stats.models import Searched, Usage
from essp.stats.telling_use import tell_use

if TYPE_CHECKING:
    from tests.canary.world import World


def figuring(world: World) -> None:
    """Everything is measured, the outsider reads the log of looks, and the day is filled."""
    femke, ruben = world.people["owner"], world.people["member"]
    day = day_of(clock.now(), zone())
    with transaction():
        agreeing.switch(world.people["administrator"], "full", Agreed("OR 1", "2026-01-05"))
        delegating.name_delegate(world.people["administrator"], "noor-jansen", "OR 2")
    for name in ("request", "closed"):
        _good_for(world, name)
        space = world.spaces[name]
        looks.note(femke, [Look("space", "screen", Scope(Axis.SPACE, str(space.id)), day)])
        with transaction():
            session().add(
                Usage(day=day, person_id=ruben.id, verb="view", kind="page",
                      object_id=world.pages[name].id, department="", space_id=space.id)
            )  # fmt: skip
    with transaction():
        word = world.canary("searchedfor", frozenset({"owner"}))
        session().add(
            Searched(at=clock.now(), day=day, person_id=femke.id, department=femke.department,
                     key=word, words=word, found=0, topics=[])
        )  # fmt: skip
    filling.fill_day(day, zone())


def _good_for(world: World, name: str) -> None:
    femke, ruben = world.people["owner"], world.people["member"]
    with transaction():
        thread = start_thread(
            ruben, world.spaces[name], Kind.QUESTION, text="Since when?",
            title=f"Since {world.canary(name + 'askedtitle')}",
        )  # fmt: skip
        said = reply(femke, opening_of(thread).uid, text="Since then.")
        accept(ruben, said.uid, said.revision)
        tell_use(ruben, thread.uid, world.canary(name + "goodfor"), "5")
        world.threads.append(thread.uid)
