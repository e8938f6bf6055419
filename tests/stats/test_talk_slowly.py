"""Measures of conversation say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.figures import Span, middle, rank, within
from essp.core.workdays import elapsed
from essp.discussions.models import Kind
from essp.stats import catalogue as _all  # noqa: F401 - declares every measure
from essp.stats.asking import Asked, Axis
from essp.stats.measures import Reading, catalogue
from tests.stats.histories import histories, written
from tests.stats.history_shapes import ZONE, History, Said, Talk

AXES = st.sampled_from([Axis.SITE, Axis.SPACE, Axis.DEPARTMENT])
TWO_AXES = st.sampled_from([Axis.SITE, Axis.SPACE])
DAYS = timedelta(days=1)


def compare(session, measure: str, slowly, axes=AXES) -> None:
    """Draw histories and compare a measure, along an axis, with `slowly(history, asked)` by key."""
    found = catalogue()[measure]

    @given(histories(talks=5), axes, st.booleans())
    def check(history: History, axis: Axis, imported: bool) -> None:
        asked = history.asked(found.window, axis, imported=imported)
        with written(history):
            read = found.read(asked)
        expected = slowly(history, asked)
        # A question may give a row for a key of which there is nothing.
        told = {key: each for key, each in read.items() if each.n or key in expected}
        assert set(told) == set(expected)
        for key, each in expected.items():
            assert_same(told[key], each)

    check()


def assert_same(found: Reading, expected: Reading) -> None:
    """The value, base and people are the same, and whatever parts are expected."""
    assert found.value == pytest.approx(expected.value), (found, expected)
    assert (found.n, found.people) == (expected.n, expected.people)
    for name, part in expected.parts.items():
        assert found.parts[name] == pytest.approx(part), name


def key_of(history: History, asked: Asked, talk: Talk) -> str:
    """The scope a conversation belongs to."""
    if asked.axis is Axis.SPACE:
        return str(talk.space_id)
    if asked.axis is Axis.DEPARTMENT:
        return history.people[talk.author_id].department_at(talk.at)
    return ""


def begun(
    history: History, asked: Asked, until: datetime, since: datetime | None = None,
    kinds=(Kind.QUESTION,),
) -> Iterator[tuple[str, Talk]]:  # fmt: skip
    """The conversations that count, with their key."""
    for talk in history.talks:
        counts = talk.merged_into_id is None and history.counts_at(asked, talk.space_id)
        here = asked.imported or not talk.imported_upto
        when = (since is None or talk.at >= since) and talk.at < until
        if counts and here and when and talk.kind in {each.value for each in kinds}:
            yield key_of(history, asked, talk), talk


def responses(talk: Talk, asked: Asked, *, answers: bool = False) -> list[datetime]:
    """When somebody else responded right under the opening post."""
    return sorted(
        post.at
        for post in talk.posts
        if post.parent_id == talk.posts[0].id and post.author_id != talk.author_id
        and not post.gone and post.at < asked.now and not (answers and post.remark)
    )  # fmt: skip


def by_key(pairs) -> dict[str, list]:
    """Lists of what belongs to one key."""
    found: defaultdict[str, list] = defaultdict(list)
    for key, each in pairs:
        found[key].append(each)
    return found


def authors(talks: list[Talk]) -> int:
    return len({talk.author_id for talk in talks})


def share_of(talks: list[Talk], good) -> Reading:
    part = sum(bool(good(talk)) for talk in talks)
    return Reading(part / len(talks), len(talks), authors(talks), None, {"part": part})


@pytest.mark.parametrize(("measure", "answers"), [("M22", True), ("M23", False)])
def test_waits_count_what_still_waits(session, measure, answers) -> None:
    def slowly(history, asked):
        def one(talks):
            ends = [(talk.at, responses(talk, asked, answers=answers)) for talk in talks]
            spans = [
                Span(((end[0] if end else asked.now) - at).total_seconds() / 3600, bool(end))
                for at, end in ends
            ]
            known = [each.length for each in spans if each.ended]
            mean = sum(known) / len(known) if known else None
            parts = {
                "p75": within(spans, 0.75), "p90": within(spans, 0.9),
                "open": len(spans) - len(known),
                "answered": {"mean": mean, "median": middle(known), "p90": rank(known, 0.9)},
            }  # fmt: skip
            return Reading(within(spans, 0.5), len(talks), authors(talks), None, parts)

        asked_in = begun(history, asked, asked.now, asked.since)
        return {key: one(talks) for key, talks in by_key(asked_in).items()}

    compare(session, measure, slowly)


def test_a_question_is_covered_by_a_response_within_seven_days(session) -> None:
    def slowly(history, asked):
        def covered(talk):
            found = responses(talk, asked)
            return found and found[0] - talk.at <= 7 * DAYS

        old = begun(history, asked, asked.now - 7 * DAYS, asked.since)
        return {key: share_of(talks, covered) for key, talks in by_key(old).items()}

    compare(session, "M20", slowly)


def test_a_conversation_is_alone_while_nobody_else_writes_in_it(session) -> None:
    def slowly(history, asked):
        def alone(talk):
            return not any(
                post.author_id != talk.author_id and not post.gone and post.at < asked.now
                and post.at - talk.at <= 14 * DAYS
                for post in talk.posts
            )  # fmt: skip

        kinds = (Kind.QUESTION, Kind.DISCUSSION)
        old = begun(history, asked, asked.now - 14 * DAYS, asked.since, kinds)
        return {key: share_of(talks, alone) for key, talks in by_key(old).items()}

    compare(session, "M21", slowly)


def test_a_question_is_resolved_by_an_accepted_answer_or_its_end(session) -> None:
    def slowly(history, asked):
        def solved(talk):
            gone = {post.id for post in talk.posts if post.gone}
            ends = [
                mark.at
                for mark in talk.accepted
                if mark.at < asked.now and mark.post_id not in gone
                and (mark.ended_at is None or mark.ended_at >= asked.now)
            ]  # fmt: skip
            if talk.closed_at and talk.closed_at < asked.now and talk.outcome != "duplicate":
                ends.append(talk.closed_at)
            return any(end - talk.at <= 30 * DAYS for end in ends)

        old = begun(history, asked, asked.now - 30 * DAYS, asked.since)
        return {key: share_of(talks, solved) for key, talks in by_key(old).items()}

    compare(session, "M24", slowly)


def test_questions_without_a_response_are_late_after_two_working_days(session) -> None:
    def slowly(history, asked):
        waiting = by_key(
            (key, talk)
            for key, talk in begun(history, asked, asked.now)
            if not responses(talk, asked) and not (talk.closed_at and talk.closed_at < asked.now)
        )
        found = {}
        for key, talks in waiting.items():
            late = [talk for talk in talks if elapsed(talk.at, asked.now, ZONE) > 2]
            found[key] = Reading(float(len(late)), len(talks), authors(late), None,
                                 {"waiting": len(talks)})  # fmt: skip
        return found

    compare(session, "D1", slowly, TWO_AXES)


def test_conversations_are_as_deep_as_their_longest_way_down(session) -> None:
    def depth(talk: Talk, post: Said, seen: dict[int, Said]) -> int:
        if post.parent_id is None:
            return 0
        above = seen.get(post.parent_id)
        return 1 + (depth(talk, above, seen) if above else 0)

    def slowly(history, asked):
        def one(talks):
            depths, taking_part = [], []
            for talk in talks:
                seen = {
                    post.id: post for post in talk.posts if not post.gone and post.at < asked.now
                }
                depths.append(float(max(depth(talk, post, seen) for post in seen.values())))
                taking_part.append({post.author_id for post in seen.values()})
            everybody = set().union(*taking_part)
            parts = {"people": middle([float(len(each)) for each in taking_part]),
                     "p90": rank(depths, 0.9)}  # fmt: skip
            return Reading(sum(depths) / len(depths), len(talks), len(everybody), None, parts)

        kinds = (Kind.QUESTION, Kind.DISCUSSION)
        lately = begun(history, asked, asked.now, asked.since, kinds)
        return {key: one(talks) for key, talks in by_key(lately).items()}

    compare(session, "M26", slowly, TWO_AXES)


def test_what_is_closed_as_asked_elsewhere_too_is_a_part_of_all_questions(session) -> None:
    def slowly(history, asked):
        def same(talk):
            return talk.outcome == "duplicate" and talk.closed_at < asked.now

        lately = begun(history, asked, asked.now, asked.since)
        return {key: share_of(talks, same) for key, talks in by_key(lately).items()}

    compare(session, "M28", slowly, TWO_AXES)
