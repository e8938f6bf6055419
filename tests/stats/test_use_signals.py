"""Measures of signals against slow, obvious computations over random histories."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from statistics import median

from hypothesis import strategies as st

from essp.notifications.mail_models import Mailing, Sort
from essp.notifications.models import Level, Named, Notice, Notification, QuietCall, Watch
from essp.stats.asking import DAY as ONE
from essp.stats.asking import Axis, day_of, midnight
from essp.stats.privacy_models import InsightChoice
from tests.stats.histories import histories, moments, persons
from tests.stats.history_shapes import LATER, PAGES, PEOPLE, SPACES, ZONE
from tests.stats.slowly import compare, entitled_by_key


@st.composite
def told_histories(draw):
    history = draw(histories(deeds=0, talks=0, views=0))
    notices = [
        {"id": number, "key": f"n{number}", "kind": "x", "about": "page", "about_id": 1,
         "number": 1, "actor_id": PEOPLE[0], "at": draw(moments)}
        for number in range(1, 1 + draw(st.integers(0, 8)))
    ]  # fmt: skip
    mails = [
        {"id": number, "uid": f"m{number}", "person_id": person, "made_at": at,
         "sent_at": at if draw(st.booleans()) else None,
         "sort": draw(st.sampled_from(Sort)).value}
        for number, (person, at) in enumerate(draw(st.lists(st.tuples(persons, moments), max_size=4)), 1)
    ]  # fmt: skip
    told = []
    for notice in notices:
        for person in draw(st.sets(persons, max_size=5)):
            own = [None, *(mail["id"] for mail in mails if mail["person_id"] == person)]
            read = draw(st.sampled_from([None, *LATER]))
            told.append(
                {"person_id": person, "about": "page", "about_id": 1, "notice_id": notice["id"],
                 "reason": draw(st.sampled_from(["thread", "mention"])), "reason_id": 1,
                 "direct": False, "mailing_id": draw(st.sampled_from(own)),
                 "read_at": notice["at"] + read if read is not None else None}
            )  # fmt: skip
    objected = [
        {
            "person_id": person,
            "objected_at": draw(st.one_of(st.none(), moments)),
            "at": draw(moments),
        }
        for person in draw(st.sets(persons, max_size=1))
    ]
    more = ((Notice, notices), (Mailing, mails), (Notification, told), (InsightChoice, objected))
    return replace(history, more=more)


def _objected(history, asked):
    rows = history.rows(InsightChoice)
    return {r["person_id"] for r in rows if r["objected_at"] and r["objected_at"] < asked.now}


def _told(history, asked, *, since, until):
    notices = {row["id"]: row["at"] for row in history.rows(Notice)}
    return [
        row | {"at": notices[row["notice_id"]]}
        for row in history.rows(Notification)
        if since <= notices[row["notice_id"]] < until
    ]


def test_notifications_are_counted_for_each_person_and_working_day(session):
    def oracle(history, asked):
        work = sum((asked.first + timedelta(days=n)).weekday() < 5 for n in range(28))
        told = _told(history, asked, since=asked.since, until=asked.now)
        times = Counter(row["person_id"] for row in told)
        return {
            key: (median([times[each] / work for each in people]), len(people))
            for key, people in entitled_by_key(history, asked).items()
            if people
        }

    compare("M80", oracle, strategy=told_histories(), imported=False)


def test_notifications_are_opened(session):
    def oracle(history, asked):
        told = _told(history, asked, since=asked.since, until=asked.now)
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            rows = [r for r in told if r["person_id"] in people - _objected(history, asked)]
            read = [r for r in rows if r["read_at"] and r["read_at"] < asked.now]
            if rows:
                found[key] = (len(read) / len(rows), len(rows))
        return found

    compare("M81", oracle, strategy=told_histories(), imported=False)


def test_mails_lead_here(session):
    def oracle(history, asked):
        told = history.rows(Notification)
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            sent = [
                mail
                for mail in history.rows(Mailing)
                if mail["sort"] == Sort.WATCHED.value
                and mail["sent_at"]
                and asked.since <= mail["sent_at"] < asked.now
                and mail["person_id"] in people - _objected(history, asked)
                and any(row["mailing_id"] == mail["id"] for row in told)
            ]
            good = [
                mail
                for mail in sent
                if any(
                    row["mailing_id"] == mail["id"]
                    and row["read_at"]
                    and mail["sent_at"] <= row["read_at"] < asked.now
                    for row in told
                )
            ]
            if sent:
                found[key] = (len(good) / len(sent), len(sent))
        return found

    compare("M83", oracle, strategy=told_histories(), imported=False)


def test_notifications_are_never_seen(session):
    def oracle(history, asked):
        until = midnight(asked.day - 6 * ONE, ZONE)
        told = _told(history, asked, since=asked.since, until=until)
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            rows = [r for r in told if r["person_id"] in people - _objected(history, asked)]
            late = [
                row
                for row in rows
                if row["read_at"] is None
                or day_of(row["read_at"], ZONE) > day_of(row["at"], ZONE) + 7 * ONE
            ]
            if rows:
                found[key] = (len(late) / len(rows), len(rows))
        return found

    compare("M84", oracle, strategy=told_histories(), imported=False)


@st.composite
def watched_histories(draw):
    history = draw(histories(deeds=0, talks=4, views=0))
    subjects = [
        *(("space", each) for each in SPACES), *(("page", each) for each in PAGES),
        *(("branch", each) for each in PAGES), *(("thread", each.id) for each in history.talks),
    ]  # fmt: skip
    chosen = draw(st.sets(st.tuples(persons, st.sampled_from(subjects)), max_size=10))
    watches = [
        {"person_id": person, "subject": subject, "subject_id": subject_id, "at": draw(moments),
         "level": draw(st.sampled_from([Level.NORMAL, Level.MUTED])).value,
         "muted_until": draw(st.one_of(st.none(), moments))}
        for person, (subject, subject_id) in chosen
    ]  # fmt: skip
    quiet = [
        {"person_id": person, "kind": kind.value, "group_id": group}
        for person, kind, group in draw(
            st.sets(
                st.tuples(
                    persons, st.sampled_from([Named.SPACE, Named.TEAM]), st.sampled_from(SPACES)
                ),
                max_size=3,
            )
        )
    ]
    return replace(history, more=((Watch, watches), (QuietCall, quiet)))


def test_places_are_silenced(session):
    def oracle(history, asked):
        stands = {("space", each): each for each in SPACES}
        stands |= {(kind, page): at for page, at in PAGES.items() for kind in ("page", "branch")}
        stands |= {("thread", each.id): each.space_id for each in history.talks}
        watches = [
            (stands[row["subject"], row["subject_id"]], row["person_id"],
             row["level"] == Level.MUTED.value
             or bool(row["muted_until"] and row["muted_until"] >= asked.now))
            for row in history.rows(Watch)
            if row["at"] < asked.now
        ] + [
            (row["group_id"], row["person_id"], True)
            for row in history.rows(QuietCall)
            if row["kind"] == Named.SPACE.value
        ]  # fmt: skip
        found = {}
        for key, people in entitled_by_key(history, asked).items():
            here = [
                (person, mutes)
                for space_id, person, mutes in watches
                if person in people
                and history.counts_at(asked, space_id)
                and (asked.axis is not Axis.SPACE or key == str(space_id))
            ]
            everybody = {person for person, _mutes in here}
            silent = {person for person, mutes in here if mutes}
            if everybody:
                found[key] = (len(silent) / len(everybody), len(everybody))
        return found

    compare("M82", oracle, strategy=watched_histories(), imported=False)
