"""Random histories of a handful of people, to compare measures with slow, obvious computations.

Spaces open and closed, one for practice; people who join, leave, move between departments; conversations
and the deeds they make; days of reading; around the night on which the clock is put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from hypothesis import strategies as st

from essp.discussions.models import Kind
from essp.people.models import Role
from essp.stats.asking import day_of
from essp.stats.verbs import CONTRIBUTES, MIGRATION, REACTS, Did, Thing
from tests.stats.history_shapes import (
    ACCESS,
    AGO,
    CABLES,
    CLOCK,
    CLOSED,
    DAY,
    DEPARTMENTS,
    LATER,
    MERGED,
    METERS,
    OPEN,
    PAGES,
    PEOPLE,
    PRACTICE,
    QUIET,
    SPACES,
    ZONE,
    Accepted,
    Done,
    Here,
    History,
    Place,
    Said,
    Someone,
    Talk,
    moment,
)  # fmt: skip
from tests.stats.history_tables import written

__all__ = ["histories", "written"]

# What is drawn from is made once: to make it with each draw takes longer than to draw.
moments = st.builds(moment, st.sampled_from(AGO), st.sampled_from(CLOCK))
persons = st.sampled_from(PEOPLE)
carried = st.sampled_from(
    [(), (CABLES,), (CABLES,), (METERS, MERGED), (CABLES, MERGED)]
)  # topics of one thing
joined_ago = st.sampled_from([500, 500, 500, 60, 40, 28, 27, 14, 3, 0, -1, None])
left_ago = st.sampled_from([None, None, None, None, 100, 20, 0, -1])
departments = st.sampled_from(DEPARTMENTS)
stays_there = st.lists(st.tuples(moments, departments), max_size=2, unique_by=lambda s: s[0])
clocks = st.sampled_from(CLOCK)
roles = st.sampled_from([Role.MEMBER.value] * 3 + [Role.COMMUNITY_MANAGER.value])
invited = st.one_of(st.none(), moments)
people_since = st.dictionaries(persons, moments, max_size=4)
near = st.builds(
    moment, st.sampled_from([*range(-1, 42, 3), 0, 5, 27, 28, 34, 35, 42, 55, 58]), clocks
)
spaces = st.sampled_from(SPACES)
mostly_open = st.sampled_from([*[OPEN] * 9, *SPACES])
places_of_deeds = st.sampled_from((0, *SPACES[:4]))
pages = st.sampled_from(list(PAGES))
later = st.sampled_from(LATER)
kinds_of_talk = st.sampled_from([Kind.QUESTION, Kind.QUESTION, Kind.DISCUSSION, Kind.COMMENT])
ways_in = st.sampled_from(["web", "web", "web", "mbox"])
ways_in_by = {via: st.sampled_from([via, "web"]) for via in ("web", "mbox")}
replies = st.integers(0, 5)
removed = st.sampled_from(["", "", "", "deleted"])
remarks = st.sampled_from([False, False, True])
yes_or_no = st.booleans()
outcomes = st.sampled_from(["answered", "duplicate", "became a page", "duplicate", "decided"])


@cache
@st.composite
def someone(draw: st.DrawFn, number: int) -> Someone:
    """Somebody, mostly with an account."""
    joined = draw(joined_ago)
    left = draw(left_ago)
    stays, department, at = sorted(draw(stays_there)), draw(departments), draw(clocks)
    return Someone(
        number,
        None if joined is None else moment(joined, at),
        None if left is None else moment(left, at),
        draw(roles),
        department,
        tuple(stays),
        draw(invited),
    )


@cache
@st.composite
def place(draw: st.DrawFn, number: int) -> Place:
    """A space; who belongs to it and who helps there."""
    members, champions = draw(people_since), draw(people_since)
    return Place(number, ACCESS[number], number == PRACTICE, members, champions)


@cache
@st.composite
def talk(draw: st.DrawFn, number: int, lately: bool = False) -> Talk:
    """A conversation with up to five posts below the first; `lately` one that mostly counts."""
    space_id = draw(mostly_open if lately else spaces)
    author, at = draw(persons), draw(near if lately else moments)
    kind = draw(kinds_of_talk)
    via = draw(ways_in)
    posts = [Said(number * 100 + 1, number, 1, None, author, at, via=via)]
    for place_in in range(2, 2 + draw(replies)):
        parent = draw(st.sampled_from(posts))
        when = parent.at + draw(later)
        gone = draw(removed)
        posts.append(
            Said(
                number * 100 + place_in, number, place_in, parent.id, draw(persons), when,
                draw(remarks), gone,
                draw(ways_in_by[via]),
                when + draw(later) if gone else None,
            )
        )  # fmt: skip
    accepted = tuple(
        Accepted(
            each.id, number, author, each.at + draw(later),
            draw(st.sampled_from([None, None, each.at + timedelta(days=40)])),
        )
        for each in posts[1:]
        if each.parent_id == posts[0].id and not each.remark and draw(yes_or_no)
    )  # fmt: skip
    ended = at + draw(later)
    closed = draw(st.sampled_from([ended, None] if lately else [None, None, ended]))
    outcome = draw(outcomes)
    return Talk(
        number, space_id, kind.value, author, at, tuple(posts), accepted, closed,
        outcome if closed else "",
        page=draw(pages) if kind is Kind.COMMENT else None,
        topics=draw(carried) + ((QUIET,) if space_id == CLOSED else ()),
    )  # fmt: skip


FREELY = (Did.CREATE_PAGE, Did.EDIT_PAGE, Did.EDIT_PAGE, Did.APPROVE, Did.TAG, Did.REACT, Did.REACT,
          Did.FOLLOW, Did.FLAG, Did.MODERATE, Did.RESOLVE, Did.PROMOTE, Did.LEAVE, Did.POST)  # fmt: skip
KINDS = {Did.REACT: Thing.POST, Did.RESOLVE: Thing.THREAD, Did.PROMOTE: Thing.THREAD,
         Did.POST: Thing.THREAD, Did.LEAVE: Thing.PERSON}  # fmt: skip

freely = st.sampled_from(FREELY)
versions = st.integers(1, 3)
perhaps_somebody = st.sampled_from((None, *PEOPLE))
sources = st.sampled_from(("web", "web", "web", "api", MIGRATION))
bots = st.sampled_from((False, False, False, False, True))
days_of_reading = st.tuples(st.sampled_from(AGO), persons, places_of_deeds, st.integers(1, 31))


@st.composite
def histories(
    draw: st.DrawFn, *, deeds: int = 20, talks: int = 4, views: int = 15, lately: int = 0
) -> History:
    """A history of at most so many deeds beside conversations, conversations, and days of reading.

    With `lately` there are at least so many conversations, and most of these count.
    """
    people = {each: draw(someone(each)) for each in PEOPLE}
    places = {each: draw(place(each)) for each in SPACES}
    many = draw(st.integers(lately, max(lately, talks)))
    said = tuple(draw(talk(8000 + n, lately > 0)) for n in range(many))
    if len(said) > 1 and draw(st.booleans()):
        said = (replace(said[0], merged_into_id=said[1].id), *said[1:])
    done = [deed for each in said for deed in told(people, each)]
    for _n in range(draw(st.integers(0, deeds))):
        done.append(_free_deed(draw, people, said))
    reading = draw(st.lists(days_of_reading, max_size=views))
    return History(people, places, said, tuple(done), presences_of(people, done, reading))


def _free_deed(draw: st.DrawFn, people: dict[int, Someone], talks: Sequence[Talk]) -> Done:
    verb, actor, at = draw(freely), draw(persons), draw(moments)
    kind = KINDS.get(verb, Thing.PAGE)
    things = [each.id for each in talks] if kind is Thing.THREAD else []
    return Done(
        at, day_of(at, ZONE), actor, people[actor].department_at(at), verb,
        kind, draw(st.sampled_from(things) if things else pages), draw(versions),
        draw(places_of_deeds), draw(perhaps_somebody), draw(sources), draw(bots),
    )  # fmt: skip


def told(people: dict[int, Someone], each: Talk) -> Iterator[Done]:
    """The deeds of a conversation; nothing is gathered of a space for practice."""
    if each.space_id == PRACTICE:
        return
    by_id = {post.id: post for post in each.posts}
    for post in each.posts:
        parent = by_id.get(post.parent_id or 0)
        yield Done(
            post.at, day_of(post.at, ZONE), post.author_id,
            people[post.author_id].department_at(post.at), _verb(each, post, parent),
            Thing.POST if parent else Thing.THREAD, post.id if parent else each.id, post.number,
            each.space_id, parent.author_id if parent else None,
            "web" if post.via == "web" else MIGRATION,
        )  # fmt: skip
    for accepted in each.accepted:
        actor = people[accepted.person_id]
        yield Done(
            accepted.at, day_of(accepted.at, ZONE), actor.id, actor.department_at(accepted.at),
            Did.ACCEPT, Thing.POST, accepted.post_id, 0, each.space_id,
            by_id[accepted.post_id].author_id,
        )  # fmt: skip


def _verb(thread: Talk, post: Said, parent: Said | None) -> Did:
    if parent is None:
        return {Kind.QUESTION.value: Did.ASK, Kind.COMMENT.value: Did.COMMENT}.get(
            thread.kind, Did.POST
        )
    answers = (
        thread.kind == Kind.QUESTION.value
        and parent.parent_id is None
        and not post.remark
        and post.author_id != thread.author_id
    )
    return Did.ANSWER if answers else Did.REPLY


def presences_of(
    people: dict[int, Someone], deeds: Sequence[Done], views: Sequence[tuple[int, int, int, int]]
) -> tuple[Here, ...]:
    """Who was here on which day, from what they did and from (days ago, person, space, kinds)."""
    rows: dict[tuple[date, int, int], Here] = {}

    def row(day: date, person: int, space_id: int) -> Here:
        there = people[person].department_at(datetime.combine(day, time(12), ZONE))
        return rows.get((day, person, space_id)) or Here(
            day, person, space_id, there, False, 0, 0, 0
        )

    for deed in deeds:
        if deed.counts and deed.verb in CONTRIBUTES | REACTS:
            found = row(deed.day, deed.actor_id, deed.space_id)
            rows[deed.day, deed.actor_id, deed.space_id] = replace(
                found,
                reacted=found.reacted + (deed.verb in REACTS),
                contributed=found.contributed + (deed.verb in CONTRIBUTES),
            )
    for ago, person, space_id, kinds in views:
        day = DAY - timedelta(days=ago)
        found = row(day, person, space_id)
        rows[day, person, space_id] = replace(found, viewed=True, kinds=found.kinds | kinds)
    return tuple(rows.values())
