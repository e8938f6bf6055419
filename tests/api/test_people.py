"""Profiles for programs: the same answers to the same readers as in the browser."""

from __future__ import annotations

from essp.people import answering, fields, managing


def test_a_program_reads_the_profile_that_its_person_may_see(
    program_of, femke, ruben, noor, administrator
) -> None:
    for audience in ("everyone", "administrators"):
        field = fields.add_field(
            administrator, fields.Wanted(audience, audience, audience=audience)
        )
        answering.answer(femke, femke, {field.uid: [f"said to {audience}"]})
    managing.set_manager(femke, femke, ruben)
    told = program_of(noor).call("GET", "/people/femke-de-boer").json
    assert [each["value"] for each in told["answers"]] == ["said to everyone"]
    assert told["manager"] == {"handle": "ruben-haak", "name": "Ruben Haak"}
    assert program_of(noor).call("GET", "/people/ruben-haak").json["leads"] == 1
    assert len(program_of(femke).call("GET", "/people/femke-de-boer").json["answers"]) == 2


def test_a_program_says_when_its_person_is_away(program_of, femke, ruben) -> None:
    program = program_of(femke)
    away = {"first": "2030-01-01", "last": "2030-01-09", "deputy": "ruben-haak"}
    told = program.call("PUT", "/absence", away)
    assert told.status_code == 200, told.text
    assert told.json["absence"]["deputy"]["handle"] == "ruben-haak"
    wrong = program.call("PUT", "/absence", away | {"deputy": "femke-de-boer"})
    assert wrong.status_code == 422
    assert wrong.json["errors"][0]["field"] == "deputy"
    assert program.call("DELETE", "/absence").json["absence"] is None
