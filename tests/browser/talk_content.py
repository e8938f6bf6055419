"""Conversations on the site of the browser's stories: answered, deep, closed, announced, taken back."""

from __future__ import annotations

from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.discussions.closing import close_thread
from essp.discussions.editing import edit_post
from essp.discussions.files import hold_for_post
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.reacting import react
from essp.discussions.reading import mark_read
from essp.discussions.removing import remove_post
from essp.people.models import Person
from essp.spaces.models import Space


def add_talk(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Put conversations into a space, and say where they are."""
    femke, ruben, noor, kwame = (people[key] for key in ("femke", "ruben", "noor", "kwame"))
    with transaction():
        asked = start_thread(
            noor, space, Kind.QUESTION, title="Who may lift a capacity limit outside office hours?",
            text="The customer had a limit of **4 MW** until 22:00.\n\nWho lifts it?",
            topics="shift rules",
        )  # fmt: skip
        opening = opening_of(asked)
        answer = reply(
            ruben, opening.uid, text="The shift lead.\n\n1. Check the load\n2. Write `LIFT`"
        )
        edit_post(
            ruben, answer.uid, text="The shift lead.\n\n1. Check\n2. Write `LIFT`", based_on=1
        )
        below = reply(kwame, answer.uid, text="> Check\n\nAgainst the seasonal rating.")
        for person in (ruben, kwame, ruben):
            below = reply(person, below.uid, text="Agreed.")
        gone = reply(kwame, opening.uid, text="Never mind.")
        remove_post(kwame, gone.uid, note="asked twice")
        accept(noor, answer.uid)
        react(kwame, answer.uid, Meaning.HELPFUL, on=True)
        mark_read(femke, asked, [1, 2])
        decided = start_thread(
            femke, space, Kind.DISCUSSION, title="Where do we keep lessons?", text="Here?"
        )
        reply(ruben, opening_of(decided).uid, text="Here.")
        close_thread(femke, decided.uid, Outcome.DECIDED, reason="On one page for each station.")
        told = start_thread(
            femke, space, Kind.ANNOUNCEMENT, title="New shift rules from Monday", text="Read them.",
            asks_confirmation=True,
        )  # fmt: skip
        start_thread(ruben, space, Kind.IDEA, title="One sentence a case", text="After each case.")
        unsent = hold_for_post(ruben, space, take_in("unsent.txt", b"Not for anybody yet."))
    return {
        "unsent_file": unsent.uid,
        "talk": asked.uid, "asked": opening.uid, "said": answer.uid, "talk_closed": decided.uid,
        "talk_told": told.uid,
    }  # fmt: skip
