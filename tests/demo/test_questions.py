"""The short questions of every day: by whom, how often, and what hardly meets."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from essp.demo.content import load
from essp.demo.model import Demo
from essp.demo.questions import APART, KNOWS, STRANGERS
from essp.demo.workdays import is_worked, part_at_work


@pytest.fixture(scope="module")
def demo() -> Demo:
    return load()


def test_each_is_asked_and_answered_on_a_working_day_by_who_works_there(demo: Demo) -> None:
    departments = {person.handle: person.department for person in demo.people}
    short = [each for each in demo.threads if each.kind == "question" and not each.topics]
    assert len(short) > 75 and {each.space for each in short} >= set(KNOWS)
    for thread in short:
        assert is_worked(thread.at.date())
        for post in thread.posts:
            if post.to == 0 and post.by not in APART:
                assert post.by != thread.by
                met = {departments[post.by], departments[thread.by]}
                assert met != STRANGERS, "two departments that hardly meet"


def test_one_space_hangs_on_its_champion(demo: Demo) -> None:
    said = Counter(
        post.by
        for thread in demo.threads
        if thread.space == "klantaansluitingen" and not thread.topics
        for post in thread.posts
        if post.to == 0
    )
    assert said.most_common(1)[0][0] == "thijs-vermeulen"
    assert said["thijs-vermeulen"] > said.total() / 2


def test_nearly_half_of_all_is_asked_lately_and_a_gap_waits(demo: Demo) -> None:
    waiting = [each for each in demo.threads if each.kind == "question" and not each.posts]
    assert (
        len([each for each in waiting if "pooling" in each.title or "electrolyser" in each.title])
        >= 3
    )
    assert max(each.at for each in waiting).month == 11


def test_few_are_there_in_summer_and_hardly_anybody_on_a_holiday() -> None:
    assert part_at_work(date(2026, 7, 28)) < part_at_work(date(2026, 9, 15)) == 1.0
    assert part_at_work(date(2026, 4, 27)) < 0.1 and part_at_work(date(2026, 11, 21)) < 0.1
