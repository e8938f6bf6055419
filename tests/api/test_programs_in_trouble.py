"""What a program hears when it comes too late, repeats itself or sends what cannot be used."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.api.operations import OPERATIONS
from essp.core.db import transaction
from essp.core.wrong_fields import SENTENCES
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import edit_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from tests.api.conftest import TEXT, ProgramOf


@pytest.mark.parametrize(
    ("deed", "sent"),
    [
        ("rename", {"title": "Other"}),
        ("move", {"parent": None}),
        ("archive", {}),
        ("return", {}),
    ],
)
def test_a_deed_that_names_a_revision_is_done_only_while_the_page_is_at_it(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf, deed: str, sent: dict
) -> None:
    with transaction():
        edit_page(femke, page, text=TEXT + "More.\n", based_on=1)
    program, path = program_of(ruben), f"/pages/{page.uid}/{deed}"
    late = program.call("POST", path, sent, If_Match='"1"')
    assert late.status_code == 409
    assert late.json["current"] == {"revision": 2}
    assert find_page(ruben, page.uid).revision_number == 2
    assert program.call("POST", path, sent, If_Match="yesterday").status_code == 400
    if deed != "return":  # nothing was put away
        assert program.call("POST", path, sent, If_Match='"2"').status_code == 200


def test_without_a_revision_a_page_is_renamed_as_it_stands(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    answer = program_of(ruben).call("POST", f"/pages/{page.uid}/rename", {"title": "Other"})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')


def test_a_space_is_started_once_however_often_it_is_sent(
    femke: Person, ruben: Person, program_of: ProgramOf, session: Session
) -> None:
    program, sent = program_of(ruben), {"name": "Night shift"}
    first = program.call("POST", "/spaces", sent, Idempotency_Key="one")
    again = program.call("POST", "/spaces", sent, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.headers["Location"] == again.headers["Location"]
    assert session.scalar(select(func.count()).select_from(Space)) == 1
    other = program.call("POST", "/spaces", {"name": "Day shift"}, Idempotency_Key="two")
    assert other.json["slug"] == "day-shift"
    hers = program_of(femke).call("POST", "/spaces", {"name": "Late"}, Idempotency_Key="one")
    assert hers.json["slug"] == "late", "a key is a person's own"
    assert program.call("POST", "/spaces", sent, Idempotency_Key="x" * 41).status_code == 400


@pytest.mark.parametrize(
    ("sent", "field", "english", "dutch"),
    [
        ({}, "title", "This field is missing.", "Dit veld ontbreekt."),
        ({"title": 3}, "title", "This must be text.", "Dit moet tekst zijn."),
        (
            {"title": "x" * 2001},
            "title",
            "This may have at most 2000 characters.",
            "hoogstens 2000",
        ),
        ({"parent": "UPPER"}, "parent", "This holds characters that it cannot have.", "tekens"),
        ({"wrong": 1}, "wrong", "There is no such field.", "Dit veld bestaat niet."),
        ([], "", "This must be a JSON object.", "Dit moet een JSON-object zijn."),
    ],
)
def test_a_wrong_field_is_told_in_the_language_of_the_person(
    space: Space, ruben: Person, program_of: ProgramOf, sent, field: str, english: str, dutch: str
) -> None:
    program = program_of(ruben)
    for language, sentence in (("en", english), ("nl", dutch)):
        path = f"/spaces/{space.slug}/pages"
        answer = program.call("POST", path, sent, Accept_Language=language)
        assert answer.status_code == 422
        told = {each["field"]: each["message"] for each in answer.json["errors"]}
        assert sentence in told[field]


def test_the_words_to_choose_from_and_the_bounds_of_a_number_are_told(
    ruben: Person, program_of: ProgramOf
) -> None:
    program = program_of(ruben)
    answer = program.call("POST", "/spaces", {"name": "N", "access": "secret"})
    assert "one of: open, by request, closed." in answer.text
    assert "200 or less" in program.call("GET", "/spaces?limit=900").text
    assert "1 or more" in program.call("GET", "/spaces?limit=0").text
    assert "whole number" in program.call("GET", "/spaces?limit=many").text


def test_every_kind_of_error_that_a_described_field_can_have_has_its_sentence() -> None:
    kinds = {"string": "string_type", "integer": "int_type", "boolean": "bool_type"} | {
        "array": "list_type",
        "object": "dict_type",
    }
    for each in OPERATIONS:
        for shape in (each.body, each.query):
            for field in shape.model_json_schema()["properties"].values() if shape else ():
                for choice in field.get("anyOf", [field]):
                    kind = choice.get("type", "null")
                    assert kind == "null" or kinds[kind] in SENTENCES, (each.path, choice)
