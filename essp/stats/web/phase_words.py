"""Phases and their conditions in words: what was counted, what is asked for, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from essp.core.i18n import Message, _, lazy, ngettext, number
from essp.stats.asking import DAY
from essp.stats.figure_models import SpacePhase
from essp.stats.measures import Unit
from essp.stats.phases import About, Condition, Phase, Rule, at_risk, to_advance
from essp.stats.shown import Shown, Withheld
from essp.stats.telling import DASH, few, value_words
from essp.stats.web.advice_phases import PHASES
from essp.stats.web.advice_texts import CONDITIONS
from essp.stats.withholding import few as too_few
from essp.stats.withholding import to_five

STEPS = {Phase.PIONEERING: 1, Phase.FACILITATING: 2, Phase.STRATEGIC: 3}
SHARES = {
    About.ANSWERED, About.RETURNING, About.STANDING, About.SOLVED, About.FRESH, About.COVERED,
}  # fmt: skip
RATIOS = {About.SPREAD, About.ACROSS}
COUNTED: Mapping[About, Message] = {
    About.ACTIVE: lazy("people here in four weeks"),
    About.CONTRIBUTIONS: lazy("contributions in four weeks"),
    About.ANSWERED: lazy("of questions with a response in seven days"),
    About.RETURNING: lazy("of contributors also there the month before"),
    About.SPREAD: lazy("contributors, as if all did as much"),
    About.STANDING: lazy("written by those who lead it"),
    About.SOLVED: lazy("of questions resolved in thirty days"),
    About.ACROSS: lazy("ties across departments for each expected one"),
    About.FRESH: lazy("of readings on pages that are vouched for"),
    About.LASTING: lazy("windows in a row"),
    About.COVERED: lazy("of what is asked known by two"),
    About.SHARED: lazy("people on whom the weakest main topic hangs"),
    About.USEFUL: lazy("recorded uses"),
}  # fmt: skip
INSTEAD: Mapping[About, Message] = {
    About.STANDING: lazy("written by the ten who write most; nobody is named champion here"),
}
NEXT: Mapping[About, Message] = {
    About.ACTIVE: lazy("Bring five people in"),
    About.CONTRIBUTIONS: lazy("Have something written every week"),
    About.ANSWERED: lazy("Answer every question within a week"),
    About.RETURNING: lazy("Thank who wrote, and ask them again"),
    About.SPREAD: lazy("Find more people who write"),
    About.STANDING: lazy("Let others write; step back yourself"),
    About.SOLVED: lazy("Accept answers, or turn them into pages"),
    About.ACROSS: lazy("Ask another department in"),
    About.FRESH: lazy("Look again at old pages"),
    About.LASTING: lazy("Keep it up"),
    About.COVERED: lazy("Find a second person for each topic"),
    About.SHARED: lazy("Share what hangs on few"),
    About.USEFUL: lazy("Record what it was good for"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A condition as it is read: its name and what is counted, the value and what is asked for."""

    about: About
    name: Message
    counted: Message
    value: str
    wanted: str
    held: bool
    falling: bool
    known: bool
    few: bool = False


@dataclass(frozen=True)
class Asked:
    """What a phase asks of a space."""

    about: About
    phase: Phase
    name: Message
    counted: Message
    wanted: str
    of: Message


@dataclass(frozen=True)
class Stretch:
    """A phase that lasted from one day to another, both included; `part` of all days shown, in percent."""

    phase: Phase
    name: Message
    first: date
    last: date
    part: float


@dataclass(frozen=True)
class Place:
    """Where a space stands: what it takes to come further with what is missing first, and what it
    rests on and does not hold. `since` is when the phase began, None where that is before what is known.
    """

    phase: Phase
    name: Message
    step: int
    falling: bool
    wanted: Message
    missing: Sequence[Told]
    risks: Sequence[Told]
    stretches: Sequence[Stretch]
    since: date | None
    towards: Message
    days: int

    @property
    def first(self) -> Told | None:
        """What is missing first."""
        return next((each for each in self.missing if not each.held), None)

    @property
    def next(self) -> Message:
        """The next step in a few words."""
        if self.phase is Phase.TOO_SMALL:
            return DASH
        return NEXT[self.first.about] if self.first else lazy("Keep it up")


def name_of(phase: Phase) -> Message:
    """What a phase is called."""
    return PHASES[phase].name


