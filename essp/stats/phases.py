"""In which phase of growth a space is, by conditions that hold long enough. Pure.

A space lives when some people are there at all. It is *pioneering* while it hangs on few: those who lead
it write most, or fewer than five people carry it. It is *facilitating* once questions find answers, people
come back and no one has to be there for it to go on. It is *strategic* when it solves things across
departments, keeps what it knows true, and somebody said what that was good for.

Each day the conditions say which phase is reached. What is shown follows only when they said so on
fourteen days in a row, and never skips a phase on the way up: one good week is no phase, and one bad
week no fall. A window is 28 days, and "windows before" are the days 28, 56, 84 and 112 earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any

STEADY = 14  # days in a row before a phase changes
WINDOW = 28
WINDOWS_BEFORE = (WINDOW, 2 * WINDOW, 3 * WINDOW, 4 * WINDOW)
LASTING = 3  # windows in a row for which a strategic space holds what it shows
ENOUGH_MEMBERS = 12


class Phase(Enum):
    """How far a space has come."""

    TOO_SMALL = "too small"
    DORMANT = "dormant"
    PIONEERING = "pioneering"
    FACILITATING = "facilitating"
    STRATEGIC = "strategic"

    @property
    def rank(self) -> int:
        """Its place from the bottom."""
        return _ORDER.index(self)


_ORDER = (Phase.TOO_SMALL, Phase.DORMANT, Phase.PIONEERING, Phase.FACILITATING, Phase.STRATEGIC)


class About(Enum):
    """What a condition is about; each has a page of advice."""

    ACTIVE = "active"  # people who were here, at least five
    CONTRIBUTIONS = "contributions"  # at least four
    ANSWERED = "answered"  # questions with a response within seven days
    RETURNING = "returning"  # contributors who contributed in the window before too
    SPREAD = "spread"  # contributors, as many as if all did the same
    STANDING = "standing"  # what those who lead it contribute themselves
    SOLVED = "solved"  # questions resolved within thirty days
    ACROSS = "across"  # ties across departments for each expected one
    FRESH = "fresh"  # reads on pages verified within their period
    LASTING = "lasting"  # windows in a row in which all of the above held
    COVERED = "covered"  # what is asked about, with two who know
    SHARED = "shared"  # people without whom half is gone, on the weakest of five topics
    USEFUL = "useful"  # recorded use cases


@dataclass(frozen=True)
class Rule:
    """One condition of a phase: at least, or with `most` at most, so much."""

    about: About
    phase: Phase
    threshold: float
    most: bool = False

    @property
    def name(self) -> str:
        """By what it is kept: a later phase may ask more of the same."""
        return f"{self.phase.value}:{self.about.value}"

    def holds(self, value: float | None) -> bool:
        """Whether a value is enough; one that there is nothing to count of is not."""
        if value is None:
            return False
        return value <= self.threshold if self.most else value >= self.threshold


_F, _S = Phase.FACILITATING, Phase.STRATEGIC
RULES = (
    Rule(About.ACTIVE, Phase.PIONEERING, 5),
    Rule(About.CONTRIBUTIONS, Phase.PIONEERING, 4),
    Rule(About.ANSWERED, _F, 0.5),
    Rule(About.RETURNING, _F, 0.4),
    Rule(About.SPREAD, _F, 5),
    Rule(About.STANDING, _F, 0.5, most=True),
    Rule(About.ANSWERED, _S, 0.58),
    Rule(About.SOLVED, _S, 0.5),
    Rule(About.ACROSS, _S, 0.5),
    Rule(About.FRESH, _S, 0.7),
    Rule(About.STANDING, _S, 0.25, most=True),
    Rule(About.LASTING, _S, LASTING),
    Rule(About.COVERED, _S, 0.7),
    Rule(About.SHARED, _S, 3),
    Rule(About.USEFUL, _S, 1),
)
_LASTING = [rule for rule in RULES if rule.phase is _F] + [
    rule
    for rule in RULES
    if rule.phase is _S
    and rule.about in {About.ANSWERED, About.SOLVED, About.ACROSS, About.FRESH, About.STANDING}
]
TOLD = {rule.name: rule for rule in RULES}


@dataclass(frozen=True)
class Value:
    """What was counted for a condition, of how many people; None where there is nothing to count of.

    `instead` where it could not be counted and something else was that tells of it as well.
    """

    value: float | None
    people: int = 0
    instead: bool = False


@dataclass(frozen=True)
class Condition:
    """A condition on a day: what was counted, whether that is enough, and whether it goes backwards."""

    rule: Rule
    value: float | None
    people: int
    held: bool
    falling: bool = False
    instead: bool = False

    def as_row(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "name": self.rule.name, "value": self.value, "threshold": self.rule.threshold,
            "most": self.rule.most, "people": self.people, "held": self.held,
            "falling": self.falling, "instead": self.instead,
        }  # fmt: skip

    @staticmethod
    def of_row(row: Mapping[str, Any]) -> Condition | None:
        """As it was kept, with the threshold of then; None of one that is no condition any more."""
        rule = TOLD.get(row["name"])
        if rule is None:
            return None
        then = replace(rule, threshold=row["threshold"], most=row["most"])
        return Condition(
            then, row["value"], row["people"], row["held"], row.get("falling", False),
            row.get("instead", False),
        )  # fmt: skip


def conditions(
    values: Mapping[About, Value], before: Sequence[Collection[str] | None] = ()
) -> list[Condition]:
    """All conditions on a day.

    `before` are the names of those that held at the days of WINDOWS_BEFORE, None where that day is not
    known.
    """
    now = {rule.name for rule in _LASTING if rule.holds(values.get(rule.about, Value(None)).value)}
    given = {**values, About.LASTING: Value(float(_in_a_row([now, *before])))}
    return [
        Condition(rule, found.value, found.people, rule.holds(found.value), instead=found.instead)
        for rule in RULES
        for found in [given.get(rule.about, Value(None))]
    ]


def with_lasting(
    found: Sequence[Condition], before: Sequence[Collection[str] | None]
) -> list[Condition]:
    """Conditions as they were kept, with how many windows they last by what is known of these now."""
    held = {each.rule.name for each in found if each.held}
    windows = _in_a_row([held, *before])
    return [
        replace(each, value=float(windows), held=each.rule.holds(windows))
        if each.rule.about is About.LASTING
        else each
        for each in found
    ]


def _in_a_row(windows: Sequence[Collection[str] | None]) -> int:
    """In how many windows in a row, the present one first, all that has to last held."""
    count = 0
    for held in windows[:LASTING]:
        if held is None or any(rule.name not in held for rule in _LASTING):
            break
        count += 1
    return count


def with_falling(
    found: Iterable[Condition],
    before: Sequence[Collection[str] | None],
    falling_yesterday: Collection[str] = (),
) -> list[Condition]:
    """The conditions, saying of each whether it goes backwards.

    One that held for three windows and failed for two, the present one among them, and after that
    until it holds again.
    """

    def falls(each: Condition) -> bool:
        name = each.rule.name
        return not each.held and (name in falling_yesterday or _fell(name, before))

    return [replace(each, falling=falls(each)) for each in found]


def _fell(name: str, before: Sequence[Collection[str] | None]) -> bool:
    if len(before) < len(WINDOWS_BEFORE) or any(each is None for each in before):
        return False
    held = [name in (each or ()) for each in before]
    return held[: len(WINDOWS_BEFORE)] == [False, True, True, True]


def reached(found: Iterable[Condition], members: int) -> Phase:
    """Which phase the conditions of a day say."""
    if members < ENOUGH_MEMBERS:
        return Phase.TOO_SMALL
    failing = {each.rule.phase for each in found if not each.held}
    for below, phase in pairwise(_ORDER[1:]):
        if phase in failing:
            return below
    return Phase.STRATEGIC


@dataclass(frozen=True)
class Standing:
    """Where a space stands: the phase shown, the one its day says, and for how many days in a row that
    was on the same side of it. After a change the days begin anew, from 0.
    """

    phase: Phase
    reached: Phase
    streak: int = 1

    @property
    def side(self) -> int:
        """Whether the day says less, the same or more than is shown: -1, 0 or 1."""
        return (self.reached.rank > self.phase.rank) - (self.reached.rank < self.phase.rank)


def begin(first: Phase) -> Standing:
    """Where a space stands on the first day that is known of it: pioneering, as every beginning is, also
    where there is nobody yet; or too small.
    """
    return Standing(first if first is Phase.TOO_SMALL else Phase.PIONEERING, first)


def follow(before: Standing | None, today: Phase, *, next_day: bool = True) -> Standing:
    """Where it stands a day later. Where the day before is not known, `next_day` False, it begins to
    count anew, and keeps its phase.
    """
    if before is None:
        return begin(today)
    now = Standing(before.phase, today)
    if next_day and now.side == before.side:
        now = replace(now, streak=before.streak + 1)
    if now.side and now.streak >= STEADY:
        return Standing(_step(now.phase, today), today, 0)
    return now


def _step(phase: Phase, towards: Phase) -> Phase:
    """Up one phase at a time; down as well, but at once to where there is nobody."""
    if towards in {Phase.TOO_SMALL, Phase.DORMANT}:
        return towards
    if phase in {Phase.TOO_SMALL, Phase.DORMANT}:
        return Phase.PIONEERING
    return _ORDER[phase.rank + (1 if towards.rank > phase.rank else -1)]


def next_phase(phase: Phase) -> Phase | None:
    """What comes after a phase; None after the last."""
    if phase is Phase.STRATEGIC:
        return None
    return Phase.PIONEERING if phase is Phase.TOO_SMALL else _ORDER[phase.rank + 1]


def to_advance(found: Iterable[Condition], phase: Phase) -> list[Condition]:
    """What it takes to come further, or, where it can come no further, to stay: what fails first."""
    wanted = next_phase(phase) or phase
    mine = [each for each in found if each.rule.phase is wanted]
    return sorted(mine, key=lambda each: each.held)


def at_risk(found: Iterable[Condition], phase: Phase) -> list[Condition]:
    """What the present phase rests on and does not hold at this moment."""
    return [
        each
        for each in found
        if not each.held and Phase.PIONEERING.rank <= each.rule.phase.rank <= phase.rank
    ]
