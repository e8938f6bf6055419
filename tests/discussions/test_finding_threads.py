"""Threads are found by what any of their posts says, with their accepted answers told."""

from __future__ import annotations

from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.discussions.removing import remove_post
from essp.search.collecting import documents_of
from essp.search.queries import load
from essp.search.wording import context_of
from tests.discussions.talking import answer, ask


def test_a_thread_is_one_document_with_its_answers_in_front(app, femke, ruben, space) -> None:
    thread = ask(femke, space)
    first = answer(ruben, thread, "The shift lead decides.")
    gone = answer(ruben, thread, "Unspeakable.")
    with transaction():
        accept(femke, first.uid)
        remove_post(ruben, gone.uid)
    (found,) = documents_of([f"thread:{thread.id}"])
    assert found.title == "Who may lift a limit?" and found.headings == "The shift lead decides."
    assert "after office hours" in found.body and "Unspeakable" not in found.body
    assert not found.open and found.space_id == space.id
    assert {"Femke de Boer", "ruben-haak"} <= set(found.authors)
    row = load(ruben, [f"thread:{thread.id}"]).get(f"thread:{thread.id}")
    with app.test_request_context():
        assert "Accepted answer. 2 posts" in context_of(row, authors=True)


def test_a_thread_of_a_closed_space_is_delivered_to_its_readers_alone(
    femke, noor, ruben, closed_space
) -> None:
    key = f"thread:{ask(femke, closed_space).id}"
    assert load(ruben, [key]).get(key) is not None
    assert load(noor, [key]).get(key) is None
