"""Who decides sees at once who else looks at the proposal, and since when."""

from __future__ import annotations

from typing import Any

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.wiki.looking import LEAVING, others_looking
from essp.wiki.proposal_models import Proposal
from tests.lines import Open, Window, open_line, told
from tests.wiki.test_deciding import TWO
from tests.wiki.test_proposing import page, proposed

__all__ = ["open_line", "page"]


@pytest.fixture
def proposal(page: Any, ruben: Person, noor: Person, space: Space) -> Proposal:
    """Ruben proposes something for a page that Femke and Noor own."""
    with transaction():
        session().add(Ownership(space_id=space.id, person_id=noor.id, since=clock.now()))
    return proposed(ruben, page, TWO)


def show(window: Window, proposal: Proposal) -> Any:
    return window.emit("proposal:open", {"uid": proposal.uid})


def here(window: Window) -> list[str]:
    """The names that were told last."""
    return [each["name"] for each in told(window, "proposal:people")[-1]["people"]]


def test_two_who_decide_hear_of_each_other_while_both_look(
    open_line: Open, proposal: Proposal, femke: Person, noor: Person
) -> None:
    first, second = open_line(femke), open_line(noor)
    assert show(first, proposal) == {}
    assert here(first) == []
    show(second, proposal)
    assert (here(first), here(second)) == ([noor.name], [femke.name])
    second.disconnect()
    assert here(first) == []


def test_who_comes_back_in_a_moment_looks_since_as_long_as_before(
    open_line: Open, proposal: Proposal, femke: Person, noor: Person
) -> None:
    window = open_line(femke)
    show(window, proposal)
    [look] = others_looking(noor, proposal)
    since = look.since
    window.disconnect()
    show(open_line(femke), proposal)
    assert [each.since for each in others_looking(noor, proposal)] == [since]


def test_who_closed_their_window_is_forgotten_soon(
    open_line: Open, proposal: Proposal, femke: Person, noor: Person
) -> None:
    window = open_line(femke)
    show(window, proposal)
    window.disconnect()
    with clock.held_at(clock.now() + LEAVING * 2):
        assert others_looking(noor, proposal) == []


def test_who_does_not_decide_is_told_of_nobody(
    open_line: Open, proposal: Proposal, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    assert show(open_line(ruben), proposal) == {"error": "missing"}
    first, second = open_line(femke), open_line(noor)
    show(second, proposal)
    with transaction():
        session().delete(session().get_one(Ownership, (space.id, noor.id)))
    show(first, proposal)
    assert here(first) == []
    assert here(second) == []
