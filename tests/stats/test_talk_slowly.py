"""Measures of conversation say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from datetime import timedelta

from essp.core.figures import Span, middle, rank, within
from essp.core.workdays import elapsed
from essp.discussions.models import Kind
from essp.stats.measures import Reading
from tests.stats.history_shapes import ZONE, Said, Talk
from tests.stats.slow_readings import by_key, compare_each
from tests.stats.slow_talk import authors, begun, responses, share_where

DAYS = timedelta(days=1)


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
            late = [talk for talk in talks if elapsed(talk.at, asked.now, ZONE) > 2]
            found[key] = Reading(float(len(late)), len(talks), authors(late), None,
                                 {"waiting": len(talks)})  # fmt: skip
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
