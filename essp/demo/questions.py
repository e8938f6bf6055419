"""Short questions of every day, with who asked and who answered chosen as the year of the organisation goes.

    ? Title | what was asked
    @ who-asks 2026-10-05 20 who-answers
    = an answer
    - what somebody said to it

A question without an answer waits. The texts stand in `content/questions`, a file for each space; who says
them follows from who works with whom: the one space that hangs on its champion, the two departments that
hardly meet. Where it matters who asked and how long they waited, a line with `@` says so: the first words
of many, half of them answered within two days. It names the hours until the first answer and who gave it,
or leaves both out. Each time the organisation is built it is the same.
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
class _Pin:
    """What is said of a question by hand: who asked and when, after how many hours who answered."""

    asker: str
    day: date
    hours: float | None
    answerer: str


@dataclass(frozen=True)
class _Said:
    """A question as it stands in the file: what follows it is an answer (True) or a word to it."""

    title: str
    text: str
    replies: tuple[tuple[bool, str], ...]
    pin: _Pin | None = None


def read_questions(folder: Path, people: Iterable[DemoPerson]) -> tuple[DemoThread, ...]:
    """The questions of all spaces, as conversations of these people."""
    everybody, found = list(people), list[DemoThread]()
    for path in sorted(folder.glob("*.txt")):
        chance = random.Random(f"questions of {path.stem}")  # noqa: S311 - the same each time
        said = list(_parsed(path.read_text(encoding="utf-8")))
        days = _days(chance, said)
        found += (
            _thread(path.stem, each, day, everybody, chance)
            for each, day in zip(said, days, strict=True)
        )
    return tuple(found)


def _parsed(text: str) -> Iterator[_Said]:
    for block in text.strip().split("\n? "):
        first, *rest = block.removeprefix("? ").strip().split("\n")
        title, _bar, asked = first.partition(" | ")
        pins = [_pin(line) for line in rest if line[0] == "@"]
        said = tuple((line[0] == "=", line[2:]) for line in rest if line[0] != "@")
        yield _Said(title, asked, said, pins[0] if pins else None)


def _pin(line: str) -> _Pin:
    _mark, asker, day, *rest = line.split()
    hours, answerer = (float(rest[0]), rest[1]) if rest else (None, "")
    return _Pin(asker, date.fromisoformat(day), hours, answerer)


def _days(chance: random.Random, said: Sequence[_Said]) -> list[date]:
    """A day for each, in their order; what waits for an answer was asked lately."""
    worked = [BEGIN + timedelta(days=n) for n in range((LAST - BEGIN).days + 1)]
    worked = [day for day in worked if is_worked(day)]
    late = [day for day in worked if day >= LATELY]
    free = [each for each in said if each.pin is None]
    waits = sum(not each.replies for each in free)
    answered = len(free) - waits
    often = answered * 9 // 20
    chosen = sorted(chance.choice(late) for _each in range(often))
    chosen = sorted(chance.choice(worked) for _each in range(answered - often)) + chosen
    # Some wait longer than was promised, some since yesterday.
    days = iter(sorted(chosen) + sorted(chance.sample(late[-12:-1], waits)))
    return [next(days) if each.pin is None else each.pin.day for each in said]


def _thread(
    space: str, said: _Said, day: date, people: Sequence[DemoPerson], chance: random.Random
) -> DemoThread:
    everybody = [each for each in people if _is_here(each, day) and each.handle not in APART]
    asker, answerer = _two(space, said, everybody, people, chance)
    at = _moment(chance, day, time(8, 15), time(16, 0))
    posts, moment = list[DemoPost](), at
    for number, (answers, text) in enumerate(said.replies):
        hours = said.pin.hours if said.pin and not number else None
        moment = _later(chance, moment, answers, hours)
        by = answerer if answers else asker
        accepted = (asker.handle,) if answers and number == 0 and chance.random() < 0.7 else ()
        quiet = [
            each.handle for each in everybody if not each.about and not stays_away(each.handle)
        ]
        helpful = tuple(chance.sample(quiet, chance.choice((0, 1, 1, 2)))) if answers else ()
        posts.append(
            DemoPost(
                by=by.handle, at=moment, to=0 if answers else number, text=text,
                accepted_by=accepted, helpful=tuple(e for e in helpful if e != asker.handle),
            )
        )  # fmt: skip
    return DemoThread(
        space=space, kind="question", title=said.title, by=asker.handle, at=at, text=said.text,
        posts=tuple(posts),
    )  # fmt: skip


def _two(
    space: str, said: _Said, everybody: Sequence[DemoPerson], people: Sequence[DemoPerson],
    chance: random.Random,
) -> tuple[DemoPerson, DemoPerson]:  # fmt: skip
    """Who asks and who answers: as it is said of the question, else by who works with whom."""
    named = {each.handle: each for each in people}
    here = [each for each in everybody if each.about and writes(each.handle)]
    here = [each for each in here if each.handle != CHAMPION.get(space)]
    asker = named[said.pin.asker] if said.pin else chance.choice(_of(here, ASKS[space]) or here)
    if said.pin and said.pin.answerer:
        return asker, named[said.pin.answerer]
    knowing = _answering(here, space, asker) or _answering(everybody, space, asker)
    champion = next((each for each in everybody if each.handle == CHAMPION.get(space)), None)
    answerer = champion if champion and chance.random() < 0.8 else chance.choice(knowing)
    return asker, chance.choice(knowing) if answerer is asker else answerer


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


def _later(
    chance: random.Random, moment: datetime, answers: bool, hours: float | None = None
) -> datetime:
    """When the next word comes: an answer within hours or days, thanks soon after."""
    if hours is None:
        hours = min(chance.lognormvariate(1.4, 1.1) if answers else chance.uniform(0.2, 3), 90)
    then = moment + timedelta(hours=hours)
    while not (is_worked(then.date()) and 8 <= then.hour < 18):
        then += timedelta(hours=1)
    return min(then, datetime.combine(LAST, time(17, 45), TIME_ZONE)) if then > moment else then


def _moment(chance: random.Random, day: date, first: time, last: time) -> datetime:
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    begin = datetime.combine(day, first, TIME_ZONE)
    return begin + timedelta(minutes=chance.randrange(minutes))
