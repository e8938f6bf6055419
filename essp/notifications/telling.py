"""Telling people of what happened: jobs that follow a fact. The same job done twice tells nobody twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import select

from essp.core import heralding, jobs
from essp.core.db import after_commit, session, transaction
from essp.discussions.models import Post
from essp.notifications import (
    care_news,
    curation_news,
    guard_news,
    loan_news,
    mailing,
    newcomer_news,
    page_news,
    pushing,
    standing_news,
    thread_news,
)
from essp.notifications.levels import Kind
from essp.notifications.models import Notice
from essp.notifications.recipients import Scope, tell
from essp.notifications.sweeping import ask_to_sweep


@jobs.task("notifications.tell_of_revision")
def tell_of_revision(page_id: int, number: int) -> None:
    """Tell of a page's revision."""
    with transaction():
        found = page_news.news_of(page_id, number)
        if found is not None:
            _tell(*found)


@jobs.task("notifications.tell_of_post")
def tell_of_post(
    actor_id: int, post_id: int, mentioned: Sequence[int], called: Sequence[str] = ()
) -> None:
    """Tell of a new post, be it a reply or the one that opens a thread, and whoever it calls."""
    with transaction():
        opening = session().scalar(select(Post.parent_id.is_(None)).where(Post.id == post_id))
        kind = Kind.STARTED if opening else Kind.POSTED
        thread_news.follow(actor_id, post_id)
        _tell_of_post(kind, post_id, actor_id, mentioned, f"post:{post_id}", called)


@jobs.task("notifications.tell_of_names")
def tell_of_names(
    actor_id: int, post_id: int, revision: int, mentioned: Sequence[int],
    called: Sequence[str] = (),
) -> None:  # fmt: skip
    """Tell whoever is newly named in a post that was edited, by name or with a group."""
    if mentioned or called:
        with transaction():
            key = f"names:{post_id}:{revision}"
            _tell_of_post(Kind.NAMED, post_id, actor_id, mentioned, key, called)


@jobs.task("notifications.tell_of_answer")
def tell_of_answer(actor_id: int, post_id: int) -> None:
    """Tell that a post was accepted as an answer; accepted again it is not told again."""
    with transaction():
        _tell_of_post(Kind.ACCEPTED, post_id, actor_id, (), f"answer:{post_id}:{actor_id}")


@jobs.task("notifications.follow_split")
def follow_split(thread_id: int, from_id: int) -> None:
    """A branch is a thread of its own now: who followed it there follows it here."""
    with transaction():
        thread_news.carry_followers(from_id, thread_id)
        thread_news.rehome(thread_id)


@jobs.task("notifications.follow_merge")
def follow_merge(thread_id: int, into_id: int) -> None:
    """A thread stands in another one now, with who followed it."""
    with transaction():
        thread_news.carry_followers(thread_id, into_id)
        thread_news.rehome(into_id)


@jobs.task("notifications.tell_of_case")
def tell_of_case(case_id: int) -> None:
    """Tell whoever reported a thing, and whoever wrote it, what was decided."""
    with transaction():
        for news in care_news.news_of(case_id):
            _keep(news.notice, partial(care_news.tell, news))


@jobs.task("notifications.tell_of_newcomer")
def tell_of_newcomer(space_id: int, person_id: int) -> None:
    """Tell who helps newcomers in a space that somebody came in; who comes back is told once."""
    with transaction():
        notice = newcomer_news.news_of(space_id, person_id)
        if notice is not None:
            _keep(notice, partial(newcomer_news.tell, notice))


@jobs.task("notifications.tell_of_proposal")
def tell_of_proposal(proposal_id: int) -> None:
    """Tell owners that a proposal waits for them, or its author what became of it."""
    with transaction():
        _tell_of_proposal(curation_news.news_of(proposal_id))


