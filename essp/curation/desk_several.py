"""Several proposals at once, where that is safe: declining what is plainly unwanted.

Approving is never done so: what is approved was shown, word for word, one proposal after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen, decline
from essp.wiki.proposed import find_proposal
from essp.wiki.proposing import clean_reason

MOST = 50


@dataclass(frozen=True)
class Outcome:
    """How many were declined, and how many were left because they changed or were decided meanwhile."""

    declined: int
    left: int


def decline_several(actor: Person, chosen: Sequence[tuple[str, Seen]], reason: str) -> Outcome:
    """Decline these proposals, each as it was shown and each for itself; every author hears why.

    Raises Invalid without any, with too many, or without a reason.
    """
    if not 1 <= len(chosen) <= MOST:
        raise Invalid(chosen=_("Choose from 1 to %(most)s proposals.", most=MOST))
    reason = clean_reason(reason, needed=True)
    declined = 0
    for uid, seen in chosen:
        try:
            with transaction():
                decline(actor, find_proposal(actor, uid), seen, reason=reason)
        except (AlreadyDecided, Overtaken, NotFound, Refused):
            continue
        declined += 1
    return Outcome(declined, len(chosen) - declined)
