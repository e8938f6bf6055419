"""Proposals on the site of the browser's stories: waiting, stuck, sent back, decided, travelling together."""

from __future__ import annotations

from essp.core.db import transaction
from essp.curation import checking
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.deciding import Seen, Taken, approve, send_back
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.looking import agree, remark
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposing import propose

TEXT = (
    "## Who is called first\n\nThe shift lead calls the station within thirty minutes.\n\n"
    "## What is said\n\nSay the station, the line and the number.\n\n"
    "## What is written down\n\nWrite the minute of each call, and who answered.\n"
)
WANTED = (
    TEXT.replace("within thirty minutes", "within ten minutes, and writes down who answered")
    .replace("the number.", "the percentage of the limit.")
    .replace("## What is written down\n\nWrite the minute of each call, and who answered.\n", "")
)


def add_proposals(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Let Kwame propose things for pages of Pieter, and say where they are."""
    pieter, kwame, ilse = (people[key] for key in ("pieter", "kwame", "ilse"))
    pages = []
    with transaction():
        titles = ("Calls at night", "Calls by day", "Calls of others", "Old calls", "Calls at noon")
        for title in titles:
            pages.append(create_page(pieter, space, title=title, text=TEXT).page)
        first, second, third, fourth, fifth = pages
        waiting = _propose(kwame, first, WANTED, bundle="calls")
        remark(ilse, waiting, text="Ten minutes is short when two lines are over.")
        checking.ask(pieter, waiting, people["ruben"], "You were on duty: is ten minutes enough?")
        agree(people["sanne"], waiting, text="Fine for customer service.")
        _propose(kwame, second, TEXT + "\nThe log is open.\n", bundle="calls")
        back = _propose(kwame, third, WANTED)
        send_back(pieter, back, Seen(1, 1), reason="Leave the last part in: audits need it.")
        done = _propose(people["ruben"], third, WANTED)
        approve(pieter, done, Seen(1, 1), taken=Taken(hunks=[0, 1]), reason="Audits need the rest.")
        stuck = _propose(kwame, fourth, TEXT.replace("thirty", "ten"))
        by_keys = _propose(kwame, fifth, TEXT.replace("thirty", "five"))
        edit_page(pieter, fourth, text=TEXT.replace("thirty", "twenty"), based_on=1)
    return {
        "proposed": first.uid, "proposal": waiting.uid, "proposal_back": back.uid,
        "proposal_done": done.uid, "proposal_stuck": stuck.uid, "proposal_by_keys": by_keys.uid,
    }  # fmt: skip


def _propose(who: Person, page: Page, text: str, bundle: str | None = None) -> Proposal:
    reason = "The night of 14 November: nobody knew who had answered."
    return propose(who, locked(page), text=text, based_on=1, reason=reason, bundle=bundle)
