"""Random histories of what is asked, searched, read and known about a few topics."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from essp.discussions.mark_models import Reaction
from essp.expertise.models import Endorsement, FinderChoice, TopicStand
from essp.stats.models import Searched
from essp.stats.place_models import OutsideDemand
from essp.wiki.models import Revision
from essp.wiki.read_models import PageRead
from essp.wiki.topic_models import PageTopic
from tests.stats.histories import persons
from tests.stats.history_shapes import (
    CABLES,
    CLOCK,
    DAY,
    MERGED,
    METERS,
    PAGES,
    PEOPLE,
    QUIET,
    moment,
)  # fmt: skip
from tests.stats.many_questions import many_questions
from tests.stats.slow_knowledge import DAYS

AGO = (1, 0, -1, 29, 30, 31, 89, 90, 200, 364, 365, 1079, 1081)
at_nine = st.sampled_from(AGO).map(lambda ago: moment(ago, CLOCK[3]))
topics = st.sampled_from([CABLES, CABLES, CABLES, METERS, MERGED])
a_page = st.sampled_from([1, 1, 2, 3, 4])


@st.composite
def searches(draw):
    """Searches for topics, most in vain; of one topic at times by most people."""
    many = draw(st.sampled_from([PEOPLE[:0], PEOPLE[:5]]))
    return [
        {"at": moment(2, CLOCK[3]), "day": DAY - 2 * DAYS, "person_id": each, "department": "",
         "key": "k", "words": "k", "found": 0, "chosen": False, "again": False, "topics": [CABLES]}
        for each in many
    ] + [
        {"at": moment(ago, CLOCK[3]), "day": DAY - ago * DAYS, "person_id": draw(persons),
         "department": "", "key": "k", "words": "k", "found": found,
         "chosen": found > 0 and draw(st.sampled_from([False, True, True])), "again": False,
         "topics": draw(st.sampled_from([[CABLES], [CABLES], [METERS, MERGED], [QUIET], []]))}
        for ago, found in draw(
            st.lists(st.tuples(st.sampled_from([-1, 0, 3, 34]), st.sampled_from([0, 0, 5])), max_size=8)
        )
    ]  # fmt: skip


@st.composite
def revisions(draw):
    """Changes of pages in their order, of which some were undone or went with what was put back."""
    rows = []
    for page in (1, 2, 4):
        moments = sorted(draw(st.lists(at_nine, max_size=4)))
        for number, at in enumerate(moments, start=1):
            kind = draw(
                st.sampled_from(["edited", "edited", "merged", "renamed", "undone", "restored"])
            )
            back = draw(st.integers(1, number - 1)) if number > 1 else None
            kind = kind if back else "created"
            rows.append(
                {"id": page * 100 + number, "page_id": page, "space_id": PAGES[page], "number": number,
                 "kind": kind, "author_id": draw(persons), "at": at, "title": "x", "size": 1, "hash": "x",
                 "refers_to": back if kind in {"undone", "restored"} else None}
            )  # fmt: skip
    return rows


@st.composite
def endorsements(draw, written):
    """Who vouches for whom, by a page or a post; some took it back."""
    rows = []
    for number, (who, by) in enumerate(
        sorted(draw(st.sets(st.tuples(persons, persons), min_size=2, max_size=4))), start=1
    ):
        post = draw(st.sampled_from([None, *list(written)[:2]]))
        at = max(draw(at_nine), written[post]) if post else draw(at_nine)
        rows.append(
            {"id": number, "uid": f"e{number}", "person_id": who, "by_id": by, "topic_id": draw(topics),
             "page_id": None if post else draw(st.sampled_from([2, 2, 1, 4])), "post_id": post, "at": at,
             "ended_at": draw(st.sampled_from([None] * 4 + [at + 40 * DAYS]))}
        )  # fmt: skip
    return rows


@st.composite
def knowing(draw):
    """What is asked, searched, read and known, and who does not want to be found."""
    history = draw(many_questions())
    written = {post.id: post.at for talk in history.talks for post in talk.posts[1:]}
    posts = list(written)
    said = [
        {"post_id": post, "person_id": person, "meaning": meaning, "at": draw(at_nine)}
        for post, person, meaning in draw(
            st.sets(
                st.tuples(st.sampled_from(posts[:4] or [0]), persons,
                          st.sampled_from(["helpful", "helpful", "outdated"])),
                max_size=6,
            )
        )
        if post
    ]  # fmt: skip
    carries = [
        {"page_id": page, "topic_id": topic, "source": "set", "by_id": PEOPLE[0], "at": moment(600, CLOCK[3])}
        for page, topic in draw(st.sets(st.tuples(a_page, topics), max_size=5)) | {(4, QUIET)}
    ]  # fmt: skip
    reads = [
        {"page_id": page, "day": DAY - ago * DAYS, "reads": draw(st.integers(1, 9))}
        for page, ago in draw(
            st.sets(st.tuples(a_page, st.sampled_from([-1, 0, 89, 90])), max_size=5)
        )
    ]
    outside = [
        {"name": "T", "key": f"t{number}", "topic_id": topic, "period": DAY.replace(day=1, month=month),
         "count": draw(st.integers(1, 30)), "source": "", "imported_at": moment(0, CLOCK[0])}
        for number, (topic, month) in enumerate(
            draw(st.sets(st.tuples(st.sampled_from([None, CABLES, METERS, MERGED]),
                                   st.sampled_from([7, 8, 10, 11])), max_size=3))
        )
    ]  # fmt: skip
    stands = [
        {"person_id": person, "topic_id": topic, "at": moment(9, CLOCK[3]),
         "stand": draw(st.sampled_from(["shown", "hidden", "taken off"]))}
        for person, topic in draw(
            st.sets(st.tuples(persons, st.sampled_from([CABLES, METERS])), max_size=2)
        )
    ]  # fmt: skip
    unfound = [
        {"person_id": each, "found": draw(st.booleans()), "at": moment(9, CLOCK[3])}
        for each in draw(st.sets(persons, max_size=1))
    ]
    people = {
        number: replace(each, away=draw(st.sampled_from(
            [None] * 6 + [(DAY, DAY), (DAY - 9 * DAYS, DAY - DAYS), (DAY + DAYS, DAY + 9 * DAYS)]
        )))
        for number, each in history.people.items()
    }  # fmt: skip
    more = (
        (Searched, draw(searches())), (Revision, draw(revisions())), (Reaction, said),
        (PageTopic, carries), (PageRead, reads), (OutsideDemand, outside), (TopicStand, stands),
        (FinderChoice, unfound), (Endorsement, draw(endorsements(written))),
    )  # fmt: skip
    archived = {2: {"archived_at": draw(st.sampled_from([moment(3, CLOCK[3]), None]))}}
    return replace(history, people=people, more=more, pages=archived)
