"""What is new at home, why it is there, and what never is."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.models import About, Kind
from essp.discussions.reading import mark_read
from essp.discussions.subjects import find_subject
from essp.home.visits import mark_seen, note_visit, visit_of
from essp.notifications.models import Level, Subject
from essp.notifications.watching import set_level, watch
from essp.spaces.models import Access
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page, move_page
from tests.discussions.talking import answer, ask
from tests.home.conftest import titles


def page_in(space, author, title="Switching plan", text="One. Two. Three.\n", **values):
    with transaction():
        return create_page(author, space, title=title, text=text, **values).page


def test_what_others_write_in_my_spaces_is_new_once_for_each_thing(
    joined, femke, noor, space, home_of
) -> None:
    page = page_in(space, femke)
    with transaction():
        edit_page(noor, page, text="One. Two. Four.\n", based_on=1, summary="Counted again")
    thread = ask(femke, space)
    answer(noor, thread, "Ask the shift lead.")
    _needs, news = home_of(joined)
    (place,) = news.places
    assert sorted(titles(news)) == ["Switching plan", "Who may lift a limit?"]
    assert place.total == 2 and place.more == 0
    told = {item.title: item for item in place.items}
    assert told["Switching plan"].quote == "Counted again"
    assert told["Who may lift a limit?"].words == "Ask the shift lead."
    assert {item.why for item in place.items} == {"You belong to this space."}


def test_my_own_work_small_edits_and_what_i_have_read_are_not_new(
    joined, femke, space, home_of
) -> None:
    page_in(space, joined, "Mine")
    theirs = page_in(space, femke, "Theirs")
    thread, mine = ask(femke, space), ask(joined, space, "Mine too?")
    with transaction():
        mark_seen(joined, clock.now())
        edit_page(femke, theirs, text="One. Two. Three!\n", based_on=1, minor=True)
    answer(femke, thread)
    with transaction():
        mark_read(joined, thread, [1, 2])
    assert titles(home_of(joined)[1]) == []
    answer(femke, mine)
    assert titles(home_of(joined)[1]) == ["Mine too?"]


def test_small_edits_of_a_place_make_one_line_and_no_place_of_their_own(
    joined, femke, noor, space, make_space, home_of, browser_of
) -> None:
    quiet = make_space(femke, "Quiet", members=(joined,))
    pages = [page_in(space, femke, f"Page {number}") for number in range(3)]
    alone = page_in(quiet, femke, "Alone")
    with transaction():
        mark_seen(joined, clock.now())
    for number, (author, page) in enumerate(
        [(femke, pages[0]), (femke, alone), (noor, pages[1]), (noor, pages[2]), (joined, pages[0])]
    ):
        with transaction():
            edit_page(author, page, text=f"One. Two. {number}\n",
                      based_on=page.revision_number, minor=True)  # fmt: skip
    assert home_of(joined)[1].nothing
    ask(femke, space, kind=Kind.DISCUSSION)
    (place,) = home_of(joined)[1].places
    assert (place.small.edits, place.small.first.name, place.small.others) == (3, noor.name, 1)
    assert [title for _address, title in place.small.named] == ["Page 2", "Page 1"]
    assert place.small.unnamed == 1
    assert "3 small edits of" in browser_of(joined).get("/").text


def test_each_thing_says_the_nearest_reason(
    joined, femke, noor, space, make_space, home_of
) -> None:
    elsewhere = make_space(femke, "Rules")
    thread = ask(femke, elsewhere, "Is this a rule?", topics="tariffs")
    page = page_in(elsewhere, joined, "Ours")
    followed = page_in(elsewhere, femke, "Kept")
    worker.do_all()
    with transaction():
        watch(joined, Subject.PAGE, followed.uid)
        watch(joined, Subject.PERSON, noor.handle)
        watch(joined, Subject.TOPIC, "tariffs")
        mark_seen(joined, clock.now())
        edit_page(femke, page, text="One. Two. Three. Four.\n", based_on=1)
        edit_page(femke, followed, text="One. Two. Three. Four.\n", based_on=1)
    answer(femke, thread, "It is.")
    ask(noor, elsewhere, "A word?", kind=Kind.DISCUSSION)
    _needs, news = home_of(joined)
    why = {item.title: item.why for place in news.places for item in place.items}
    assert why == {
        "Ours": "You wrote 75% of it.",
        "Kept": "You watch this page.",
        "A word?": "You follow Noor Jansen.",
        "Is this a rule?": "You follow the topic tariffs.",
    }
    assert {place.key[0] for place in news.places} == {"space", "topic"}


def test_a_quiet_space_is_not_drowned_by_a_busy_one(
    joined, femke, space, make_space, home_of
) -> None:
    quiet = make_space(femke, "Quiet", members=(joined,))
    page_in(quiet, femke, "The one thing")
    for number in range(9):
        ask(femke, space, f"Question {number}?", kind=Kind.DISCUSSION)
    _needs, news = home_of(joined)
    shown = {place.items[0].space.name: (len(place.items), place.more) for place in news.places}
    assert shown == {"Quiet": (1, 0), "Congestion management": (6, 3)}
    by_time = home_of(joined, by_time=True)[1].times
    assert len(by_time) == 10 + round(10 / 7) - 1
    assert [item.at for item in by_time] == sorted((i.at for i in by_time), reverse=True)


def test_nothing_is_told_that_may_not_be_read_any_more(
    noor, femke, ruben, space, closed_space, home_of
) -> None:
    page, gone = page_in(space, femke, "Moved away"), page_in(space, femke, "Put away")
    secret = ask(femke, closed_space, "Who goes?")
    with transaction():
        for person in (noor, ruben):
            watch(person, Subject.SPACE, space.slug)
            watch(person, Subject.PAGE, page.uid)
            watch(person, Subject.PERSON, femke.handle)
        move_page(femke, page, closed_space)
        archive_page(femke, gone)
    answer(femke, secret, "Nobody.")
    assert titles(home_of(noor)[1]) == []
    assert {"Moved away", "Who goes?"} == set(titles(home_of(ruben)[1]))


def test_what_is_muted_is_left_out_and_the_nearest_decides(joined, femke, space, home_of) -> None:
    page, thread = page_in(space, femke), ask(femke, space)
    about = find_subject(femke, About.PAGE, page.uid)
    ask(femke, space, "About the plan?", about=about)
    with transaction():
        set_level(joined, Subject.PAGE, page.uid, Level.MUTED)
    assert titles(home_of(joined)[1]) == ["Who may lift a limit?"]
    with transaction():
        set_level(joined, Subject.SPACE, space.slug, Level.NORMAL, clock.now() + timedelta(days=7))
    assert titles(home_of(joined)[1]) == []
    with transaction():
        watch(joined, Subject.THREAD, thread.uid)
    assert titles(home_of(joined)[1]) == ["Who may lift a limit?"]


def test_up_to_date_means_nothing_older_is_new(joined, femke, space, home_of) -> None:
    page_in(space, femke, "Before")
    until = clock.now()
    page_in(space, femke, "After")
    with transaction():
        mark_seen(joined, until)
        mark_seen(joined, until - timedelta(days=3))
    assert titles(home_of(joined)[1]) == ["After"]


def test_a_visit_after_a_pause_remembers_the_one_before(femke, session) -> None:
    first = clock.now()
    for minutes in (0, 10, 90):
        with clock.held_at(first + timedelta(minutes=minutes)), transaction():
            note_visit(femke)
    visit = visit_of(femke)
    assert (visit.before, visit.at) == (
        first + timedelta(minutes=10),
        first + timedelta(minutes=90),
    )


def test_one_in_eight_comes_from_another_department_and_says_so(
    joined, femke, noor, space, make_space, home_of
) -> None:
    near, far = make_space(femke, "Near"), make_space(noor, "Far")
    hidden = make_space(noor, "Hidden", access=Access.CLOSED)
    with transaction():
        joined.department = femke.department = "Operations"
    for number in range(7):
        page_in(space, femke, f"Page {number}")
    page_in(near, femke, "Same department")
    page_in(hidden, noor, "Not for you")
    page_in(far, noor, "From far away")
    _needs, news = home_of(joined)
    outside = news.places[-1]
    assert [item.title for item in outside.items] == ["From far away"]
    assert outside.items[0].why == "From another department: Customer connections."
    assert sum(len(place.items) for place in news.places) == 7


def test_what_is_done_in_a_space_for_practice_is_news_to_nobody(
    joined, femke, space, home_of
) -> None:
    with transaction():
        space.practice = True
    page_in(space, femke)
    ask(femke, space)
    assert titles(home_of(joined)[1]) == []
