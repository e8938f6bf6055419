"""Finding by topics: under every name they have, in either language, and after they change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core import worker
from essp.core.db import transaction
from essp.people.models import Person
from essp.search import indexing
from essp.search.queries import FoundPage
from essp.search.searching import search
from essp.spaces.models import Space
from essp.topics import arranging, naming
from essp.topics.asking import keep_topics_of
from essp.topics.models import Topic
from essp.topics.queries import find_topic
from essp.wiki import tagging
from essp.wiki.models import Page

Make = Callable[..., Page]


@pytest.fixture
def cables(write: Make, femke: Person, space: Space) -> Page:
    """A page about cables that does not say so in its words."""
    page = write(femke, space, "Lochem, week 12", "We dug all day. #cable")
    with transaction():
        naming.name_topic(femke, find_topic(femke, "cable"), "Kabels", "nl", preferred=True)
        naming.name_topic(femke, find_topic(femke, "cable"), "ground lead", "en")
    indexing.rebuild()
    return page


def titles(actor: Person, text: str) -> list[str]:
    found = search(actor, text, as_typed=True).results
    return [r.row.title if isinstance(r.row, FoundPage) else r.row.name for r in found]


@pytest.mark.parametrize(
    "typed",
    ["topic:cable", "topic:kabels", 'topic:"ground lead"', "onderwerp:kabels", "kabel", "lead"],
)
def test_a_page_is_found_by_any_name_of_its_topic(cables: Page, noor: Person, typed: str) -> None:
    assert titles(noor, typed) == ["Lochem, week 12"]


def test_a_new_name_of_a_topic_finds_its_pages(cables: Page, femke: Person, noor: Person) -> None:
    with transaction():
        naming.name_topic(femke, find_topic(femke, "cable"), "wiring", "en", preferred=True)
    worker.do_all()
    assert titles(noor, "wiring") == ["Lochem, week 12"]
    assert titles(noor, "topic:wiring") == titles(noor, "topic:cable") == ["Lochem, week 12"]


def test_a_merged_topic_finds_the_pages_of_both(
    cables: Page, write: Make, femke: Person, noor: Person, space: Space
) -> None:
    write(femke, space, "Almelo, week 13", "Nothing happened. #snake")
    with transaction():
        snake, cable = (find_topic(femke, each) for each in ("snake", "cable"))
        arranging.merge_topics(femke, snake, cable)
    worker.do_all()
    assert set(titles(noor, "topic:snake")) == {"Lochem, week 12", "Almelo, week 13"}
    assert set(titles(noor, "topic:kabels")) == {"Lochem, week 12", "Almelo, week 13"}


def test_a_topic_put_on_a_page_finds_it(
    write: Make, femke: Person, noor: Person, space: Space
) -> None:
    page = write(femke, space, "Nothing said", "Nothing.")
    indexing.rebuild()
    with transaction():
        tagging.change_topics(femke, page, add=["Transformer"])
    worker.do_all()
    assert titles(noor, "topic:transformer") == ["Nothing said"]


def test_a_person_is_found_by_every_name_of_what_they_may_be_asked(
    cables: Page, ruben: Person, noor: Person
) -> None:
    with transaction():
        ruben.ask_me_about = ["Cable"]
        keep_topics_of(ruben)
    worker.do_all()
    assert titles(noor, "kabels kind:person") == ["Ruben Haak"]


def test_another_description_writes_nothing_into_the_index(
    cables: Page, femke: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.do_all()
    with transaction():
        topic: Topic = find_topic(femke, "cable")
        arranging.describe_topic(femke, topic, "What lies in the ground.", based_on=topic.changes)
    written: list[str] = []
    monkeypatch.setattr(indexing, "_bring_up_to_date", lambda kind, _numbers: written.append(kind))
    worker.do_all()
    assert not written
