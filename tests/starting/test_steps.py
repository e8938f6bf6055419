"""The first steps are ticked by what happened, shown to who is new, and put away for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.notifications.models import Level, Subject
from essp.notifications.watching import set_level, watch
from essp.people.profiles import Profile, edit_profile
from essp.spaces.membership import join_space
from essp.starting.practice import take_page
from essp.starting.steps import Step, put_away, steps_of, take_up
from essp.starting.texts import PAGES as PLANNED
from essp.wiki.editing import edit_page
from essp.wiki.texts import text_of
from tests.discussions.talking import ask


def done(person) -> list[str]:
    return [step.value for step, is_done in steps_of(person).done.items() if is_done]


def test_each_step_is_done_when_it_happened(daan, space, practice) -> None:
    assert done(daan) == []
    assert steps_of(daan).next is Step.FINDABLE
    with transaction():
        edit_profile(daan, daan, Profile(name=daan.name, ask_me_about="batteries"))
    worker.do_all()
    assert done(daan) == ["you"]
    with transaction():
        join_space(daan, practice)
    assert done(daan) == ["you"], "the space for practice is no space of work"
    with transaction():
        join_space(daan, space)
    ask(daan, practice, kind=Kind.DISCUSSION)
    assert done(daan) == ["you", "spaces"]
    ask(daan, space, "Hello from Daan", kind=Kind.DISCUSSION)
    assert done(daan) == ["you", "spaces", "hello"]
    with transaction():
        page = take_page(daan, "en")
    assert not steps_of(daan).all_done, "taking a page is not mending it"
    with transaction():
        edit_page(daan, page, text="Mended.\n", based_on=page.revision_number)
    assert steps_of(daan).all_done and not steps_of(daan).shown


def test_watching_a_space_counts_as_belonging_until_it_is_muted(daan, space) -> None:
    with transaction():
        watch(daan, Subject.SPACE, space.slug)
    assert done(daan) == ["spaces"]
    with transaction():
        set_level(daan, Subject.SPACE, space.slug, Level.MUTED)
    assert done(daan) == []


def test_the_guide_is_shown_to_who_is_new_and_to_who_wants_it(daan, make_person) -> None:
    old = make_person("Petra Lansink", joined_at=clock.now() - timedelta(days=200))
    assert (steps_of(daan).shown, steps_of(old).shown) == (True, False)
    with transaction():
        put_away(daan)
        take_up(old)
    assert (steps_of(daan).shown, steps_of(old).shown) == (False, True)
    with clock.held_at(clock.now() + timedelta(days=900)):
        assert not steps_of(daan).shown, "put away is for ever"
        assert steps_of(old).shown


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_newcomer_gets_a_page_of_their_own_with_its_fault(
    language, daan, ruben, practice
) -> None:
    with transaction():
        first, second = take_page(daan, language), take_page(ruben, language)
        assert take_page(daan, language).id == first.id, "one each"
    assert first.id != second.id
    assert first.language == language
    assert text_of(first) in {each.text for each in PLANNED if each.language == language}
