"""Proposals for programs: the same verbs as the screens."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.texts import text_of
from tests.api.conftest import ProgramOf

TEXT = "## When\n\nStart at 95%.\n\n## After\n\nWrite it down.\n"
WANTED = TEXT.replace("95%", "92%").replace("it down", "all of it down")


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page by Femke."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


def test_a_program_proposes_reads_and_decides(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    sent = {"text": WANTED, "based_on": 1, "reason": "The rota"}
    made = program_of(ruben).call("POST", f"/pages/{page.uid}/proposals", sent)
    assert made.status_code == 201 and not made.json["may_decide"]
    path = f"/proposals/{made.json['proposal']}"
    assert program_of(ruben).call("POST", f"{path}/remarks", {"text": "Soon?"}).status_code == 200
    owner = program_of(femke)
    [waiting] = owner.call("GET", "/proposals?show=waiting").json["items"]
    assert waiting["proposal"] == made.json["proposal"]
    shown = owner.call("GET", path).json
    assert [each["heading"] for each in shown["hunks"]] == ["When", "After"]
    asked = {"decision": "approve", "version": 1, "revision": 1, "hunks": [0]}
    assert owner.call("POST", f"{path}/decide", asked).status_code == 422
    done = owner.call("POST", f"{path}/decide", asked | {"reason": "Too long"})
    assert (done.json["state"], done.json["became"]) == ("partly", 2)
    assert text_of(page) == TEXT.replace("95%", "92%")
    assert owner.call("POST", f"{path}/decide", asked).status_code == 409
    [mine] = program_of(ruben).call("GET", "/proposals").json["items"]
    assert mine["state"] == "partly"


def test_what_changed_since_it_was_read_is_not_decided(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    sent = {"text": WANTED, "based_on": 1}
    path = f"/pages/{page.uid}/proposals"
    uid = program_of(ruben).call("POST", path, sent).json["proposal"]
    asked = {"decision": "decline", "version": 9, "revision": 1, "reason": "No"}
    assert program_of(femke).call("POST", f"/proposals/{uid}/decide", asked).status_code == 409
    assert program_of(ruben).call("POST", f"/proposals/{uid}/decide", asked).status_code == 403


def test_a_proposal_is_nobodys_who_cannot_read_the_page(
    closed_space: Space, femke: Person, ruben: Person, noor: Person, program_of: ProgramOf
) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text=TEXT).page
    sent = {"text": WANTED, "based_on": 1}
    uid = program_of(ruben).call("POST", f"/pages/{hidden.uid}/proposals", sent).json["proposal"]
    outsider = program_of(noor)
    assert outsider.call("GET", f"/proposals/{uid}").status_code == 404
    assert outsider.call("POST", f"/pages/{hidden.uid}/proposals", sent).status_code == 404
    assert outsider.call("GET", "/proposals?show=waiting").json["items"] == []


def test_proposals_that_travel_together_are_declined_together_or_not_at_all(
    page: Page, space: Space, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    sent = {"text": WANTED, "based_on": 1, "reason": "The rota"}
    first = program_of(ruben).call("POST", f"/pages/{page.uid}/proposals", sent).json["proposal"]
    sent |= {"together_with": first}
    second = program_of(ruben).call("POST", f"/pages/{other.uid}/proposals", sent).json
    assert second["bundle"]
    also = [{"proposal": second["proposal"], "version": 9, "revision": 1}]
    asked = {"decision": "decline", "version": 1, "revision": 1, "reason": "No", "also": also}
    owner, path = program_of(femke), f"/proposals/{first}"
    assert owner.call("POST", f"{path}/decide", asked).status_code == 409
    assert owner.call("GET", path).json["state"] == "waiting"
    also[0]["version"] = 1
    assert owner.call("POST", f"{path}/decide", asked | {"hunks": [0]}).status_code == 422
    assert owner.call("POST", f"{path}/decide", asked).json["state"] == "declined"
    assert owner.call("GET", f"/proposals/{second['proposal']}").json["state"] == "declined"
