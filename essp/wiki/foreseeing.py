"""What will become of an edit, told before its first word: what waits, for whom and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Verdict
from essp.core.web import zone
from essp.core.workdays import elapsed
from essp.people.models import Person
from essp.wiki import policy
from essp.wiki.guard_models import Level
from essp.wiki.guarding import guard_of, guarded_places, owners_of_page
from essp.wiki.guards import Guard, Held
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.sections import sections_of

SPAN = timedelta(days=90)
LEAST = 3  # decided proposals that tell anything
LOOKED_AT = 500
PART = "part"
DECIDED = [each.value for each in (State.APPROVED, State.PARTLY, State.DECLINED, State.SENT_BACK)]


@dataclass(frozen=True)
class Ahead:
    """What will become of an edit. `all_waits` and `parts` (words of headings) tell what waits.

    `usual` is how many working days a decision usually takes, None while that is not known.
    """

    guard: Guard
    all_waits: bool = False
    parts: Sequence[str] = ()
    owners: Sequence[Person] = ()
    usual: float | None = None
    arranges: bool = True

    @property
    def waits(self) -> bool:
        """Whether anything of an edit may wait."""
        return self.all_waits or bool(self.parts)

    @property
    def kind(self) -> str:
        """What becomes of an edit, in a word: open, part, before or locked."""
        return kind_of(self.guard)

    @property
    def whole(self) -> Held | None:
        """What guards the page as a whole."""
        return self.guard.whole

    @property
    def looked_after(self) -> bool:
        """Whether an owner looks at the edit after it went live."""
        return self.guard.level is Level.AFTERWARDS and not self.guard.decides

    @property
    def approves(self) -> bool:
        """Whether a save of this actor is approved as it is."""
        return self.guard.level.holds_back and self.guard.decides


def kind_of(guard: Guard) -> str:
    """What becomes of an edit by whom the guard was asked for: it is open, or a part, or all of it, waits."""
    if guard.free:
        return Level.OPEN.value
    return guard.level.value if guard.waits(guard.level) else PART


def foresee(actor: Person, page: Page) -> Ahead:
    """What will become of an edit of this page, which the actor can read."""
    guard = guard_of(actor, page)
    arranges = bool(policy.arrange(actor, page, guard))
    if not guard.held:
        return Ahead(guard)
    owners = owners_of_page(page).deciding
    if policy.save(actor, page, guard).verdict is not Verdict.PROPOSE:
        return Ahead(guard, owners=owners, arranges=arranges)
    parts = () if guard.waits(guard.level) else _words(page, guarded_places(page, guard))
    return Ahead(
        guard=guard,
        all_waits=guard.waits(guard.level),
        parts=parts,
        owners=owners,
        usual=usual_wait(page.space_id),
        arranges=arranges,
    )


def usual_wait(space_id: int) -> float | None:
    """The median of working days that proposals of a space waited in the last 90 days; None below 3."""
    rows = session().execute(
        select(Proposal.at, Proposal.decided_at)
        .where(
            Proposal.space_id == space_id,
            Proposal.state.in_(DECIDED),
            Proposal.decided_at > clock.now() - SPAN,
        )
        .order_by(Proposal.at.desc())
        .limit(LOOKED_AT)
    )
    waits = [elapsed(at, decided, zone()) for at, decided in rows if decided is not None]
    return median(waits) if len(waits) >= LEAST else None


def _words(page: Page, numbers: Sequence[int]) -> Sequence[str]:
    return [each.words for each in sections_of(page) if each.place in numbers]
