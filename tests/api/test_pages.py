"""Programs read and change pages by the verbs of the screens."""

from __future__ import annotations

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import edit_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests.api.conftest import TEXT, ProgramOf


def test_a_page_is_read_with_its_text_and_the_revision_as_its_etag(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    answer = program_of(ruben).call("GET", f"/pages/{page.uid}")
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'
    assert answer.json["text"] == TEXT
    assert answer.json["space"] == "congestion-management"
    assert answer.json["updated_by"] == {"handle": "femke-de-boer", "name": "Femke de Boer"}


def test_a_page_is_started_once_however_often_it_is_sent(
    space: Space, ruben: Person, program_of: ProgramOf
) -> None:
    program, sent = program_of(ruben), {"title": "Rota", "text": "Who is on.\n", "summary": "New"}
    path = f"/spaces/{space.slug}/pages"
    first = program.call("POST", path, sent, Idempotency_Key="one")
    again = program.call("POST", path, sent, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["uid"] == again.json["uid"]
    assert first.headers["Location"] == f"/api/v1/pages/{first.json['uid']}"
    assert len(program.call("GET", path).json["items"]) == 1


def test_a_change_must_name_the_revision_it_started_from(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    program = program_of(ruben)
    answer = program.call("PUT", f"/pages/{page.uid}", {"text": "Other."})
    assert answer.status_code == 428
    assert answer.content_type == "application/problem+json"
    wrong = program.call("PUT", f"/pages/{page.uid}", {"text": "Other."}, If_Match="*")
    assert wrong.status_code == 400
    future = program.call("PUT", f"/pages/{page.uid}", {"text": "Other."}, If_Match='"9"')
    assert future.status_code == 422
    assert future.json["errors"][0]["field"] == "based_on"
    assert text_of(find_page(ruben, page.uid)) == TEXT


def test_edits_in_different_places_are_merged_and_told(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    with transaction():
        edit_page(femke, page, text=TEXT.replace("95%", "92%"), based_on=1)
    sent = {"text": TEXT.replace("it down", "everything down")}
    answer = program_of(ruben).call("PUT", f"/pages/{page.uid}", sent, If_Match='"1"')
    assert answer.status_code == 200
    assert answer.json["merged_with"] == [2]
    assert answer.json["text"] == "Start at 92% of the limit.\n\nWrite everything down.\n"
    assert answer.headers["ETag"] == '"3"'


def test_a_conflict_gives_both_texts_back_and_saves_nothing(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    theirs, mine = TEXT.replace("95%", "92%"), TEXT.replace("95%", "90%")
    with transaction():
        edit_page(femke, page, text=theirs, based_on=1)
    answer = program_of(ruben).call("PUT", f"/pages/{page.uid}", {"text": mine}, If_Match='"1"')
    assert answer.status_code == 409
    assert answer.json["mine"] == mine
    assert answer.json["current"] == {"revision": 2, "text": theirs}
    [place] = [chunk for chunk in answer.json["chunks"] if "base" in chunk]
    assert "90%" in place["mine"] and "92%" in place["theirs"] and "95%" in place["base"]
    assert text_of(find_page(ruben, page.uid)) == theirs


def test_saving_what_is_there_already_makes_no_revision(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    answer = program_of(ruben).call("PUT", f"/pages/{page.uid}", {"text": TEXT}, If_Match='"1"')
    assert (answer.status_code, answer.json["saved"]) == (200, False)


def test_a_page_is_renamed_moved_archived_and_brought_back(
    page: Page, ruben: Person, program_of: ProgramOf
) -> None:
    program, path = program_of(ruben), f"/pages/{page.uid}"
    above = program.call(
        "POST", f"/spaces/{page.space.slug}/pages", {"title": "Above", "text": "x"}
    ).json["uid"]
    assert program.call("POST", f"{path}/rename", {"title": "Handbook"}).json["title"] == "Handbook"
    assert program.call("POST", f"{path}/move", {"parent": above}).json["parent"] == above
    assert program.call("POST", f"{path}/archive", {"summary": "Old"}).json["archived"] is True
    refused = program.call("POST", f"{path}/rename", {"title": "Again"})
    assert refused.status_code == 403 and "archived" in refused.json["detail"]
    back = program.call("POST", f"{path}/return", {})
    assert back.json["archived"] is False
    numbers = [each["number"] for each in program.call("GET", f"{path}/revisions").json["items"]]
    assert numbers == [5, 4, 3, 2, 1]


def test_lists_come_in_parts_that_join_up(
    space: Space, ruben: Person, program_of: ProgramOf
) -> None:
    program, path = program_of(ruben), f"/spaces/{space.slug}/pages"
    for number in range(5):
        program.call("POST", path, {"title": f"Page {number}", "text": "x"})
    titles, cursor = [], ""
    while cursor is not None:
        part = program.call("GET", f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else "")).json
        titles += [each["title"] for each in part["items"]]
        cursor = part["next"]
    assert titles == [f"Page {number}" for number in range(5)]


def test_a_revision_a_comparison_and_the_authors_are_those_of_the_screen(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    changed = TEXT.replace("Write it down.", "Tell the night shift.")
    with transaction():
        edit_page(ruben, page, text=changed, based_on=1, summary="Review")
    program, path = program_of(femke), f"/pages/{page.uid}"
    assert program.call("GET", f"{path}/revisions/1").json["text"] == TEXT
    compared = program.call("GET", f"{path}/compare?from=1&to=2").json
    parts = [p for hunk in compared["hunks"] for line in hunk for p in line["segments"]]
    assert {part["kind"] for part in parts} == {"same", "inserted", "deleted"}
    told = program.call("GET", f"{path}/attribution").json
    assert "".join(piece["text"] for piece in told["pieces"]) == changed
    figures = {each["person"]["handle"]: each["words"] for each in told["shares"]}
    counted = {"femke-de-boer": 0, "ruben-haak": 0}
    for piece in told["pieces"]:
        if piece["author"]:
            counted[piece["author"]] += len(piece["text"].replace("%", " ").split())
    assert figures == counted and sum(figures.values()) == told["words"]
    assert abs(sum(each["share"] for each in told["shares"]) - 1) < 1e-9
