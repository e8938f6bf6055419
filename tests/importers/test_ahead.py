"""Attribution that a second process works out ahead is the attribution worked out here."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.markdown import render
from essp.core.text.authorship import Authorship
from essp.core.text.lineage import Step, follow
from essp.importers import ahead, loading
from essp.importers.ahead import Ahead
from essp.importers.git import GitSource
from essp.importers.loading import load
from essp.wiki.models import Authorship as Kept
from essp.wiki.models import Page, Rendering, Revision

FIRST = [Step("One two three.\n", 1, 1), Step("One two three four.\n", 2, 2)]
THEN = [Step("Four five.\n\nOne two three four.\n", 3, 3)]
OTHER = [Step("Something else.\n", 4, 1)]
EMPTY = Authorship.empty()


@pytest.fixture
def at_work(monkeypatch):
    """A second process, which a few revisions are worth, on whatever machine."""
    monkeypatch.setattr(ahead, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(ahead.os, "sched_getaffinity", lambda _process: {0, 1})
    with Ahead(1) as begun:
        yield begun


@pytest.fixture
def never_here(monkeypatch):
    """Fails on anything that is worked out in this process."""
    monkeypatch.setattr(ahead, "follow", None)
    monkeypatch.setattr(ahead, "render", None)


def test_what_was_prepared_is_what_would_be_found(at_work, never_here):
    at_work.prepare(FIRST)
    assert at_work.follow("", EMPTY, FIRST) == follow("", EMPTY, FIRST)


def test_saves_that_go_on_start_where_those_before_them_ended(at_work, never_here):
    at_work.prepare(FIRST)
    at_work.prepare(THEN, goes_on=True)
    first = at_work.follow("", EMPTY, FIRST)
    before = FIRST[-1].text
    assert at_work.follow(before, first.words, THEN) == follow(before, first.words, THEN)


def test_the_next_page_is_begun_while_one_is_written(at_work, never_here):
    at_work.prepare(FIRST)
    at_work.prepare(OTHER)
    assert at_work.follow("", EMPTY, FIRST) == follow("", EMPTY, FIRST)
    assert at_work.follow("", EMPTY, OTHER) == follow("", EMPTY, OTHER)


def test_the_last_text_is_there_as_html_too(at_work, never_here):
    words = "> [!NOTE]\n> One @two #three.\n"
    at_work.prepare([*FIRST, Step(words, 1, 3)], language="nl")
    at_work.follow("", EMPTY, [*FIRST, Step(words, 1, 3)])
    assert at_work.render(words, language="nl") == render(words, language="nl")


def test_html_in_another_language_is_made_here(at_work):
    words = "> [!NOTE]\n> One.\n"
    at_work.prepare([Step(words, 1, 1)], language="nl")
    at_work.follow("", EMPTY, [Step(words, 1, 1)])
    assert at_work.render(words, language="en") == render(words, language="en")


def test_what_was_prepared_and_is_not_wanted_is_passed_over(at_work, never_here):
    for steps in (FIRST, OTHER, [Step("Last.\n", 1, 1)]):
        at_work.prepare(steps)
    last = [Step("Last.\n", 1, 1)]
    assert at_work.follow("", EMPTY, last) == follow("", EMPTY, last)
    assert not at_work._pending


def test_what_turns_out_otherwise_is_worked_out_here(at_work):
    at_work.prepare(FIRST)
    assert at_work.follow("", EMPTY, OTHER) == follow("", EMPTY, OTHER)


def test_a_process_that_dies_costs_time_and_nothing_else(at_work):
    at_work.prepare(FIRST)
    at_work._process.kill()
    at_work._process.wait()
    for steps in (FIRST, OTHER):
        assert at_work.follow("", EMPTY, steps) == follow("", EMPTY, steps)
        at_work.prepare(steps)


def test_few_revisions_start_no_process():
    with Ahead(ahead.WORTH_A_PROCESS - 1) as begun:
        begun.prepare(FIRST)
        assert begun.follow("", EMPTY, FIRST) == follow("", EMPTY, FIRST)
        assert not hasattr(begun, "_process")


def test_an_import_is_the_same_with_a_second_process(history, make_person, session, monkeypatch):
    for count in range(5):
        changed = {name: f"# {name}\n\nWords {count} of {name}.\n" for name in ("a.md", "b.md")}
        history.commit(f"Change {count}", f"P{count} <p{count}@example.org>", **changed)
    monkeypatch.setattr(loading, "REVISIONS_AT_ONCE", 2)
    actor, left = make_person("Importer"), {}
    for space, worth in (("alone", 1_000), ("ahead", 0)):
        monkeypatch.setattr(ahead, "WORTH_A_PROCESS", worth)
        with GitSource(history.folder) as source:
            load(actor, space, source)
        left[space] = session.execute(
            select(
                Page.title,
                Revision.number,
                Revision.words_added,
                Kept.number,
                Kept.state,
                Rendering.html,
            )
            .join(Revision, Revision.page_id == Page.id)
            .join(Kept, Kept.page_id == Page.id)
            .join(Rendering, Rendering.page_id == Page.id)
            .where(Page.space.has(slug=space))
            .order_by(Page.title, Revision.number)
        ).all()
    assert len(left["alone"]) == 10
    assert left["alone"] == left["ahead"]
