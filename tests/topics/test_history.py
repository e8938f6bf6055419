"""What is done to the topics of a page is a save like any other: with its author, to be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.core.decision import Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle, tagging
from essp.wiki.editing import create_page, edit_page, save_topics
from essp.wiki.integrity import verify
from essp.wiki.models import Kind, Page
from essp.wiki.queries import find_revision
from essp.wiki.retagging import TopicWish, topics_by_revision, topics_changed
from essp.wiki.texts import text_of
from tests.hygiene import HygieneClient


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(
            femke, space, title="Cables", text="One.\n", topics=TopicWish(["Cables"])
        ).page


def names(page: Page) -> set[str]:
    return {each.topic.label("en") for each in tagging.topics_of(page)}


def did(page: Page, number: int) -> tuple[list[str], list[str]]:
    """Names of the topics that a revision put on the page, and of those it took off."""
    told = topics_by_revision(page, [find_revision(page, number)], "en").get(number)
    return (list(told.added), list(told.removed)) if told else ([], [])


def cables(page: Page) -> int:
    return next(t.topic.id for t in tagging.topics_of(page) if t.topic.label("en") == "Cables")


def test_an_edit_that_only_changes_topics_is_a_save_under_the_name_of_its_author(
    browser_of: Callable[[Person], HygieneClient], ruben: Person, page: Page
) -> None:
    browser, path = browser_of(ruben), f"/p/{page.uid}/edit"
    sent = {"text": "One.\n", "based_on": "1", "topics_shown": str(cables(page))}
    sent |= {"topics": "Safety", "summary": "Not about cables"}
    answer = browser.submit(path, sent, seen_on=path)
    assert "Saved." in browser.get(answer.location).text
    last = find_revision(page, 2)
    assert (last.kind, last.author_id) == (Kind.TAGGED.value, ruben.id)
    assert (last.summary, text_of(page)) == ("Not about cables", "One.\n")
    assert did(page, 2) == (["Safety"], ["Cables"])
    told = browser.get(f"/p/{page.uid}/history").text
    assert "+#Safety" in told and "−#Cables" in told
    assert "+#Safety" in browser.get(f"/p/{page.uid}/revisions/2").text
    assert verify() == []


def test_words_and_topics_changed_at_once_are_one_revision(femke: Person, page: Page) -> None:
    with transaction():
        edit_page(femke, page, text="Two.\n", based_on=1, topics=TopicWish(["Safety"]))
    assert (page.revision_number, did(page, 2)) == (2, (["Safety"], []))
    assert find_revision(page, 2).kind == Kind.EDITED.value


def test_what_a_page_was_started_with_is_told_of_its_first_revision(page: Page) -> None:
    assert did(page, 1) == (["Cables"], [])


def test_asking_for_what_is_there_makes_no_revision(femke: Person, page: Page) -> None:
    with transaction():
        same = edit_page(femke, page, text="One.\n", based_on=1, topics=TopicWish(["cables"]))
        again = save_topics(femke, page, TopicWish(["Cables"]))
    assert same.revision is None and again.revision is None
    assert page.revision_number == 1


def test_undoing_puts_the_topics_back_and_keeps_what_came_after(
    browser_of: Callable[[Person], HygieneClient], femke: Person, ruben: Person, page: Page
) -> None:
    with transaction():
        save_topics(ruben, page, TopicWish(["Safety", "Masts"], {cables(page)}))
        edit_page(femke, page, text="One and two.\n", based_on=2)
    browser, path = browser_of(femke), f"/p/{page.uid}/undo/2"
    assert "−#Cables" in browser.get(path).text
    assert browser.submit(path, {}, seen_on=path).status_code == 303
    assert names(page) == {"Cables"} and text_of(page) == "One and two.\n"
    added, removed = did(page, 4)
    assert (added, sorted(removed)) == (["Cables"], ["Masts", "Safety"])
    told = topics_changed(page, 1, 4, "en")
    assert not told.added and not told.removed


def test_an_undone_change_that_somebody_took_back_already_changes_nothing(
    femke: Person, page: Page
) -> None:
    with transaction():
        save_topics(femke, page, TopicWish([], {cables(page)}))
        save_topics(femke, page, TopicWish(["Cables"]))
        assert lifecycle.undo_revision(femke, page, 2).revision is None


def test_topics_of_an_archived_page_stay(femke: Person, page: Page) -> None:
    with transaction():
        lifecycle.archive_page(femke, page)
    with pytest.raises(Refused), transaction():
        save_topics(femke, page, TopicWish(["Safety"]))
