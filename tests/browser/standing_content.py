"""Pages that stand in different ways on the site of the browser's stories, and sentences of them."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.text.anchors import Anchor
from essp.curation import claims, doubts
from essp.curation.claims import Depends, Holds
from essp.curation.models import Verification
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page

TEXT = "The tariff is 42 euro. It is paid each year.\n\nAsk the desk before you promise anything.\n"


def add_standing(people: dict[str, Person], space: Space) -> dict[str, str]:
    """A verified, an overdue and a seen page in a space that Pieter owns; what is said of them."""
    pieter, kwame = people["pieter"], people["kwame"]
    with transaction():
        verified, overdue, seen, sheet = (
            create_page(pieter, space, title=title, text=TEXT).page
            for title in ("Tariffs", "Old tariffs", "Tariffs in short", "Tariff sheet")
        )
        for page in (verified, overdue, seen):
            verify(pieter, page.uid, Looked(1, note="Read beside the decree."))
        _verification(seen).kind = "seen"
        _verification(overdue).until = clock.now().date() - timedelta(days=9)
        text = TEXT.replace("each year", "every month").replace("42", "45")
        edit_page(kwame, verified, text=text, based_on=1, summary="As the decree says now")
        paid, ask = Pointed(Anchor("It is paid")), Pointed(Anchor("Ask the desk"))
        day = clock.now().date() + timedelta(days=90)
        holds = Holds(until=day, depends=Depends.PAGE, uid=sheet.uid)
        claim = claims.claim(pieter, verified.uid, paid, holds)
        claim.flagged_at, claim.flagged_why = clock.now(), "changed"
        doubt = doubts.doubt(kwame, verified.uid, ask, "asks", "Is the desk still there?")
        answered = doubts.doubt(kwame, verified.uid, paid, "wrong", "It is paid each quarter.")
        doubts.answer(pieter, answered.uid, "right", "The decree says each month.")
    return {
        "verified": verified.uid, "overdue": overdue.uid, "seen": seen.uid, "claim": claim.uid,
        "doubt": doubt.uid, "doubt_answered": answered.uid,
    }  # fmt: skip


def _verification(page: Page) -> Verification:
    return session().get_one(Verification, page.id)
