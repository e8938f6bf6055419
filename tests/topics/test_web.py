"""Topics on the screen: all of them, each of its own, kept by everyone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics import naming, queries
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.tagging import topics_of

BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """An open page about cables."""
    with transaction():
        return create_page(femke, space, title="Laying", text="We lay #Cables. A joint too.").page


def test_the_list_is_empty_then_a_tree_then_an_alphabet(
    browser_of: BrowserOf, femke: Person, ruben: Person
) -> None:
    browser = browser_of(ruben)
    assert "There is no topic yet" in browser.get("/topics").text
    for name, other, parent in (("Assets", "", ""), ("Cables", "Kabels", "assets")):
        answer = browser.submit(
            "/topics",
            {"name": name, "language": "en", "other_name": other, "parent": parent},
            seen_on="/topics/new",
        )
        assert answer.status_code == 303
    tree = browser.get("/topics").text
    assert tree.index("Assets") < tree.index("Cables") and "topics__below" in tree
    assert "<h2>C</h2>" in browser.get("/topics?view=az").text
    assert "Cables" in browser.get("/topics?q=kabel").text
    assert "No topic has" in browser.get("/topics?q=xyz").text


def test_a_topic_shows_what_is_here_and_who_wrote_it(
    page: Page, browser_of: BrowserOf, noor: Person
) -> None:
    shown = browser_of(noor).get("/topics/cables").text
    assert "Laying" in shown and "Wrote" in shown and "Femke de Boer" in shown
    assert browser_of(noor).get("/topics/Cables").status_code == 301
    assert browser_of(noor).get("/topics/no-such").status_code == 404


def test_a_dutch_reader_sees_the_dutch_name(
    page: Page, browser_of: BrowserOf, femke: Person, make_person: Callable[..., Person]
) -> None:
    with transaction():
        topic = queries.find_topic(femke, "cables")
        naming.name_topic(femke, topic, "Kabels", "nl", preferred=True)
    browser = browser_of(make_person("Jan Smit", language="nl"))
    assert '<h1 class="h1 mt-3">Kabels</h1>' in browser.get("/topics/cables").text
    shown = browser.get(f"/s/congestion-management/{page.slug}").text
    assert 'href="/topics/cables" title="Kabels">#Cables</a>' in shown


def test_a_topic_is_kept_through_its_forms_and_everything_is_attributed(
    page: Page, browser_of: BrowserOf, ruben: Person
) -> None:
    browser, form = browser_of(ruben), "/topics/cables/edit"
    changes = [
        ("names", {"name": "Kabels", "language": "nl", "preferred": "1"}),
        ("names", {"name": "Wires", "language": "en"}),
        ("description", {"description": "What carries the load.", "based_on": "3"}),
    ]
    for what, fields in changes:
        assert browser.submit(f"/topics/cables/{what}", fields, seen_on=form).status_code == 303
    shown = browser.get("/topics/cables").text
    assert "Kabels" in shown and "Wires" in shown and "What carries the load." in shown
    told = browser.get("/topics/cables/history").text
    assert told.count("Ruben Haak") >= 3 and "gave it the name" in told
    stale = browser.submit(
        "/topics/cables/description", {"description": "Else.", "based_on": "1"}, seen_on=form
    )
    assert stale.status_code == 409 and "Else." in stale.text
    words = queries.named()[queries.find_topic(ruben, "cables").id].words
    wires = next(word.id for word in words if word.name == "Wires")
    done = browser.submit("/topics/cables/names/remove", {"word": str(wires)}, seen_on=form)
    assert done.status_code == 303
    assert browser.get("/topics/wires").status_code == 404


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("names", {"name": "!!", "language": "en"}),
        ("names", {"name": "Poles", "language": "fr"}),
        ("place", {"parent": "no such topic"}),
        ("place", {"parent": "cables"}),
        ("description", {"description": "x" * 3000, "based_on": "1"}),
        ("merge", {"into": ""}),
        ("merge", {"into": "no such topic"}),
        ("merge", {"into": "cables"}),
    ],
)
def test_what_cannot_be_is_given_back_with_the_reason(
    path: str, fields: dict[str, str], page: Page, browser_of: BrowserOf, ruben: Person
) -> None:
    answer = browser_of(ruben).submit(
        f"/topics/cables/{path}", fields, seen_on="/topics/cables/edit"
    )
    assert answer.status_code == 422
    assert 'class="err"' in answer.text
    for typed in fields.values():
        assert typed[:50] in answer.text or typed == "fr"


def test_two_topics_are_merged_after_a_look_and_parted_again(
    page: Page, browser_of: BrowserOf, femke: Person
) -> None:
    browser = browser_of(femke)
    with transaction():
        naming.start_topic(femke, name="Wires", language="en", other_name="Draden")
    shown = browser.get("/topics/wires/merge?into=cables").text
    assert "becomes a synonym" in shown and "Draden" in shown
    done = browser.submit(
        "/topics/wires/merge", {"into": "Cables"}, seen_on="/topics/wires/merge?into=cables"
    )
    assert done.location.endswith("/topics/cables")
    assert browser.get("/topics/draden").location.endswith("/topics/cables")
    merged = str(queries.merged_into(queries.find_topic(femke, "cables"))[0].id)
    parted = browser.submit(
        "/topics/cables/part", {"merged": merged}, seen_on="/topics/cables/merge"
    )
    assert parted.location.endswith("/topics/wires")


def test_topics_are_put_on_a_page_beside_its_text(
    page: Page, browser_of: BrowserOf, ruben: Person
) -> None:
    browser, where = browser_of(ruben), f"/p/{page.uid}/topics"
    assert browser.submit(where, {"topics": "Safety, #Poles"}, seen_on=where).status_code == 303
    shown = browser.get(f"/s/congestion-management/{page.slug}").text
    assert 'href="/topics/safety"' in shown and 'href="/topics/poles"' in shown
    assert "Put here by" in browser.get(where).text
    topic = queries.find_topic(ruben, "poles")
    browser.submit(where, {"remove": str(topic.id), "stay": "1"}, seen_on=where)
    assert "/topics/poles" not in browser.get(f"/s/congestion-management/{page.slug}").text
    refused = browser.submit(where, {"topics": "!!"}, seen_on=where)
    assert refused.status_code == 422 and "!!" in refused.text


def test_the_form_of_a_page_keeps_adds_and_drops_topics_without_script(
    page: Page, browser_of: BrowserOf, femke: Person
) -> None:
    with transaction():
        joint = naming.start_topic(femke, name="Joints", language="en")
    browser, form = browser_of(femke), f"/p/{page.uid}/edit"
    assert "mentioned once" in browser.get(form).text
    common = {"text": "We lay #Cables. A joint too.", "based_on": "1"}

    def save(**fields: str) -> set[str]:
        answer = browser.submit(form, {**common, **fields}, seen_on=form)
        assert answer.status_code == 303
        return {each.topic.label("en") for each in topics_of(page)}

    assert save(topics_shown="", topic=str(joint.id), topics="Safety") == {
        "Cables", "Joints", "Safety",
    }  # fmt: skip
    assert save(topics_shown=str(joint.id)) == {"Cables", "Safety"}
    assert save() == {"Cables", "Safety"}
    refused = browser.submit(form, {**common, "topics_shown": "", "topics": "!!"}, seen_on=form)
    assert refused.status_code == 422 and 'value="!!"' in refused.text


def test_a_new_page_has_the_topics_of_its_form(
    space: Space, browser_of: BrowserOf, femke: Person
) -> None:
    form = "/s/congestion-management/-/new"
    fields = {"title": "Poles", "text": "x", "topics_shown": "", "topics": "Poles, Safety"}
    assert browser_of(femke).submit(form, fields, seen_on=form).status_code == 303
    assert queries.find_topic(femke, "safety")


def test_an_editor_is_told_which_topics_there_are(
    page: Page, browser_of: BrowserOf, ruben: Person
) -> None:
    browser = browser_of(ruben)
    found = browser.get("/complete/topics?q=%23cabl").json["items"]
    assert [(item["insert"], item.get("new", False)) for item in found] == [
        ("#Cables", False), ("#cabl", True),
    ]  # fmt: skip
    told = browser.submit(
        "/topics/suggested", {"text": "cables and a cable"}, seen_on=f"/p/{page.uid}/edit"
    )
    assert [(item["name"], item["reason"]) for item in told.json["items"]] == [
        ("Cables", "mentioned 2 times")
    ]


def test_an_id_that_was_guessed_names_no_quiet_topic(
    page: Page, browser_of: BrowserOf, femke: Person, noor: Person, closed_space: Space
) -> None:
    with transaction():
        create_page(femke, closed_space, title="Plan", text="The #takeover.")
    quiet = queries.find_topic(femke, "takeover")
    where = f"/p/{page.uid}/topics"
    browser_of(noor).submit(where, {"topic": str(quiet.id)}, seen_on=where)
    assert [each.topic.label("en") for each in topics_of(page)] == ["Cables"]
    assert "takeover" not in browser_of(noor).get("/topics").text
