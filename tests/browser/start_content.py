"""Starting out on the site of the browser's stories: the space for practice, a champion, a mended page."""

from __future__ import annotations

from essp.core.db import session, transaction
from essp.people import accounts
from essp.people.links import make_link
from essp.people.models import Person, Purpose
from essp.spaces.championing import appoint_champion
from essp.spaces.models import Space
from essp.starting.practice import lay_out, take_page
from essp.wiki.editing import edit_page


def add_practice(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Lay the practice space out; Sanne helps newcomers, Pieter has mended his page, Daan is invited."""
    with transaction():
        lay_out(people["ilse"])
        appoint_champion(people["femke"], space, people["sanne"], "Ask me where things stand.")
        page = take_page(people["pieter"], "en", "first-aid")
        edit_page(
            people["pieter"], page, text="The kit hangs beside the lift.\n",
            based_on=page.revision_number, summary="Monday has an a",
        )  # fmt: skip
        daan = accounts.invite(people["ilse"], "Daan Willems", "daan@example.org")
        session().flush()
        return {"newcomer": make_link(Purpose.INVITATION, daan, people["ilse"])}
