"""Under a question people answer, or ask something back: the one is told from the other."""

from __future__ import annotations

from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.discussions.models import Kind
from essp.discussions.queries import find_post, opening_of
from tests.discussions.talking import answer, ask

SAID = "a remark, no answer"


def test_who_asks_back_says_so_and_everybody_sees_it(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    page = browser_of(ruben).get(f"/t/{thread.uid}").text
    assert 'name="remark"' in page and SAID not in page
    first = browser_of(ruben).submit(
        f"/posts/{opening_of(thread).uid}/reply", {"text": "Which grid?", "remark": "1"},
        seen_on=f"/posts/{opening_of(thread).uid}/reply",
    )  # fmt: skip
    assert first.status_code == 303
    assert SAID in browser_of(femke).get(f"/t/{thread.uid}").text
    browser_of(ruben).get(first.headers["Location"])


def test_only_right_under_a_question_there_is_such_a_thing(browser_of, femke, ruben, space) -> None:
    question, talk = ask(femke, space), ask(femke, space, kind=Kind.DISCUSSION)
    given = answer(ruben, question)
    assert not answer(femke, given, "Who?", remark=True).remark
    assert not answer(ruben, talk, "Hm.", remark=True).remark
    assert 'name="remark"' not in browser_of(femke).get(f"/t/{talk.uid}").text
    assert 'name="remark"' not in browser_of(femke).get(f"/posts/{given.uid}/reply").text


def test_its_author_thinks_again_without_another_text(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    post = answer(ruben, thread, "Ask the lead.")
    browser, form = browser_of(ruben), f"/posts/{post.uid}/edit"
    same = {"text": "Ask the lead.", "based_on": "1"}
    browser.submit(form, {**same, "remark": "1"}, seen_on=form)
    assert find_post(femke, post.uid).remark and find_post(femke, post.uid).revision == 1
    assert "checked" in browser.get(form).text
    browser.submit(form, same, seen_on=form)
    assert not find_post(femke, post.uid).remark


def test_whoever_accepts_a_remark_says_that_it_is_an_answer(femke, ruben, space) -> None:
    post = answer(ruben, ask(femke, space), remark=True)
    assert post.remark
    with transaction():
        accept(femke, post.uid)
    assert not find_post(femke, post.uid).remark