@jobs.task("notifications.tell_of_late_proposal")
def tell_of_late_proposal(proposal_id: int) -> None:
    """Remind owners of a proposal that waits for longer than was promised."""
    with transaction():
        _tell_of_proposal(curation_news.news_of_late(proposal_id))


@jobs.task("notifications.tell_of_proposal_remark")
def tell_of_proposal_remark(remark_id: int) -> None:
    """Tell the author of a proposal, and who spoke about it, what was said."""
    with transaction():
        _tell_of_proposal(curation_news.news_of_remark(remark_id))


@jobs.task("notifications.tell_of_guard")
def tell_of_guard(protection_id: int) -> None:
    """Tell owners that a lock of their page is to be confirmed, or that a guard came to its end."""
    with transaction():
        _tell_of_proposal(guard_news.news_of_guard(protection_id))


@jobs.task("notifications.tell_of_unlock")
def tell_of_unlock(request_id: int) -> None:
    """Tell owners that somebody asks to unlock a page, or who asked what they said."""
    with transaction():
        _tell_of_proposal(guard_news.news_of_unlock(request_id))


@jobs.task("notifications.tell_of_doubt")
def tell_of_doubt(doubt_id: int) -> None:
    """Tell owners that a sentence is doubted, or who doubted it what became of that."""
    with transaction():
        _tell_of_proposal(standing_news.news_of_doubt(doubt_id))


@jobs.task("notifications.tell_of_reminder")
def tell_of_reminder(page_id: int, actor_id: int) -> None:
    """Tell the owners of an overdue page that a reader asks for its review."""
    with transaction():
        _tell_of_proposal(standing_news.news_of_reminder(page_id, actor_id))


@jobs.task("notifications.tell_of_claim")
def tell_of_claim(claim_id: int) -> None:
    """Tell who marked a sentence that it is to be looked at."""
    with transaction():
        _tell_of_proposal(standing_news.news_of_claim(claim_id))


@jobs.task("notifications.tell_of_step")
def tell_of_step(protection_id: int, step: str) -> None:
    """Tell owners, and who waits, that a guard steps down or is back."""
    with transaction():
        _tell_of_proposal(loan_news.news_of_step(protection_id, step))


@jobs.task("notifications.tell_of_right")
def tell_of_right(right_id: int) -> None:
    """Tell somebody that they publish on a topic now, or no longer."""
    with transaction():
        _tell_of_proposal(loan_news.news_of_right(right_id))


def _tell_of_proposal(news: curation_news.News | None) -> None:
    if news is not None:
        _keep(news.notice, partial(curation_news.tell, news), mailed=news.mailed)


def tell_of_owners(news: curation_news.News | None) -> None:
    """Tell of what concerns owners, in the present transaction."""
    _tell_of_proposal(news)


def keep(notice: Notice, tell_people: Callable[[], bool]) -> None:
    """Keep a notice and tell whoever is to hear of it, in the present transaction."""
    _keep(notice, tell_people)


def _tell_of_post(
    kind: Kind, post_id: int, actor_id: int, mentioned: Sequence[int], key: str,
    called: Sequence[str] = (),
) -> None:  # fmt: skip
    found = thread_news.news_of(kind, post_id, actor_id, mentioned, key, called)
    if found is not None:
        _tell(*found)


def _tell(notice: Notice, scope: Scope) -> None:
    _keep(notice, partial(tell, notice, scope))


def _keep(notice: Notice, tell_people: Callable[[], bool], *, mailed: bool = True) -> None:
    """Keep the notice and tell whoever is to hear of it; one that nobody hears of is not kept."""
    if session().scalar(select(Notice.id).where(Notice.key == notice.key)) is not None:
        return
    session().add(notice)
    session().flush()
    if tell_people():
        if mailed:
            mailing.ask_for(notice)
            pushing.ask_for(notice)
        ask_to_sweep()
        after_commit(heralding.wake)
    else:
        session().delete(notice)
        session().flush()
