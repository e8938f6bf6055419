"""Comments on passages in the browser, by the forms that need no script and those beside the text."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.discussions import anchoring
from essp.discussions.passages import comments_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import RevisionCredit
from essp.wiki.queries import find_revision
from tests.hygiene import TOKEN

LIMIT = "92% of the thermal limit"
TEXT = f"## When to start\n\nStart as soon as the forecast shows {LIMIT}. Do not wait.\n\n## Checks\n\nClose it."


@pytest.fixture
def page(femke, space):
    """A page with two sections."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


@pytest.fixture
def secret(femke, closed_space):
    """A page of a closed space."""
    with transaction():
        return create_page(femke, closed_space, title="Plan", text=TEXT).page


def asked(page) -> str:
    return f"/p/{page.uid}/comments/new"


def begun(browser, page, quote=LIMIT, text="Also in winter?", **more):
    data = {"quote": quote, "text": text, "number": page.revision_number, **more}
    return browser.submit(asked(page) + more.pop("query", ""), data, seen_on=asked(page))


def one(actor, page):
    return comments_of(actor, page)[0]


def test_a_comment_without_script_from_words_to_its_own_screen(browser_of, noor, page) -> None:
    browser = browser_of(noor)
    assert f"/p/{page.uid}/comments" in browser.get("/s/congestion-management/playbook").text
    assert "No open comments" in browser.get(f"/p/{page.uid}/comments").text
    answer = begun(browser, page)
    assert answer.status_code == 303
    shown = browser.get(answer.location).text
    assert LIMIT in shown
    assert "Also in winter?" in shown
    listed = browser.get(f"/p/{page.uid}/comments").text
    assert "Also in winter?" in listed


def test_a_comment_on_a_section(browser_of, noor, page) -> None:
    browser = browser_of(noor)
    form = asked(page) + "?section=h-checks"
    assert "On the section" in browser.get(form).text
    answer = browser.submit(asked(page), {"section": "h-checks", "text": "Which?"}, seen_on=form)
    assert answer.status_code == 303
    assert one(noor, page).passage.heading
    assert "not in the page any more" in browser.get(asked(page) + "?section=h-gone").text


@pytest.mark.parametrize(
    ("quote", "text", "told"),
    [
        ("", "Why?", "Select the words"),
        ("word " * 5000, "Why?", "You selected 5000 words"),
        ("Nothing of the kind stands in it", "Why?", "not in the text of this page"),
        (LIMIT, " ", "Write something first"),
    ],
)
def test_what_cannot_be_used_is_given_back(browser_of, noor, page, quote, text, told) -> None:
    answer = begun(browser_of(noor), page, quote, text)
    assert answer.status_code == 422
    assert told in answer.text
    assert quote[:40] in answer.text
    assert not comments_of(noor, page)


def test_reply_resolve_and_open_again(browser_of, noor, ruben, page) -> None:
    where = begun(browser_of(noor), page).location
    browser = browser_of(ruben)
    answer = browser.submit(where + "/reply", {"text": "Seasonal first."}, seen_on=where)
    assert answer.status_code == 303
    assert "Seasonal first." in browser.get(where).text
    assert browser.submit(where + "/reply", {"text": ""}, seen_on=where).status_code == 422
    browser.submit(where + "/resolve", {}, seen_on=where)
    shown = browser.get(where).text
    assert "Ruben Haak resolved this today" in shown
    late = browser.post(where + "/reply", data={"text": "One more thing", **token(browser, where)})
    assert late.status_code == 409
    assert "One more thing" in late.text
    assert "Open again" in browser.get(f"/p/{page.uid}/comments").text
    browser.submit(where + "/resolve", {"again": "1"}, seen_on=where)
    assert not one(noor, page).thread.closed


def token(browser, where) -> dict[str, str]:
    page = browser.get(where).text
    return {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}


