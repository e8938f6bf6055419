"""Guarded pages for programs: nothing is refused that was written, and it is said what waits."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.guard_models import Level
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.protecting import Wish, protect
from essp.wiki.sections import sections_of
from tests.api.conftest import ProgramOf

TEXT = "Intro.\n\n## Limits\n\nNever above 92%.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page in a space of Femke, of which one section is reviewed first."""
    with transaction():
        made = create_page(femke, space, title="Playbook", text=TEXT).page
        [section] = sections_of(made)
        protect(femke, made, Wish(Level.BEFORE, section_id=section.id))
    return made


def test_a_program_hears_202_and_what_waits(
    page: Page, femke: Person, ruben: Person, program_of: ProgramOf
) -> None:
    program, where = program_of(ruben), f"/pages/{page.uid}"
    headers = {"If_Match": '"1"', "Idempotency_Key": "one"}
    typed = TEXT.replace("Intro", "Preface").replace("92", "95")
    for _again in range(2):
        answer = program.call("PUT", where, {"text": typed}, **headers)
        assert answer.status_code == 202
        assert answer.json["saved"] and "95" not in answer.json["text"]
        waits = session().scalars(select(Proposal)).one()
        assert (answer.json["proposal"], waits.author_id) == (waits.uid, ruben.id)
    with transaction():
        protect(femke, page, Wish(Level.LOCKED, reason="An incident"))
    for deed, sent in (("rename", {"title": "Other"}), ("archive", {}), ("move", {})):
        assert program.call("POST", f"{where}/{deed}", sent).status_code == 403
