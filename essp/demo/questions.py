"""Short questions of every day, with who asked and who answered chosen as the year of the organisation goes.

    ? Title | what was asked
    = an answer
    - what somebody said to it

A question without an answer waits. The texts stand in `content/questions`, a file for each space; who says
them follows from who works with whom: the one space that hangs on its champion, the two departments that
hardly meet. Each time the organisation is built it is the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from essp.demo.model import DemoPerson, DemoPost, DemoThread
from essp.demo.page_file import TIME_ZONE
from essp.demo.workdays import is_worked

BEGIN, LAST = date(2025, 11, 24), date(2026, 11, 20)
NEW = date(2026, 9, 28)  # from when on who joined is new
LATELY = date(2026, 9, 21)  # from when on nearly half of all was asked
# Who is known for something of their own elsewhere in the content.
APART = {
    "jelle-nauta", "hugo-lammers", "eline-postma", "priyanka-nair", "kwame-mensah", "emre-yildiz",
    "bart-scholten", "milan-petrovic", "geert-mulder",
}  # fmt: skip
STRANGERS = frozenset({"Field operations", "Market & regulation"})
KNOWS = {
    "congestion-management": ("System operations", "Grid planning"),
    "flex-contracts": ("Market & regulation",),
    "regels-en-tarieven": ("Market & regulation",),
    "klantaansluitingen": ("Customer connections",),
    "veilig-werken": ("Safety & quality",),
    "data-and-forecasting": ("Data & forecasting",),
    "stations-en-kabels": ("Field operations",),
    "digital-workplace": ("Digital workplace",),
}
ASKS = {
    "congestion-management": ("Grid planning", "System operations", "Market & regulation"),
    "flex-contracts": ("Customer connections", "Grid planning", "Data & forecasting"),
    "regels-en-tarieven": ("Customer connections", "Data & forecasting", "Digital workplace"),
    "klantaansluitingen": ("Customer connections", "Market & regulation"),
    "veilig-werken": ("Field operations", "Safety & quality", "System operations"),
    "data-and-forecasting": ("Grid planning", "System operations", "Safety & quality"),
    "stations-en-kabels": ("Field operations", "Safety & quality", "Grid planning"),
    "digital-workplace": ("Customer connections", "Data & forecasting", "Field operations"),
}
CHAMPION = {"klantaansluitingen": "thijs-vermeulen"}


@dataclass(frozen=True)
class _Said:
    """A question as it stands in the file: what follows it is an answer (True) or a word to it."""

    title: str
    text: str
    replies: tuple[tuple[bool, str], ...]


def read_questions(folder: Path, people: Iterable[DemoPerson]) -> tuple[DemoThread, ...]:
    """The questions of all spaces, as conversations of these people."""
    everybody, found, asked = list(people), list[DemoThread](), set[str]()
    for path in sorted(folder.glob("*.txt")):
        chance = random.Random(f"questions of {path.stem}")  # noqa: S311 - the same each time
        said = list(_parsed(path.read_text(encoding="utf-8")))
        days = _days(chance, said)
        found += (
            _thread(path.stem, each, day, everybody, chance, asked)
            for each, day in zip(said, days, strict=True)
        )
    return tuple(found)


def _parsed(text: str) -> Iterator[_Said]:
    for block in text.strip().split("\n? "):
        first, *rest = block.removeprefix("? ").strip().split("\n")
        title, _bar, asked = first.partition(" | ")
        yield _Said(title, asked, tuple((line[0] == "=", line[2:]) for line in rest))


def _days(chance: random.Random, asked: Sequence[_Said]) -> list[date]:
    """A day for each, in their order; what waits for an answer was asked lately."""
    worked = [BEGIN + timedelta(days=n) for n in range((LAST - BEGIN).days + 1)]
    worked = [day for day in worked if is_worked(day)]
    late = [day for day in worked if day >= LATELY]
    waits = sum(not each.replies for each in asked)
    answered = len(asked) - waits
    often = answered * 9 // 20
    chosen = sorted(chance.choice(late) for _each in range(often))
    chosen = sorted(chance.choice(worked) for _each in range(answered - often)) + chosen
    # Some wait longer than was promised, some since yesterday.
    return sorted(chosen) + sorted(chance.sample(late[-12:-1], waits))


def _thread(
    space: str, said: _Said, day: date, people: Sequence[DemoPerson], chance: random.Random,
    asked: set[str],
) -> DemoThread:  # fmt: skip
    everybody = [each for each in people if _is_here(each, day) and each.handle not in APART]
    here = [each for each in everybody if each.about and writes(each.handle)]
    here = [each for each in here if each.handle != CHAMPION.get(space)]
    # Who came lately asks for the first time, once; the others who never wrote go on reading.
    new = [each for each in everybody if each.joined >= NEW and each.handle not in asked]
    asker = (
        new[0] if new and chance.random() < 0.7 else chance.choice(_of(here, ASKS[space]) or here)
    )
    asked.add(asker.handle)
    at = _moment(chance, day, time(8, 15), time(16, 0))
    knowing = _answering(here, space, asker) or _answering(everybody, space, asker)
    champion = next((each for each in everybody if each.handle == CHAMPION.get(space)), None)
    answerer = champion if champion and chance.random() < 0.8 else chance.choice(knowing)
    if answerer is asker:
        answerer = chance.choice(knowing)
    posts, moment = list[DemoPost](), at
    for number, (answers, text) in enumerate(said.replies):
        moment = _later(chance, moment, answers)
        by = answerer if answers else asker
        accepted = (asker.handle,) if answers and number == 0 and chance.random() < 0.7 else ()
        quiet = [
            each.handle for each in everybody if not each.about and not stays_away(each.handle)
        ]
        helpful = tuple(chance.sample(quiet, chance.choice((0, 1, 1, 2)))) if answers else ()
        posts.append(
            DemoPost(
                by=by.handle, at=moment, to=0 if answers else number, text=text,
                accepted_by=accepted, helpful=helpful,
            )
        )  # fmt: skip
    return DemoThread(
        space=space, kind="question", title=said.title, by=asker.handle, at=at, text=said.text,
        posts=tuple(posts),
    )  # fmt: skip


def _answering(people: Sequence[DemoPerson], space: str, asker: DemoPerson) -> list[DemoPerson]:
    """Who may answer there: of the department that knows, and not strangers to who asks."""
    known = _of(people, KNOWS[space])
    return [each for each in known if each is not asker and not _strangers(each, asker)]


def writes(handle: str) -> bool:
    """Whether somebody is of those who ask and answer; about half are, the others read."""
    pen = random.Random(f"pen of {handle}").random()  # noqa: S311
    return not stays_away(handle) and pen < 0.55


def stays_away(handle: str) -> bool:
    """Whether somebody hardly ever opens the site: one in eight."""
    return random.Random(f"door of {handle}").random() < 0.125  # noqa: S311


def _is_here(person: DemoPerson, day: date) -> bool:
    # A fortnight to arrive, and nobody answers in the last weeks before leaving.
    edge = timedelta(days=14)
    return person.joined + edge <= day and (person.left is None or day + edge <= person.left)


def _of(people: Iterable[DemoPerson], departments: Sequence[str]) -> list[DemoPerson]:
    return [each for each in people if each.department in departments]


def _strangers(one: DemoPerson, other: DemoPerson) -> bool:
    return {one.department, other.department} == STRANGERS


def _later(chance: random.Random, moment: datetime, answers: bool) -> datetime:
    """When the next word comes: an answer within hours or days, thanks soon after."""
    hours = chance.lognormvariate(1.4, 1.1) if answers else chance.uniform(0.2, 3)
    then = moment + timedelta(hours=min(hours, 90))
    while not (is_worked(then.date()) and 8 <= then.hour < 18):
        then += timedelta(hours=1)
    return min(then, datetime.combine(LAST, time(17, 45), TIME_ZONE)) if then > moment else then


def _moment(chance: random.Random, day: date, first: time, last: time) -> datetime:
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    begin = datetime.combine(day, first, TIME_ZONE)
    return begin + timedelta(minutes=chance.randrange(minutes))