def place_of(row: SpacePhase, history: Sequence[tuple[date, str]], least: int) -> Place:
    """Where a space stands, for a reader for whom so many people must stand behind a figure."""
    phase, reached = Phase(row.phase), Phase(row.reached)
    found = [each for each in map(Condition.of_row, row.conditions) if each is not None]
    stretches = stretches_of(history)
    wanted = [] if phase is Phase.TOO_SMALL else to_advance(found, phase)
    known = len(stretches) > 1
    return Place(
        phase, name_of(phase), STEPS.get(phase, 0), row.falling,
        name_of(wanted[0].rule.phase) if wanted else "",
        [told(each, least) for each in wanted],
        [told(each, least) for each in at_risk(found, phase)], stretches,
        stretches[-1].first if known else None,
        name_of(reached) if reached is not phase else "", row.streak,
    )  # fmt: skip


def told(each: Condition, least: int) -> Told:
    """A condition in words; nothing of what too few people stand behind."""
    about = each.rule.about
    hidden = 0 < each.people < least or _counts_few(each, least)
    value = few(least) if hidden else _value(about, _to_five(each))
    return Told(
        about, CONDITIONS[about].name, INSTEAD[about] if each.instead else COUNTED[about], value,
        _wanted(each.rule), each.held, each.falling, each.value is not None, hidden,
    )  # fmt: skip


def _counts_few(each: Condition, least: int) -> bool:
    """Whether a condition that counts people, or a share of them, counts too few, or leaves too few out."""
    if each.value is None:
        return False
    if each.rule.about is About.RETURNING:
        return too_few(round(each.value * each.people), each.people, least)
    return each.rule.about is About.ACTIVE and too_few(each.value, None, least)


def _to_five(each: Condition) -> float | None:
    """The value of a condition with its numbers of people rounded, as the figure beside it has it."""
    if each.value is not None and each.rule.about is About.STANDING:
        return ceil(20 * each.value - 1e-9) / 20  # it may be one person
    if each.value is None or each.rule.about not in {About.ACTIVE, About.RETURNING}:
        return each.value
    if each.rule.about is About.ACTIVE:
        return float(to_five(round(each.value)))
    part = round(each.value * each.people)
    whole = to_five(each.people)
    return 1.0 if part == each.people else min(to_five(part), whole) / whole if whole else None


def asked_by(rule: Rule) -> Asked:
    """What a rule asks, in words."""
    return Asked(
        rule.about, rule.phase, CONDITIONS[rule.about].name, COUNTED[rule.about], _wanted(rule),
        name_of(rule.phase),
    )  # fmt: skip


def _wanted(rule: Rule) -> str:
    edge = _value(rule.about, rule.threshold)
    return _("at most %(value)s", value=edge) if rule.most else _("at least %(value)s", value=edge)


def _value(about: About, value: float | None) -> str:
    if about in SHARES:
        return value_words(Unit.SHARE, value)
    if about in RATIOS:
        return DASH if value is None else str(number(round(value, 1)))
    return value_words(Unit.COUNT, value)


def stretches_of(history: Sequence[tuple[date, str]]) -> list[Stretch]:
    """The days of a space as stretches of one phase, oldest first."""
    found: list[tuple[str, date, date]] = []
    for day, phase in history:
        if found and found[-1][0] == phase:
            found[-1] = (phase, found[-1][1], day)
        else:
            found.append((phase, day, day))
    if not found:
        return []
    whole = (found[-1][2] - found[0][1]) // DAY + 1
    return [
        Stretch(Phase(phase), name_of(Phase(phase)), first, last,
                100 * ((last - first) // DAY + 1) / whole)
        for phase, first, last in found
    ]  # fmt: skip


def evidence(figures: Mapping[str, Shown] | None) -> str:
    """What is seen in a space, in at most three sentences; why nothing is told otherwise."""
    if figures is None or figures["C5act"].withheld is Withheld.FEW:
        return _("Too few people to show.")
    return " ".join(_sentences(figures)) or _("Nothing was contributed in four weeks.")


def _sentences(figures: Mapping[str, Shown]) -> Iterable[str]:
    people = figures["C5act"].parts.get("contributors")
    departments = figures["C5act"].parts.get("departments")
    if people is None and figures["C5act"].value is not None:
        yield _("Few people contributed in four weeks.")
    elif people:
        if departments and departments > 1:
            yield _(
                "%(people)s people of %(departments)s departments contributed in four weeks.",
                people=number(people), departments=number(int(departments)),
            )  # fmt: skip
        else:
            yield ngettext(
                "%(num)s person contributed in four weeks.",
                "%(num)s people contributed in four weeks.", people,
            )  # fmt: skip
    for name, sentence in SAID.items():
        value = figures[name].value if name in figures else None
        if value is not None:
            yield str(sentence) % {"value": value_words(Unit.SHARE, value)}


SAID: Mapping[str, Message] = {
    "M20": lazy("%(value)s of questions found a response."),
    "M48": lazy("%(value)s of what is read is vouched for."),
}
EVIDENCE = ("C5act", *SAID)
