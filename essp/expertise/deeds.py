"""What people did on the pages and threads that were found, as the tables say at this moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import func, or_, select

from essp.core import clock
from essp.core.db import session
from essp.curation.models import Verification
from essp.discussions.mark_models import Acceptance, Meaning, Reaction
from essp.discussions.models import Kind, Post, Thread
from essp.expertise.matter import Deed, Facts, Matter, Piece
from essp.expertise.models import Part, Share
from essp.expertise.vouched import standing_for
from essp.expertise.weighing import fading
from essp.people.models import Person
from essp.people.queries import account_of, same_people
from essp.spaces.steward_models import Stewardship
from essp.topics.models import PersonTopic
from essp.wiki.models import Contribution, Revision, RevisionCredit
from essp.wiki.proposal_models import Proposal, State

DECIDED = (State.APPROVED.value, State.PARTLY.value, State.DECLINED.value)


class _Found(defaultdict[int, Facts]):
    """Facts by person: what several accounts of one person did is added up for the one that is kept."""

    def __init__(self, same: Mapping[int, int]) -> None:
        super().__init__(Facts)
        self._same = same

    def one(self, account: int) -> int:
        """The account by which somebody goes."""
        return self._same.get(account, account)

    def __getitem__(self, account: int) -> Facts:
        return super().__getitem__(self.one(account))


def facts_on(actor: Person, matter: Matter) -> dict[int, Facts]:
    """What everybody has to do with the matter, by id of the person."""
    found = _Found(same_people())
    _written(matter, found)
    _said(matter, found)
    _became(matter, found)
    _owned(matter, found)
    _verified(matter, found)
    _reviewed(matter, found)
    _endorsed(actor, matter, found)
    _declared(matter, found)
    return found


def _written(matter: Matter, found: _Found) -> None:
    words: Counter[tuple[int, int]] = Counter()
    parts = select(Share.work_id, Share.person_id, Share.words).where(
        Share.work_id.in_(matter.sections), Share.part == Part.WROTE.value
    )
    for work, person, count in session().execute(parts):
        words[matter.sections[work], found.one(person)] += count
    whole = matter.pages.keys() - set(matter.sections.values())
    rows = session().execute(
        select(Contribution.page_id, Contribution.person_id, Contribution.words).where(
            Contribution.page_id.in_(whole)
        )
    )
    for page, person, count in rows:
        words[page, found.one(person)] += count
    for (page, person), count in words.items():
        piece = matter.pages[page]
        found[person].wrote.append(Deed(piece, piece.at, count))
    for facts in found.values():
        facts.total = words.total()


def _said(matter: Matter, found: _Found) -> None:
    """Replies, those that were accepted and those that others found helpful."""
    thread = matter.threads
    if not thread:
        return
    accepted = _standing_answers(thread)
    helpful = _helpful(thread)
    rows = session().execute(
        select(Post.id, Post.uid, Post.thread_id, Post.author_id, Post.at, Thread.author_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.thread_id.in_(thread), Post.gone == "",
            or_(Post.parent_id.is_not(None), Thread.kind != Kind.QUESTION.value),
        )
    )  # fmt: skip
    for post, uid, number, author, at, asker in rows:
        deed = Deed(thread[number], at, helpful.get(post, 0), f"/posts/{uid}")
        facts = found[author]
        if post in accepted:
            facts.accepted.append(deed)
        elif found.one(author) != found.one(asker):
            facts.answered.append(deed)
        if helpful.get(post):
            facts.helpful.append(deed)


def _standing_answers(threads: Iterable[int]) -> set[int]:
    """Answers that somebody else than their author accepted, and that still stand."""
    standing = select(Acceptance.post_id).join(Post, Post.id == Acceptance.post_id).where(
        Acceptance.thread_id.in_(threads), Acceptance.ended_at.is_(None),
        account_of(Acceptance.person_id) != account_of(Post.author_id),
    )  # fmt: skip
    return set(session().scalars(standing))


def _helpful(threads: Iterable[int]) -> Counter[int]:
    """How many others found each post helpful."""
    reader = account_of(Reaction.person_id)
    rows = session().execute(
        select(Reaction.post_id, func.count(reader.distinct()))
        .join(Post, Post.id == Reaction.post_id)
        .where(
            Post.thread_id.in_(threads), Reaction.meaning == Meaning.HELPFUL.value,
            reader != account_of(Post.author_id),
        )
        .group_by(Reaction.post_id)
    )  # fmt: skip
    return Counter({row[0]: row[1] for row in rows})


def _became(matter: Matter, found: _Found) -> None:
    rows = session().execute(
        select(Revision.page_id, RevisionCredit.person_id, func.max(Revision.at), func.count())
        .join(Revision, Revision.id == RevisionCredit.revision_id)
        .where(Revision.page_id.in_(matter.pages), RevisionCredit.proposed)
        .group_by(Revision.page_id, RevisionCredit.person_id)
    )
    for page, person, at, times in rows:
        found[person].became.append(Deed(matter.pages[page], at, times))


def _owned(matter: Matter, found: _Found) -> None:
    rows = session().execute(
        select(Stewardship.page_id, Stewardship.person_id, Stewardship.accepted_at).where(
            Stewardship.page_id.in_(matter.pages), Stewardship.person_id.is_not(None),
            Stewardship.accepted_at.is_not(None), Stewardship.ended_at.is_(None),
            Stewardship.deputy.is_(False),
        )
    )  # fmt: skip
    for page, person, at in rows:
        if page is not None and person is not None and at is not None:
            found[person].owns.append(Deed(matter.pages[page], at))


def _verified(matter: Matter, found: _Found) -> None:
    rows = session().execute(
        select(Verification.page_id, Verification.by_id, Verification.at).where(
            Verification.page_id.in_(matter.pages), Verification.by_id.is_not(None),
            Verification.kind == "verified", Verification.until >= clock.now().date(),
        )
    )  # fmt: skip
    for page, person, at in rows:
        if person is not None:
            found[person].verified.append(Deed(matter.pages[page], at))


def _reviewed(matter: Matter, found: _Found) -> None:
    rows = session().execute(
        select(Proposal.page_id, Proposal.decided_by_id, func.max(Proposal.decided_at), func.count())
        .where(
            Proposal.page_id.in_(matter.pages), Proposal.decided_by_id.is_not(None),
            Proposal.state.in_(DECIDED),
        )
        .group_by(Proposal.page_id, Proposal.decided_by_id)
    )  # fmt: skip
    for page, person, at, times in rows:
        if person is not None and at is not None:
            found[person].reviewed.append(Deed(matter.pages[page], at, times))


def _endorsed(actor: Person, matter: Matter, found: _Found) -> None:
    """Endorsements for these topics whose work the actor may open and that still stands."""
    if not matter.topics:
        return
    for each in standing_for(actor, matter.topics):
        piece = Piece(0, each.title, each.path, fading(each.given.at), each.given.at)
        found[each.given.person_id].endorsed.append(Deed(piece, each.given.at))


def _declared(matter: Matter, found: _Found) -> None:
    if not matter.topics:
        return
    said = select(PersonTopic.person_id, PersonTopic.said).where(
        PersonTopic.topic_id.in_(matter.topics)
    )
    for person, words in session().execute(said):
        found[person].declared = found[person].declared or words
