"""What waits for somebody as a knowledge owner: proposals to decide, pages to look at again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from essp.core import clock
from essp.core.i18n import _, ngettext
from essp.curation import desk
from essp.curation.desk_sets import Remit, remit_of
from essp.home.ranking import Key, Want
from essp.people.models import Person

Told = tuple[Want, Key, datetime, str, str, str, str]


def curating(actor: Person) -> Iterable[Told]:
    """The fields of what needs the actor, all proposals as one and all reviews as one.

    To who looks after nothing it costs one question.
    """
    remit = remit_of(actor)
    if remit.spaces:
        yield from _proposals(remit)
        yield from _reviews(remit)


def _proposals(remit: Remit) -> Iterable[Told]:
    waiting = desk.waiting_for(remit)
    if not waiting:
        return
    late = sum(each.late for each in waiting)
    said = ngettext(
        "%(num)s waits for longer than you promised. The oldest is from",
        "%(num)s wait for longer than you promised. The oldest is from", late,
    ) if late else _("Who proposed something hears what you decide. The oldest is from")  # fmt: skip
    yield (
        Want.PROPOSAL, ("proposals", 0), min(each.since for each in waiting),
        ngettext("%(num)s proposal waits for you", "%(num)s proposals wait for you", len(waiting)),
        "/curation", said, _("You look after these pages."),
    )  # fmt: skip


def _reviews(remit: Remit) -> Iterable[Told]:
    overdue = desk.overdue(remit)
    if overdue:
        yield (
            Want.REVIEW, ("reviews", 0), clock.now(),
            ngettext("%(num)s page is due to be looked at again",
                     "%(num)s pages are due to be looked at again", overdue),
            "/curation/reviews", _("Its readers see that the day of its review has passed. As of"),
            _("You look after these pages."),
        )  # fmt: skip
