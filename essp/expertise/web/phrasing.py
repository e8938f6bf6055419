"""Who knows what, in the words and small pictures of the screens: never a number for the strength."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from markupsafe import Markup, escape

from essp.core import clock
from essp.core.i18n import Message, _, lazy, ngettext
from essp.core.web import day, percent
from essp.expertise.shapes import Figures, Found, Kind, Level, Line, Order, Room

SYMBOLS: dict[Kind, str] = {
    Kind.WROTE: "pen-line",
    Kind.CHANGED: "pen-line",
    Kind.ACCEPTED: "circle-check",
    Kind.HELPFUL: "thumbs-up",
    Kind.BECAME: "message-square",
    Kind.ENDORSED: "user-check",
    Kind.OWNS: "badge-check",
    Kind.VERIFIED: "badge-check",
    Kind.REVIEWED: "eye",
    Kind.NAMED: "at-sign",
    Kind.THANKED: "heart",
    Kind.DECLARED: "signature",
}
LEVELS: dict[Level, Message] = {
    Level.STRONG: lazy("Strong evidence"),
    Level.GOOD: lazy("Good evidence"),
    Level.SOME: lazy("Some evidence"),
    Level.DECLARED: lazy("Self-declared"),
}
SHORT: dict[Level, Message] = {
    Level.STRONG: lazy("Strong"),
    Level.GOOD: lazy("Good"),
    Level.SOME: lazy("Some"),
    Level.DECLARED: lazy("Self-declared"),
}
STEPS: dict[Level, int] = {Level.STRONG: 3, Level.GOOD: 2, Level.SOME: 1, Level.DECLARED: 0}
ORDERS: dict[Order, Message] = {
    Order.EVIDENCE: lazy("Strongest evidence"),
    Order.RECENT: lazy("Most recent"),
    Order.TIME: lazy("Likely to have time"),
}
PERIODS: dict[int, Message] = {
    0: lazy("any time"), 365: lazy("the last year"), 91: lazy("the last 3 months"),
}  # fmt: skip
# What people do about it, the first that fits says it; more than three make no sentence.
DEEDS: tuple[tuple[frozenset[Kind], Message], ...] = (
    (frozenset({Kind.OWNS, Kind.VERIFIED}), lazy("looks after pages about it")),
    (frozenset({Kind.WROTE, Kind.CHANGED}), lazy("writes about it")),
    (frozenset({Kind.ACCEPTED, Kind.HELPFUL}), lazy("answers questions about it")),
    (frozenset({Kind.REVIEWED, Kind.BECAME}), lazy("improves what others write about it")),
    (frozenset({Kind.NAMED, Kind.THANKED}), lazy("is named by others where it is about this")),
)
BUSY, QUIET = 0.6, 0.15  # of a year's work in its last three months
MONTHS = 12


def line_told(line: Line) -> Markup:
    """A line of evidence with its link in it."""
    link = escape(line.work)
    if line.path:
        link = Markup('<a href="{}">{}</a>').format(line.path, line.work)
    return escape(str(line.text)).replace("%(work)s", link)


def why(found: Found) -> str:
    """In a sentence what somebody does about it, and how lately; nothing for who only says so."""
    kinds = {line.kind for line in found.lines}
    deeds = [str(words) for some, words in DEEDS if kinds & some][:3]
    if not deeds:
        return ""
    said = deeds[0]
    if len(deeds) > 1:
        said = _("%(first)s and %(last)s", first=", ".join(deeds[:-1]), last=deeds[-1])
    return f"{said[:1].upper()}{said[1:]}. {pace(found.figures.months)}".strip()


def pace(months: Sequence[int]) -> str:
    """How the work of a year is spread, where that says something."""
    whole = sum(months)
    if len(months) < MONTHS or whole < 4:
        return ""
    lately = sum(months[-3:]) / whole
    if lately >= BUSY:
        return _("Most of it in the last three months.")
    return _("Less in the last three months.") if lately <= QUIET else ""


def last_told(at: datetime | None) -> str:
    """How long ago somebody last worked on it: today, 3 days ago, 5 weeks ago, or the day."""
    if at is None:
        return ""
    days = (clock.now() - at) // timedelta(days=1)
    if days < 1:
        return _("today")
    if days < 14:
        return ngettext("%(num)s day ago", "%(num)s days ago", days)
    if days < 70:
        return ngettext("%(num)s week ago", "%(num)s weeks ago", days // 7)
    if days < 700:
        return ngettext("%(num)s month ago", "%(num)s months ago", days // 30)
    return day(at)


def speed_told(hours: float | None) -> str:
    """How fast somebody usually answers; nothing where that is unknown or kept to themselves."""
    if hours is None:
        return ""
    whole = max(round(hours), 1)
    if whole < 24:
        return ngettext(
            "usually answers in %(num)s hour", "usually answers in %(num)s hours", whole
        )
    return ngettext(
        "usually answers in %(num)s day", "usually answers in %(num)s days", round(whole / 24)
    )


def room_told(room: Room) -> str:
    """What somebody should know before asking: away, no more today, or how fast answers come."""
    if room.away_until is not None:
        return away_told(room.away_until)
    if room.full:
        return _("asked enough for today")
    return speed_told(room.answers_within)


def away_told(until: date) -> str:
    """That somebody is away, and until which day."""
    return _("away until %(day)s", day=day(datetime.combine(until, time(12), UTC)))


def meters(figures: Figures, most: Figures) -> list[tuple[str, str, int]]:
    """The three numbers with what they count, and how much of the strongest's that is, 0 to 100."""
    return [
        (percent(figures.share), _("words that stand"), _of(figures.share, most.share)),
        (str(figures.answers), ngettext("accepted answer", "accepted answers", figures.answers),
         _of(figures.answers, most.answers)),
        (str(figures.endorsed), ngettext("colleague endorses", "colleagues endorse",
                                         figures.endorsed), _of(figures.endorsed, most.endorsed)),
    ]  # fmt: skip


def months_told(months: Sequence[int]) -> str:
    """Twelve months of work in words, for who does not see the picture."""
    whole = sum(months)
    told = ngettext(
        "%(num)s piece of work in the last 12 months", "%(num)s pieces of work in the last 12 months",
        whole,
    )  # fmt: skip
    lately = ngettext("%(num)s in the last three", "%(num)s in the last three", sum(months[-3:]))
    return f"{told}, {lately}"


def _of(value: float, most: float) -> int:
    return round(100 * value / most) if most else 0
