"""Several things at once, where that is safe: declining, seeing, handing over and accepting.

Approving and verifying are never done so: what is approved or vouched for was shown, one after the other.
Each of the several is done for itself; what changed meanwhile is left, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import lazy as _
from essp.curation import appointing, handing_over, places, verifying
from essp.curation.handovers import own_at
from essp.discussions.queries import Overtaken as PageOvertaken
from essp.people.models import Person
from essp.spaces.stewarding import Wanted
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen, decline
from essp.wiki.proposed import find_proposal
from essp.wiki.proposing import clean_reason

MOST = 50
MEANWHILE = (AlreadyDecided, Overtaken, PageOvertaken, NotFound, Refused)


@dataclass(frozen=True)
class Outcome:
    """How many were done, and how many were left because something came in between."""

    done: int
    left: int


def decline_several(actor: Person, chosen: Sequence[tuple[str, Seen]], reason: str) -> Outcome:
    """Decline these proposals, each as it was shown; every author hears why.

    Raises Invalid without any, with too many, or without a reason.
    """
    _require_some(chosen)
    reason = clean_reason(reason, needed=True)

    def one(uid: str, seen: Seen) -> None:
        decline(actor, find_proposal(actor, uid), seen, reason=reason)

    return _each(partial(one, *each) for each in chosen)


def see_several(actor: Person, chosen: Sequence[tuple[str, int]]) -> Outcome:
    """Say that one saw these pages, each in the revision that was shown; none of them is verified."""
    _require_some(chosen)
    return _each(partial(verifying.see, actor, uid, number) for uid, number in chosen)


def hand_over_several(actor: Person, uids: Sequence[str], to: Person | None, note: str) -> Outcome:
    """Ask somebody to own these pages; each stays with who has it until it is accepted.

    What the actor owns as an owner of the space alone is handed over by asking somebody to own it.
    Raises Invalid for who cannot be asked.
    """
    _require_some(uids)
    if to is None:
        raise Invalid(person=_("Give a name or a handle."))
    if to.id == actor.id:
        raise Invalid(person=_("Name somebody else than who owns it now."))
    note = handing_over.clean_note(note)
    return _each(partial(_hand_over, actor, uid, to, note) for uid in uids)


def accept_several(actor: Person, hands: Sequence[str]) -> Outcome:
    """Take over what was handed to the actor, each handover for itself."""
    _require_some(hands)
    return _each(partial(handing_over.accept, actor, hand) for hand in hands)


def _hand_over(actor: Person, uid: str, to: Person, note: str) -> None:
    place = places.of_page(actor, uid)
    if own_at(actor, place) is not None:
        handing_over.hand_over(actor, place, to=to, note=note)
    else:
        appointing.appoint(actor, place, Wanted(line=place.line, person=to, note=note))


def _each(deeds: Iterable[Callable[[], object]]) -> Outcome:
    done = left = 0
    for deed in deeds:
        try:
            with transaction():
                deed()
        except MEANWHILE:
            left += 1
        else:
            done += 1
    return Outcome(done, left)


def _require_some(chosen: Sequence[object]) -> None:
    if not 1 <= len(chosen) <= MOST:
        raise Invalid(chosen=_("Choose from 1 to %(most)s.", most=MOST))
