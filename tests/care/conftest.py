"""What the tests of care begin with: a post somebody may object to, and people who look after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.care import handling, reporting
from essp.care.models import Case, Thing
from essp.core.db import session, transaction
from essp.discussions.models import Post, Thread
from essp.expertise import private
from essp.expertise.asking_models import PrivateQuestion
from essp.people.models import Person, Role
from tests.discussions.talking import answer, ask

Report = Callable[..., Case]


@pytest.fixture
def carla(make_person: Callable[..., Person]) -> Person:
    """A community manager."""
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    """Somebody who reports."""
    return make_person("Sanne Bakker")


@pytest.fixture
def thread(ruben: Person, space) -> Thread:
    """A question of Ruben in the space of Femke."""
    return ask(ruben, space)


@pytest.fixture
def post(noor: Person, thread: Thread) -> Post:
    """What Noor replied, and should not have."""
    return answer(noor, thread, "Only a fool would ask.")


@pytest.fixture
def report(sanne: Person, post: Post) -> Report:
    """Somebody reports the post of Noor: `report(sanne, reason="unkind")` gives the case."""

    def make(actor: Person = sanne, on: Post = post, **values: str) -> Case:
        with transaction():
            values = {"reason": "unkind"} | values
            made = reporting.report(actor, Thing.POST, on.uid, **values)
        return session().get_one(Case, made.report.case_id)

    return make


@pytest.fixture
def decided(femke: Person, report: Report) -> Callable[..., Case]:
    """A case about the post that Femke decided on: `decided(outcome="hidden", rule="Be kind.")`."""

    def make(actor: Person = femke, **values: str) -> Case:
        case = report()
        with transaction():
            handling.take(actor, case.uid)
            return handling.decide(actor, case.uid, **values)

    return make


@pytest.fixture
def between(noor: Person, ruben: Person) -> PrivateQuestion:
    """A question that Ruben asked Noor alone, with her answer that should not have been."""
    with transaction():
        asked = private.ask(ruben, noor, title="May I see the contract?", text="For Lochem, canal.")
        private.write(noor, asked.uid, "Only a fool would ask in secret.")
    return asked
