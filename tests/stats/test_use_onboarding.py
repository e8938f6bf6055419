"""Measures of newcomers against slow, obvious computations over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from essp.core.figures import Span, within
from essp.expertise.models import FinderChoice, Knower, Stand, TopicStand
from essp.stats.asking import day_of
from essp.stats.catalogue.welcoming import ANSWERABLE
from essp.stats.verbs import CONTRIBUTES, MIGRATION, RESPONDS, Did, Thing
from essp.topics.models import Topic
from tests.stats.histories import histories, moments
from tests.stats.history_shapes import PEOPLE, ZONE
from tests.stats.slowly import compare, entitled_by_key, things_by_key

DAY = timedelta(days=1)


def _counted(history, asked, verbs):
    return [
        each
        for each in history.deeds
        if each.verb in verbs
        and not each.bot
        and (asked.imported or each.source != MIGRATION)
        and each.at < asked.now
    ]


def test_time_to_the_first_contribution_counts_who_still_waits(session):
    def oracle(history, asked):
        found = {}
        done = _counted(history, asked, CONTRIBUTES)
        for key, people in entitled_by_key(history, asked).items():
            spans = []
            for person in people:
                joined = history.people[person].joined_at
                if joined >= asked.since:
                    first = min((e.at for e in done if e.actor_id == person), default=None)
                    days = max(((first or asked.now) - joined) / DAY, 0)
                    spans.append(Span(days, first is not None))
            if spans:
                found[key] = (within(spans, 0.5), len(spans), sum(not s.ended for s in spans))
        return found

    compare("M60", oracle, "open")


def _response(history, asked, deed):
    """When somebody else first answered a contribution."""
    talks = {each.id: each for each in history.talks}
    posts = {post.id: post for each in history.talks for post in each.posts}
    for answer in sorted(_counted(history, asked, RESPONDS), key=lambda each: each.at):
        if answer.actor_id == deed.actor_id or answer.at < deed.at:
            continue
        if answer.kind is Thing.POST:
            post = posts[answer.object_id]
            if deed.kind is Thing.THREAD and post.thread_id == deed.object_id:
                return answer.at
            if deed.kind is Thing.POST and post.parent_id == deed.object_id:
                return answer.at
        elif deed.kind is Thing.PAGE and talks[answer.object_id].page == deed.object_id:
            return answer.at
    return None


def test_welcome_counts_first_contributions_answered_in_time(session):
    soon = timedelta(hours=48)

    def oracle(history, asked):
        firsts = {}
        # Only what counts along this axis can be the first: nothing behind a door changes the site's.
        wrote = list(_counted(history, asked, ANSWERABLE))
        shown = {id(e) for done in things_by_key(history, asked, wrote).values() for e in done}
        for deed in (each for each in wrote if id(each) in shown):
            before = firsts.get(deed.actor_id)
            if before is None or deed.at < before.at:
                firsts[deed.actor_id] = deed
        lately = [each for each in firsts.values() if each.at >= asked.since]
        found = {}
        for key, done in things_by_key(history, asked, lately).items():
            answered = [(each, _response(history, asked, each)) for each in done]
            over = [(e, at) for e, at in answered if at or asked.now - e.at >= soon]
            in_time = [e for e, at in over if at and at - e.at <= soon]
            waiting = sorted(
                (e for e, at in answered if not at), key=lambda e: (e.at, e.kind.value, e.object_id)
            )
            found[key] = (
                len(in_time) / len(over) if over else None,
                len(over),
                [
                    {"kind": e.kind.value, "id": e.object_id, "late": asked.now - e.at >= soon}
                    for e in waiting
                ],
            )
        return found

    compare("D7", oracle, "waiting", strategy=histories(deeds=6, talks=6))
    compare("M61", oracle, "waiting", strategy=histories(deeds=6, talks=6))


def test_newcomers_who_stay_were_here_in_their_fourth_week(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            came = {each: day_of(history.people[each].joined_at, ZONE) for each in people}
            new = {e: day for e, day in came.items() if 28 <= (asked.day - day).days <= 55}
            stayed = {
                row.person_id
                for row in history.presences
                if row.active
                and row.person_id in new
                and 22 <= (row.day - new[row.person_id]).days <= 28
            }
            if new:
                found[key] = (len(stayed) / len(new), len(new))
        return found

    compare("M62", oracle, strategy=histories(views=30), imported=False)


@st.composite
def known_histories(draw):
    history = draw(histories(deeds=0, talks=0, views=0))
    topics = [
        {"id": number, "uid": f"u{number}", "slug": f"u{number}", "created_at": draw(moments)}
        for number in (1, 2)
    ]
    pairs = st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from((1, 2))), max_size=8)
    knowers = [
        {"person_id": person, "topic_id": topic, "declared": draw(st.booleans()),
         "evidence": draw(st.sampled_from([0.0, 1.5])), "since": draw(moments),
         "shown_from": draw(moments)}
        for person, topic in draw(pairs)
    ]  # fmt: skip
    stands = [
        {"person_id": person, "topic_id": topic, "stand": draw(st.sampled_from(Stand)).value,
         "at": draw(moments)}
        for person, topic in draw(pairs)
    ]  # fmt: skip
    choices = [
        {"person_id": person, "found": draw(st.booleans()), "at": draw(moments)}
        for person in draw(st.sets(st.sampled_from(PEOPLE), max_size=3))
    ]
    return replace(
        history,
        more=((Topic, topics), (Knower, knowers), (TopicStand, stands), (FinderChoice, choices)),
    )


def test_profiles_that_can_be_found(session):
    def oracle(history, asked):
        stands = {(r["person_id"], r["topic_id"]): r["stand"] for r in history.rows(TopicStand)}
        unfound = {r["person_id"] for r in history.rows(FinderChoice) if not r["found"]}
        known = {
            row["person_id"]
            for row in history.rows(Knower)
            if row["evidence"] > 0 and row["person_id"] not in unfound
            if (
                (stand := stands.get((row["person_id"], row["topic_id"]))) == Stand.SHOWN.value
                or (row["declared"] and stand is None)
            )
        }
        return {
            key: (len(people & known) / len(people), len(people))
            for key, people in entitled_by_key(history, asked).items()
            if people
        }

    compare("M63", oracle, strategy=known_histories(), imported=False)


def test_a_contribution_that_asks_for_no_answer_is_no_first_one(session):
    assert {Did.ACCEPT, Did.TAG, Did.APPROVE}.isdisjoint(ANSWERABLE)
