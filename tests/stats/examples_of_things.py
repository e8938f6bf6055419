"""The worked examples of measures about things, as histories: by measure what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from essp.care.models import Case, Entry, Report
from essp.curation.models import Verification
from essp.discussions.mark_models import Reaction
from essp.importers.models import ImportPage, ImportSource
from essp.notifications.mail_models import Mailing
from essp.notifications.models import Notice, Notification, Watch
from essp.stats.models import Usage
from essp.stats.place_models import UseCase
from essp.stats.verbs import Did, Thing
from essp.topics.models import Topic
from essp.wiki.models import Link, Revision
from essp.wiki.proposal_models import Proposal
from essp.wiki.read_models import PageRead
from essp.wiki.topic_models import PageTopic
from tests.stats.history_shapes import DAY, OPEN, History
from tests.stats.stories import NOW, at, did, pages, person, question, story

HOUR = timedelta(hours=1)


def posts(many: int):
    return [did(1 + n % 5, Did.REPLY, 2, kind=Thing.POST, on=n) for n in range(many)]


def cases(*ends: float | None, outcome: str = "hidden", ago: int = 5):
    return Case, [
        {"id": n, "uid": f"c{n}", "thing": "person", "thing_id": person(n), "author_id": person(n),
         "opened_at": at(ago), "outcome": outcome if n == 1 else "nothing",
         "decided_at": at(ago) + end * HOUR if end is not None else None}
        for n, end in enumerate(ends, 1)
    ]  # fmt: skip


def reports(many: int):
    return Report, [
        {"case_id": 1, "person_id": person(n), "reason": "spam", "at": at(5)}
        for n in range(2, 2 + many)
    ]


def revisions(*changes: tuple[int, str, int | None, timedelta]):
    return Revision, [
        {"page_id": 1, "space_id": OPEN, "number": number, "kind": kind, "author_id": person(1),
         "at": at(1) + later, "title": "x", "size": 1, "hash": "x", "refers_to": refers}
        for number, kind, refers, later in changes
    ]  # fmt: skip


def linked() -> History:
    links = [
        {"page_id": page, "place": place, "target_id": 2, "space_id": OPEN, "wanted_key": "x",
         "title": "x"}
        for page, place in ((5, 0), (5, 1), (6, 0))
    ]  # fmt: skip
    begun = [did(1, Did.CREATE_PAGE, on=page) for page in (5, 6)]
    return story(5, deeds=begun, more=(pages(5, 6), (Link, links)))


def tagged() -> History:
    topic = {"id": 1, "uid": "u1", "slug": "u1", "created_at": at(300), "opened_at": at(300)}
    carried = [
        {"page_id": page, "topic_id": 1, "source": "set", "by_id": person(1), "at": at(1)}
        for page in (5, 6, 7)
    ]
    begun = [did(1, Did.CREATE_PAGE, on=page) for page in (5, 6, 7, 8)]
    return story(5, deeds=begun, more=(pages(5, 6, 7, 8), (Topic, [topic]), (PageTopic, carried)))


def ended() -> History:
    talks = [question(n, 1, 9) for n in (1, 2, 3, 4)]
    verbs = [Did.PROMOTE, Did.RESOLVE, Did.RESOLVE, Did.RESOLVE]
    deeds = [did(2, verb, kind=Thing.THREAD, on=8000 + n) for n, verb in enumerate(verbs, 1)]
    return story(5, talks=talks, deeds=deeds)


def told(*to: int, read: int = 0, ago: int = 5, mailed: bool = False) -> History:
    """Each was told of so many things; of all, the first `read` were opened after an hour."""
    notices = [
        {"id": n, "key": f"n{n}", "kind": "x", "about": "page", "about_id": 1, "number": 1,
         "actor_id": person(1), "at": at(ago)}
        for n in range(1, 1 + max(to))
    ]  # fmt: skip
    rows = [
        {"person_id": person(who), "about": "page", "about_id": 1, "notice_id": n,
         "reason": "thread", "reason_id": 1, "direct": False, "mailing_id": None, "read_at": None}
        for who, many in enumerate(to, 1)
        for n in range(1, 1 + many)
    ]  # fmt: skip
    for number, row in enumerate(rows):
        row["read_at"] = at(ago) + HOUR if number < read else None
        row["mailing_id"] = number + 1 if mailed else None
    mails = [
        {"id": n + 1, "uid": f"m{n}", "person_id": row["person_id"], "sort": "watched",
         "made_at": at(ago), "sent_at": at(ago)}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    more = ((Notice, notices), (Mailing, mails if mailed else []), (Notification, rows))
    return story(len(to), more=more)


def watched() -> History:
    rows = [
        {"person_id": person(n), "subject": "space", "subject_id": OPEN, "at": at(9),
         "level": "muted" if n == 1 else "normal"}
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    return story(4, more=((Watch, rows),))


def brought(*numbers: int, ago: int = 300, **more: list) -> History:
    source = {
        "id": 1,
        "space_id": OPEN,
        "kind": "x",
        "folder": "",
        "origin": "x",
        "started_at": at(ago),
    }
    rows = [
        {"source_id": 1, "key": str(n), "page_id": n, "own_title": "x", "title": "x",
         "link_title": "x"}
        for n in numbers
    ]  # fmt: skip
    read = [{"page_id": n, "day": DAY, "reads": many} for n, many in more.get("reads", [])]
    opened = [
        {"day": DAY, "person_id": person(1), "verb": "original open", "kind": "page",
         "object_id": n, "department": "", "times": many}
        for n, many in more.get("opened", [])
    ]  # fmt: skip
    tables = ((ImportSource, [source]), (ImportPage, rows), (PageRead, read), (Usage, opened))
    return story(5, deeds=more.get("deeds", []), more=(pages(*numbers), *tables))


def read_again() -> History:
    talks = [question(n, 1, 9, [(2, HOUR)], accepted=True) for n in (1, 2)]
    views = [
        {"day": DAY, "person_id": person(who), "verb": "view", "kind": "thread",
         "object_id": 8000 + n, "department": "", "times": 2}
        for n, readers in ((1, (1, 2, 3, 4, 5)), (2, (1, 2, 3, 4)))
        for who in readers
    ]  # fmt: skip
    return story(5, talks=talks, more=((Usage, views),))


def uses(*minutes: int | None) -> History:
    rows = [
        {"thread_id": 8001, "person_id": person(n), "text": "Saved a trip.", "minutes": each,
         "at": at(3)}
        for n, each in enumerate(minutes, 1)
    ]  # fmt: skip
    return story(5, talks=[question(1, 1, 9)], more=((UseCase, rows),))


def vouched(**until: int):
    """Until how many days from the last day an owner vouches for which pages."""
    return Verification, [
        {"page_id": int(page[1:]), "number": 1, "by_id": person(1), "at": at(60), "days": 90,
         "until": DAY + timedelta(days=ahead), "kind": "verified"}
        for page, ahead in until.items()
    ]  # fmt: skip


def proposals(*ends: tuple[datetime, timedelta | None], page: int = 1):
    """Proposals for a page: when they were made, and after how long they were decided."""
    return Proposal, [
        {"id": n, "uid": f"v{n}", "space_id": OPEN, "page_id": page, "author_id": person(n), "at": when,
         "changed_at": when, "based_on": 1, "state": "approved" if later else "waiting",
         "decided_at": when + later if later else None}
        for n, (when, later) in enumerate(ends, 1)
    ]  # fmt: skip


def outdated() -> History:
    talks = [question(n, 1, 9, [(2, HOUR)], accepted=True) for n in range(60)]
    said = [
        {"post_id": talk.posts[1].id, "person_id": person(3), "meaning": "outdated", "at": at(1)}
        for talk in talks[:4]
    ]
    return story(3, talks=talks, more=((Reaction, said),))


def opened(*reads: tuple[int, int]):
    return PageRead, [{"page_id": page, "day": DAY, "reads": many} for page, many in reads]


EDITS = [did(1, Did.EDIT_PAGE, number=n) for n in (1, 2, 3, 4)]
EXAMPLES: dict[str, Callable[[], History]] = {
    "M14": lambda: story(
        5, deeds=[did(n, Did.EDIT_PAGE, to=5 if n < 4 else None) for n in (1, 2, 3, 4)]
    ),
    "M15": lambda: story(5, deeds=EDITS, more=(revisions((5, "undone", 2, HOUR / 2)),)),
    "M16": ended,
    "M17": linked,
    "M18": tagged,
    "M48": lambda: story(
        1, more=(pages(5, 6, 7), opened((5, 350), (6, 100), (7, 50)), vouched(p5=10, p6=-1))
    ),
    "M49": lambda: story(
        3, more=(proposals((at(5), 5 * HOUR), (at(5), 20 * HOUR), (NOW - 30 * HOUR, None)),)
    ),
    "M50": outdated,
    "D11": lambda: story(
        1, more=(pages(5, 6, 7, 8), vouched(p5=-1, p6=-30, p8=1), proposals((at(5), None), page=7))
    ),
    "M70": lambda: story(6, deeds=posts(500), more=(cases(None), reports(2))),
    "M71": lambda: story(5, more=(cases(2, 6, None),)),
    "M72": lambda: story(5, more=(cases(2, 2, 2, 2),)),
    "M73": lambda: story(
        5, deeds=posts(200),
        more=((Entry, [{"at": at(3), "by_id": person(1), "deed": "hidden", "thing": "post",
                        "thing_id": 1, "space_id": OPEN}]),),
    ),
    "D12": lambda: story(6, deeds=posts(250), more=(cases(None), reports(1))),
    "M80": lambda: told(0, 40, 100),
    "M81": lambda: told(1, 1, 1, 1, read=3),
    "M82": watched,
    "M83": lambda: told(1, 1, 1, 1, read=1, mailed=True),
    "M84": lambda: told(1, 1, 1, 1, read=3, ago=20),
    "M90": lambda: brought(5, 6, reads=[(5, 10), (6, 20)], opened=[(5, 10)]),
    "M91": lambda: brought(5, 6, 7, 8, deeds=[did(1, Did.EDIT_PAGE, on=5)]),
    "M92": lambda: brought(5, 6, 7, reads=[(5, 1), (6, 1)]),
    "M100": read_again,
    "M101": lambda: uses(10, 30, 120),
    "M102": lambda: uses(None, 10),
}  # fmt: skip
