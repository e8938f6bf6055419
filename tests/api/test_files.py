"""Files for programs: listed with their page, sent, read with their versions and bytes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy.orm import Session

from essp.attachments.storing import store
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Page
from tests.api.conftest import ProgramOf
from tests.attachments.pictures import picture


@pytest.fixture
def send(program_of: ProgramOf, femke: Person) -> Any:
    program = program_of(femke)

    def post(page: Page, content: bytes, name: str) -> Any:
        return program.client.post(
            f"/api/v1/pages/{page.uid}/files",
            data={"file": (io.BytesIO(content), name)},
            headers={"Authorization": f"Bearer {program.secret}"},
        )

    return post


def test_a_file_is_sent_listed_and_read(
    send: Any, page: Page, femke: Person, program_of: ProgramOf
) -> None:
    answer = send(page, picture("JPEG"), "plan.png")
    told = answer.json
    assert answer.status_code == 201 and answer.headers["Location"].endswith(told["uid"])
    assert (told["name"], told["media_type"]) == ("plan.jpg", "image/jpeg")
    assert told["markdown"].startswith("![plan](/files/") and len(told["notes"]) == 1
    program = program_of(femke)
    assert [
        each["uid"] for each in program.call("GET", f"/pages/{page.uid}/files").json["items"]
    ] == [told["uid"]]
    found = program.call("GET", f"/files/{told['uid']}").json
    assert [each["number"] for each in found["versions"]] == [1]
    content = program.call("GET", f"/files/{told['uid']}/content")
    assert content.data[:3] == b"\xff\xd8\xff" and len(content.data) == found["size"]
    assert content.headers["Content-Disposition"].startswith("attachment")


def test_what_cannot_be_kept_is_a_problem_in_words(send: Any, page: Page) -> None:
    answer = send(page, b"", "empty.txt")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"][0]["field"] == "file"


def test_a_file_of_a_closed_space_and_a_missing_one_are_the_same(
    closed_space: Space, ruben: Person, noor: Person, program_of: ProgramOf, session: Session
) -> None:
    stored = store(ruben, closed_space, "plan.txt", b"Closed")
    session.commit()
    program = program_of(noor)
    for rest in ("", "/content"):
        hidden = program.call("GET", f"/files/{stored.uid}{rest}")
        missing = program.call("GET", f"/files/zzzzzzzzzz{rest}")
        assert hidden.status_code == missing.status_code == 404 and hidden.data == missing.data


def test_a_file_is_sent_ahead_for_a_post_and_belongs_to_it(
    space: Space, femke: Person, noor: Person, program_of: ProgramOf
) -> None:
    program, other = program_of(femke), program_of(noor)
    sent = program.client.post(
        f"/api/v1/spaces/{space.slug}/post-files",
        data={"file": (io.BytesIO(picture()), "ring.png")},
        headers={"Authorization": f"Bearer {program.secret}"},
    )
    told = sent.json
    assert (sent.status_code, told["withheld"], told["post"]) == (201, True, None)
    assert other.call("GET", f"/files/{told['uid']}").status_code == 404
    said = {"kind": "question", "title": "Which ring?", "text": told["markdown"]}
    begun = program.call("POST", f"/spaces/{space.slug}/threads", said).json["opening"]["uid"]
    (listed,) = other.call("GET", f"/posts/{begun}/files").json["items"]
    assert (listed["uid"], listed["post"], listed["withheld"]) == (told["uid"], begun, False)
