"""What may answer a question: only what holds half of its telling words, and only what one may read."""

from __future__ import annotations

from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.search import indexing
from essp.search.likely import likely


def test_a_page_and_a_conversation_may_answer_with_the_words_that_match(
    femke, ruben, space, library
) -> None:
    with transaction():
        thread = start_thread(
            ruben, space, Kind.QUESTION, title="Does the station at Lochem have room?",
            text="The indicator says nothing.",
        )  # fmt: skip
    indexing.rebuild()
    found = likely(femke, "How do I see whether a station has room?", "")
    assert [each.kind for each in found] == ["thread", "page"]
    page = found[1]
    assert (page.uid, page.by) == (library["indicator"].uid, femke.name)
    assert {part.text for part in page.passage if part.marked} >= {"station", "room"}
    others = likely(femke, "How do I see whether a station has room?", "", {thread.id})
    assert [each.kind for each in others] == ["page"]


def test_one_shared_word_of_many_is_no_answer(femke, library) -> None:
    assert likely(femke, "Which station buffet sells vegetarian sandwiches?", "") == []
    assert likely(femke, "How do I?", "") == []


def test_what_is_closed_answers_only_those_inside(femke, noor, library) -> None:
    asked = "Does project zebravink close a station?"
    assert [each.uid for each in likely(femke, asked, "")] == [library["secret"].uid]
    assert likely(noor, asked, "") == []
