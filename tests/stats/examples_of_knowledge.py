"""The worked examples of measures of what is sought, asked and known: by measure what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from essp.discussions.models import ThreadTopic
from essp.expertise.asking_models import Invitation, PrivateQuestion
from essp.expertise.models import Endorsement
from essp.stats.models import Searched, Usage
from essp.stats.place_models import OutsideDemand
from essp.stats.verbs import Opened, Thing
from essp.topics.models import Topic
from essp.wiki.read_models import PageRead
from essp.wiki.topic_models import PageTopic
from tests.stats.examples_of_people import contributed
from tests.stats.history_shapes import CABLES, DAY, METERS, History, Talk
from tests.stats.stories import NOW, at, pages, person, question, story

HOUR, DAYS = timedelta(hours=1), timedelta(days=1)
THIRD = 9199  # a topic beside those of every history


def search(who: int, *topics: int, found: int = 0, chosen: bool = False, again: bool = False):
    return {"at": at(3), "day": DAY - 3 * DAYS, "person_id": person(who), "department": "Grid", "key": "k",
            "words": "k", "found": found, "chosen": chosen, "again": again, "topics": [*topics]}  # fmt: skip


def searches() -> History:
    """Of 200 searches 14 found nothing, 60 found what nobody opened; 30 were put otherwise."""
    rows = [search(1 + n % 5, found=int(n >= 14), chosen=n >= 74, again=n < 30) for n in range(200)]
    return story(5, more=((Searched, rows),))


def third_topic():
    return Topic, [
        {"id": THIRD, "uid": "third", "slug": "third", "created_at": at(300), "opened_at": at(300)}
    ]


def customers(**counts: int):
    """How often customers asked this month, by the id of a topic."""
    return OutsideDemand, [
        {"name": topic, "key": topic, "topic_id": int(topic[1:]), "period": DAY.replace(day=1), "count": count,
         "source": "", "imported_at": at(1)}
        for topic, count in counts.items()
    ]  # fmt: skip


def accepted(number: int, by: int, *, ago: timedelta = 0 * DAYS, topic: int = CABLES) -> Talk:
    """An answer to the first person about a topic, accepted so long ago."""
    return question(number, 1, NOW - ago - 2 * HOUR, [(by, HOUR)], accepted=True, topics=(topic,))


def known() -> list[Talk]:
    """Anna is the seventh, Bas the eighth."""
    return [accepted(11, 7, ago=HOUR), accepted(12, 7, ago=HOUR), accepted(13, 8, ago=180 * DAYS)]


def in_demand(topic: int, who: Iterable[int]) -> list[Talk]:
    return [question(10 * topic + each, each, 5, topics=(topic,)) for each in who]


def demand() -> History:
    sought = Searched, [search(who, CABLES) for who in range(1, 9)]
    return story(
        8, talks=in_demand(CABLES, range(1, 7)), more=(sought, customers(**{f"t{CABLES}": 30}))
    )


def gap() -> History:
    """Beside the topic of the example two others: 4 asked and 1 known, and less asked than known."""
    talks = [*in_demand(CABLES, range(2, 7)), *known()]
    talks += [accepted(number, 7, ago=HOUR, topic=METERS) for number in (14, 15)]
    sought = Searched, [search(who, CABLES) for who in range(1, 9)]
    endorsed = {"id": 1, "uid": "e1", "person_id": person(8), "by_id": person(1), "topic_id": THIRD,
                "page_id": 1, "post_id": None, "at": at(1)}  # fmt: skip
    asked = customers(**{f"t{CABLES}": 30, f"t{METERS}": 30, f"t{THIRD}": 1})
    return story(8, talks=talks, more=(sought, third_topic(), asked, (Endorsement, [endorsed])))


def gaps() -> History:
    talks = [*in_demand(CABLES, range(1, 6)), *in_demand(METERS, range(1, 6))]
    more = [question(number, number, 5) for number in (1, 2, 3)]
    carried = [{"thread_id": each.id, "topic_id": THIRD, "source": "set"} for each in more]
    return story(5, talks=[*talks, *more], more=(third_topic(), (ThreadTopic, carried)))


def fragile() -> History:
    """The second gave 12 of 20 answers about one topic; the fourth all about another, and left."""
    answers = [(2 if n < 12 else 3, HOUR) for n in range(20)]
    talks = [
        question(1, 1, 20, answers, topics=(CABLES,)),
        question(2, 1, 20, [(4, HOUR)], topics=(METERS,)),
    ]
    carried = [
        {"page_id": page, "topic_id": topic, "source": "set", "by_id": person(1), "at": at(30)}
        for page, topic in ((5, CABLES), (6, METERS))
    ]
    read = [{"page_id": page, "day": DAY, "reads": 9} for page in (5, 6)]
    more = (pages(5, 6), (PageTopic, carried), (PageRead, read))
    return story(4, talks=talks, left_at={4: at(2)}, more=more)


def use(
    who: int, verb: Opened, times: int, kind: str = "", number: int = 0, department: str = "Grid"
):
    return {"day": DAY - 3 * DAYS, "person_id": person(who), "verb": verb.value, "kind": kind,
            "object_id": number, "department": department, "times": times}  # fmt: skip


def found() -> History:
    opened = [use(1, Opened.FIND_OPEN, 1, Thing.PERSON.value, person(n)) for n in range(2, 12)]
    asked = [
        {"id": n, "uid": f"q{n}", "asker_id": person(1), "person_id": person(n), "title": "T",
         "at": at(2)}
        for n in range(2, 12)
    ]  # fmt: skip
    sought = use(1, Opened.FIND, 40)
    return story(11, more=((Usage, [sought, *opened]), (PrivateQuestion, asked)))


def brought(*times: int) -> History:
    talks = [question(number, 9, 9) for number in range(max(times))]
    rows = [
        {"uid": f"i{who}{n}", "thread_id": talks[n].id, "person_id": person(who), "wave": 1, "at": at(5),
         "why": [], "reply": ""}
        for who, many in enumerate(times, 1)
        for n in range(many)
    ]  # fmt: skip
    return story(9, talks=talks, more=((Invitation, rows),))


def reused() -> History:
    opened = [
        use(2, Opened.VIEW, 18, Thing.PAGE.value, 5),
        use(3, Opened.VIEW, 12, Thing.PAGE.value, 5, "Sales"),
    ]
    return story(3, more=(pages(5), (Usage, opened)), department={3: "Sales"})


EXAMPLES: dict[str, Callable[[], History]] = {
    "M40": searches,
    "M41": searches,
    "M42": searches,
    "M43": searches,
    "M44": demand,
    "M45": lambda: story(8, talks=known()),
    "M46": gap,
    "D9": gaps,
    "M47": lambda: contributed(1000, 433, 343, 332, 202, 90, 42, 33),
    "D10": fragile,
    "M51": found,
    "M52": lambda: brought(1, 2, 8),
    "M53": reused,
}
