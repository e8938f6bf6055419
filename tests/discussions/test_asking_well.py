"""Asking well: what is there already, how long it takes, joining instead of asking again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from essp.core.db import transaction
from essp.core.decision import Refused
from essp.discussions import asking, drafts
from essp.discussions.asking import Answers, join_question, median_wait, waits_of
from essp.discussions.conversation import open_thread
from essp.discussions.models import Kind
from essp.discussions.queries import find_thread
from essp.notifications.models import Watch
from essp.search.likely import question
from essp.topics.naming import start_topic
from tests.discussions.talking import answer, ask

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_half_is_when_half_had_an_answer_and_those_who_wait_still_count() -> None:
    assert median_wait([(HOUR, True), (2 * HOUR, True), (9 * HOUR, True)]) == 2 * HOUR
    # Two that still wait for longer than the others took push the half to the last answer.
    assert median_wait([(HOUR, True), (2 * HOUR, True), (9 * HOUR, False), (8 * HOUR, True)]) == (
        2 * HOUR
    )
    assert median_wait([(HOUR, True), (5 * HOUR, False), (6 * HOUR, False)]) is None
    # Seen for half an hour only: it says nothing about the hours after.
    assert median_wait([(HOUR / 2, False), (HOUR, True), (3 * HOUR, True)]) == HOUR
    assert median_wait([]) is None


def test_who_was_not_seen_long_enough_is_not_counted_among_those_who_waited() -> None:
    day = timedelta(days=1)
    asked = [(NOW - 20 * day, NOW - 20 * day + HOUR, None)] * 4
    asked += [(NOW - 3 * day, None, None), (NOW - HOUR, None, None)]
    found = waits_of(asked, NOW)
    assert (found.questions, found.half, found.span) == (6, HOUR, day)
    assert (found.late, found.known) == (1, 5)


def test_a_question_is_its_telling_words() -> None:
    words = [
        word.text for word in question("How do I lift the limit?", "At the Lochem station").words
    ]
    assert words == ["lift", "limit", "lochem", "station"]
    assert question("How do I?", "").words == ()


@pytest.fixture
def told(app):
    """What the search and the news would say, for a test that has neither."""
    before = list(asking._answers)
    yield asking._answers
    asking._answers[:] = before


def test_how_long_it_takes_is_said_of_a_handful_and_more_only(
    browser_of, femke, ruben, noor, space, closed_space
) -> None:
    for number in range(4):
        answer(ruben, ask(femke, space, f"Which limit {number}?"))
    ask(femke, closed_space, "Inside?")
    assert asking.waits(noor, space, []) is None
    answer(ruben, ask(femke, space, "Which limit 5?"))
    found = asking.waits(noor, space, [])
    assert found is not None and found.questions == 5
    page = browser_of(noor).get(f"/s/{space.slug}/-/talk/new?title=Which+limit").text
    assert "within an hour (5 in the last year)" in page


def test_a_question_that_was_asked_is_joined_and_followed(
    browser_of, session, femke, ruben, noor, space
) -> None:
    thread = ask(femke, space)
    with transaction():
        join_question(ruben, thread.uid)
        join_question(ruben, thread.uid)
    talk = open_thread(ruben, thread.uid)
    assert talk.marks.reactions[talk.opening.id]["same question"].people == 1
    assert session.query(Watch).filter_by(person_id=ruben.id, subject="thread").count() == 1
    with pytest.raises(Refused), transaction():
        join_question(femke, thread.uid)
    idea = ask(femke, space, "Fewer forms", kind=Kind.IDEA)
    with pytest.raises(Refused), transaction():
        join_question(ruben, idea.uid)
    joined = browser_of(noor).submit(f"/t/{thread.uid}/same", {}, seen_on=f"/t/{thread.uid}")
    assert joined.status_code == 303


class Like:
    """A thing that search would find."""

    def __init__(self, thread) -> None:
        self.kind, self.id, self.uid, self.title = "thread", thread.id, thread.uid, thread.title
        self.path, self.space, self.passage, self.by = f"/t/{thread.uid}", "", (), ""


def test_only_what_one_may_read_is_told_whatever_the_search_says(
    browser_of, femke, noor, space, closed_space, told
) -> None:
    inside = ask(femke, closed_space, "Whose salary is it?")
    outside = ask(femke, space, "Which limit is it?")
    told[:] = [Answers(lambda *_a: [Like(inside), Like(outside)], lambda *_a: None)]
    assert [each.thread.id for each in asking.near(noor, "it", "").threads] == [outside.id]
    page = browser_of(noor).get("/ask?title=Whose+limit").text
    assert "Which limit is it?" in page and "salary" not in page
    assert "I have this question too" in page


def test_looking_first_keeps_what_was_typed_and_asks_nothing(
    browser_of, femke, ruben, space, told
) -> None:
    thread = ask(ruben, space, "Which limit is it?")
    told[:] = [Answers(lambda *_a: [Like(thread)], lambda *_a: None)]
    with transaction():
        start_topic(femke, name="Transformers", language="en")
    browser = browser_of(femke)
    typed = {"title": "A limit for transformers?", "text": "My story.", "look": "1"}
    shown = browser.submit("/ask", typed, seen_on="/ask").text
    assert "Asked before" in shown and "My story." in shown
    assert f'<option value="{space.slug}" selected>' in shown  # where the like of it stands
    assert 'value="Transformers"' in shown
    assert drafts.own_draft(femke, drafts.ANYWHERE).text == "My story."
    assert "This is what you had not sent yet." in browser.get("/ask").text
    nowhere = browser.submit("/ask", {**typed, "look": None} | {"space": ""}, seen_on="/ask")
    assert nowhere.status_code in {200, 422}


def test_a_question_is_asked_wherever_it_fits(browser_of, session, femke, space, told) -> None:
    told.clear()
    browser = browser_of(femke)
    refused = browser.submit("/ask", {"title": "Who?", "text": "Story."}, seen_on="/ask")
    assert refused.status_code == 422 and "Choose where it is asked." in refused.text
    assert "Story." in refused.text
    sent = browser.submit(
        "/ask", {"title": "Who?", "text": "Story.", "space": space.slug, "also": ["Cables"]},
        seen_on="/ask",
    )  # fmt: skip
    assert sent.status_code == 303
    thread = find_thread(femke, sent.headers["Location"].rpartition("/")[2])
    assert thread.space_id == space.id and thread.kind == Kind.QUESTION.value
    assert "Cables" in browser.get(sent.headers["Location"]).text


def test_the_line_alone_is_enough_and_a_closed_space_is_no_place_for_outsiders(
    browser_of, femke, noor, space, closed_space, told
) -> None:
    told.clear()
    browser = browser_of(noor)
    closed = browser.submit("/ask", {"title": "Who?", "space": closed_space.slug}, seen_on="/ask")
    assert closed.status_code == 422 and closed_space.name not in closed.text
    assert browser.submit(
        "/ask", {"title": "Who?", "space": space.slug}, seen_on="/ask"
    ).status_code == 303  # fmt: skip


def test_while_one_types_the_part_beside_the_form_comes_alone(
    browser_of, femke, space, told
) -> None:
    thread = ask(femke, space, "Which limit is it?")
    told[:] = [Answers(lambda *_a: [Like(thread)], lambda *_a: None)]
    part = (
        browser_of(femke)
        .submit("/ask/near", {"title": "Which limit?", "text": ""}, seen_on="/ask")
        .text
    )
    assert "<h1" not in part and "1 conversation may answer it." in part
    assert "I have this question too" not in part  # it is her own


def test_what_answers_ends_the_asking(browser_of, femke, space) -> None:
    with transaction():
        drafts.keep_draft(femke, drafts.ANYWHERE, text="Half a question", title="Who")
    sent = browser_of(femke).submit("/ask/found", {"page": "3k9x0q7m2b"}, seen_on="/ask")
    assert sent.headers["Location"] == "/p/3k9x0q7m2b"
    assert drafts.own_draft(femke, drafts.ANYWHERE) is None
    away = browser_of(femke).submit("/ask/found", {"page": "//evil.example"}, seen_on="/ask")
    assert away.headers["Location"].startswith("/p/evil")


def test_a_duplicate_is_chosen_from_what_is_like_it(browser_of, femke, ruben, space, told) -> None:
    first, again = ask(ruben, space, "Which limit is it?"), ask(femke, space, "What limit is it?")
    told[:] = [Answers(lambda _a, _t, _x, _without: [Like(first)], lambda *_a: None)]
    browser, at = browser_of(femke), f"/t/{again.uid}/close"
    offered = browser.get(f"{at}?outcome=duplicate").text
    assert "Is it one of these?" in offered and f'value="{first.uid}"' in offered
    closed = browser.submit(at, {"outcome": "duplicate", "proposed": first.uid}, seen_on=at)
    assert closed.status_code == 303
    assert find_thread(femke, again.uid).outcome == "duplicate"
