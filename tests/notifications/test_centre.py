"""The centre: what was told, by thing, with why; read by whatever way; counted right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.notifications import centre
from essp.notifications.centre import Choice
from essp.notifications.marking import unread_from
from essp.notifications.models import Level, Subject
from essp.notifications.watching import set_level, watch
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.lifecycle import move_page
from essp.wiki.models import Page
from tests.hygiene import HygieneClient
from tests.notifications.conftest import Edit

Browser = Callable[[Person], HygieneClient]


@pytest.fixture
def watcher(ruben: Person, page: Page) -> Person:
    """Somebody who watches the page."""
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    return ruben


def test_what_several_people_did_to_one_page_is_one_group(
    femke: Person, noor: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    edit(femke, page)
    edit(noor, page)
    edit(femke, page, "Ask @ruben-haak.")
    (group,) = centre.groups(watcher)
    assert (group.total, group.unread, group.thing.title) == (3, 3, "Switching plan")
    shown = browser_of(watcher).get("/notifications").text
    assert "Femke de Boer mentioned you" in shown
    assert "Edited by Noor Jansen and Femke de Boer" in shown
    assert "You watch the page “Switching plan”." in shown
    assert "You were mentioned." in shown


def test_the_bar_counts_what_is_unread_and_reading_the_page_clears_it(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    edit(femke, page)
    edit(femke, page)
    browser = browser_of(watcher)
    assert 'aria-label="Notifications, 2 unread"' in browser.get("/spaces").text
    assert browser.get("/notifications/count").json == {"unread": 2}
    path = centre.groups(watcher)[0].thing.url
    assert "Notifications, nothing unread" in browser.get(path).text
    assert centre.unread_count(watcher) == 0
    assert [group.total for group in centre.groups(watcher)] == [2]


def test_comparing_with_the_newest_version_is_reading_it(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    edit(femke, page)
    edit(femke, page)
    browser = browser_of(watcher)
    browser.get(f"/p/{page.uid}/compare?from=1&to=2")
    assert centre.unread_count(watcher) == 2
    browser.get(f"/p/{page.uid}/compare?from=1&to=3")
    assert centre.unread_count(watcher) == 0


def test_everything_is_read_at_once_but_not_what_came_meanwhile(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    edit(femke, page)
    browser, seen = browser_of(watcher), centre.groups(watcher)[0].newest
    browser.get("/notifications")
    edit(femke, page)
    answer = browser.submit("/notifications/read", {"until": seen}, seen_on="/notifications")
    assert answer.status_code == 303
    assert centre.unread_count(watcher) == 1


def test_one_group_is_read_and_made_unread_again_from_one_of_its_rows(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    for _time in range(3):
        edit(femke, page)
    browser = browser_of(watcher)
    (group,) = centre.groups(watcher)
    sent = {"about": "page", "key": page.uid, "until": group.newest}
    browser.submit("/notifications/read", sent, seen_on="/notifications")
    assert centre.unread_count(watcher) == 0
    second = group.latest[1].notice_id
    sent = {"about": "page", "key": page.uid, "first": second}
    browser.submit("/notifications/unread", sent, seen_on="/notifications")
    assert centre.unread_count(watcher) == 2


def test_how_much_one_hears_is_changed_on_the_spot(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of: Browser
) -> None:
    edit(femke, page)
    browser = browser_of(watcher)
    sent = {
        "subject": "page",
        "key": page.uid,
        "level": "week",
        "back": "/notifications?show=unread",
    }
    answer = browser.submit("/notifications/level", sent, seen_on="/notifications")
    assert answer.headers["Location"].endswith("/notifications?show=unread")
    edit(femke, page)
    assert centre.unread_count(watcher) == 1
    sent["level"] = "loud"
    answer = browser.submit("/notifications/level", sent, seen_on="/notifications")
    assert answer.status_code == 422


def test_the_list_goes_on_without_gaps_and_the_choices_hold(
    femke: Person, ruben: Person, space: Space, edit: Edit
) -> None:
    with transaction():
        set_level(ruben, Subject.SPACE, space.slug, Level.EVERYTHING)
        pages = [
            create_page(femke, space, title=f"Plan {number}", text="One.\n").page
            for number in range(5)
        ]
    edit(femke, pages[3], "See @ruben-haak.")
    edit(ruben, pages[1])
    first = centre.groups(ruben, limit=2)
    rest = centre.groups(ruben, before=first[-1].newest)
    assert [group.thing.title for group in (*first, *rest)] == [
        "Plan 3", "Plan 4", "Plan 2", "Plan 1", "Plan 0",
    ]  # fmt: skip
    (named,) = centre.groups(ruben, Choice.MENTIONS)
    assert [row.reason for row in named.latest] == ["mention"]
    assert [group.thing.title for group in centre.groups(ruben, Choice.MINE)] == ["Plan 1"]
    unread_from(ruben, Subject.PAGE, pages[0].id, 0)
    assert len(centre.groups(ruben, Choice.UNREAD)) == 5


def test_what_one_may_no_longer_read_is_neither_shown_nor_counted(
    femke: Person, watcher: Person, page: Page, closed_space: Space, edit: Edit
) -> None:
    edit(femke, page)
    with transaction():
        move_page(femke, page, closed_space)
        membership.remove_member(femke, closed_space, watcher)
    assert centre.unread_count(watcher) == 0
    assert centre.groups(watcher) == []
    with transaction():
        membership.add_member(femke, closed_space, watcher)
    assert centre.unread_count(watcher) == 1


@pytest.mark.parametrize("show", ["all", "unread", "mentions", "mine"])
def test_an_empty_centre_says_so(browser_of: Browser, ruben: Person, show: str) -> None:
    assert 'class="empty"' in browser_of(ruben).get(f"/notifications?show={show}").text


@pytest.mark.parametrize("address", ["?show=everything", "?show=", "?before=x"])
def test_odd_addresses_break_nothing(browser_of: Browser, ruben: Person, address: str) -> None:
    assert browser_of(ruben).get(f"/notifications{address}").status_code in {200, 404}
