"""What is asked and known about topics in random histories, found slowly."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from essp.discussions.mark_models import Reaction
from essp.discussions.models import Kind
from essp.expertise.models import Endorsement, FinderChoice, TopicStand
from essp.stats.asking import Asked, Axis
from essp.stats.models import Searched
from essp.stats.place_models import OutsideDemand
from essp.wiki.models import Revision
from essp.wiki.topic_models import PageTopic
from tests.stats.history_shapes import QUIET, STANDS_FOR, History, Talk
from tests.stats.slow_talk import begun, here, responding

DAYS = timedelta(days=1)
CHANGES = ("created", "edited", "merged")


def asked_about(history: History, asked: Asked) -> dict[int, set[int]]:
    """Who asked about each topic in the window."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for _key, talk in begun(history, asked, asked.now, asked.since):
        for topic in talk.about - {QUIET}:
            found[topic].add(talk.author_id)
    return found


def sought(history: History, asked: Asked) -> dict[int, set[int]]:
    """Who searched for each topic in vain."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in history.rows(Searched):
        vain = row["found"] == 0 or not row["chosen"]
        if vain and asked.first <= row["day"] <= asked.day:
            for topic in {STANDS_FOR[each] for each in row["topics"]} - {QUIET}:
                found[topic].add(row["person_id"])
    return found


def customers(history: History, asked: Asked) -> dict[int, int]:
    """How often customers asked about each topic in the months of the window."""
    found: defaultdict[int, int] = defaultdict(int)
    months = {(asked.first + ago * DAYS).replace(day=1) for ago in range(asked.window)}
    for row in history.rows(OutsideDemand):
        if row["period"] in months and row["topic_id"]:
            found[STANDS_FOR[row["topic_id"]]] += row["count"]
    return found


def pages_about(history: History, asked: Asked) -> dict[int, set[int]]:
    """The pages that count, by the topics that they carry."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in history.rows(PageTopic):
        page = history.page(row["page_id"])
        if not page.get("archived_at") and history.counts_at(asked, page["space_id"]):
            found[STANDS_FOR[row["topic_id"]]].add(row["page_id"])
    return found


def questions_about(history: History, asked: Asked) -> dict[int, list[Talk]]:
    """All questions that count, brought in or not, by topic."""
    found: defaultdict[int, list[Talk]] = defaultdict(list)
    for talk in history.talks:
        listed = talk.kind == Kind.QUESTION.value and talk.merged_into_id is None
        if listed and history.counts_at(asked, talk.space_id):
            for topic in talk.about:
                found[topic].append(talk)
    return found


def _shown(history: History, asked: Asked):
    """What shows that somebody knows a topic: topic, person, how much, when."""
    helpful = {
        (row["post_id"], row["person_id"])
        for row in history.rows(Reaction)
        if row["meaning"] == "helpful" and row["at"] < asked.now
    }
    for topic, talks in questions_about(history, asked).items():
        for talk in talks:
            for post in responding(talk, asked):
                marks = [
                    mark.at for mark in talk.accepted
                    if mark.post_id == post.id and mark.stands(asked)
                ]  # fmt: skip
                if marks:
                    yield topic, post.author_id, 1.0, min(marks)
                others = {who for what, who in helpful if what == post.id} - {post.author_id}
                if others and not post.remark:
                    yield topic, post.author_id, 0.5, post.at
    for row in history.rows(Endorsement):
        ended = row["ended_at"] is not None and row["ended_at"] < asked.now
        if row["at"] < asked.now and not ended and _work_stands(history, asked, row):
            yield STANDS_FOR[row["topic_id"]], row["person_id"], 0.7, row["at"]
    for topic, pages in pages_about(history, asked).items():
        for row in history.rows(Revision):
            old = row["kind"] in CHANGES and row["at"] < asked.now - 30 * DAYS
            if old and row["page_id"] in pages and not _undone(history, asked, row):
                yield topic, row["author_id"], 0.2, row["at"]


