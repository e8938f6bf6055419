"""Measures of order against slow, obvious computations over random histories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from essp.care.models import Case, Entry, Outcome, Report, Verdict
from essp.core.figures import Span, within
from essp.importers.models import ImportPerson, ImportSource
from essp.importers.stackexchange_people import NOBODY
from essp.spaces.rule_models import RulesRead, RulesVersion
from essp.stats.asking import Axis
from essp.stats.catalogue.ordering import POSTS
from essp.stats.verbs import CONTRIBUTES
from essp.wiki.models import Kind, Revision
from tests.stats.histories import histories, moments, persons
from tests.stats.history_shapes import LATER, OPEN, PAGES, PEOPLE, SPACES
from tests.stats.slowly import compare, deeds, entitled_by_key, things_by_key

HOUR = timedelta(hours=1)


@st.composite
def reported_histories(draw):
    history = draw(histories(deeds=4, views=0))
    posts = [post.id for talk in history.talks for post in talk.posts]
    revisions = [
        {"id": page, "page_id": page, "space_id": PAGES[page], "number": 1,
         "kind": Kind.CREATED.value, "author_id": PEOPLE[0], "at": draw(moments), "title": "x",
         "size": 1, "hash": "x"}
        for page in PAGES
    ]  # fmt: skip
    places = [("post", each) for each in posts] + [("revision", each) for each in PAGES]
    cases, reports = [], []
    chosen = draw(
        st.lists(
            st.sampled_from([*places, *(("person", each) for each in PEOPLE)]),
            unique=True,
            max_size=7,
        )
    )
    for number, (thing, thing_id) in enumerate(chosen, start=1):
        opened = draw(moments)
        decided = draw(st.sampled_from([None, opened + draw(st.sampled_from(LATER))]))
        verdict = draw(st.sampled_from(["", *(each.value for each in Verdict)])) if decided else ""
        cases.append(
            {"id": number, "uid": f"c{number}", "thing": thing, "thing_id": thing_id,
             "author_id": draw(persons), "opened_at": opened, "decided_at": decided,
             "outcome": draw(st.sampled_from(Outcome)).value if decided else "", "verdict": verdict,
             "verdict_at": decided + draw(st.sampled_from(LATER)) if verdict else None}
        )  # fmt: skip
        for person in draw(st.sets(persons, max_size=3)):
            at = opened + draw(st.sampled_from(LATER))
            reports.append({"case_id": number, "person_id": person, "reason": "spam", "at": at})
    acts = [
        {"at": draw(moments), "by_id": PEOPLE[0], "deed": "hidden", "thing": "post", "thing_id": 1,
         "space_id": draw(st.sampled_from(SPACES))}
        for _n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    more = ((Revision, revisions), (Case, cases), (Report, reports), (Entry, acts))
    return replace(history, more=more)


def _cases(history, asked):
    """The cases that count, by the scope for which they do."""
    stands = {("post", post.id): talk.space_id for talk in history.talks for post in talk.posts}
    stands |= {("revision", page): space_id for page, space_id in PAGES.items()}
    found = defaultdict(list)
    for case in history.rows(Case):
        space_id = stands.get((case["thing"], case["thing_id"]), 0)
        if case["opened_at"] < asked.now and history.counts_at(asked, space_id, outside=True):
            found[str(space_id) if asked.axis is Axis.SPACE else ""].append(case)
    return found


def _per_thousand(history, asked, counted):
    """By scope how many for 1,000 posts, the posts, how many."""
    posts = things_by_key(history, asked, deeds(history, asked, POSTS))
    return {
        key: (
            1000 * counted.get(key, 0) / len(posts[key]) if posts.get(key) else None,
            len(posts.get(key, ())),
            counted.get(key, 0),
        )
        for key in {*posts, *(key for key, many in counted.items() if many)}
    }


def _reports(history, asked):
    return {
        key: sum(
            report["case_id"] == case["id"] and asked.since <= report["at"] < asked.now
            for case in cases
            for report in history.rows(Report)
        )
        for key, cases in _cases(history, asked).items()
    }


def test_reports_are_set_against_posts(session):
    def oracle(history, asked):
        return _per_thousand(history, asked, _reports(history, asked))

    compare("M70", oracle, "count", strategy=reported_histories())


def test_acts_of_moderators_are_set_against_posts(session):
    def oracle(history, asked):
        acts = defaultdict(int)
        for act in history.rows(Entry):
            if asked.since <= act["at"] < asked.now and history.counts_at(asked, act["space_id"]):
                acts[str(act["space_id"]) if asked.axis is Axis.SPACE else ""] += 1
        return _per_thousand(history, asked, acts)

    compare("M73", oracle, "count", strategy=reported_histories())


def _spans(cases, asked):
    ends = [
        (
            each,
            each["decided_at"] if each["decided_at"] and each["decided_at"] < asked.now else None,
        )
        for each in cases
        if each["opened_at"] >= asked.since
    ]
    return [Span(((end or asked.now) - each["opened_at"]) / HOUR, bool(end)) for each, end in ends]


def test_decisions_are_waited_for(session):
    def oracle(history, asked):
        return {
            key: (within(spans, 0.5), len(spans))
            for key, cases in _cases(history, asked).items()
            if (spans := _spans(cases, asked))
        }

    compare("M71", oracle, strategy=reported_histories(), imported=False)


def test_what_moderators_did_stands_or_is_taken_back(session):
    def stands(case, asked):
        back = case["verdict"] == Verdict.TAKEN_BACK.value and case["verdict_at"] < asked.now
        return case["outcome"] != Outcome.NOTHING.value and not back

    def oracle(history, asked):
        found = {}
        for key, cases in _cases(history, asked).items():
            done = [
                e for e in cases if e["decided_at"] and asked.since <= e["decided_at"] < asked.now
            ]
            if done:
                found[key] = (sum(stands(each, asked) for each in done) / len(done), len(done))
        return found

    compare("M72", oracle, strategy=reported_histories(), imported=False)


def test_peace_says_what_waits_for_over_a_day(session):
    def oracle(history, asked):
        reports, cases = _reports(history, asked), _cases(history, asked)
        told = _per_thousand(history, asked, reports)
        found = {}
        for key in {*told, *cases}:
            waiting = [
                each
                for each in cases.get(key, ())
                if each["decided_at"] is None or each["decided_at"] >= asked.now
            ]
            recent = [e for e in cases.get(key, ()) if e["opened_at"] >= asked.since]
            if key not in told and not recent and not waiting:
                continue
            enough = len({each["author_id"] for each in recent}) >= 5
            found[key] = (
                *told.get(key, (None, 0, 0)),
                sum(asked.now - each["opened_at"] > 24 * HOUR for each in waiting),
                within(_spans(recent, asked), 0.5) if enough else None,
            )
        return found

    compare("D12", oracle, "count", "waiting", "hours", strategy=reported_histories())


@st.composite
def ruled_histories(draw):
    history = draw(histories(deeds=0, talks=0, views=0))
    versions = [
        {"id": 10 * place + number, "space_id": space_id, "number": number, "author_id": PEOPLE[0],
         "text": draw(st.sampled_from(["Be kind.", "Be kind.", ""])),
         "small": number > 1 and draw(st.booleans()), "at": draw(moments)}
        for place, space_id in enumerate([None, *SPACES])
        for number in range(1, 1 + draw(st.integers(0, 3)))
    ]  # fmt: skip
    read = [
        {"person_id": person, "version_id": version["id"], "at": draw(moments)}
        for version in versions
        for person in draw(st.sets(persons, max_size=4))
    ]
    return replace(history, more=((RulesVersion, versions), (RulesRead, read)))


def test_house_rules_are_read_as_they_are_but_for_small_changes(session):
    def oracle(history, asked):
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            space_id = int(key) if key else None
            versions = [
                row
                for row in history.rows(RulesVersion)
                if row["space_id"] == space_id and row["at"] < asked.now
            ]
            last = max(versions, key=lambda row: row["number"], default=None)
            if last is None or not last["text"]:
                continue
            since = max((row["number"] for row in versions if not row["small"]), default=1)
            # A version of a later moment may have a lower number here, as never in life.
            good = {
                row["id"]
                for row in history.rows(RulesVersion)
                if row["space_id"] == space_id and row["number"] >= since
            }
            read = {
                row["person_id"]
                for row in history.rows(RulesRead)
                if row["version_id"] in good and row["at"] < asked.now
            }
            part = len(read & people)
            found[key] = (part / len(people) if people else None, len(people))
        return found

    compare("M74", oracle, strategy=ruled_histories(), imported=False)


@st.composite
def imported_histories(draw):
    history = draw(histories())
    source = [{"id": 1, "space_id": OPEN, "kind": "x", "folder": "", "origin": "x",
               "started_at": draw(moments)}]  # fmt: skip
    nobody = [
        {"source_id": 1, "key": NOBODY if number == 0 else f"p{number}", "person_id": person}
        for number, person in enumerate(draw(st.lists(persons, unique=True, max_size=2)))
    ]
    return replace(history, more=((ImportSource, source), (ImportPerson, nobody)))


def test_every_contribution_has_a_known_author(session):
    def oracle(history, asked):
        unknown = {r["person_id"] for r in history.rows(ImportPerson) if r["key"] == NOBODY}
        first = asked.day - timedelta(days=asked.window - 1)
        done = [e for e in history.deeds if e.verb in CONTRIBUTES and first <= e.day <= asked.day]
        return {
            key: (sum(e.actor_id not in unknown for e in each) / len(each), len(each))
            for key, each in things_by_key(history, asked, done).items()
        }

    compare("M75", oracle, strategy=imported_histories())
