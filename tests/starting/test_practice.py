"""The space for practice: laid out at set-up, mended and put back, and counted nowhere."""

from __future__ import annotations

import json
from datetime import timedelta

from click.testing import CliRunner
from sqlalchemy import func, select

from essp.cli import essp
from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.listing import Wanted, list_threads
from essp.notifications.models import Notification, Subject
from essp.notifications.watching import watch
from essp.people import accounts
from essp.people.models import Role
from essp.search.collecting import documents_of, key_of
from essp.spaces.models import Space
from essp.starting.practice import (
    KEPT,
    lay_out,
    planned_pages,
    practice_space,
    put_away_copies,
    take_page,
)
from essp.starting.texts import PAGES
from essp.topics.queries import find_topic
from essp.topics.suggesting import topics_in
from essp.topics.uses import counts
from essp.wiki.editing import create_page, edit_page
from essp.wiki.history import recent_changes, standing_words
from essp.wiki.lifecycle import archive_page, rename_page
from essp.wiki.tagging import pages_about, topics_of
from essp.wiki.texts import text_of
from tests.discussions.talking import ask


def test_every_planned_fault_is_in_its_text_once_and_can_be_mended() -> None:
    assert {each.language for each in PAGES} == {"en", "nl"}
    for each in PAGES:
        assert each.text.count(each.wrong) == 1
        assert each.wrong not in each.text.replace(each.wrong, each.right)


def test_the_first_administrator_finds_the_space_laid_out(app, session) -> None:
    with transaction():
        accounts.create_person(
            "Ada Beheer", "ada@example.org", password="a long walk along the dike",
            site_name="Site", role=Role.ADMINISTRATOR,
        )  # fmt: skip
        accounts.create_person(
            "Bo Beheer", "bo@example.org", password="a long walk along the dike",
            site_name="Site", role=Role.ADMINISTRATOR,
        )  # fmt: skip
    worker.do_all()
    assert session.scalar(select(func.count()).select_from(Space)) == 1
    space = practice_space()
    assert space is not None and (space.name, space.practice) == ("Practice space", True)
    assert [len(planned_pages(each)) for each in ("en", "nl")] == [3, 3]


def test_mended_faults_come_back_and_copies_are_left_alone(daan, administrator, practice) -> None:
    page, wanted = planned_pages("en")[0]
    gone, _planned = planned_pages("en")[1]
    with transaction():
        own = take_page(daan, "en", wanted.key)
        for each in (page, own):
            mended = wanted.text.replace(wanted.wrong, wanted.right)
            edit_page(daan, each, text=mended, based_on=each.revision_number)
        rename_page(daan, page, title="Somewhere else")
        archive_page(daan, gone)
        lay_out(administrator)
    assert wanted.wrong in text_of(page)
    assert wanted.wrong not in text_of(own)


def test_the_command_lays_it_out_once(app, administrator) -> None:
    for _time in range(2):
        done = CliRunner().invoke(essp, ["practice", "--json"], obj=app)
        assert json.loads(done.output) == {
            "space": "practice-space", "name": "Practice space", "pages": 6,
        }  # fmt: skip


def test_the_command_needs_an_administrator(app, session) -> None:
    done = CliRunner().invoke(essp, ["practice"], obj=app)
    assert done.exit_code == 1 and "no administrator" in done.output


def test_what_is_done_in_practice_counts_nowhere(daan, ruben, session, practice) -> None:
    with transaction():
        watch(ruben, Subject.SPACE, practice.slug)
        page = take_page(daan, "en")
        edit_page(daan, page, text=f"Mended, @{ruben.handle}.\n", based_on=page.revision_number)
    thread = ask(daan, practice)
    worker.do_all()
    assert recent_changes(ruben) == []
    assert standing_words(ruben, daan) == []
    assert list_threads(ruben, None, Wanted()).total == 0
    assert list_threads(ruben, practice, Wanted()).total == 1
    assert session.scalar(select(func.count()).select_from(Notification)) == 0
    keys = [key_of("page", page.id), key_of("thread", thread.id)]
    assert list(documents_of(keys)) == []


def test_topics_of_practice_pages_show_nowhere_else(daan, ruben, practice, space) -> None:
    with transaction():
        tagged = create_page(ruben, space, title="Heat", text="Pumps. #heat\n").page
        page = take_page(daan, "en")
        edit_page(
            daan, page, text="Mended. #heat #mine\n", based_on=page.revision_number
        )  # fmt: skip
    heat = find_topic(daan, "heat")
    assert [each.id for each in pages_about(ruben, heat)[0]] == [tagged.id]
    assert counts(daan, "pages", [heat.id]) == {heat.id: 1}
    assert topics_in(ruben, "This is mine.") == []
    assert [each.topic.slug for each in topics_of(page)] != []


def test_copies_that_nobody_changes_any_more_are_put_away(
    daan, ruben, administrator, practice, session, monkeypatch
) -> None:
    with transaction():
        old, new = take_page(daan, "en"), take_page(ruben, "en")
        old.updated_at = clock.now() - KEPT - timedelta(days=1)
    put_away_copies.run("today")
    assert (old.archived, new.archived) == (True, False)
    assert len(planned_pages("en")) == 3
    later = clock.now() + KEPT + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    worker.do_all()
    assert new.archived
    with transaction():
        assert take_page(daan, "en").id != old.id
