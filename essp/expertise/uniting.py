"""What follows when two accounts are said to be one person, or that is taken back: evidence is joined."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import CompoundSelect, select, union

from essp.core.db import session, transaction
from essp.core.jobs import enqueue_all, task
from essp.discussions.models import Post
from essp.expertise.believing import weigh_person
from essp.expertise.gathering import gather_page_anew, gather_thread
from essp.expertise.models import Share, TopicStand, Work
from essp.people.models import Person
from essp.wiki.models import Revision, RevisionCredit


@task("expertise.one_person")
def gather_one_person(person_id: int, kept_id: int) -> None:
    """Gather anew what the account `person_id` did or is named in, for the person it belongs to now.

    What one had hidden or taken off by the one account holds for the other too, also when it was taken
    back that they are one: it is theirs to show again.
    """
    with transaction():
        one = session().scalar(select(Person.same_as_id).where(Person.id == person_id)) is not None
        if one:
            _hide_alike(person_id, kept_id)
        # Where both are in a work it tells only of the one that is kept.
        accounts = (person_id,) if one else (person_id, kept_id)
        enqueue_all(
            [
                *((gather_page_anew, {"page_id": each}) for each in _pages(person_id, accounts)),
                *((gather_thread, {"thread_id": each}) for each in _threads(person_id)),
                *((weigh_person, {"person_id": each}) for each in (person_id, kept_id)),
            ]
        )


def _pages(person_id: int, accounts: Collection[int]) -> list[int]:
    """The pages that one wrote on with the account, or that are gathered with one of these accounts."""
    shared = select(Work.page_id).join(Share, Share.work_id == Work.id)
    credited = select(Revision.page_id).join(
        RevisionCredit, RevisionCredit.revision_id == Revision.id
    )
    every: CompoundSelect[int] = union(
        shared.where(Share.person_id.in_(accounts), Work.page_id.is_not(None)),
        select(Revision.page_id).where(Revision.author_id == person_id),
        credited.where(RevisionCredit.person_id == person_id),
    )
    return sorted(session().scalars(every))


def _threads(person_id: int) -> list[int]:
    said = select(Post.thread_id).where(Post.author_id == person_id)
    return sorted(session().scalars(said.distinct()))


def _hide_alike(person_id: int, kept_id: int) -> None:
    theirs = select(TopicStand.topic_id).where(TopicStand.person_id == kept_id)
    rows = select(TopicStand).where(
        TopicStand.person_id == person_id, TopicStand.topic_id.not_in(theirs)
    )
    for row in session().scalars(rows).all():
        columns = {c.name: getattr(row, c.name) for c in TopicStand.__table__.columns}
        columns.pop("id", None)
        session().add(TopicStand(**{**columns, "person_id": kept_id}))
