"""Conversations for the tests of talk: begun and answered by the verbs themselves."""

from __future__ import annotations

from typing import Any

from essp.core.db import transaction
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.people.models import Person
from essp.spaces.models import Space


def ask(actor: Person, space: Space, title: str = "Who may lift a limit?", **values: Any) -> Thread:
    """A question, unless another kind is named."""
    kind = values.pop("kind", Kind.QUESTION)
    text = values.pop("text", "It is after office hours.")
    with transaction():
        return start_thread(actor, space, kind, title=title, text=text, **values)


def answer(actor: Person, to: Thread | Post, text: str = "The shift lead.", **values: Any) -> Post:
    """A reply to a post, or to the beginning of a thread."""
    with transaction():
        uid = opening_of(to).uid if isinstance(to, Thread) else to.uid
        return reply(actor, uid, text=text, **values)
