"""Sentences that owners mark: they follow their words, and are flagged alone when they must be looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core import clock
from essp.core.db import db
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.text.anchors import Anchor
from essp.curation.claims import Depends, Holds, claim, claims_of, end, look_again, why_flagged
from essp.curation.following import follow_page
from essp.curation.models import Claim
from essp.curation.sentences import Pointed, numbers_in
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page

TEXT = "The tariff is 1.250,50 euro. It is paid each year.\n\nAsk the desk first."


@pytest.fixture
def page(femke, space):
    return create_page(femke, space, title="Tariffs", text=TEXT).page


@pytest.fixture
def sheet(femke, space):
    return create_page(femke, space, title="Tariff sheet", text="Connection: 1250.5 euro").page


def at(words):
    return Pointed(Anchor(words))


def days(number):
    return clock.now().date() + timedelta(days=number)


def follow(page):
    db.session.commit()
    follow_page.run([{"page_id": page.id}])


def test_a_claim_is_about_the_whole_sentence_of_the_selected_words(femke, page):
    row = claim(femke, page.uid, at("each year"), Holds(until=days(30)))
    assert row.quote == "It is paid each year"
    assert why_flagged(row, days(30)) == ""
    assert why_flagged(row, days(31)) == "due"


def test_only_owners_mark_sentences_and_only_such_as_stand_there(femke, ruben, noor, page):
    with pytest.raises(Refused):
        claim(ruben, page.uid, at("each year"), Holds(until=days(30)))
    with pytest.raises(Invalid):
        claim(femke, page.uid, at("words that are not there"), Holds(until=days(30)))
    with pytest.raises(Invalid):
        claim(femke, page.uid, at("each year"), Holds())
    with pytest.raises(Invalid):
        claim(femke, page.uid, at("each year"), Holds(until=days(0)))


def test_a_claim_follows_its_sentence_through_edits(session, femke, ruben, page):
    row = claim(femke, page.uid, at("It is paid each year"), Holds(until=days(30)))
    edit_page(
        ruben, page, text="New above.\n\n" + TEXT.replace("each year", "every year"), based_on=1
    )
    follow(page)
    assert (row.quote, row.number, row.ended_at) == ("It is paid every year", 2, None)


def test_a_sentence_that_is_gone_ends_its_claim(session, femke, ruben, page):
    row = claim(femke, page.uid, at("It is paid each year"), Holds(until=days(30)))
    edit_page(ruben, page, text="Ask the desk first.", based_on=1)
    follow(page)
    assert row.ended_at is not None
    assert row.flagged_why == "gone"
    assert claims_of(page) == []


def test_a_sentence_is_flagged_when_the_page_it_depends_on_changes(femke, ruben, page, sheet):
    row = claim(femke, page.uid, at("The tariff"), Holds(depends=Depends.PAGE, uid=sheet.uid))
    follow(sheet)
    assert why_flagged(row, days(0)) == ""
    edit_page(ruben, sheet, text="Connection: 1250.5 euro\n\nMore.", based_on=1)
    follow(sheet)
    assert why_flagged(row, days(0)) == "changed"
    look_again(femke, row.uid, Holds())
    follow(sheet)
    assert why_flagged(row, days(0)) == ""
    archive_page(femke, sheet)
    follow(sheet)
    assert why_flagged(row, days(0)) == "changed"


def test_a_number_holds_as_long_as_the_other_page_says_it_however_it_is_written(
    femke, ruben, page, sheet
):
    holds = Holds(depends=Depends.NUMBER, uid=sheet.uid, number="1.250,50")
    row = claim(femke, page.uid, at("The tariff"), holds)
    edit_page(ruben, sheet, text="Connection: € 1\u00a0250,50. More words.", based_on=1)
    follow(sheet)
    assert why_flagged(row, days(0)) == ""
    edit_page(ruben, sheet, text="Connection: € 1\u00a0300,50. More words.", based_on=2)
    follow(sheet)
    assert why_flagged(row, days(0)) == "changed"


def test_a_dependency_that_cannot_be_is_refused_by_its_field(
    femke, noor, page, sheet, closed_space
):
    for holds, field in (
        (Holds(depends=Depends.PAGE, uid=page.uid), "page"),
        (Holds(depends=Depends.PAGE, uid="0000000000"), "page"),
        (Holds(depends=Depends.FILE, uid="0000000000"), "file"),
        (Holds(depends=Depends.NUMBER, uid=sheet.uid, number="7"), "number"),
        (Holds(depends=Depends.NUMBER, uid=sheet.uid, number="many"), "number"),
    ):
        with pytest.raises(Invalid) as refused:
            claim(femke, page.uid, at("The tariff"), holds)
        assert list(refused.value.errors) == [field]


def test_a_mark_that_was_taken_off_is_gone(session, femke, ruben, page):
    row = claim(femke, page.uid, at("The tariff"), Holds(until=days(30)))
    with pytest.raises(Refused):
        end(ruben, row.uid)
    end(femke, row.uid)
    assert session.query(Claim).one().ended_by_id == femke.id
    with pytest.raises(NotFound):
        end(femke, row.uid)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_is_one_number_however_its_digits_are_grouped(whole, cents):
    dutch = f"{whole:,}".replace(",", ".") + f",{cents:02}"
    english = f"{whole:,}.{cents:02}"
    assert numbers_in(f"it costs {dutch} now") == numbers_in(f"{english} euro")
    assert len(numbers_in(dutch)) == 1
