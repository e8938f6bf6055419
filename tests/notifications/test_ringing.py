"""The open windows of whoever was told hear that there is something new, and no others."""

from __future__ import annotations

from sqlalchemy.orm import Session

from essp.core.db import transaction
from essp.notifications import marking
from essp.notifications.models import Subject
from essp.notifications.watching import watch
from essp.people import sessions
from essp.people.models import Person
from essp.wiki.models import Page
from tests.lines import Open, open_line, told
from tests.notifications.conftest import Edit

__all__ = ["open_line"]


def test_only_the_windows_of_who_was_told_ring_and_nothing_is_said(
    femke: Person, ruben: Person, noor: Person, page: Page, edit: Edit, open_line: Open
) -> None:
    mine, theirs = [open_line(ruben), open_line(ruben)], [open_line(noor), open_line(femke)]
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    edit(femke, page)
    assert [told(window, "news") for window in mine] == [[{}], [{}]]
    assert [told(window, "news") for window in theirs] == [[], []]


def test_what_is_read_in_one_window_moves_the_bell_of_the_others(
    femke: Person, ruben: Person, page: Page, edit: Edit, open_line: Open
) -> None:
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    edit(femke, page)
    other = open_line(ruben)
    marking.opened(ruben.id, Subject.PAGE, page.id)
    assert told(other, "news") == [{}]
    marking.opened(ruben.id, Subject.PAGE, page.id)
    assert told(other, "news") == []


def test_a_window_whose_sign_in_ended_does_not_ring_and_is_cut_off(
    femke: Person, ruben: Person, page: Page, edit: Edit, open_line: Open, session: Session
) -> None:
    window = open_line(ruben)
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
        sessions.end_all(ruben)
    edit(femke, page)
    assert not window.is_connected()
