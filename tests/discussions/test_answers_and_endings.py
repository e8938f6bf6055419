"""Accepted answers, edits with visible history, reactions, outcomes, and what is overtaken."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.discussions.answering import accept, take_back
from essp.discussions.closing import close_as_duplicate, close_thread, reopen_thread
from essp.discussions.conversation import open_thread
from essp.discussions.drafts import for_reply, own_draft
from essp.discussions.editing import edit_post, texts_of
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome
from essp.discussions.moving import merge_threads, move_thread, split_thread
from essp.discussions.queries import Overtaken, find_post, find_thread, opening_of
from essp.discussions.reacting import confirm, react
from essp.discussions.removing import bring_back, remove_post
from tests.discussions.talking import answer, ask


def test_the_asker_and_an_owner_accept_and_others_do_not(femke, ruben, noor, space) -> None:
    thread = ask(ruben, space)
    first, second = answer(noor, thread), answer(femke, thread, "Or so.")
    accept(ruben, first.uid, 1)
    accept(femke, first.uid)
    accept(ruben, second.uid)
    assert find_thread(noor, thread.uid).accepted == 2
    with pytest.raises(Refused):
        accept(noor, first.uid)
    with pytest.raises(Refused):  # an owner's own answer, and they did not ask
        accept(femke, second.uid)
    take_back(ruben, first.uid)
    talk = open_thread(noor, thread.uid)
    assert [each.name for each in talk.marks.accepted[first.id]] == ["Femke de Boer"]


def test_an_answer_that_changes_is_no_longer_accepted_and_the_question_is_open(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread)
    with transaction():
        accept(femke, post.uid, 1)
        close_thread(femke, thread.uid, Outcome.ANSWERED)
    saved = browser_of(ruben).submit(
        f"/posts/{post.uid}/edit",
        {"text": "Nobody.", "based_on": "1"},
        seen_on=f"/posts/{post.uid}/edit",
    )
    assert saved.status_code == 303
    now = find_thread(femke, thread.uid)
    assert now.accepted == 0 and not now.closed and now.answered_at is None
    page = browser_of(femke).get(f"/t/{thread.uid}").text
    assert "It was accepted by Femke de Boer, and was changed after that." in page
    with pytest.raises(Overtaken):
        accept(femke, post.uid, 1)
    accept(femke, post.uid, 2)
    assert "It was accepted by" not in browser_of(femke).get(f"/t/{thread.uid}").text


def test_two_people_accepting_different_answers_are_both_right(femke, ruben, noor, space) -> None:
    thread = ask(ruben, space)
    one, two = answer(noor, thread, "One."), answer(noor, thread, "Two.")
    accept(ruben, one.uid)
    accept(femke, two.uid)
    assert open_thread(noor, thread.uid).thread.accepted == 2


def test_what_a_post_said_before_stays_with_its_words_marked(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread, "The shift lead decides.")
    edit_post(ruben, post.uid, text="The duty manager decides.", based_on=1)
    assert [each.text for each in texts_of(find_post(femke, post.uid))] == [
        "The duty manager decides.", "The shift lead decides.",
    ]  # fmt: skip
    page = browser_of(femke).get(f"/posts/{post.uid}/history").text
    assert "<del>shift lead</del>" in page and "<ins>duty manager</ins>" in page
    with pytest.raises(Refused):
        edit_post(femke, post.uid, text="Mine.", based_on=2)


def test_an_edit_of_a_post_that_changed_meanwhile_gives_back_what_was_typed(
    browser_of, femke, space
) -> None:
    post = opening_of(ask(femke, space))
    edit_post(femke, post.uid, text="Changed in one window.", based_on=1)
    edited = browser_of(femke).submit(
        f"/posts/{post.uid}/edit", {"text": "Typed in another.", "based_on": "1"},
        seen_on=f"/posts/{post.uid}/edit",
    )  # fmt: skip
    assert edited.status_code == 409
    text = edited.get_data(as_text=True)
    assert "Typed in another." in text and "Changed in one window." in text
    assert 'name="based_on" value="2"' in text


def test_a_reply_to_a_post_that_is_gone_is_given_back_with_a_place_to_send_it(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread)
    browser, page = browser_of(femke), f"/posts/{post.uid}/reply"
    browser.get(page)
    remove_post(ruben, post.uid)
    sent = browser.submit(page, {"text": "My long reply."}, seen_on=page)
    assert sent.status_code == 409
    text = sent.get_data(as_text=True)
    assert "My long reply." in text and "is no longer there" in text
    assert f'action="/posts/{opening_of(thread).uid}/reply"' in text


def test_a_reply_to_a_closed_thread_is_given_back(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space, kind=Kind.DISCUSSION)
    uid = opening_of(thread).uid
    with transaction():
        close_thread(femke, thread.uid, Outcome.DECIDED, reason="We do it.")
    sent = browser_of(ruben).submit(
        f"/posts/{uid}/reply", {"text": "Too late."}, seen_on=f"/posts/{uid}/reply"
    )
    assert sent.status_code == 409 and "Too late." in sent.get_data(as_text=True)
    page = browser_of(ruben).get(f"/t/{thread.uid}").text
    assert "We do it." in page and "Open it again" not in page
    with pytest.raises(Refused):
        reopen_thread(ruben, thread.uid)
    with transaction():
        reopen_thread(femke, thread.uid)
    answer(ruben, thread)


def test_a_question_is_closed_as_answered_only_with_an_answer(femke, space) -> None:
    thread = ask(femke, space)
    with pytest.raises(Invalid):
        close_thread(femke, thread.uid, Outcome.ANSWERED)
    close_thread(femke, thread.uid, Outcome.DROPPED)
    with pytest.raises(Overtaken):
        close_thread(femke, thread.uid, Outcome.DROPPED)


def test_who_hides_a_post_says_why_and_its_words_are_nowhere(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread, "Rude words.")
    below = answer(femke, post, "Please not.")
    with pytest.raises(Invalid):
        remove_post(femke, post.uid)
    remove_post(femke, post.uid, note="House rule 3")
    page = browser_of(ruben).get(f"/t/{thread.uid}").text
    assert "Rude words." not in page and "House rule 3" in page and "Please not." in page
    with pytest.raises(NotFound):
        texts_of(find_post(ruben, post.uid))
    with pytest.raises(Refused):
        bring_back(ruben, post.uid)
    bring_back(femke, post.uid)
    assert "Rude words." in browser_of(ruben).get(f"/posts/{below.uid}", follow_redirects=True).text


def test_a_beginning_that_others_answered_stays(femke, ruben, space) -> None:
    thread = ask(femke, space)
    answer(ruben, thread)
    with pytest.raises(Invalid):
        remove_post(femke, opening_of(thread).uid)


def test_a_reaction_means_something_and_counts_once(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    uid, page = opening_of(thread).uid, f"/t/{thread.uid}"
    for _press in range(2):
        browser_of(ruben).submit(f"/posts/{uid}/react", {"on": "same question"}, seen_on=page)
    assert "Same question <b>1</b>" in browser_of(femke).get(page).text
    with pytest.raises(Refused):
        react(femke, uid, Meaning.SAME_QUESTION, on=True)
    with pytest.raises(Refused):
        react(ruben, uid, Meaning.SUPPORT, on=True)
    react(ruben, uid, Meaning.SAME_QUESTION, on=False)
    assert not open_thread(femke, thread.uid).marks.reactions


def test_ideas_are_listed_by_their_support(browser_of, femke, ruben, space) -> None:
    idea = ask(femke, space, "Supported idea", kind=Kind.IDEA)
    ask(femke, space, "Later idea", kind=Kind.IDEA)
    react(ruben, opening_of(idea).uid, Meaning.SUPPORT, on=True)
    page = browser_of(femke).get(f"/s/{space.slug}/-/talk?kind=idea").text
    assert page.index("Supported idea") < page.index("Later idea") and "1 supports it" in page


def test_an_announcement_asks_who_read_and_understood_it(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space, "Rules", kind=Kind.ANNOUNCEMENT, asks_confirmation=True)
    page = f"/t/{thread.uid}"
    browser_of(ruben).submit(f"{page}/confirm", {}, seen_on=page)
    assert "You have read and understood this." in browser_of(ruben).get(page).text
    assert "Ruben Haak" in browser_of(femke).get(f"{page}/confirmed").text
    assert browser_of(ruben).get(f"{page}/confirmed").status_code == 403
    with pytest.raises(Refused):
        confirm(ruben, ask(femke, space).uid)


def test_a_split_links_both_ends_and_a_reply_written_meanwhile_finds_its_place(
    browser_of, femke, ruben, space
) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread, "Another question?")
    below = answer(femke, post)
    accept(femke, post.uid)
    browser, page = browser_of(ruben), f"/posts/{below.uid}/reply"
    browser.get(page)
    with transaction():
        new = split_thread(ruben, post.uid, title="Its own", kind=Kind.QUESTION)
    sent = browser.submit(page, {"text": "Still arrives."}, seen_on=page)
    assert sent.location.startswith(f"/t/{new.uid}")
    assert find_thread(femke, new.uid).posts == 3 and find_thread(femke, thread.uid).accepted == 0
    assert "Its own" in browser.get(f"/t/{thread.uid}").text
    assert "Who may lift a limit?" in browser.get(f"/t/{new.uid}").text


def test_a_merged_thread_leads_to_the_other_one(browser_of, femke, ruben, space) -> None:
    one, two = ask(femke, space, "One?"), ask(ruben, space, "Two?")
    answer(ruben, one, "Words.")
    with pytest.raises(Refused):
        merge_threads(ruben, one.uid, two.uid)
    page = f"/t/{one.uid}/merge"
    merged = browser_of(femke).submit(
        page, {"other": f"http://localhost/t/{two.uid}?part=1#p-x"}, seen_on=page
    )
    assert merged.location == f"/t/{two.uid}"
    assert browser_of(ruben).get(f"/t/{one.uid}").location == f"/t/{two.uid}"
    assert "Words." in browser_of(ruben).get(f"/t/{two.uid}").text
    assert "One?" not in browser_of(ruben).get(f"/s/{space.slug}/-/talk").text


def test_a_duplicate_is_closed_and_linked(browser_of, femke, space) -> None:
    one, two = ask(femke, space, "One?"), ask(femke, space, "Two?")
    close_as_duplicate(femke, one.uid, two.uid)
    assert "Asked elsewhere too" in browser_of(femke).get(f"/t/{one.uid}").text
    assert "The same was asked in" in browser_of(femke).get(f"/t/{two.uid}").text


def test_a_thread_that_moves_is_read_by_the_readers_of_its_new_space(
    browser_of, femke, ruben, noor, space, closed_space
) -> None:
    thread = ask(ruben, closed_space, "Secret?")
    with pytest.raises(Refused):
        move_thread(ruben, thread.uid, space.slug)
    assert browser_of(noor).get(f"/t/{thread.uid}").status_code == 404
    move_thread(femke, thread.uid, space.slug)
    assert browser_of(noor).get(f"/t/{thread.uid}").status_code == 200


def test_a_thread_that_moved_says_where_it_was_and_is_found_from_there(
    browser_of, femke, noor, space, closed_space
) -> None:
    thread, hidden = ask(femke, closed_space, "Secret?"), ask(femke, space, "Going?")
    move_thread(femke, thread.uid, space.slug)
    move_thread(femke, hidden.uid, closed_space.slug)
    said = "Femke de Boer moved this here from"
    assert said in browser_of(femke).get(f"/t/{thread.uid}").text
    assert said not in browser_of(noor).get(f"/t/{thread.uid}").text
    left = f"/s/{space.slug}/-/talk"
    assert "1 conversation moved to another space" in browser_of(femke).get(left).text
    assert "moved to another space" not in browser_of(noor).get(left).text
    move_thread(femke, hidden.uid, space.slug)
    assert "moved to another space" not in browser_of(femke).get(left).text


def test_what_is_typed_is_kept_and_offered_again(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    post = opening_of(thread)
    browser, page = browser_of(ruben), f"/posts/{post.uid}/reply"
    kept = browser.submit(
        f"/talk/draft?for=reply&key={post.uid}", {"text": "Half a thou"}, seen_on=page
    )
    assert kept.status_code == 204
    assert (
        "Half a thou" in browser.get(page).text
        and "Half a thou" in browser.get(f"/t/{thread.uid}").text
    )
    assert "Half a thou" not in browser_of(femke).get(page).text
    whole = {"text": "A whole thought.", "save_key": "thesamereply"}
    browser.submit(page, whole, seen_on=page)
    assert own_draft(ruben, for_reply(post)) is None
    late = whole | {"text": "Half a thou"}
    browser.submit(f"/talk/draft?for=reply&key={post.uid}", late, seen_on=page)
    assert own_draft(ruben, for_reply(post)) is None
