"""The twelve figures of a day: what each is called, what it is for, which button leads to the decision.

Declared here once for the screen, for what stands behind a figure, and for the mail. A figure may be kept
under the name of its tile or of the measure that it is; the first that is in the catalogue counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from essp.core.i18n import Message, ngettext
from essp.core.i18n import lazy as _
from essp.stats.measures import catalogue

Base = Callable[[int], str]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One figure of the day. `path` is where its decision is made; `base` says of what it is."""

    slug: str
    measures: tuple[str, ...]
    name: Message
    purpose: Message
    button: Message
    path: str
    base: Base

    @property
    def measure(self) -> str:
        """The id of the measure behind it."""
        known = catalogue()
        return next((each for each in self.measures if each in known), self.measures[0])

    @property
    def drill(self) -> str:
        """Where the things behind it are listed."""
        return f"/insight/tile/{self.slug}"


def _at(slug: str) -> str:
    return f"/insight/tile/{slug}"


TILES: tuple[Tile, ...] = (
    Tile(
        slug="unanswered", measures=("D1",), name=_("Unanswered past the promise"),
        purpose=_("Somebody waits for each of them."), button=_("Route a question"),
        path=_at("unanswered"),
        base=lambda num: ngettext("of %(num)s open question", "of %(num)s open questions", num=num),
    ),
    Tile(
        slug="answer-time", measures=("D2", "M22"), name=_("Time to the first answer"),
        purpose=_("Half have one by then; who still waits is counted too."),
        button=_("Staff a topic"), path=_at("answer-time"),
        base=lambda num: ngettext("%(num)s question in 28 days", "%(num)s questions in 28 days", num=num),
    ),
    Tile(
        slug="coverage", measures=("D3", "M20"), name=_("Questions with a reply within a week"),
        purpose=_("Good communities reach 58%."), button=_("Coach a space"), path=_at("coverage"),
        base=lambda num: ngettext("of %(num)s question", "of %(num)s questions", num=num),
    ),
    Tile(
        slug="reach", measures=("D4", "M02"), name=_("Active this week"),
        purpose=_("Who reads, reacts or writes within seven days."), button=_("See each space"),
        path=_at("reach"),
        base=lambda num: ngettext("of %(num)s colleague", "of %(num)s colleagues", num=num),
    ),
    Tile(
        slug="ladder", measures=("D5",), name=_("React or write"),
        purpose=_("From absent to reading, to reacting, to writing."),
        button=_("Help the next step"), path=_at("ladder"),
        base=lambda num: ngettext("of %(num)s colleague", "of %(num)s colleagues", num=num),
    ),
    Tile(
        slug="flow", measures=("D6",), name=_("Writers who came, less those who went"),
        purpose=_("Below nothing, the writers become fewer."), button=_("Win people back"),
        path=_at("flow"),
        base=lambda num: ngettext(
            "%(num)s colleague came or went", "%(num)s colleagues came or went", num=num
        ),
    ),
    Tile(
        slug="welcome", measures=("D7", "M61"), name=_("First words that got a reply"),
        purpose=_("Who is answered within two days comes back."), button=_("Greet a newcomer"),
        path=_at("welcome"),
        base=lambda num: ngettext("of %(num)s first contribution", "of %(num)s first contributions", num=num),
    ),
    Tile(
        slug="silos", measures=("D8",), name=_("Silo index"),
        purpose=_("0: departments meet as chance has it."), button=_("Build a bridge"),
        path="/insight/silos", base=lambda num: ngettext("%(num)s tie", "%(num)s ties", num=num),
    ),
    Tile(
        slug="gaps", measures=("D9",), name=_("Knowledge gaps"),
        purpose=_("Topics that are asked for more than anybody shows."),
        button=_("Start the missing page"), path=_at("gaps"),
        base=lambda num: ngettext("of %(num)s topic", "of %(num)s topics", num=num),
    ),
    Tile(
        slug="fragile", measures=("D10",), name=_("Knowledge with one person"),
        purpose=_("Topics that lose their knowledge when one person leaves."),
        button=_("Find a second person"), path=_at("fragile"),
        base=lambda num: ngettext("of %(num)s topic", "of %(num)s topics", num=num),
    ),
    Tile(
        slug="backlog", measures=("D11",), name=_("Waits for an owner"),
        purpose=_("Proposals, and pages due to be looked at."), button=_("Nudge an owner"),
        path=_at("backlog"), base=lambda num: ngettext("of %(num)s page", "of %(num)s pages", num=num),
    ),
    Tile(
        slug="peace", measures=("D12", "M70"), name=_("Reports per 1,000 posts"),
        purpose=_("What colleagues find out of place."), button=_("Look at what was reported"),
        path="/care", base=lambda num: ngettext("%(num)s post", "%(num)s posts", num=num),
    ),
)  # fmt: skip
BY_SLUG: Mapping[str, Tile] = {each.slug: each for each in TILES}
