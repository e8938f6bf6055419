"""A question that was brought to Femke, and one that Noor asked her alone."""

from __future__ import annotations

from essp.core.db import transaction
from essp.expertise import asking, private
from essp.people.models import Person
from essp.spaces.models import Space


def add_questions(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Ruben asks in the open and tells Femke; Noor asks her alone and both speak of it."""
    ruben, femke, noor = people["ruben"], people["femke"], people["noor"]
    with transaction():
        thread = asking.ask_openly(
            ruben, space, title="Does the limit hold in winter?",
            text="Planning the work at Lochem.", words="congestion", people=[femke],
        )  # fmt: skip
        alone = private.ask(
            noor, femke, title="May I see the contract?", text="It is for Lochem.", words="contract"
        )
        private.write(noor, alone.uid, "By Friday would be fine.")
    return {"brought": thread.uid, "alone": alone.uid}