def _work_stands(history: History, asked: Asked, row) -> bool:
    """Whether what an endorsement points at is there for everybody, and not said to be outdated."""
    if row["page_id"]:
        page = history.page(row["page_id"])
        return not page.get("archived_at") and history.counts_at(asked, page["space_id"])
    outdated = any(
        said["post_id"] == row["post_id"] and said["meaning"] == "outdated" and said["at"] < asked.now
        for said in history.rows(Reaction)
    )  # fmt: skip
    return not outdated and any(
        post.id == row["post_id"] and post.stands(asked)
        and history.counts_at(asked, talk.space_id)
        for talk in history.talks
        for post in talk.posts
    )  # fmt: skip


def _undone(history: History, asked: Asked, row) -> bool:
    """Whether somebody undid a change, or put back what the page said before it."""
    for later in history.rows(Revision):
        if later["page_id"] == row["page_id"] and later["at"] < asked.now:
            if later["kind"] == "undone" and later["refers_to"] == row["number"]:
                return True
            if later["kind"] == "restored" and later["refers_to"] < row["number"] < later["number"]:
                return True
    return False


def known(history: History, asked: Asked) -> dict[int, dict[int, float]]:
    """How much each person who is there today shows of each topic, faded by age."""
    kept_back = {
        (row["person_id"], row["topic_id"])
        for row in history.rows(TopicStand)
        if row["stand"] != "shown"
    }
    unfound = {row["person_id"] for row in history.rows(FinderChoice) if not row["found"]}
    found: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for topic, who, worth, at in _shown(history, asked):
        away = history.people[who].away
        there = here(history, asked, who) and not (away and away[0] <= asked.day <= away[1])
        lately = at >= asked.now - 1_080 * DAYS
        if there and lately and who not in unfound and (who, topic) not in kept_back:
            found[topic][who] += worth * faded(at, asked.now)
    return {topic: dict(each) for topic, each in found.items()}


def faded(at: datetime, now: datetime) -> float:
    """What is left of something after 180 days for each half."""
    return float(0.5 ** (max((now - at) / DAYS, 0.0) / 180))


def gave_to(history: History, asked: Asked) -> dict[int, list[int]]:
    """Who answered questions about each topic in the window and changed its pages, each time anew."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for topic, talks in questions_about(history, asked).items():
        for talk in talks:
            answers = responding(talk, asked, answers=True)
            found[topic] += [post.author_id for post in answers if post.at >= asked.since]
    for topic, pages in pages_about(history, asked).items():
        found[topic] += [
            row["author_id"] for row in history.rows(Revision)
            if row["kind"] in CHANGES and row["page_id"] in pages
            and asked.since <= row["at"] < asked.now
        ]  # fmt: skip
    return {
        topic: members
        for topic, each in found.items()
        if topic != QUIET and (members := [who for who in each if history.people[who].joined_at])
    }


def was_active(history: History, asked: Asked, person: int) -> bool:
    """Whether somebody is here and was so, or did something, in 90 days."""
    lately = {asked.day - ago * DAYS for ago in range(90)}
    was = any(row.person_id == person and row.day in lately for row in history.presences)
    did = any(
        deed.actor_id == person and deed.day in lately
        and (asked.imported or deed.source != "migration")
        for deed in history.deeds
    )  # fmt: skip
    return here(history, asked, person) and (was or did)


def sole_answers(history: History, asked: Asked) -> dict[str, dict[int, int]]:
    """By scope how many questions of 90 days each of those who are here alone answered."""
    found: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key, talk in begun(history, asked, asked.now, asked.now - 90 * DAYS):
        answered = {post.author_id for post in responding(talk, asked, answers=True)}
        if len(answered) == 1 and here(history, asked, next(iter(answered))):
            found[key][answered.pop()] += 1
    return {key: dict(each) for key, each in found.items() if asked.axis is not Axis.DEPARTMENT}
