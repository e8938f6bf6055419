"""Telling of who owns what, and of who is asked to check: jobs that follow a fact."""

from __future__ import annotations

from essp.core import jobs
from essp.core.db import transaction
from essp.notifications import check_news, owning_news
from essp.notifications.telling import tell_of_owners


@jobs.task("notifications.tell_of_asking")
def tell_of_asking(stewardship_id: int) -> None:
    """Tell who was asked to own something."""
    with transaction():
        tell_of_owners(owning_news.news_of_asking(stewardship_id))


@jobs.task("notifications.tell_of_accepting")
def tell_of_accepting(stewardship_id: int, actor_id: int) -> None:
    """Tell who asked that it was accepted."""
    with transaction():
        tell_of_owners(owning_news.news_of_accepting(stewardship_id, actor_id))


@jobs.task("notifications.tell_of_ending")
def tell_of_ending(stewardship_id: int, actor_id: int | None, why: str) -> None:
    """Tell that it was declined, or that somebody was taken off."""
    with transaction():
        tell_of_owners(owning_news.news_of_ending(stewardship_id, actor_id, why))


@jobs.task("notifications.tell_of_handover")
def tell_of_handover(handover_id: int, to_id: int | None) -> None:
    """Tell who is to take something over."""
    with transaction():
        tell_of_owners(owning_news.news_of_handover(handover_id, to_id))


@jobs.task("notifications.tell_of_handed")
def tell_of_handed(handover_id: int) -> None:
    """Tell who hands over what was answered."""
    with transaction():
        tell_of_owners(owning_news.news_of_handed(handover_id))


@jobs.task("notifications.tell_of_nobody")
def tell_of_nobody(handover_id: int) -> None:
    """Tell those who run the site that nobody owns something any more."""
    with transaction():
        tell_of_owners(owning_news.news_of_nobody(handover_id))


@jobs.task("notifications.tell_of_check")
def tell_of_check(proposal_id: int, person_id: int) -> None:
    """Tell who was asked to check a proposal, or who asked what was answered."""
    with transaction():
        tell_of_owners(check_news.news_of_check(proposal_id, person_id))


@jobs.task("notifications.tell_of_group")
def tell_of_group(group_id: int, person_id: int) -> None:
    """Tell somebody that they are asked to belong to a group of owners."""
    with transaction():
        tell_of_owners(owning_news.news_of_group(group_id, person_id))
