"""Search in the browser: results, the quick switcher, and every state they can be in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from essp.people.models import Person
from essp.search import indexing
from essp.spaces.models import Space
from essp.wiki.models import Page

Make = Callable[..., Page]


def test_the_results_page_marks_and_escapes(
    library: dict[str, Page], write: Make, noor: Person, femke: Person, space: Space,
    browser_of: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    write(femke, space, "<script>alert(1)</script> windmolen", "Een `<b>` windmolen & zo.")
    indexing.rebuild()
    page = browser_of(noor).get("/search?q=windmolen").get_data(as_text=True)
    assert "<mark>windmolen</mark>" in page
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;" in page


def test_what_was_meant_is_shown_in_bold(
    library: dict[str, Page], noor: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    browser = browser_of(noor)
    assert "<b>transport</b>" in browser.get("/search?q=trnasport").get_data(as_text=True)
    offered = browser.get("/search?q=trnasport+station").get_data(as_text=True)
    assert "Did you mean <a" in offered and "<b>transport station</b>" in offered


@pytest.mark.parametrize(
    "address",
    [
        "/search", "/search?q=", "/search?q=kabels", "/search?q=giraffe", "/search?q=trnasport",
        "/search?q=kabels&kind=page", "/search?q=kabels&kind=elephant", "/search?q=kabels&part=x",
        "/search?q=kabels&part=-4", "/search?q=kabels&part=99999999999", "/search?q=%22kabels",
        "/search?q=%00%ff%fe", "/search?q=*a*&part=3", "/search?q=%3Cscript%3E",
    ],
)  # fmt: skip
def test_every_question_has_an_answer(
    library: dict[str, Page],
    noor: Person,
    browser_of: Callable[[Person], FlaskClient],
    address: str,
) -> None:
    assert browser_of(noor).get(address).status_code == 200


def test_more_results_are_on_the_next_part(
    write: Make, noor: Person, femke: Person, space: Space,
    browser_of: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    for n in range(13):
        write(femke, space, f"Rapport {n}", "Over windmolens.")
    indexing.rebuild()
    browser = browser_of(noor)
    first = browser.get("/search?q=windmolen").get_data(as_text=True)
    second = browser.get("/search?q=windmolen&part=2").get_data(as_text=True)
    assert first.count("res__h") == 10 and 'rel="next"' in first
    assert second.count("res__h") == 3 and 'rel="prev"' in second and 'rel="next"' not in second


def test_the_switcher_answers_in_groups(
    library: dict[str, Page], noor: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    answer = browser_of(noor).get("/switch?q=transp").get_json()
    group, knowing = answer["groups"]
    assert group["items"][0]["title"] == "Transport indicator"
    assert group["items"][0]["context"] == "Congestion management"
    assert [each["title"] for each in knowing["items"]] == ["Who knows about “transp”"]
    assert browser_of(noor).get("/switch?q=").get_json() == {"groups": []}
    (only,) = browser_of(noor).get("/switch?q=zebravink").get_json()["groups"]
    assert only["label"] == knowing["label"]


def test_who_is_not_signed_in_searches_nothing(client: FlaskClient) -> None:
    assert client.get("/search?q=kabels").status_code in {302, 303, 401}
    assert client.get("/switch?q=kabels").status_code in {302, 303, 401}
