"""The few true sentences above the figures of a day: which ones, in which order, by rule. Pure.

What somebody has to do today stands first, then what changed beyond chance; where nothing of either is
so, that is said. Nothing is said of what is not known, and nothing is said twice. Each sentence is whole
in its own language: a number of one is a sentence of its own in Dutch too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from babel.dates import format_date

from essp.core.i18n import _, language, ngettext, number

MOST = 3
LONGEST_TITLE = 80


class Turn(Enum):
    """How a figure went beyond what chance does."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


@dataclass(frozen=True)
class Moved:
    """A figure with how it went, both values in words."""

    now: str
    usual: str
    turn: Turn


@dataclass(frozen=True)
class State:
    """What is known of a day. None is not known: not filled, too few people, or not measured.

    `late` questions wait past the promise, `oldest` of them is called so and waits `days` working days.
    `ungreeted` are first contributions that nobody has answered within two days, `flagged` reports that
    wait for more than a day, `overdue` pages due for a look, `proposals` that wait. `gap` is a topic that
    `askers` people asked or searched for and hardly anybody shows. On an `off` day hardly anybody works.
    """

    day: date
    late: int | None = None
    oldest: str = ""
    days: int = 0
    flagged: int | None = None
    ungreeted: int | None = None
    gap: str = ""
    askers: int = 0
    overdue: int | None = None
    proposals: int | None = None
    active: Moved | None = None
    waiting: Moved | None = None
    off: bool = False


def sentences(state: State) -> list[str]:
    """At most three sentences about a day, the most pressing first; none where nothing is known."""
    to_do = [each(state) for each in _TO_DO]
    found = [each for each in to_do if each]
    if not found and _all_quiet(state):
        found = [_("Nothing waits for you: every question was answered in time.")]
    return [*found, *_changes(state, alone=not found)][:MOST]


def _flagged(state: State) -> str:
    if not state.flagged:
        return ""
    return ngettext(
        "%(num)s report has waited for more than a day.",
        "%(num)s reports have waited for more than a day.", num=state.flagged,
    )  # fmt: skip


def _late(state: State) -> str:
    if not state.late:
        return ""
    if not state.oldest:
        return ngettext(
            "%(num)s question waits for longer than promised.",
            "%(num)s questions wait for longer than promised.", num=state.late,
        )  # fmt: skip
    title = _short(state.oldest)
    if state.late == 1:
        return ngettext(
            "“%(title)s” has had no answer for %(num)s working day.",
            "“%(title)s” has had no answer for %(num)s working days.", num=state.days, title=title,
        )  # fmt: skip
    return ngettext(
        "%(late)s questions wait for longer than promised, “%(title)s” for %(num)s working day already.",
        "%(late)s questions wait for longer than promised, “%(title)s” for %(num)s working days already.",
        num=state.days, late=number(state.late), title=title,
    )  # fmt: skip


def _ungreeted(state: State) -> str:
    if not state.ungreeted:
        return ""
    return ngettext(
        "%(num)s colleague wrote something for the first time and got no reply.",
        "%(num)s colleagues wrote something for the first time and got no reply.",
        num=state.ungreeted,
    )


def _gap(state: State) -> str:
    if not state.gap:
        return ""
    return ngettext(
        "%(num)s person looks for “%(topic)s”, and hardly anybody shows that they know it.",
        "%(num)s people look for “%(topic)s”, and hardly anybody shows that they know it.",
        num=state.askers, topic=_short(state.gap),
    )  # fmt: skip


def _curation(state: State) -> str:
    if state.proposals:
        return ngettext(
            "%(num)s proposal waits for an owner.", "%(num)s proposals wait for an owner.",
            num=state.proposals,
        )  # fmt: skip
    if state.overdue:
        return ngettext(
            "%(num)s page should have been looked at again.",
            "%(num)s pages should have been looked at again.", num=state.overdue,
        )  # fmt: skip
    return ""


_TO_DO: tuple[Callable[[State], str], ...] = (_flagged, _late, _ungreeted, _gap, _curation)


def _all_quiet(state: State) -> bool:
    return state.late == 0 and state.flagged in (0, None) and not state.ungreeted


def _changes(state: State, *, alone: bool) -> Iterator[str]:
    """What changed; `alone` where nothing was said before it, so that it is not said of the rest."""
    if state.off:
        yield _("It was a day on which hardly anybody works.")
    elif state.active and state.active.turn is Turn.UP:
        yield _(
            "More people took part than usual: %(now)s, not %(usual)s.", **_values(state.active)
        )
    elif state.active and state.active.turn is Turn.DOWN:
        yield _(
            "Fewer people took part than usual: %(now)s, not %(usual)s.", **_values(state.active)
        )
    if state.waiting and state.waiting.turn is Turn.UP:
        yield _(
            "Answers take longer than usual: half came within %(now)s, not %(usual)s.",
            **_values(state.waiting),
        )
    elif state.waiting and state.waiting.turn is Turn.DOWN:
        yield _(
            "Answers come sooner than usual: half within %(now)s, not %(usual)s.",
            **_values(state.waiting),
        )
    elif not state.off and state.active and state.active.turn is Turn.LEVEL:
        weekday = format_date(state.day, "EEEE", locale=language())
        if alone:
            yield _("As far as it can be told it was a usual %(weekday)s.", weekday=weekday)
        else:
            yield _("Otherwise it was a usual %(weekday)s.", weekday=weekday)


def _values(moved: Moved) -> dict[str, str]:
    return {"now": moved.now, "usual": moved.usual}


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
