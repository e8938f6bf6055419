"""Beginning a thread, reading it, and replying under what was answered."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.discussions.conversation import open_thread
from essp.discussions.drafts import for_reply, keep_draft
from essp.discussions.editing import edit_post
from essp.discussions.models import About, Kind
from essp.discussions.queries import find_thread, opening_of
from essp.discussions.removing import remove_post
from essp.discussions.screen import screen_of, walk
from essp.discussions.subjects import find_subject
from essp.topics.queries import find_topic
from tests.discussions.talking import answer, ask
from tests.hygiene import TOKEN


def test_a_question_is_asked_and_read(browser_of, femke, ruben, space) -> None:
    browser = browser_of(femke)
    page = f"/s/{space.slug}/-/talk/new"
    asked = browser.submit(
        page,
        {"kind": "question", "title": "Who may lift a limit?", "text": "It is **late**. @ruben-haak",
         "topics": "capacity limits"},
        seen_on=page,
    )  # fmt: skip
    assert asked.status_code == 303
    shown = browser_of(ruben).get(asked.location)
    text = shown.get_data(as_text=True)
    assert "Who may lift a limit?" in text and "<strong>late</strong>" in text
    assert "@Ruben Haak" in text and "capacity limits" in text and "No accepted answer yet" in text
    listed = browser.get(f"/s/{space.slug}/-/talk").get_data(as_text=True)
    assert "Who may lift a limit?" in listed


def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed(
    browser_of, femke, space
) -> None:
    browser, page = browser_of(femke), f"/s/{space.slug}/-/talk/new"
    refused = browser.submit(
        page, {"kind": "question", "title": " ", "text": "My words."}, seen_on=page
    )
    assert refused.status_code == 422
    assert "My words." in refused.get_data(as_text=True)
    empty = browser.submit(page, {"kind": "idea", "title": "My title", "text": " "}, seen_on=page)
    assert empty.status_code == 422 and "My title" in empty.get_data(as_text=True)


def test_a_reply_stands_under_what_it_answers(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    first = answer(ruben, thread)
    browser = browser_of(femke)
    sent = browser.submit(
        f"/posts/{first.uid}/reply",
        {"text": "Thank you."},
        seen_on=f"/posts/{first.uid}/reply?quote=1",
    )
    assert sent.status_code == 303 and sent.location.startswith(f"/t/{thread.uid}")
    talk = open_thread(femke, thread.uid)
    assert [node.post.name for node in talk.tree.root.branch()] == [
        "Femke de Boer", "Ruben Haak", "Femke de Boer",
    ]  # fmt: skip
    assert talk.thread.posts == 3 and talk.thread.people == 2
    assert "&gt; The shift lead." in browser.get(f"/posts/{first.uid}/reply?quote=1").text


def test_a_reply_sent_twice_is_one_reply(femke, space) -> None:
    thread = ask(femke, space)
    one = answer(femke, thread, "Once.", save_key="k")
    assert answer(femke, thread, "Once.", save_key="k").id == one.id
    assert find_thread(femke, thread.uid).posts == 2


def test_a_thread_begun_twice_with_one_key_is_begun_once(femke, space) -> None:
    assert ask(femke, space, save_key="a").id == ask(femke, space, save_key="a").id


def test_a_tree_is_shown_four_levels_deep_and_a_branch_continues(browser_of, femke, space) -> None:
    thread = ask(femke, space)
    posts = [opening_of(thread)]
    for depth in range(1, 8):
        posts.append(answer(femke, posts[-1], f"Level {depth} here."))
    page = browser_of(femke).get(f"/t/{thread.uid}").text
    assert "Level 4 here." in page and "Level 5 here." not in page
    assert "Continue this branch: 3 more replies" in page
    branch = browser_of(femke).get(f"/t/{thread.uid}?from={posts[4].uid}").text
    assert "Level 4 here." in branch and "Level 7 here." in branch
    assert "Level 3 here." not in branch
    led = browser_of(femke).get(f"/posts/{posts[7].uid}")
    assert led.status_code == 303
    assert f"from={posts[4].uid}" in led.location and led.location.endswith(f"#p-{posts[7].uid}")


def test_in_order_of_time_every_post_is_shown_with_what_it_answers(
    browser_of, femke, space
) -> None:
    thread = ask(femke, space)
    top = answer(femke, thread, "First.")
    answer(femke, thread, "Second.")
    answer(femke, top, "Third, to the first.")
    page = browser_of(femke).get(f"/t/{thread.uid}?view=time").text
    assert page.index("First.") < page.index("Second.") < page.index("Third, to the first.")


def test_a_long_thread_comes_in_parts_and_each_post_is_in_one(femke, ruben, space) -> None:
    thread = ask(femke, space)
    tops = [answer(femke, thread, f"Post {n}") for n in range(50)]
    answer(ruben, tops[20], "Below.")
    talk = open_thread(ruben, thread.uid)
    seen = []
    for part in (1, 2):
        screen = screen_of(talk, part=part)
        assert screen.parts == 2
        seen += [shown.post.id for shown in walk(screen.posts)]
    assert len(seen) == len(set(seen)) == 52


def test_nobody_outside_reads_a_closed_space(browser_of, femke, noor, closed_space) -> None:
    thread = ask(femke, closed_space, "Who goes?", text="Secret plan.")
    post = opening_of(thread)
    with pytest.raises(NotFound):
        open_thread(noor, thread.uid)
    browser = browser_of(noor)
    missing = browser.get("/t/0000000000")
    for path in (f"/t/{thread.uid}", f"/posts/{post.uid}", f"/posts/{post.uid}/history"):
        answered = browser.get(path)
        assert answered.status_code == 404
        assert TOKEN.sub("", answered.text) == TOKEN.sub("", missing.text)
    assert "Who goes?" not in browser.get("/talk").text


def test_only_owners_announce(femke, ruben, space) -> None:
    with pytest.raises(Refused):
        ask(ruben, space, kind=Kind.ANNOUNCEMENT)
    assert ask(femke, space, kind=Kind.ANNOUNCEMENT, asks_confirmation=True).asks_confirmation


def test_too_much_text_is_refused(femke, space) -> None:
    with pytest.raises(Invalid):
        ask(femke, space, text="x" * 100_001)


def test_a_thread_is_about_a_page_and_named_there(
    browser_of, femke, noor, make_space, space
) -> None:
    browser = browser_of(femke)
    made = browser.submit(
        f"/s/{space.slug}/-/new",
        {"title": "Playbook", "text": "How."},
        seen_on=f"/s/{space.slug}/-/new",
    )
    uid = browser.get(f"{made.location}").text.split("about=page:")[1][:10]
    page = f"/s/{space.slug}/-/talk/new?about=page:{uid}"
    asked = browser.submit(
        f"/s/{space.slug}/-/talk/new",
        {"kind": "question", "title": "Is it right?", "text": "See [[Playbook]].", "about": f"page:{uid}"},
        seen_on=page,
    )  # fmt: skip
    shown = browser.get(asked.location).text
    assert 'about <a href="/s/congestion-management/playbook">Playbook</a>' in shown
    assert '<a class="wikilink" href="/s/congestion-management/playbook">Playbook</a>' in shown
    assert ">1</span>" in browser.get(made.location).text.split("about=page:")[1][:300]
    assert "Is it right?" in browser.get(f"/s/{space.slug}/-/talk?about=page:{uid}").text


def test_a_reply_that_was_not_sent_waits_at_its_post(browser_of, femke, ruben, space) -> None:
    post = answer(ruben, thread := ask(femke, space))
    with transaction():
        keep_draft(femke, for_reply(post), text="Half a thought")
    whole = f"/t/{thread.uid}"
    assert "Half a thought" in browser_of(femke).get(whole).text
    assert "Half a thought" not in browser_of(ruben).get(whole).text
    with transaction():
        remove_post(ruben, post.uid)
    assert "Half a thought" in browser_of(femke).get(whole).text


def test_what_stayed_of_a_long_post_is_shown_with_what_changed(browser_of, femke, space) -> None:
    thread = ask(femke, space, text="\n\n".join(f"Paragraph {each}." for each in range(9)))
    opening = opening_of(thread)
    changed = opening.text.replace("8.", "8 and more.")
    with transaction():
        edit_post(femke, opening.uid, text=changed, based_on=1)
    shown = browser_of(femke).get(f"/posts/{opening.uid}/history").text
    assert shown.count("Paragraph 0.") == 2


def test_a_topic_tells_what_is_asked_about_it_to_who_may_read_that(
    browser_of, femke, noor, ruben, space, closed_space
) -> None:
    ask(femke, space, "What is a shift?", topics="shift rules")
    topic = find_topic(femke, "shift rules")
    about = find_subject(femke, About.TOPIC, topic.slug)
    ask(femke, space, "Who made these rules?", about=about)
    ask(femke, closed_space, "May we change them?", topics="shift rules")
    for person, knows in ((noor, False), (ruben, True)):
        for path in (f"/topics/{topic.slug}", f"/talk?about=topic:{topic.slug}"):
            shown = browser_of(person).get(path).text
            assert "What is a shift?" in shown and "Who made these rules?" in shown
            assert ("May we change them?" in shown) is knows
    form = browser_of(noor).get(f"/ask?about=topic:{topic.slug}").text
    assert f'value="topic:{topic.slug}"' in form
