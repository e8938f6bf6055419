"""Programs find who knows as the same person does in the browser."""

from __future__ import annotations

from tests.expertise.made import finds, found

__all__ = ["finds"]


def test_a_program_gets_people_with_the_work_that_shows_it_and_no_score(
    finds, program_of, noor, femke
):
    finds(found(femke))
    told = program_of(noor).call("GET", "/experts?q=peak&limit=3").json
    assert told["shown"] == 1
    first = told["items"][0]
    assert first["person"]["handle"] == "femke-de-boer"
    assert first["level"] == "strong"
    assert first["evidence"][0]["text"] == "Wrote 46% of Peak <b>"
    assert first["evidence"][0]["url"].endswith("/s/peak/loads")
    assert not {"score", "rank"} & set(first)


def test_a_program_must_say_what_about(program_of, noor):
    assert program_of(noor).call("GET", "/experts").status_code == 422
    assert program_of(noor).call("GET", "/experts?q=x&limit=51").status_code == 422
