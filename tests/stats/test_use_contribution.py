"""Measures of contributing against slow, obvious computations over random histories."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from statistics import median

from hypothesis import strategies as st

from essp.core.figures import gini
from essp.people.models import Role
from essp.spaces.models import Access
from essp.stats.asking import Axis
from essp.stats.verbs import CONTRIBUTES, Did, Thing
from essp.topics.models import Topic
from essp.wiki.models import Kind, Link, Revision
from essp.wiki.topic_models import PageTopic
from tests.stats.histories import histories, moments, persons
from tests.stats.history_shapes import PAGES, QUIET
from tests.stats.slowly import compare, deeds, entitled_by_key, share, things_by_key

DAY = timedelta(days=1)


def _in(asked, key, deed) -> bool:
    return asked.axis is not Axis.SPACE or key == str(deed.space_id)


def test_contributors_are_counted_among_those_who_may(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            done = deeds(history, asked, CONTRIBUTES)
            wrote = {each.actor_id for each in done if _in(asked, key, each)} & people
            found[key] = (share(len(wrote), len(people)), len(people), len(wrote))
        return found

    compare("M10", oracle, "part")


def _amounts(history, asked):
    found = {}
    for key, done in things_by_key(history, asked, deeds(history, asked, CONTRIBUTES)).items():
        somebody = [
            each.actor_id
            for each in done
            if history.people[each.actor_id].joined_at or not history.people[each.actor_id].left_at
        ]
        if somebody:
            found[key] = list(Counter(somebody).values())
    return found


def test_amounts_are_those_of_each_contributor(session):
    def oracle(history, asked):
        return {
            key: (median(each), len(each)) for key, each in _amounts(history, asked).items()
        }  # fmt: skip

    compare("M11", oracle)


def test_concentration_is_that_of_the_amounts(session):
    def oracle(history, asked):
        return {
            key: (gini(each), sum(each), len(each))
            for key, each in _amounts(history, asked).items()
        }

    compare("M12", oracle, "contributors")


def test_dependence_counts_managers_and_champions_of_the_space(session):
    def oracle(history, asked):
        found = {}
        for key, done in things_by_key(history, asked, deeds(history, asked, CONTRIBUTES)).items():
            helped = 0
            for each in done:
                champions = history.places[each.space_id].champions if each.space_id else {}
                since = champions.get(each.actor_id)
                manages = history.people[each.actor_id].role == Role.COMMUNITY_MANAGER.value
                helped += manages or (since is not None and since < asked.now)
            found[key] = (helped / len(done), len(done))
        return found

    compare("M13", oracle)


def test_edits_of_others_pages(session):
    def oracle(history, asked):
        edits = deeds(history, asked, {Did.EDIT_PAGE})
        return {
            key: (sum(e.to_id not in (None, e.actor_id) for e in done) / len(done), len(done))
            for key, done in things_by_key(history, asked, edits).items()
        }

    compare("M14", oracle)


@st.composite
def repaired_histories(draw):
    history, seen = draw(histories(talks=1)), Counter()
    rows = []
    for page in draw(st.lists(st.sampled_from(list(PAGES)), max_size=8)):
        seen[page] += 1
        kind = draw(st.sampled_from([Kind.EDITED, Kind.UNDONE, Kind.RESTORED, Kind.UNDONE]))
        rows.append(
            {"page_id": page, "space_id": PAGES[page], "number": seen[page], "kind": kind.value,
             "author_id": draw(persons), "at": draw(moments), "title": "x", "size": 1, "hash": "x",
             "refers_to": draw(st.integers(0, 3)) if kind is not Kind.EDITED else None}
        )  # fmt: skip
    return replace(history, more=((Revision, rows),))


def test_repairs_are_edits_taken_back(session):
    def repair(history, asked, edit):
        return min(
            (
                row["at"]
                for row in history.rows(Revision)
                if row["page_id"] == edit.object_id
                and row["number"] > edit.number
                and row["at"] < asked.now
                and (
                    (row["kind"] == Kind.UNDONE.value and row["refers_to"] == edit.number)
                    or (row["kind"] == Kind.RESTORED.value and row["refers_to"] < edit.number)
                )
            ),
            default=None,
        )

    def oracle(history, asked):
        found = {}
        edits = deeds(history, asked, {Did.EDIT_PAGE})
        for key, done in things_by_key(history, asked, edits).items():
            ends = [(edit, repair(history, asked, edit)) for edit in done]
            minutes = [(end - edit.at) / timedelta(minutes=1) for edit, end in ends if end]
            middle = median(minutes) if minutes else None
            found[key] = (len(minutes) / len(done), len(done), middle)
        return found

    compare("M15", oracle, "minutes", strategy=repaired_histories())


def test_conversations_become_pages(session):
    def oracle(history, asked):
        listed = {each.id for each in history.talks if each.kind != "comment"}
        ended = [
            each
            for each in deeds(history, asked, {Did.RESOLVE, Did.PROMOTE})
            if each.kind is Thing.THREAD and each.object_id in listed
        ]
        return {
            key: (
                len({e.object_id for e in done if e.verb is Did.PROMOTE})
                / len({e.object_id for e in done}),
                len({e.object_id for e in done}),
            )
            for key, done in things_by_key(history, asked, ended).items()
        }

    compare("M16", oracle)


@st.composite
def linked_histories(draw):
    history = draw(histories(talks=1))
    pairs = draw(
        st.lists(st.tuples(*[st.sampled_from(list(PAGES))] * 2, st.booleans()), max_size=8)
    )
    links = [
        {"page_id": page, "place": place, "target_id": target if there else None,
         "space_id": PAGES[page], "wanted_key": "x", "title": "x"}
        for place, (page, target, there) in enumerate(pairs)
    ]  # fmt: skip
    topics = [
        {"id": number, "uid": f"u{number}", "slug": f"u{number}", "created_at": draw(moments),
         "opened_at": draw(st.one_of(st.none(), moments)),
         "merged_into_id": draw(st.sampled_from([None, 1])) if number > 1 else None}
        for number in (1, 2, 3)
    ]  # fmt: skip
    carried = [
        {"page_id": page, "topic_id": topic, "source": "set", "by_id": draw(persons),
         "at": draw(moments)}
        for page, topic in draw(
            st.sets(st.tuples(st.sampled_from(list(PAGES)), st.sampled_from((1, 2, 3))), max_size=4)
        )
    ]  # fmt: skip
    return replace(history, more=((Link, links), (Topic, topics), (PageTopic, carried)))


def test_links_on_new_pages_and_pages_nothing_leads_to(session):
    def oracle(history, asked):
        found = defaultdict(lambda: [0, 0, 0, 0])
        new = deeds(history, asked, {Did.CREATE_PAGE})
        links = [row for row in history.rows(Link) if row["target_id"]]
        for key, done in things_by_key(history, asked, new).items():
            pages = {each.object_id for each in done}
            found[key][0] += sum(row["page_id"] in pages for row in links)
            found[key][1] += len(pages)
        for page, space_id in PAGES.items():
            if history.counts_at(asked, space_id):
                key = str(space_id) if asked.axis is Axis.SPACE else ""
                seen = [
                    row
                    for row in links
                    if row["target_id"] == page
                    and row["page_id"] != page
                    and (
                        history.places[row["space_id"]].access is Access.OPEN
                        or (asked.axis is Axis.SPACE and row["space_id"] == space_id)
                    )
                ]
                found[key][2] += not seen
                found[key][3] += 1
        return {
            key: (share(many, pages), pages, many, orphans, used)
            for key, (many, pages, orphans, used) in found.items()
        }

    compare("M17", oracle, "links", "orphans", "in_use", strategy=linked_histories())


def test_things_with_a_topic_everybody_may_know(session):
    def oracle(history, asked):
        topics = {row["id"]: row for row in history.rows(Topic)}
        shared = {
            row["page_id"]
            for row in history.rows(PageTopic)
            if topics[topics[row["topic_id"]]["merged_into_id"] or row["topic_id"]]["opened_at"]
        }
        about = {talk.id for talk in history.talks if talk.about - {QUIET}}
        tagged = {Thing.PAGE: shared, Thing.THREAD: about}
        begun = deeds(history, asked, {Did.CREATE_PAGE, Did.ASK, Did.POST})
        return {
            key: (
                sum(each.object_id in tagged[each.kind] for each in done) / len(done),
                len(done),
            )
            for key, done in things_by_key(history, asked, begun).items()
        }

    compare("M18", oracle, strategy=linked_histories())


def test_flow_is_who_came_less_who_went(session):
    def oracle(history, asked):
        found = {}
        done = deeds(history, asked, CONTRIBUTES, 9999)
        for key, people in entitled_by_key(history, asked).items():
            steps = Counter()
            for person in people:
                days = sorted(e.day for e in done if e.actor_id == person and _in(asked, key, e))
                earlier = [day for day in days if day < asked.first]
                lately = [day for day in days if day >= asked.first]
                if not lately:
                    steps["lapsed"] += sum(day >= asked.first - 90 * DAY for day in earlier) >= 4
                elif not earlier:
                    steps["new"] += 1
                elif lately[0] - earlier[-1] >= 90 * DAY:
                    steps["resurrected"] += 1
                elif lately[0] - earlier[-1] >= 28 * DAY:
                    steps["returning"] += 1
            if people:
                total = sum(steps.values())
                found[key] = (total - 2 * steps["lapsed"], total)
        return found

    compare("D6", oracle, strategy=histories(deeds=40))
