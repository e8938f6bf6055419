"""Measures of conversation say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from essp.core.figures import Span, middle, rank, within
from essp.core.workdays import elapsed
from essp.discussions.models import Kind
from essp.stats.asking import day_of
from essp.stats.measures import Reading
from essp.stats.verbs import MIGRATION, Did, Thing
from tests.stats.histories import histories, persons
from tests.stats.history_shapes import CLOCK, SPACES, ZONE, Done, Said, Talk, moment
from tests.stats.many_questions import many_questions
from tests.stats.slow_readings import by_key, compare_each, share_of
from tests.stats.slow_talk import authors, begun, counted, place_of, responses, share_where

DAYS = timedelta(days=1)
HOUR = timedelta(hours=1)
FEW = 5


def waits(answers):
    """How long questions waited, for an answer or for anything that somebody else said."""

    def one(talks, asked):
        ends = [(talk.at, responses(talk, asked, answers=answers)) for talk in talks]
        spans = [
            Span(((end[0] if end else asked.now) - at).total_seconds() / 3600, bool(end))
            for at, end in ends
        ]
        known = [each.length for each in spans if each.ended]
        mean = sum(known) / len(known) if known else None
        parts = {
            "p75": within(spans, 0.75), "p90": within(spans, 0.9),
            "open": len(spans) - len(known), "ended": len(known),
            "answered": {"mean": mean, "median": middle(known), "p90": rank(known, 0.9)},
        }  # fmt: skip
        return Reading(within(spans, 0.5), len(talks), authors(talks), None, parts)

    def slowly(history, asked):
        lately = by_key(begun(history, asked, asked.now, asked.since))
        return {key: one(talks, asked) for key, talks in lately.items()}

    return slowly


def by_the_clock(history, asked):
    """How long a response took, by the hour and day of the week of asking; nothing of few people."""
    found = waits(answers=False)(history, asked)
    lately = by_key(begun(history, asked, asked.now, asked.since))

    def median_of(talks):
        if 0 < authors(talks) < FEW:
            return None
        waited = [
            Span((found[0] - talk.at if found else asked.now - talk.at) / HOUR, bool(found))
            for talk in talks
            for found in [responses(talk, asked)]
        ]
        return (len(talks), within(waited, 0.5))

    for key, reading in found.items():
        local = [(talk.at.astimezone(ZONE), talk) for talk in lately[key]]
        reading.parts.clear()
        reading.parts["hours"] = [
            median_of([talk for at, talk in local if at.hour == hour]) for hour in range(24)
        ]
        reading.parts["weekdays"] = [
            median_of([talk for at, talk in local if at.weekday() == day]) for day in range(7)
        ]
    return found


def test_waits_count_what_still_waits_by_the_clock(session) -> None:
    compare_each({"M29": by_the_clock}, many_questions())


def test_waits_count_what_still_waits(session) -> None:
    compare_each({"M22": waits(answers=True), "M23": waits(answers=False)})


def test_a_question_is_covered_by_a_response_within_seven_days(session) -> None:
    def slowly(history, asked):
        def covered(talk):
            found = responses(talk, asked)
            return found and found[0] - talk.at <= 7 * DAYS

        def answered(talk):
            found = responses(talk, asked, answers=True)
            return found and found[0] - talk.at <= 7 * DAYS

        old, found = by_key(begun(history, asked, asked.now - 7 * DAYS, asked.since)), {}
        for key, talks in old.items():
            found[key] = share_where(talks, covered)
            found[key].parts["answers"] = share_where(talks, answered).value
        return found

    compare_each({"M20": slowly})


def test_a_conversation_is_alone_while_nobody_else_writes_in_it(session) -> None:
    def slowly(history, asked):
        def alone(talk):
            return not any(
                post.author_id != talk.author_id and post.stands(asked)
                and post.at - talk.at <= 14 * DAYS
                for post in talk.posts
            )  # fmt: skip

        kinds = (Kind.QUESTION, Kind.DISCUSSION)
        old = begun(history, asked, asked.now - 14 * DAYS, asked.since, kinds)
        return {key: share_where(talks, alone) for key, talks in by_key(old).items()}

    compare_each({"M21": slowly})


def test_a_question_is_resolved_by_an_accepted_answer_or_its_end(session) -> None:
    def slowly(history, asked):
        def solved(talk):
            there = {post.id for post in talk.posts if post.stands(asked)}
            ends = [
                mark.at for mark in talk.accepted if mark.stands(asked) and mark.post_id in there
            ]
            if talk.closed_at and talk.closed_at < asked.now and talk.outcome != "duplicate":
                ends.append(talk.closed_at)
            return any(end - talk.at <= 30 * DAYS for end in ends)

        old = begun(history, asked, asked.now - 30 * DAYS, asked.since)
        return {key: share_where(talks, solved) for key, talks in by_key(old).items()}

    compare_each({"M24": slowly})


def test_questions_without_a_response_are_late_after_two_working_days(session) -> None:
    def slowly(history, asked):
        waiting = by_key(
            (key, talk)
            for key, talk in begun(history, asked, asked.now)
            if not responses(talk, asked) and not (talk.closed_at and talk.closed_at < asked.now)
        )
        found = {}
        for key, talks in waiting.items():
            ages = sorted((-elapsed(talk.at, asked.now, ZONE), talk.id, talk) for talk in talks)
            late = [talk for age, _id, talk in ages if -age > 2]
            listed = [[[number, round(-age, 2)] for age, number, talk in ages if (talk in late) is past]
                      for past in (True, False)]  # fmt: skip
            parts = {"waiting": len(talks), "late": listed[0], "soon": listed[1]}
            found[key] = Reading(float(len(late)), len(talks), authors(late), None, parts)
        return found

    compare_each({"D1": slowly})


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
                seen = {post.id: post for post in talk.posts if post.stands(asked)}
                depths.append(float(max(depth(talk, post, seen) for post in seen.values())))
                taking_part.append({post.author_id for post in seen.values()})
            everybody = set().union(*taking_part)
            parts = {"people": middle([float(len(each)) for each in taking_part]),
                     "p90": rank(depths, 0.9)}  # fmt: skip
            return Reading(sum(depths) / len(depths), len(talks), len(everybody), None, parts)

        kinds = (Kind.QUESTION, Kind.DISCUSSION)
        lately = begun(history, asked, asked.now, asked.since, kinds)
        return {key: one(talks) for key, talks in by_key(lately).items()}

    compare_each({"M26": slowly})


def test_what_is_closed_as_asked_elsewhere_too_is_a_part_of_all_questions(session) -> None:
    def slowly(history, asked):
        def same(talk):
            return talk.outcome == "duplicate" and talk.closed_at < asked.now

        lately = begun(history, asked, asked.now, asked.since)
        return {key: share_where(talks, same) for key, talks in by_key(lately).items()}

    compare_each({"M28": slowly})


@st.composite
def closing(draw):
    """A few conversations that are closed, opened and closed again."""
    history = draw(histories(deeds=0, talks=0, views=0))
    done = []
    for _n in range(draw(st.integers(4, 12))):
        at = moment(draw(st.sampled_from([-1, 0, 1, 5, 20, 27, 28])), draw(st.sampled_from(CLOCK)))
        thread = draw(st.sampled_from([8001, 8001, 8002, 8003, 8004]))
        done.append(
            Done(
                at, day_of(at, ZONE), draw(persons), "Grid",
                draw(st.sampled_from([Did.RESOLVE, Did.RESOLVE, Did.REOPEN, Did.PROMOTE])),
                draw(st.sampled_from([Thing.THREAD, Thing.THREAD, Thing.THREAD, Thing.POST])),
                thread, 0, SPACES[thread - 8001], None,
                draw(st.sampled_from(["web", "web", "api", MIGRATION])),
                draw(st.sampled_from([False, False, False, True])),
            )
        )  # fmt: skip
    return replace(history, deeds=tuple(done))


def test_what_was_closed_may_be_opened_again(session) -> None:
    def slowly(history, asked):
        closed = by_key(
            (place_of(asked, deed), deed)
            for deed in counted(history, asked, [Did.RESOLVE])
            if deed.kind is Thing.THREAD
        )
        opened = [
            deed for deed in history.deeds
            if deed.verb is Did.REOPEN and deed.kind is Thing.THREAD and deed.at < asked.now
        ]  # fmt: skip
        found = {}
        for key, deeds in closed.items():
            again = {
                deed.object_id for deed in deeds
                if any(deed.object_id == each.object_id and each.at >= deed.at for each in opened)
            }  # fmt: skip
            found[key] = share_of(
                len(again),
                len({deed.object_id for deed in deeds}),
                len({deed.actor_id for deed in deeds}),
            )
        return found

    compare_each({"M25": slowly}, closing())
