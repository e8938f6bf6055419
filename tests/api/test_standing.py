"""How pages stand for programs: verified, marked, doubted and answered; and the figures of a space."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from tests.api.conftest import ProgramOf


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Codes", text="The limit is 42 MW. Call.\n").page


def test_a_program_verifies_what_it_read_and_nothing_newer(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    program, where = program_of(femke), f"/pages/{page.uid}"
    day = clock.now().date() + timedelta(days=90)
    told = program.call("POST", f"{where}/verification", {"revision": 1, "until": day.isoformat()})
    assert told.status_code == 200
    row = told.json["verified"]
    assert (row["kind"], row["revision"], row["until"]) == ("verified", 1, day.isoformat())
    with transaction():
        edit_page(ruben, page, text="The limit is 45 MW. Call.\n", based_on=1)
    again = program.call("POST", f"{where}/verification", {"revision": 1})
    assert again.status_code == 409
    assert (
        program_of(ruben).call("POST", f"{where}/verification", {"revision": 2}).status_code == 403
    )
    wrong = program.call("POST", f"{where}/verification", {"revision": 2, "until": "2020-01-01"})
    assert wrong.json["errors"][0]["field"] == "until"


def test_a_doubt_is_said_answered_and_answered_once(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    mine, theirs = program_of(femke), program_of(ruben)
    sent = {"quote": "limit is 42", "says": "wrong", "reason": "It is 45."}
    said = theirs.call("POST", f"/pages/{page.uid}/doubts", sent)
    assert said.status_code == 201 and said.json["quote"].startswith("The limit is 42 MW")
    where = f"/doubts/{said.json['doubt']}"
    assert mine.call("GET", f"/pages/{page.uid}/standing").json["doubts"][0]["says"] == "wrong"
    assert (
        theirs.call("POST", f"{where}/answer", {"outcome": "right", "words": "No"}).status_code
        == 403
    )
    answered = mine.call(
        "POST", f"{where}/answer", {"outcome": "right", "words": "Measured in May."}
    )
    assert (answered.json["outcome"], answered.json["answer"]) == ("right", "Measured in May.")
    assert theirs.call("POST", f"{where}/take-back").status_code == 409
    assert theirs.call("GET", where).json["decided_by"]["handle"] == "femke-de-boer"


def test_a_sentence_is_marked_looked_at_and_left(
    page: Page, femke: Person, program_of: ProgramOf
) -> None:
    program, day = program_of(femke), clock.now().date() + timedelta(days=30)
    sent = {"quote": "limit is 42", "until": day.isoformat()}
    made = program.call("POST", f"/pages/{page.uid}/claims", sent)
    assert made.status_code == 201 and made.json["flag"] == ""
    later = (day + timedelta(days=30)).isoformat()
    looked = program.call("POST", f"/claims/{made.json['claim']}/look", {"until": later})
    assert looked.json["until"] == later
    assert program.call("POST", f"/claims/{made.json['claim']}/end").status_code == 200
    assert program.call("GET", f"/pages/{page.uid}/standing").json["claims"] == []


def test_the_figures_of_a_space_are_told_to_its_owners_alone(
    page: Page, space: Space, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    where = f"/spaces/{space.slug}/curation"
    told = program_of(femke).call("GET", f"{where}?days=90").json
    assert (told["days"], told["waiting"], told["on_time"]["value"]) == (90, 0, None)
    assert program_of(ruben).call("GET", where).status_code == 403
    assert program_of(femke).call("GET", f"{where}?days=0").status_code == 422
