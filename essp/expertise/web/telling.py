"""What somebody has shown about a topic, in the words of a table: wrote, answered, colleagues, last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essp.core.i18n import Message, _, ngettext, number
from essp.core.web import percent
from essp.expertise import known
from essp.expertise.models import Knower
from essp.expertise.shapes import Level
from essp.expertise.web import phrasing
from essp.expertise.web.cards import Bar, bars


@dataclass(frozen=True)
class Told:
    """A row of Knower in words; what is not there is empty."""

    level: Message
    step: int
    declared: bool
    wrote: str
    answered: str
    colleagues: str
    last: str
    more: Sequence[str]
    bars: Sequence[Bar]
    months: str


def told(row: Knower) -> Told:
    """What somebody has shown about a topic, in words."""
    level = known.level_of(row)
    return Told(
        level=phrasing.SHORT[level],
        step=phrasing.STEPS[level],
        declared=level is Level.DECLARED,
        wrote=_("%(share)s of the words", share=percent(row.share)) if row.words else "",
        answered=ngettext("%(num)s answer", "%(num)s answers", row.answers) if row.answers else "",
        colleagues=ngettext("%(num)s endorses", "%(num)s endorse", row.endorsed)
        if row.endorsed
        else "",
        last=phrasing.last_told(row.last_at),
        more=list(_more(row)),
        bars=bars(row.months),
        months=phrasing.months_told(row.months),
    )


def _more(row: Knower) -> list[str]:
    """Each thing that counts, as a sentence for who wants to know why."""
    said = [
        (row.words, _("%(words)s words that stand", words=number(row.words))),
        (row.pages, ngettext("on %(num)s page", "on %(num)s pages", row.pages)),
        (row.answers, ngettext("%(num)s accepted answer", "%(num)s accepted answers", row.answers)),
        (row.helpful, ngettext("helpful to %(num)s person", "helpful to %(num)s people",
                               row.helpful)),
        (row.edits, ngettext("%(num)s comment that became an edit",
                             "%(num)s comments that became an edit", row.edits)),
        (row.owned, ngettext("owner of %(num)s page", "owner of %(num)s pages", row.owned)),
        (row.verified, ngettext("verified %(num)s page", "verified %(num)s pages", row.verified)),
        (row.endorsed, ngettext("%(num)s colleague endorses", "%(num)s colleagues endorse",
                                row.endorsed)),
        (row.declared, _("on your own profile")),
    ]  # fmt: skip
    return [words for there, words in said if there]
