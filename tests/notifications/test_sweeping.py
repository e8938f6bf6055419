"""What was read long ago goes; what is unread or was read lately stays."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock, worker
from essp.core.db import transaction
from essp.notifications import centre
from essp.notifications.marking import opened
from essp.notifications.models import Subject
from essp.notifications.watching import watch
from essp.people.models import Person
from essp.wiki.models import Page
from tests.notifications.conftest import Edit


def test_old_rows_that_were_read_are_swept_and_unread_ones_stay(
    femke: Person, ruben: Person, page: Page, below: Page, edit: Edit
) -> None:
    with transaction():
        watch(ruben, Subject.BRANCH, page.uid)
    edit(femke, page)
    edit(femke, below)
    opened(ruben.id, Subject.PAGE, page.id)
    with clock.held_at(clock.now() + timedelta(days=2)):
        worker.do_all()
    assert len(centre.groups(ruben)) == 2
    with clock.held_at(clock.now() + timedelta(days=100)):
        edit(femke, below)
    with clock.held_at(clock.now() + timedelta(days=102)):
        worker.do_all()
    assert [group.thing.title for group in centre.groups(ruben)] == ["Night plan"]
    assert centre.unread_count(ruben) == 2
