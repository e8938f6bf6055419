"""Measures of value and migration against slow, obvious computations over random histories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from statistics import median

from hypothesis import strategies as st

from essp.importers.models import ImportPage, ImportSource
from essp.stats.asking import Axis
from essp.stats.models import Usage
from essp.stats.place_models import UseCase
from essp.stats.verbs import Did
from essp.wiki.read_models import PageRead
from tests.stats.histories import histories, moments, persons
from tests.stats.history_shapes import AGO, DAY, OPEN, PAGES
from tests.stats.slowly import compare, deeds, share

days = st.sampled_from(AGO).map(lambda ago: DAY - timedelta(days=ago))


@st.composite
def valued_histories(draw):
    history = draw(histories(deeds=0, talks=5, views=0))
    talks = [each.id for each in history.talks]
    if not talks:
        return history
    views = [
        {"day": day, "person_id": person, "verb": verb, "kind": "thread", "object_id": thread,
         "department": "", "times": 1}
        for day, person, verb, thread in draw(
            st.sets(
                st.tuples(days, persons, st.sampled_from(["view", "view", "suggested"]), st.sampled_from(talks)),
                max_size=25,
            )
        )
    ]  # fmt: skip
    told = [
        {"thread_id": thread, "person_id": person, "text": draw(st.sampled_from(["Saved a trip.", ""])),
         "minutes": draw(st.sampled_from([None, 5, 10, 120])), "at": draw(moments)}
        for thread, person in draw(st.sets(st.tuples(st.sampled_from(talks), persons), max_size=6))
    ]  # fmt: skip
    return replace(history, more=((Usage, views), (UseCase, told)))


def _by_thread(history, asked):
    return {
        talk.id: (talk, str(talk.space_id) if asked.axis is Axis.SPACE else "")
        for talk in history.talks
        if history.counts_at(asked, talk.space_id)
    }


def test_answers_are_read_again_by_others(session):
    def oracle(history, asked):
        readers = defaultdict(lambda: defaultdict(set))
        for talk, key in _by_thread(history, asked).values():
            standing = [
                each
                for each in talk.accepted
                if each.at < asked.now and not (each.ended_at and each.ended_at < asked.now)
            ]
            authors = {post.id: post.author_id for post in talk.posts}
            # Whoever gave an answer that was ever accepted knows it.
            insiders = {talk.author_id, *(authors[each.post_id] for each in talk.accepted)}
            for row in history.rows(Usage):
                if (
                    standing
                    and talk.merged_into_id is None
                    and (row["verb"], row["object_id"]) == ("view", talk.id)
                    and asked.first <= row["day"] <= asked.day
                    and row["person_id"] not in insiders
                ):
                    readers[key][talk.id].add(row["person_id"])
        found = {}
        for key, threads in readers.items():
            good = sorted(each for each, people in threads.items() if len(people) >= 3)
            found[key] = (len(good), len(threads), good)
        return found

    compare("M100", oracle, "threads", strategy=valued_histories(), imported=False)


def test_minutes_and_uses_are_those_told_of_places_that_count(session):
    def rows(history, asked):
        found = defaultdict(list)
        threads = _by_thread(history, asked)
        for row in history.rows(UseCase):
            if row["thread_id"] in threads and asked.since <= row["at"] < asked.now:
                found[threads[row["thread_id"]][1]].append(row)
        return found

    def minutes(history, asked):
        return {
            key: (median(told), len(told))
            for key, each in rows(history, asked).items()
            if (told := [row["minutes"] for row in each if row["minutes"] is not None])
        }

    def uses(history, asked):
        return {
            key: (len(told), len(told))
            for key, each in rows(history, asked).items()
            if (told := [row for row in each if row["text"]])
        }

    compare("M101", minutes, strategy=valued_histories(), imported=False)
    compare("M102", uses, strategy=valued_histories(), imported=False)


@st.composite
def moved_histories(draw):
    history = draw(histories(deeds=15, talks=0, views=0))
    sources = [
        {"id": number, "space_id": OPEN, "kind": "x", "folder": str(number), "origin": "x",
         "started_at": draw(moments)}
        for number in (1, 2)
    ]  # fmt: skip
    pages = [
        {"source_id": draw(st.sampled_from((1, 2))), "key": str(page), "page_id": page,
         "own_title": "x", "title": "x", "link_title": "x"}
        for page in draw(st.sets(st.sampled_from(list(PAGES))))
    ]  # fmt: skip
    reads = [
        {"page_id": page, "day": day, "reads": draw(st.integers(1, 5))}
        for page, day in draw(st.sets(st.tuples(st.sampled_from(list(PAGES)), days), max_size=10))
    ]
    opened = [
        {"day": day, "person_id": person, "verb": "original open", "kind": "page", "object_id": page,
         "department": "", "times": draw(st.integers(1, 3))}
        for day, person, page in draw(
            st.sets(st.tuples(days, persons, st.sampled_from(list(PAGES))), max_size=6)
        )
    ]  # fmt: skip
    more = ((ImportSource, sources), (ImportPage, pages), (PageRead, reads), (Usage, opened))
    return replace(history, more=more)


def _brought(history, asked):
    found = defaultdict(list)
    for row in history.rows(ImportPage):
        space_id = PAGES[row["page_id"]]
        if history.counts_at(asked, space_id):
            found[str(space_id) if asked.axis is Axis.SPACE else ""].append(row)
    return found


def test_reading_moves_here(session):
    def oracle(history, asked):
        found = {}
        for key, pages in _brought(history, asked).items():
            ids = {row["page_id"] for row in pages}
            reads, originals = (
                sum(
                    row[many]
                    for row in history.rows(table)
                    if row[page] in ids and asked.first <= row["day"] <= asked.day
                )
                for table, many, page in (
                    (PageRead, "reads", "page_id"),
                    (Usage, "times", "object_id"),
                )
            )
            if reads or originals:
                part = share(reads, reads + originals) if originals else None
                found[key] = (part, reads + originals, reads)
        return found

    compare("M90", oracle, "reads", strategy=moved_histories(), imported=False)


def _started(history, row):
    return next(s["started_at"] for s in history.rows(ImportSource) if s["id"] == row["source_id"])


def test_pages_brought_in_are_edited(session):
    def oracle(history, asked):
        edited = {each.object_id for each in deeds(history, asked, {Did.EDIT_PAGE}, 9999)}
        found = {}
        for key, rows in _brought(history, asked).items():
            pages = [r["page_id"] for r in rows if _started(history, r) < asked.now]
            if pages:
                found[key] = (len(edited & set(pages)) / len(pages), len(pages))
        return found

    compare("M91", oracle, strategy=moved_histories())


def test_pages_brought_in_are_never_opened(session):
    def oracle(history, asked):
        opened = {
            row["page_id"]
            for row in history.rows(PageRead)
            if asked.first <= row["day"] <= asked.day
        }
        found = {}
        for key, rows in _brought(history, asked).items():
            old = [
                row["page_id"]
                for row in rows
                if _started(history, row) < asked.now - timedelta(days=180)
            ]
            never = sorted(set(old) - opened)
            if old:
                found[key] = (len(never), len(old), never)
        return found

    compare("M92", oracle, "pages", strategy=moved_histories(), imported=False)
