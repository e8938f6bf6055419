"""On screen: how a page stands, reviewing it, doubting and marking its sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from essp.core import clock
from essp.core.db import db
from essp.core.text.anchors import Anchor
from essp.curation.claims import Depends, Holds, claim
from essp.curation.doubts import doubt
from essp.curation.models import Claim, Doubt, Verification
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.wiki.editing import create_page, edit_page
from essp.wiki.read_models import PageRead

HERE = "/s/congestion-management/codes"


@pytest.fixture
def page(femke, space, session):
    made = create_page(femke, space, title="Codes", text="The limit is 42 MW. Call first.").page
    session.commit()
    return made


@pytest.fixture
def screen(browser_of, noor, page):
    return lambda: browser_of(noor).get(HERE).text


def test_readers_see_until_when_a_page_is_verified_and_what_changed_since(
    session, femke, ruben, page, screen
):
    assert "Verified by" not in screen()
    verify(femke, page.uid, Looked(1))
    session.commit()
    assert "Verified by Femke de Boer until" in screen()
    assert "changed since then" not in screen()
    edit_page(ruben, page, text="The limit is 45 MW. Call us first.", based_on=1)
    session.commit()
    assert "changed since then: 3 words" in screen()
    assert f"/p/{page.uid}/compare?from=1&amp;to=2" in screen()


def test_an_overdue_page_says_so_and_its_owners_are_reminded_once_a_week(
    session, femke, noor, page, screen, browser_of
):
    verify(femke, page.uid, Looked(1), clock.now().date() + timedelta(days=10))
    session.commit()
    with clock.held_at(clock.now() + timedelta(days=13)):
        assert "Review overdue by 3 days" in screen()
        browser = browser_of(noor)
        answer = browser.submit(f"/p/{page.uid}/review/remind", {}, seen_on=HERE)
        assert answer.status_code == 303
        assert "Its owners were reminded this week." in screen()
        assert "Remind the owner" not in screen()
    with clock.held_at(clock.now() + timedelta(days=21)):
        assert "Remind the owner" in screen()


def test_an_overdue_page_says_how_often_it_was_read_itself(session, femke, space, page, screen):
    other = create_page(femke, space, title="Other", text="x").page
    verify(femke, page.uid, Looked(1), clock.now().date() + timedelta(days=10))
    with clock.held_at(clock.now() + timedelta(days=13)):
        for each, reads in ((page, 2), (other, 40)):
            session.add(PageRead(page_id=each.id, day=clock.now().date(), reads=reads))
        session.commit()
        assert "it was read 2 times this week" in screen()


def test_a_page_costs_no_more_questions_for_how_it_stands(session, femke, noor, page, browser_of):
    browser, asked = browser_of(noor), []
    verify(femke, page.uid, Looked(1))
    session.commit()
    browser.get(HERE)
    count = lambda *_all: asked.append(1)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert "Verified by" in browser.get(HERE).text
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len(asked) <= 4


def test_an_owner_reviews_what_changed_and_verifies_it(session, femke, ruben, page, browser_of):
    verify(femke, page.uid, Looked(1))
    edit_page(ruben, page, text="The limit is 45 MW. Call first.", based_on=1)
    session.commit()
    browser, at = browser_of(femke), f"/p/{page.uid}/review"
    shown = browser.get(at).text
    assert "<del>42</del>" in shown
    assert "<ins>45</ins>" in shown
    late = browser.submit(at, {"decision": "right", "number": "1"}, seen_on=at)
    assert late.status_code == 409
    wrong = browser.submit(at, {"number": "2", "until": "someday", "note": "Called"}, seen_on=at)
    assert wrong.status_code == 422
    assert "Called</textarea>" in wrong.text
    done = browser.submit(
        at, {"number": "2", "note": "Called them.", "then": "reviews"}, seen_on=at
    )
    assert done.location == "/curation/reviews"
    row = session.get(Verification, page.id)
    assert (row.number, row.looked_at) == (2, "Called them.")


def test_who_does_not_own_a_page_sees_its_review_but_no_form(noor, page, browser_of):
    browser, at = browser_of(noor), f"/p/{page.uid}/review"
    assert "Still right" not in browser.get(at).text
    refused = browser.submit(at, {"number": "1"}, seen_on=f"/p/{page.uid}/doubt")
    assert refused.status_code == 403


def test_reviews_that_are_due_stand_in_the_order_of_readers_at_risk(
    session, femke, space, browser_of
):
    today = clock.now().date()
    for title, reads, days in (("Quiet", 1, 40), ("Busy", 500, 20), ("Soon", 900, -5)):
        made = create_page(femke, space, title=title, text="x").page
        verify(femke, made.uid, Looked(1))
        session.get(Verification, made.id).until = today - timedelta(days=days)
        session.add(PageRead(page_id=made.id, day=today, reads=reads))
    session.commit()
    browser = browser_of(femke)
    shown = browser.get("/curation/reviews").text
    assert shown.index("Busy</a>") < shown.index("Quiet</a>") < shown.index("Soon</a>")
    assert "20 days late" in shown
    oldest = browser.get("/curation/reviews?order=oldest").text
    assert oldest.index("Quiet</a>") < oldest.index("Busy</a>")


def test_a_review_that_is_put_off_leaves_the_list_for_a_week(session, femke, page, browser_of):
    verify(femke, page.uid, Looked(1), clock.now().date() + timedelta(days=2))
    session.commit()
    browser = browser_of(femke)
    assert "Codes</a>" in browser.get("/curation/reviews").text
    browser.submit(f"/p/{page.uid}/review/later", {}, seen_on="/curation/reviews")
    assert "No review is due." in browser.get("/curation/reviews").text


def test_a_reader_doubts_a_sentence_and_hears_the_outcome(
    session, femke, noor, page, browser_of, screen
):
    reader, owner, at = browser_of(noor), browser_of(femke), f"/p/{page.uid}/doubt"
    typed = {"quote": "limit is 42", "says": "wrong", "reason": ""}
    wrong = reader.submit(at, typed, seen_on=at)
    assert wrong.status_code == 422
    assert "limit is 42</textarea>" in wrong.text
    assert reader.submit(at, {**typed, "reason": "It is 45."}, seen_on=at).status_code == 303
    assert "1 sentence in doubt" in screen()
    row = session.query(Doubt).one()
    marks = reader.get(f"/p/{page.uid}/sentences/marks").json["marks"]
    assert [(each["kind"], each["quote"]) for each in marks] == [("doubt", "The limit is 42 MW")]
    seen = f"/doubts/{row.uid}"
    assert "An owner of the page answers this." in reader.get(seen).text
    refused = owner.submit(f"{seen}/answer", {"outcome": "right", "words": ""}, seen_on=seen)
    assert refused.status_code == 422
    owner.submit(f"{seen}/answer", {"outcome": "mended", "words": "Thank you."}, seen_on=seen)
    assert "Thank you." in reader.get(seen).text
    late = owner.submit(f"{seen}/answer", {"outcome": "right", "words": "x"}, seen_on=at)
    assert late.status_code == 409
    assert "in doubt" not in screen()


def test_an_owner_marks_a_sentence_and_readers_see_it(
    session, femke, noor, page, space, browser_of
):
    other = create_page(femke, space, title="Sheet", text="Limit: 42").page
    session.commit()
    owner, at = browser_of(femke), f"/p/{page.uid}/claim"
    typed = {"quote": "The limit", "depends": "number", "page": f"https://x/p/{other.uid}"}
    wrong = owner.submit(at, {**typed, "number": "43"}, seen_on=at)
    assert wrong.status_code == 422
    assert owner.submit(at, {**typed, "number": "42"}, seen_on=at).status_code == 303
    row = session.query(Claim).one()
    reader = browser_of(noor)
    assert "Holds as long as “Sheet” says 42." in reader.get(f"/claims/{row.uid}").text
    assert "Holds as long as" in reader.get(f"/p/{page.uid}/sentences").text
    assert reader.get(at).status_code == 403
    seen = f"/claims/{row.uid}"
    assert owner.submit(seen, {"until": ""}, seen_on=seen).status_code == 303
    assert owner.submit(f"{seen}/end", {}, seen_on=seen).status_code == 303
    assert session.query(Claim).one().ended_at is not None


def test_a_mark_names_nothing_that_its_reader_may_not_read(
    session, femke, noor, page, closed_space, browser_of
):
    secret = create_page(femke, closed_space, title="Merger", text="42").page
    row = claim(
        femke, page.uid, Pointed(Anchor("The limit")), Holds(depends=Depends.PAGE, uid=secret.uid)
    )
    session.commit()
    for address in (
        f"/claims/{row.uid}",
        f"/p/{page.uid}/sentences",
        f"/p/{page.uid}/sentences/marks",
    ):
        assert "Merger" not in browser_of(noor).get(address).text
    assert "Merger" in browser_of(femke).get(f"/claims/{row.uid}").text


def test_what_hangs_on_a_hidden_page_is_hidden_with_it(
    session, femke, noor, closed_space, browser_of
):
    page = create_page(femke, closed_space, title="Plan", text="A secret sentence.").page
    row = doubt(femke, page.uid, Pointed(Anchor("secret")), "wrong", "No.")
    mark = claim(
        femke, page.uid, Pointed(Anchor("secret")),
        Holds(until=clock.now().date() + timedelta(days=9)),
    )  # fmt: skip
    session.commit()
    browser = browser_of(noor)
    for address in (
        f"/doubts/{row.uid}", f"/claims/{mark.uid}", f"/p/{page.uid}/review",
        f"/p/{page.uid}/sentences", f"/p/{page.uid}/sentences/marks", f"/p/{page.uid}/doubt",
    ):  # fmt: skip
        assert browser.get(address).status_code == 404


def test_a_marked_sentence_whose_day_is_past_comes_back_alone(session, femke, page, browser_of):
    at, day = Pointed(Anchor("The limit")), clock.now().date() + timedelta(days=3)
    claim(femke, page.uid, at, Holds(until=day))
    session.commit()
    browser = browser_of(femke)
    assert "The limit is 42 MW" not in browser.get("/curation/reviews").text
    with clock.held_at(clock.now() + timedelta(days=5)):
        shown = browser.get("/curation/reviews").text
    assert "The limit is 42 MW" in shown
    assert "No review is due." in shown
