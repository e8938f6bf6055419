"""Care for programs: the same verbs as the screens, from a report to the log."""

from __future__ import annotations

from typing import Any

import pytest

from essp.core.db import transaction
from essp.discussions.posting import reply
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from tests.api.conftest import ProgramOf
from tests.discussions.talking import answer, ask


@pytest.fixture
def said(femke: Person, noor: Person, space: Space) -> str:
    with transaction():
        return reply(noor, answer(femke, ask(femke, space)).uid, text="You fool.").uid


def test_a_case_goes_from_report_to_objection_and_back(
    said: str, femke: Person, ruben: Person, noor: Person, administrator: Person,
    program_of: ProgramOf,
) -> None:  # fmt: skip
    asked = {"reason": "unkind", "words": "Look at this"}
    made = program_of(ruben).call("POST", f"/posts/{said}/reports", asked)
    assert made.status_code == 201
    case = made.json["case"]
    assert program_of(ruben).call("GET", "/care/reports").json["items"][0]["state"] == "open"
    owner, path = program_of(femke), f"/care/cases/{case}"
    [listed] = owner.call("GET", "/care/cases").json["items"]
    assert (listed["case"], listed["reports"]) == (case, 1)
    assert owner.call("POST", f"{path}/decide", {"outcome": "nothing"}).status_code == 403
    assert owner.call("POST", f"{path}/take", {}).json["state"] == "looking"
    assert program_of(administrator).call("POST", f"{path}/take", {}).status_code == 409
    decided: dict[str, Any] = {"outcome": "hidden", "rule": "Be kind"}
    assert owner.call("POST", f"{path}/decide", decided).json["outcome"] == "hidden"
    [about] = program_of(noor).call("GET", "/care/decisions").json["items"]
    assert (about["rule"], about["may_object"]) == ("Be kind", True)
    objected = program_of(noor).call("POST", f"/care/decisions/{case}/object", {"words": "Why?"})
    assert objected.json["objection"] == "Why?"
    other = program_of(administrator)
    other.call("POST", f"{path}/take", {})
    verdict = {"verdict": "taken back", "words": "It was mild"}
    assert other.call("POST", f"{path}/answer", verdict).json["verdict"] == "taken back"
    lines = program_of(ruben).call("GET", "/care/log").json["items"]
    assert [each["deed"] for each in lines] == ["back", "hidden"]


def test_a_case_is_nobody_elses_business(
    said: str, ruben: Person, noor: Person, program_of: ProgramOf
) -> None:
    case = program_of(ruben).call("POST", f"/posts/{said}/reports", {"reason": "spam"}).json["case"]
    for person in (ruben, noor):
        assert program_of(person).call("GET", f"/care/cases/{case}").status_code == 404
        assert program_of(person).call("GET", "/care/cases").json["items"] == []


def test_a_post_is_hidden_and_brought_back(
    said: str, femke: Person, noor: Person, program_of: ProgramOf
) -> None:
    owner = program_of(femke)
    assert owner.call("POST", f"/posts/{said}/hide", {}).status_code == 422
    assert (
        owner.call("POST", f"/posts/{said}/hide", {"note": "Be kind"}).json["gone_note"]
        == "Be kind"
    )
    assert program_of(noor).call("POST", f"/posts/{said}/bring-back", {}).status_code == 403
    assert owner.call("POST", f"/posts/{said}/bring-back", {}).json["gone"] is None


def test_a_revision_is_hidden_and_shown_again(
    femke: Person, noor: Person, space: Space, program_of: ProgramOf
) -> None:
    with transaction():
        page: Page = create_page(femke, space, title="Who to call", text="0612345678\n").page
        edit_page(femke, page, text="The desk.\n", based_on=1)
    owner, reader, path = program_of(femke), program_of(noor), f"/pages/{page.uid}/revisions/1"
    assert owner.call("POST", f"{path}/hide", {}).status_code == 422
    assert reader.call("POST", f"{path}/hide", {"note": "No"}).status_code == 403
    assert owner.call("POST", f"{path}/hide", {"note": "Private"}).json["hidden"] == "Private"
    assert reader.call("GET", path).status_code == 403
    assert reader.call("GET", f"/pages/{page.uid}/compare?from=1&to=2").status_code == 403
    assert owner.call("GET", path).json["text"] == "0612345678\n"
    listed = reader.call("GET", f"/pages/{page.uid}/revisions").json["items"]
    assert [each["hidden"] for each in listed] == ["", "Private"]
    assert owner.call("POST", f"{path}/show").json["hidden"] == ""
    assert reader.call("GET", path).json["text"] == "0612345678\n"
