"""Pages carry topics: those their text names, and those somebody put on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics import arranging, naming, queries, uses
from essp.wiki import lifecycle, tagging
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page

Write = Callable[..., Page]


@pytest.fixture
def write(femke: Person, space: Space) -> Write:
    """Write a page: `write("About #cables.")`."""

    def start(
        text: str, *, by: Person = femke, where: Space = space, title: str = "A page"
    ) -> Page:
        with transaction():
            return create_page(by, where, title=title, text=text).page

    return start


def carried(page: Page) -> dict[str, bool]:
    """Names of a page's topics, and whether the text names them."""
    return {each.topic.label("en"): each.in_text for each in tagging.topics_of(page)}


def test_a_word_behind_a_hash_is_a_topic_of_the_page_until_it_goes(
    write: Write, femke: Person
) -> None:
    page = write("How we lay #cables and #Heat-pumps.")
    assert carried(page) == {"cables": True, "Heat pumps": True}
    with transaction():
        edit_page(femke, page, text="How we lay #cables.", based_on=1)
    assert carried(page) == {"cables": True}
    assert queries.find_topic(femke, "heat-pumps").opened_at


def test_a_topic_put_on_a_page_leaves_its_text_alone(
    write: Write, femke: Person, ruben: Person
) -> None:
    page = write("How we lay #cables.")
    with transaction():
        assert tagging.change_topics(ruben, page, add=["Cables", "Safety"])
        assert not tagging.change_topics(ruben, page, add=["safety"])
    told = {each.topic.label("en"): each for each in tagging.topics_of(page)}
    assert told["cables"].in_text and told["cables"].set_by == ruben
    assert told["Safety"].set_by == ruben and not told["Safety"].in_text
    assert page.revision_number == 1
    with transaction():
        tagging.change_topics(femke, page, remove=[each.topic.id for each in told.values()])
    assert carried(page) == {"cables": True}


def test_a_merged_topic_is_on_a_page_once_and_can_be_taken_off(write: Write, femke: Person) -> None:
    page = write("x")
    with transaction():
        tagging.change_topics(femke, page, add=["Wires", "Cables"])
        wires, cables = (queries.find_topic(femke, word) for word in ("wires", "cables"))
        arranging.merge_topics(femke, wires, cables)
    assert carried(page) == {"Cables": False}
    assert uses.counts(femke, "pages") == {cables.id: 1}
    with transaction():
        tagging.change_topics(femke, page, remove=[cables.id])
    assert carried(page) == {}


def test_what_is_about_a_topic_is_about_what_stands_above_it(write: Write, femke: Person) -> None:
    joints, other = write("#joints", title="Joints"), write("#poles", title="Poles")
    with transaction():
        assets = naming.start_topic(femke, name="Assets", language="en")
        arranging.place_topic(femke, queries.find_topic(femke, "joints"), assets)
    pages, total = tagging.pages_about(femke, assets)
    assert (list(pages), total) == ([joints], 1)
    assert other not in pages


def test_an_archived_page_is_not_among_what_is_here(write: Write, femke: Person) -> None:
    page = write("#cables")
    topic = queries.find_topic(femke, "cables")
    with transaction():
        lifecycle.archive_page(femke, page)
    assert tagging.pages_about(femke, topic) == ([], 0)
    assert uses.counts(femke, "pages") == {}
    with pytest.raises(Refused), transaction():
        tagging.change_topics(femke, page, add=["Poles"])


def test_a_topic_of_a_closed_page_is_known_to_its_readers_alone(
    write: Write, femke: Person, ruben: Person, noor: Person, closed_space: Space
) -> None:
    write("The #takeover.", where=closed_space)
    topic = queries.find_topic(ruben, "takeover")
    assert topic.slug == topic.uid
    assert [each.id for each in queries.known_topics(ruben)] == [topic.id]
    assert queries.known_topics(noor) == []
    for word in ("takeover", topic.uid):
        with pytest.raises(NotFound):
            queries.find_topic(noor, word)
    assert uses.counts(noor, "pages") == {}
    assert tagging.pages_about(noor, topic) == ([], 0)


def test_who_uses_a_quiet_word_in_the_open_seems_to_start_it(
    write: Write, femke: Person, noor: Person, space: Space, closed_space: Space
) -> None:
    write("The #takeover.", where=closed_space)
    write("A #takeover of the canteen.", by=noor)
    topic = queries.find_topic(noor, "takeover")
    assert topic.slug == "takeover"
    assert [(line.kind, line.by) for line in queries.changes_of(topic)] == [("started", noor)]
    assert uses.counts(noor, "pages") == {topic.id: 1}
    assert uses.counts(femke, "pages") == {topic.id: 2}


@pytest.mark.parametrize("way", ["start", "synonym"])
def test_a_quiet_word_does_not_show_itself_by_being_taken(
    way: str, write: Write, femke: Person, noor: Person, space: Space, closed_space: Space
) -> None:
    page = write("The #takeover.", where=closed_space)
    with transaction():
        if way == "start":
            topic = naming.start_topic(noor, name="Takeover", language="en")
        else:
            topic = naming.start_topic(noor, name="Mergers", language="en")
            naming.name_topic(noor, topic, "Takeover", "en")
    assert queries.find_topic(noor, "takeover").id == topic.id
    assert {line.by for line in queries.changes_of(topic)} == {noor}
    assert list(carried(page)) == ["Takeover" if way == "start" else "Mergers"]
    assert topic.slug == ("takeover" if way == "start" else "mergers")


def test_a_page_that_moves_into_the_open_takes_its_topics_along(
    write: Write, femke: Person, noor: Person, space: Space, closed_space: Space
) -> None:
    page = write("The #takeover.", where=closed_space)
    with transaction():
        tagging.change_topics(femke, page, add=["Board"])
        lifecycle.move_page(femke, page, space)
    for word in ("takeover", "board"):
        assert queries.find_topic(noor, word).slug == word


def test_a_topic_that_is_no_word_is_given_back(write: Write, femke: Person) -> None:
    page = write("x")
    with pytest.raises(Invalid), transaction():
        tagging.change_topics(femke, page, add=["Cables", "!!"])
    assert carried(page) == {}
