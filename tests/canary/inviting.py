"""Questions brought to people: one between two alone, one in a hidden space with why somebody is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from essp.core.db import session, transaction
from essp.core.i18n import LANGUAGES
from essp.expertise import asking, private, wishing
from essp.expertise.asking_models import Invitation
from essp.expertise.demand import note

if TYPE_CHECKING:
    from tests.canary.world import World


def inviting(world: World) -> None:
    """The owner asks the member, alone and in a closed space, and looks for something in vain."""
    owner, member = world.people["owner"], world.people["member"]
    alone, mine = frozenset({"owner", "member"}), frozenset({"owner"})
    with transaction():
        question = private.ask(
            owner, member, title=world.canary("alonetitle", alone),
            text=world.canary("alonetext", alone), words=world.canary("alonewords", frozenset()),
        )  # fmt: skip
        private.write(member, question.uid, world.canary("aloneanswer", alone))
        thread = asking.ask_openly(
            owner, world.spaces["closed"], title=world.canary("askedtitle"), text="Who knows?",
            words=world.canary("askedwords", frozenset()), people=[member],
        )  # fmt: skip
        found = session().scalars(select(Invitation).where(Invitation.thread_id == thread.id)).one()
        word = world.canary("askedwhy", frozenset({"member"}))
        found.why = [
            {"kind": "wrote", "text": dict.fromkeys(LANGUAGES, word), "work": "", "path": ""}
        ]
        note(owner, world.canary("lookedfor", mine))
        wishing.wish(owner, world.canary("wishedfor", mine))
    world.questions.append(question.uid)
    world.invitations.append(found.uid)
