"""Readers doubt a sentence, an owner answers, and the mark stays with its words until then."""

from __future__ import annotations

import pytest

from essp.core.decision import Invalid, NotFound, Refused
from essp.core.text.anchors import Anchor
from essp.curation import doubts as verbs
from essp.curation.doubts import answer, answered_doubts, doubt, find_doubt, open_doubts, take_back
from essp.curation.following import follow_page
from essp.curation.sentences import Pointed
from essp.discussions.queries import Overtaken
from essp.wiki.editing import create_page, edit_page
from essp.wiki.trail_models import CurationAct


@pytest.fixture
def page(femke, space):
    return create_page(femke, space, title="Codes", text="The limit is 42 MW. Call first.").page


def limit():
    return Pointed(Anchor("limit is 42"))


def test_a_reader_doubts_a_sentence_and_an_owner_answers(session, femke, noor, page):
    row = doubt(noor, page.uid, limit(), "wrong", "It is 45 since May.")
    assert row.quote == "The limit is 42 MW"
    assert list(open_doubts(page)) == [row]
    answer(femke, row.uid, "mended", "")
    assert (row.outcome, row.decided_by_id) == ("mended", femke.id)
    assert list(open_doubts(page)) == []
    assert list(answered_doubts(page)) == [row]
    kinds = [each.kind for each in session.query(CurationAct).order_by(CurationAct.id)]
    assert kinds == ["doubted", "answered"]


def test_a_doubt_needs_a_reason_and_an_answer_its_words(femke, noor, page):
    with pytest.raises(Invalid):
        doubt(noor, page.uid, limit(), "wrong", "  ")
    with pytest.raises(Invalid):
        doubt(noor, page.uid, limit(), "maybe", "Because.")
    row = doubt(noor, page.uid, limit(), "asks", "Is it?")
    with pytest.raises(Invalid):
        answer(femke, row.uid, "right", "")
    with pytest.raises(Invalid):
        answer(femke, row.uid, "withdrawn", "No.")
    with pytest.raises(Refused):
        answer(noor, row.uid, "right", "I say so.")


def test_the_same_doubt_of_the_same_reader_is_one(noor, ruben, page):
    first = doubt(noor, page.uid, limit(), "wrong", "It is 45.")
    assert doubt(noor, page.uid, limit(), "asks", "Again.") is first
    assert doubt(ruben, page.uid, limit(), "wrong", "I think so too.") is not first


def test_an_answered_doubt_is_not_answered_again(femke, noor, page):
    row = doubt(noor, page.uid, limit(), "wrong", "It is 45.")
    answer(femke, row.uid, "left", "Known; the code changes in June.")
    with pytest.raises(Overtaken):
        answer(femke, row.uid, "mended", "")
    with pytest.raises(Overtaken):
        take_back(noor, row.uid)


def test_who_doubted_takes_it_back_and_nobody_else(femke, noor, ruben, page):
    row = doubt(noor, page.uid, limit(), "wrong", "It is 45.")
    with pytest.raises(Refused):
        take_back(ruben, row.uid)
    take_back(noor, row.uid)
    assert row.outcome == "withdrawn"


def test_a_doubt_stays_with_its_words_while_they_change(femke, noor, page):
    row = doubt(noor, page.uid, limit(), "wrong", "It is 45.")
    edit_page(femke, page, text="Read this. The limit is 45 MW. Call first.", based_on=1)
    follow_page.run([{"page_id": page.id}])
    assert (row.quote, row.number) == ("The limit is 45 MW", 2)
    edit_page(femke, page, text="Nothing of it stands here any more.", based_on=2)
    follow_page.run([{"page_id": page.id}])
    assert (row.quote, row.number, row.decided_at) == ("The limit is 45 MW", 2, None)


def test_nobody_doubts_or_finds_what_they_may_not_read(femke, noor, closed_space):
    page = create_page(femke, closed_space, title="Plan", text="A secret sentence.").page
    with pytest.raises(NotFound):
        doubt(noor, page.uid, Pointed(Anchor("secret")), "wrong", "No.")
    row = doubt(femke, page.uid, Pointed(Anchor("secret")), "wrong", "No.")
    with pytest.raises(NotFound):
        find_doubt(noor, row.uid)


def test_a_reader_who_doubts_everything_is_asked_to_wait(monkeypatch, noor, page):
    monkeypatch.setattr(verbs, "MOST", 1)
    doubt(noor, page.uid, limit(), "wrong", "It is 45.")
    with pytest.raises(Refused):
        doubt(noor, page.uid, Pointed(Anchor("Call first")), "wrong", "Write first.")
