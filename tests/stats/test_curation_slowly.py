"""Measures of curation say of random histories what a slow, obvious computation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st

from essp.core.figures import Span, within
from essp.curation.models import Verification
from essp.discussions.mark_models import Reaction
from essp.stats.asking import Axis
from essp.stats.measures import Reading
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.read_models import PageRead
from tests.stats.histories import moments, persons
from tests.stats.history_shapes import (
    CLOSED,
    DAY,
    LATER,
    OPEN,
    OTHER,
    PAGES,
    PEOPLE,
    PRACTICE,
    moment,
)  # fmt: skip
from tests.stats.many_questions import many_questions
from tests.stats.slow_readings import by_key, compare_each, share_of

DAYS = timedelta(days=1)
HOUR = timedelta(hours=1)
NINE = time(9)
MORE_PAGES = {5: OPEN, 6: OTHER, 7: CLOSED, 8: PRACTICE}
ALL_PAGES = [*PAGES, *MORE_PAGES]
ENDS = (State.APPROVED, State.PARTLY, State.DECLINED, State.SENT_BACK)
a_page = st.sampled_from([1, 1, 5, 5, *ALL_PAGES])


@st.composite
def some_page(draw, number):
    """A page: mostly in use, perhaps with an approved text and a newer one."""
    newest = draw(st.integers(1, 4))
    return {
        "space_id": (PAGES | MORE_PAGES)[number],
        "revision_number": newest,
        "approved_number": draw(st.sampled_from([None, None, newest, 1])),
        "archived_at": draw(st.sampled_from([None] * 6 + [moment(9, NINE)])),
        "template": draw(st.sampled_from([False] * 6 + [True])),
    }


@st.composite
def curated(draw):
    """Pages that are vouched for, read and proposed for; answers that are said to be outdated."""
    history = draw(many_questions(most=7))
    pages = {number: draw(some_page(number)) for number in ALL_PAGES}
    vouched = [
        {"page_id": page, "number": 1, "by_id": PEOPLE[0],
         "at": draw(st.sampled_from([moment(ago, NINE) for ago in (-1, 0, 9, 99)])),
         "until": DAY + draw(st.sampled_from([-30, -1, 0, 0, 1, 90])) * DAYS, "days": 90,
         "kind": draw(st.sampled_from(["verified", "verified", "verified", "seen"]))}
        for page in draw(st.sets(a_page, min_size=3))
    ]  # fmt: skip
    reads = [
        {"page_id": page, "day": DAY - ago * DAYS, "reads": draw(st.integers(1, 5))}
        for page, ago in draw(
            st.sets(
                st.tuples(a_page, st.sampled_from([-1, 0, 1, 5, 27, 27, 28])),
                min_size=4,
                max_size=10,
            )
        )
    ]
    proposed = []
    for number in range(1, 1 + draw(st.integers(1, 6))):
        page, at, state = (
            draw(a_page),
            draw(moments),
            draw(st.sampled_from([State.WAITING, *State])),
        )
        decided = None if state is State.WAITING else at + draw(st.sampled_from(LATER))
        proposed.append(
            {"id": number, "uid": f"v{number}", "space_id": pages[page]["space_id"], "page_id": page,
             "author_id": draw(persons), "at": at, "changed_at": at, "based_on": 1,
             "state": state.value, "decided_at": decided}
        )  # fmt: skip
    marked = [mark.post_id for talk in history.talks for mark in talk.accepted]
    said = [
        {"post_id": post, "person_id": person, "meaning": meaning, "at": draw(moments)}
        for post, person, meaning in draw(
            st.sets(
                st.tuples(st.sampled_from(marked or [0]), persons,
                          st.sampled_from(["outdated", "outdated", "thanks"])),
                min_size=2, max_size=5,
            )
        )
        if post
    ]  # fmt: skip
    more = ((Verification, vouched), (PageRead, reads), (Proposal, proposed), (Reaction, said))
    return replace(history, pages=pages, more=more)


def place(asked, space_id) -> str:
    return str(space_id) if asked.axis is Axis.SPACE else ""


def in_use(history, asked):
    """Pages that count, with their scope."""
    for number in ALL_PAGES:
        page = history.page(number)
        standing = page["archived_at"] is None and not page["template"]
        if standing and history.counts_at(asked, page["space_id"]):
            yield place(asked, page["space_id"]), number


def reads_of(history, asked, page) -> int:
    return sum(
        row["reads"]
        for row in history.rows(PageRead)
        if row["page_id"] == page and asked.first <= row["day"] <= asked.day
    )


def vouched_for(history, asked):
    def is_vouched(page):
        return any(
            row["page_id"] == page and row["kind"] == "verified" and row["at"] < asked.now
            and row["until"] >= asked.day
            for row in history.rows(Verification)
        )  # fmt: skip

    found = {}
    for key, pages in by_key(in_use(history, asked)).items():
        reads = {page: reads_of(history, asked, page) for page in pages}
        readers = {
            row.person_id
            for row in history.presences
            if row.viewed and asked.first <= row.day <= asked.day
            and (asked.axis is Axis.SITE or key == str(row.space_id))
        }  # fmt: skip
        if any(reads.values()):
            good = sum(many for page, many in reads.items() if is_vouched(page))
            found[key] = share_of(good, sum(reads.values()), len(readers))
    return found


def proposals(history, asked):
    """Those of the window by scope, each with how long it waited and whether it was decided."""
    for row in history.rows(Proposal):
        if asked.since <= row["at"] < asked.now and history.counts_at(asked, row["space_id"]):
            over = row["decided_at"] is not None and row["decided_at"] < asked.now
            until = row["decided_at"] if over else asked.now
            decided = over and State(row["state"]) in ENDS
            yield place(asked, row["space_id"]), (row, Span((until - row["at"]) / HOUR, decided))


def decided(history, asked):
    found = {}
    for key, each in by_key(proposals(history, asked)).items():
        spans = [span for _row, span in each]
        parts = {"p75": within(spans, 0.75), "p90": within(spans, 0.9),
                 "open": sum(not span.ended for span in spans)}  # fmt: skip
        people = {row["author_id"] for row, _span in each}
        found[key] = Reading(within(spans, 0.5), len(spans), len(people), None, parts)
    return found


def outdated(history, asked):
    standing = []
    for talk in history.talks:
        if talk.merged_into_id is None and history.counts_at(asked, talk.space_id):
            marked = {mark.post_id for mark in talk.accepted if mark.stands(asked)}
            standing += [
                (place(asked, talk.space_id), post)
                for post in talk.posts
                if post.id in marked and post.stands(asked)
            ]
    said = {
        row["post_id"]
        for row in history.rows(Reaction)
        if row["meaning"] == "outdated" and row["at"] < asked.now
    }
    found = {}
    for key, posts in by_key(standing).items():
        stale = sorted(post.id for post in posts if post.id in said)
        found[key] = Reading(
            float(len(stale)), len(posts), len({post.author_id for post in posts}), None,
            {"posts": stale, "share": len(stale) / len(posts)},
        )  # fmt: skip
    return found


def backlog(history, asked):
    def why(page):
        waiting = [
            row
            for row in history.rows(Proposal)
            if row["page_id"] == page and row["at"] < asked.now
            and (row["decided_at"] is None or row["decided_at"] >= asked.now)
        ]  # fmt: skip
        state = history.page(page)
        if any(
            row["page_id"] == page and row["until"] < asked.day
            for row in history.rows(Verification)
        ):
            return "overdue"
        if waiting:
            return "proposed"
        approved = state["approved_number"]
        return "unapproved" if approved and approved < state["revision_number"] else ""

    waits = by_key(proposals(history, asked))
    found = {}
    for key, pages in by_key(in_use(history, asked)).items():
        rows = [[page, reads_of(history, asked, page), why(page)] for page in pages]
        queue = sorted((row for row in rows if row[2]), key=lambda row: (-row[1], row[0]))
        reads = sum(row[1] for row in rows)
        parts = {
            "pages": queue,
            "reads": sum(row[1] for row in queue) / reads if reads else None,
            "hours": within([span for _row, span in waits.get(key, ())], 0.5),
        }
        if queue:
            found[key] = Reading(float(len(queue)), len(queue), 0, None, parts)
    return found


def test_what_is_read_proposed_accepted_and_left_waiting(session) -> None:
    compare_each(
        {"M48": vouched_for, "M49": decided, "M50": outdated, "D11": backlog}, curated(),
        imported=False,
    )  # fmt: skip
