"""Telling of questions that are brought to people, and of what they wanted to hear: jobs after a fact."""

from __future__ import annotations

from functools import partial

from essp.core import jobs
from essp.core.db import transaction
from essp.notifications import asking_news
from essp.notifications.recipients import tell
from essp.notifications.telling import keep


@jobs.task("notifications.tell_of_invitation")
def tell_of_invitation(invitation_id: int) -> None:
    """Tell somebody that a question is brought to them."""
    with transaction():
        found = asking_news.news_of_invitation(invitation_id)
        if found is not None:
            keep(found[0], partial(tell, *found))


@jobs.task("notifications.tell_of_private")
def tell_of_private(message_id: int) -> None:
    """Tell the other of two people what was written between them."""
    with transaction():
        found = asking_news.news_of_private(message_id)
        if found is not None:
            keep(found[0], partial(asking_news.tell_privately, *found))


@jobs.task("notifications.tell_of_wish")
def tell_of_wish(wish_id: int) -> None:
    """Tell somebody that there is something about what they had looked for."""
    with transaction():
        found = asking_news.news_of_wish(wish_id)
        if found is not None:
            keep(found[0], partial(tell, *found))