def test_script_gets_marks_and_the_comment_beside_the_text(browser_of, noor, page) -> None:
    browser = browser_of(noor)
    begun(browser, page)
    told = browser.get(f"/p/{page.uid}/comments/marks").json
    assert told["open"] == 1
    (mark,) = told["marks"]
    assert (mark["quote"], mark["posts"], mark["heading"]) == (LIMIT.replace("%", "%"), 1, "")
    assert "Noor Jansen" in mark["label"]
    beside = browser.get(mark["url"] + "?beside=1").text
    assert "<html" not in beside
    assert "Also in winter?" in beside


def test_a_comment_of_a_closed_space_is_nowhere_for_others(browser_of, noor, ruben, secret) -> None:
    where = begun(browser_of(ruben), secret, text="Zanzibar").location
    browser = browser_of(noor)
    missing = browser.get("/p/0000000000/comments")
    for path in ("", "/marks", "/new", where.removeprefix(f"/p/{secret.uid}/comments")):
        answer = browser.get(f"/p/{secret.uid}/comments{path}")
        assert answer.status_code == 404
        assert TOKEN.sub("", answer.text) == TOKEN.sub("", missing.text)


def test_a_comment_of_another_page_is_not_on_this_one(browser_of, ruben, page, secret) -> None:
    browser = browser_of(ruben)
    uid = begun(browser, secret).location.rpartition("/")[2]
    assert browser.get(f"/p/{page.uid}/comments/{uid}").status_code == 404


def test_earlier_text_has_its_own_list(browser_of, noor, femke, page) -> None:
    browser = browser_of(noor)
    begun(browser, page)
    with transaction():
        edit_page(femke, page, text="## Checks\n\nClose it.", based_on=1)
    anchoring.bring_up(page)
    shown = browser.get(f"/p/{page.uid}/comments").text
    assert "Comments on earlier text" in shown
    assert LIMIT in shown
    assert browser.get(f"/p/{page.uid}/comments/marks").json == {
        "open": 1,
        "upto": 2,
        "marks": [],
    }


def test_a_comment_becomes_an_edit_with_both_credited(
    browser_of, session, noor, ruben, page
) -> None:
    where = begun(browser_of(noor), page).location
    uid = where.rpartition("/")[2]
    browser = browser_of(ruben)
    form = f"/p/{page.uid}/edit?comment={uid}"
    assert "Also in winter?" in browser.get(form).text
    text = TEXT.replace(LIMIT, "92% of the seasonal limit")
    answer = browser.submit(
        f"/p/{page.uid}/edit", {"text": text, "based_on": 1, "comment": uid}, seen_on=form
    )
    assert answer.status_code == 303
    found = one(noor, page)
    assert (found.thread.outcome, found.became) == ("became an edit", 2)
    revision = find_revision(page, 2)
    credit = session.get_one(RevisionCredit, (revision.id, noor.id))
    assert (revision.author_id, credit.proposed) == (ruben.id, True)
    shown = browser.get(where).text
    assert "Ruben Haak made an edit of this" in shown
    assert "See what changed" in shown
    for path in ("revisions/2", "compare?from=1&to=2"):
        told = browser.get(f"/p/{page.uid}/{path}").text
        assert "Proposed by" in told
        assert where in told
    assert "Proposed by" not in browser.get(f"/p/{page.uid}/revisions/1").text
    assert where in browser.get(f"/t/{uid}").text


def test_an_edit_that_changed_nothing_leaves_the_comment_open(browser_of, noor, page) -> None:
    uid = begun(browser_of(noor), page).location.rpartition("/")[2]
    browser = browser_of(noor)
    data = {"text": TEXT, "based_on": 1, "comment": uid}
    browser.submit(f"/p/{page.uid}/edit", data, seen_on=f"/p/{page.uid}/edit?comment={uid}")
    assert not one(noor, page).thread.closed


def test_an_edit_that_could_not_be_saved_still_follows_its_comment(browser_of, noor, page) -> None:
    uid = begun(browser_of(noor), page).location.rpartition("/")[2]
    browser = browser_of(noor)
    data = {"text": "x" * 1_000_100, "based_on": 1, "comment": uid}
    answer = browser.submit(
        f"/p/{page.uid}/edit", data, seen_on=f"/p/{page.uid}/edit?comment={uid}"
    )
    assert answer.status_code == 422
    assert f'name="comment" value="{uid}"' in answer.text
