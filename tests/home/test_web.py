"""Home in the browser: what stands there, what one can do with it, and what happens when it fails."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.notifications.models import Subject
from essp.notifications.queries import levels_of
from essp.notifications.watching import watch
from essp.wiki.editing import create_page
from tests.discussions.talking import ask


def test_somebody_who_follows_nothing_sees_what_is_new_everywhere(
    noor, femke, space, browser_of
) -> None:
    ask(femke, space, kind=Kind.DISCUSSION)
    home = browser_of(noor).get("/").text
    assert "You follow nothing yet." in home
    assert "Who may lift a limit?" in home
    assert "This is your first time here." in home


def test_home_is_finite_and_begins_anew_from_the_mark(joined, femke, space, browser_of) -> None:
    ask(femke, space, kind=Kind.DISCUSSION)
    browser = browser_of(joined)
    home = browser.get("/").text
    until = home.partition('name="until" value="')[2].partition('"')[0]
    assert "You are up to date until" in home
    assert home.count('class="item__why"') == home.count('<article class="item">') == 1
    assert "You belong to this space." in home and 'href="/?view=time"' in home
    answer = browser.submit("/home/seen", {"until": until}, seen_on="/")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Nothing new since then." in browser.get("/").text
    broken = browser.submit("/home/seen", {"until": "yesterday", "view": "time"}, seen_on="/")
    assert broken.location == "/?view=time"


def test_what_is_not_wanted_is_muted_on_the_spot(joined, femke, space, browser_of) -> None:
    thread = ask(femke, space, kind=Kind.DISCUSSION)
    browser = browser_of(joined)
    data = {"subject": "thread", "key": thread.uid, "level": "muted", "view": "time"}
    answer = browser.submit("/home/level", data, seen_on="/")
    assert answer.location == "/?view=time"
    assert "Who may lift a limit?" not in browser.get("/").text.partition("feedbar")[2]
    assert levels_of(joined)["thread", thread.id] == "muted"
    data = {"subject": "space", "key": space.slug, "level": "week"}
    browser.submit("/home/level", data, seen_on="/")
    assert "for a week" in browser.get("/").text
    data["level"] = "normal"
    browser.submit("/home/level", data, seen_on="/")
    assert "again" in browser.get("/").text


def test_not_me_takes_a_question_off(femke, ruben, space, browser_of) -> None:
    thread = ask(ruben, space)
    browser = browser_of(femke)
    assert "One thing needs you" in browser.get("/").text
    browser.submit("/home/aside", {"subject": "thread", "key": thread.uid}, seen_on="/")
    home = browser.get("/").text
    assert "Good to see you, Femke" in home and "Nothing waits for you." in home


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/home/aside", {"subject": "person", "key": "femke-de-boer"}),
        ("/home/aside", {"subject": "nothing", "key": "x"}),
        ("/home/aside", {"subject": "thread", "key": "nothing"}),
        ("/home/level", {"subject": "page", "key": "nothing", "level": "muted"}),
    ],
)
def test_what_is_not_there_cannot_be_put_aside(path, data, joined, space, browser_of) -> None:
    browser = browser_of(joined)
    assert browser.submit(path, data, seen_on="/spaces/new").status_code == 404


def test_one_place_alone_shows_all_of_it(joined, femke, space, make_space, browser_of) -> None:
    other = make_space(femke, "Rules", members=(joined,))
    for number in range(9):
        ask(femke, space, f"Thing {number}", kind=Kind.DISCUSSION)
    ask(femke, other, "A rule", kind=Kind.DISCUSSION, topics="tariffs")
    browser = browser_of(joined)
    home = browser.get("/").text
    assert "and 3 more in Congestion management" in home
    alone = browser.get(f"/?place=space:{space.slug}").text
    assert all(f"Thing {number}" in alone for number in range(9))
    assert "A rule" not in alone
    with transaction():
        watch(joined, Subject.TOPIC, "tariffs")
    assert browser.get("/?place=topic:tariffs").status_code == 200
    assert browser.get("/?place=topic:nothing").status_code == 200


def test_a_question_begins_from_the_line_on_home(
    joined, space, closed_space, noor, browser_of
) -> None:
    browser = browser_of(joined)
    answer = browser.get(f"/begin?kind=question&space={space.slug}&title=Why%3F")
    assert answer.location == f"/s/{space.slug}/-/talk/new?kind=question&title=Why?"
    assert browser.get(f"/begin?kind=page&space={space.slug}").location.endswith("/-/new")
    assert browser.get("/begin?kind=page").location == "/new"
    assert browser.get("/begin?kind=question&title=Why").location == "/ask?title=Why"
    hidden = browser_of(noor).get(f"/begin?space={closed_space.slug}")
    assert hidden.status_code == 404


def test_what_begins_in_a_space_asks_first_what_and_where(
    joined, femke, noor, space, closed_space, browser_of
) -> None:
    browser = browser_of(joined)
    home = browser.get("/").text.partition('class="tabbar"')[2]
    assert all(f'href="/begin?kind={kind}"' in home for kind in ("discussion", "idea"))
    assert 'href="/begin?kind=announcement"' in browser.get("/begin").text
    chosen = f'href="/s/{space.slug}/-/talk/new?kind=idea&amp;title=More+shade"'
    assert chosen in browser.get("/begin?kind=idea&title=More+shade").text
    assert closed_space.name not in browser_of(noor).get("/begin?kind=idea").text
    assert f"/s/{space.slug}/-/talk/new" in browser_of(femke).get("/begin?kind=announcement").text
    assert "You own no space." in browser_of(noor).get("/begin?kind=announcement").text


@pytest.mark.parametrize("part", ["needs_of", "news_of"])
def test_a_part_that_fails_is_told_and_the_rest_stands(
    part, joined, space, browser_of, monkeypatch
) -> None:
    def fail(*_args, **_values):
        raise TimeoutError

    monkeypatch.setattr(f"essp.home.web.{part}", fail)
    home = browser_of(joined).get("/")
    assert home.status_code == 200
    assert "could not be found out just now." in home.text
    assert "Congestion management" in home.text


def test_home_asks_as_many_questions_for_many_things_as_for_few(
    joined, femke, noor, space, make_space, browser_of, statements
) -> None:
    browser = browser_of(joined)

    def asked() -> int:
        with statements() as seen:
            browser.get("/")
        return len(seen)

    def something_in(place, number: int) -> None:
        with transaction():
            create_page(femke, place, title=f"Page {number}", text="One.\n")
        ask(noor, place, f"Thing {number}")

    something_in(space, 0)
    browser.get("/")
    few = asked()
    for number in range(1, 6):
        something_in(space, number)
        something_in(make_space(femke, f"Space {number}", members=(joined,)), number)
    assert asked() <= few + 4 <= 40
