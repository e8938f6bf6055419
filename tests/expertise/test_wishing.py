"""What was looked for in vain: counted, told of five or more alone, soon without names, and wished for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.discussions.answering import accept
from essp.expertise import demand, wishing
from essp.expertise.folding import alike, key_of, stems_in
from essp.expertise.models import Unmet, Wish
from essp.notifications.models import Notification
from essp.wiki.editing import create_page
from tests.discussions.talking import answer
from tests.expertise.asked import MONDAY, ask, do_due, let_know

ASKED = "cable pooling with electrolysers"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_is_found(monkeypatch):
    let_know(monkeypatch)


@pytest.fixture
def colleagues(make_person):
    names = enumerate("abcdef")
    return [make_person(f"Colleague {name}", department=f"Part {n % 2}") for n, name in names]


def look(people, at=MONDAY) -> None:
    with clock.held_at(at), transaction():
        for person in people:
            demand.note(person, ASKED)


def test_the_same_question_is_the_same_whatever_its_words_forms() -> None:
    assert key_of("Cable pooling with an electrolyser?") == key_of(ASKED)
    assert key_of("how do I?") == ""
    assert alike(stems_in("transformer limits"), stems_in("limits of transformers in winter"))
    assert not alike(stems_in("gas"), stems_in("gas pressure"))


def test_how_many_looked_is_told_of_five_colleagues_or_more(colleagues, noor) -> None:
    look(colleagues[:4])
    with clock.held_at(MONDAY + DAY):
        assert demand.of(noor, ASKED).people is None
        look(colleagues, MONDAY)
        assert demand.of(noor, "Electrolysers: cable pooling") == demand.Demand(6, 2)
        assert demand.of(colleagues[0], ASKED).people == 5, "others, not oneself"
    assert session().query(Unmet).count() == 6
    with clock.held_at(MONDAY + 31 * DAY):
        assert demand.of(noor, ASKED).people is None


def test_after_35_days_names_and_words_are_gone_and_the_count_stays(colleagues, noor) -> None:
    look(colleagues)
    with clock.held_at(MONDAY), transaction():
        demand.note(noor, "my own secret plan")
    with clock.held_at(MONDAY + 36 * DAY):
        do_due()
    session().expire_all()
    rows = session().query(Unmet).all()
    assert len(rows) == 7 and sum(row.times for row in rows) == 7
    assert {(row.words, row.person_id) for row in rows} == {("", None)}
    assert sorted(row.key for row in rows)[0] == "" and key_of(ASKED) in {r.key for r in rows}


def test_a_wish_is_met_once_by_what_somebody_else_wrote(noor, femke, space) -> None:
    with transaction():
        wishing.wish(noor, ASKED)
        wishing.wish(femke, ASKED)
        create_page(femke, space, title="Cable pooling", text="With electrolysers it works.\n")
    do_due()
    session().expire_all()
    met = session().query(Wish).filter(Wish.met_at.is_not(None)).one()
    assert met.person_id == noor.id, "not by one's own words"
    with transaction():
        create_page(femke, space, title="Cable pooling again", text="Electrolysers again.\n")
    do_due()
    told = session().query(Notification).filter_by(person_id=noor.id, reason="wished").count()
    assert told == 1
    assert wishing.wishes_of(noor) == []


def test_what_one_may_not_read_meets_no_wish(noor, femke, closed_space) -> None:
    with transaction():
        wishing.wish(noor, ASKED)
        create_page(femke, closed_space, title="Cable pooling", text="With electrolysers.\n")
    do_due()
    session().expire_all()
    assert wishing.own_wish(noor, ASKED) is not None
    assert session().query(Notification).filter_by(person_id=noor.id).count() == 0


def test_who_looked_in_vain_hears_of_the_accepted_answer(noor, ruben, femke, space) -> None:
    with clock.held_at(MONDAY):
        with transaction():
            demand.note(ruben, ASKED)
        thread = ask(noor, space, "Has anyone done cable pooling?", words=ASKED)
        said = answer(femke, thread, "Yes, in Lochem.")
        with transaction():
            accept(noor, said.uid)
        do_due()
    told = session().query(Notification).filter_by(reason="wished").all()
    assert [row.person_id for row in told] == [ruben.id]


def test_nobody_found_is_said_with_the_next_steps(browser_of, colleagues, noor, space) -> None:
    look(colleagues, clock.now() - DAY)
    browser, where = browser_of(noor), "/who-knows?q=cable+pooling+with+electrolysers"
    page = browser.get(where).text
    assert "Nobody has shown this yet" in page
    assert "6 colleagues in 2 departments searched for it" in page
    assert session().query(Unmet).filter_by(person_id=noor.id).count() == 1
    browser.submit("/who-knows/wish", {"q": ASKED}, seen_on=where)
    assert "Do not tell me of it any more" in browser.get(where).text
    browser.submit("/who-knows/wish", {"q": ASKED, "no": "1"}, seen_on=where)
    assert wishing.own_wish(noor, ASKED) is None


def test_who_knows_it_starts_a_page_with_the_words_as_its_title(browser_of, noor, space) -> None:
    browser = browser_of(noor)
    assert "/new?title=cable+pooling" in browser.get("/who-knows?q=cable+pooling").text
    chosen = f"/s/{space.slug}/-/new?title=cable+pooling"
    assert chosen in browser.get("/new?title=cable+pooling").text
    assert 'value="cable pooling"' in browser.get(chosen).text
