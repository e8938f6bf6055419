"""Owners decide on proposals: approve, amend, take only some places, send back, decline.

A decision names the version of the proposal and the revision of the page that were shown; anything newer
is `Overtaken`. An approved proposal becomes one revision whose author is the proposer. Where an owner
amended it, both wrote it: what was taken of the proposal is kept as its last version, and attribution
follows from the page to that, and from that to what was published, each step with its own author. There is
no revision of the step between: nobody approved it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Decision, Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.core.text.diff import change_size
from essp.people.models import Person
from essp.spaces.owning import Owners
from essp.wiki import proposal_policy as policy
from essp.wiki.carrying import add_version, carry_along, version_of
from essp.wiki.events import PageEdited, ProposalDecided
from essp.wiki.guarding import owners_of_page
from essp.wiki.hunks import assemble, hunks_of
from essp.wiki.including import refuse_circle
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.proposing import clean_reason
from essp.wiki.revisions import Amendment, Change, History
from essp.wiki.texts import clean_summary, clean_text, text_of
from essp.wiki.trail import Act, Did, keep


@dataclass(frozen=True)
class Seen:
    """What was shown to who decides: a version of the proposal, on a revision of the page."""

    version: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is taken of a proposal: all of it, or the places in `hunks`, some in other `words`.

    Of a place in `parts` only these runs of words are taken, unless it has other words. `text` is the whole
    text as the owner amended it instead. What is left goes back to the proposer where `rest_back` says so,
    else it is left out.
    """

    hunks: Collection[int] | None = None
    words: Mapping[int, str] = field(default_factory=dict)
    parts: Mapping[int, Collection[int]] = field(default_factory=dict)
    text: str | None = None
    rest_back: bool = False


EVERYTHING = Taken()
Decided = TypeVar("Decided")
Rule = Callable[[Person, Proposal, Owners], Decision]


@dataclass(frozen=True)
class Approved:
    """What came of approving: the revision, whether the owner amended it, and what was sent back."""

    proposal: Proposal
    revision: Revision
    amended: bool
    rest: Proposal | None = None


class Overtaken(Exception):
    """The proposal or its page changed after they were shown: look again, then decide."""

    def __init__(self, proposal: Proposal, page: Page, seen: Seen) -> None:
        super().__init__(f"proposal {proposal.uid} changed since it was shown")
        self.proposal, self.page, self.seen = proposal, page, seen


class AlreadyDecided(Exception):
    """Somebody decided meanwhile, or its author took it back."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"proposal {proposal.uid} is {proposal.state}")
        self.proposal = proposal


def approve(
    actor: Person,
    proposal: Proposal,
    seen: Seen,
    *,
    taken: Taken = EVERYTHING,
    reason: str = "",
    rule: Rule = policy.decide,
) -> Approved:
    """Publish a proposal as it was shown, or what is taken of it, where the `rule` lets the actor.

    Raises Refused (own, not an owner, archived, stuck), Overtaken, AlreadyDecided and Invalid (nothing
    taken, a part left without a reason).
    """
    page, found = _held(actor, proposal, seen, rule)
    require(policy.publish(page, found))
    current, version = text_of(page), version_of(found)
    chosen, parts, partly = _chosen(taken, current, version.text)
    proposed = assemble(current, version.text, chosen, parts=parts)
    final = _final(taken, current, version.text, chosen, parts)
    reason = clean_reason(reason, needed=partly)
    if final == current:
        raise Invalid(hunks=_("Nothing of it is left to publish. Decline it instead."))
    rest = _everything(current, version.text, chosen, taken.words) if taken.rest_back else None
    if partly:
        add_version(found, proposed, page.revision_number, current, carried=True)
    _close(actor, found, State.PARTLY if partly else State.APPROVED, reason)
    revision = _publish(actor, page, found, proposed, final)
    found.became = page.approved_number = revision.number
    _keep(_deed(partly, proposed != final), actor, page, found, seen, version.number)
    back = _send_rest(actor, page, found, rest) if partly and rest is not None else None
    carry_along(page)
    return Approved(found, revision, proposed != final, back)


def send_back(actor: Person, proposal: Proposal, seen: Seen, *, reason: str) -> Proposal:
    """Give a proposal back to its author, who hears why and may change it."""
    page, found = _held(actor, proposal, seen)
    if found.state != State.WAITING.value:
        raise AlreadyDecided(found)
    _close(actor, found, State.SENT_BACK, clean_reason(reason, needed=True))
    _keep(Did.SENT_BACK, actor, page, found, seen)
    return found


def decline(actor: Person, proposal: Proposal, seen: Seen, *, reason: str) -> Proposal:
    """Say no to a proposal; its author hears why, and its text is kept."""
    page, found = _held(actor, proposal, seen)
    _close(actor, found, State.DECLINED, clean_reason(reason, needed=True))
    _keep(Did.DECLINED, actor, page, found, seen)
    return found


def _held(
    actor: Person, proposal: Proposal, seen: Seen, rule: Rule = policy.decide
) -> tuple[Page, Proposal]:
    """The page and then the proposal, held, where the actor may decide on what they saw."""
    page = lock(Page, proposal.page_id)
    found = lock(Proposal, proposal.id)
    if page is None or found is None:
        raise NotFound
    require(rule(actor, found, owners_of_page(page)))
    if not State(found.state).open:
        raise AlreadyDecided(found)
    if (found.version, page.revision_number) != (seen.version, seen.number):
        raise Overtaken(found, page, seen)
    return page, found


def _chosen(
    taken: Taken, current: str, proposed: str
) -> tuple[set[int], dict[int, set[int]], bool]:
    """The places that are taken, of some of them these parts alone, and whether anything is left."""
    found = {
        hunk.number: {part.number for part in hunk.parts} for hunk in hunks_of(current, proposed)
    }
    if taken.text is not None:
        return set(found), {}, False
    parts = {
        at: every & set(taken.parts[at])
        for at, every in found.items()
        if every and at in taken.parts and at not in taken.words and every - set(taken.parts[at])
    }
    wanted = set(found) if taken.hunks is None else set(taken.hunks) & set(found)
    chosen = {at for at in wanted if at not in parts or parts[at]}
    if not chosen:
        raise Invalid(hunks=_("Choose at least one passage, or decline the proposal."))
    return chosen, parts, chosen != set(found) or bool(parts.keys() & chosen)


def _final(
    taken: Taken, current: str, proposed: str, chosen: set[int], parts: Mapping[int, set[int]]
) -> str:
    if taken.text is not None:
        return clean_text(taken.text)
    words = {at: clean_text(text) for at, text in taken.words.items() if at in chosen}
    return assemble(current, proposed, chosen, words, parts)


def _everything(current: str, proposed: str, chosen: set[int], words: Mapping[int, str]) -> str:
    """The proposed text with what was taken as it was published: only the rest differs then."""
    kept = {at: clean_text(text) for at, text in words.items() if at in chosen}
    every = [hunk.number for hunk in hunks_of(current, proposed)]
    return assemble(current, proposed, every, kept)


def _publish(actor: Person, page: Page, proposal: Proposal, proposed: str, final: str) -> Revision:
    change = Change(
        author=session().get_one(Person, proposal.author_id),
        text=final,
        title=page.title,
        kind=Kind.EDITED,
        summary=clean_summary(proposal.reason),
        based_on=page.revision_number,
        source=proposal.source,
        amendment=Amendment(proposed, actor) if proposed != final else None,
    )
    history = History(page)
    revision = history.append(change)
    history.settle()
    session().flush()
    refuse_circle(actor, page)
    record(
        PageEdited(
            actor_id=actor.id, page_id=page.id, space_id=page.space_id, number=revision.number,
            revision_kind=revision.kind,
        )
    )  # fmt: skip
    return revision


def _send_rest(actor: Person, page: Page, first: Proposal, text: str) -> Proposal:
    """What was not taken, as a proposal of its own that is with its author again."""
    current, now = text_of(page), clock.now()
    first.bundle = first.bundle or first.uid
    rest = Proposal(
        uid=new_uid(), bundle=first.bundle, space_id=page.space_id, page_id=page.id,
        author_id=first.author_id, at=now, changed_at=now, based_on=page.revision_number,
        reason=first.reason, source=first.source, state=State.SENT_BACK.value, decided_at=now,
        decided_by_id=actor.id, decision=first.decision,
    )  # fmt: skip
    rest.words_added, rest.words_removed = change_size(current, text)
    session().add(rest)
    session().flush()
    session().add(
        ProposalVersion(
            proposal_id=rest.id, number=1, based_on=page.revision_number, text=text, at=now,
            by_id=first.author_id, carried=True,
        )
    )  # fmt: skip
    session().flush()
    return rest


def _close(actor: Person, proposal: Proposal, state: State, reason: str) -> None:
    proposal.state, proposal.decision = state.value, reason
    proposal.decided_by_id = actor.id
    proposal.decided_at = proposal.changed_at = clock.now()


def _deed(partly: bool, amended: bool) -> Did:
    if amended:
        return Did.AMENDED
    return Did.PARTLY if partly else Did.APPROVED


def _keep(
    did: Did, actor: Person, page: Page, proposal: Proposal, seen: Seen, version: int | None = None
) -> None:
    keep(
        Act(
            kind=did,
            space_id=page.space_id,
            page=page,
            by=actor,
            why=proposal.decision,
            number=page.revision_number,
            about={
                "proposal": proposal.uid,
                "version": version or proposal.version,
                "seen": seen.number,
                "author": proposal.author_id,
            },
        )
    )
    record(
        ProposalDecided(
            actor_id=actor.id, proposal_id=proposal.id, page_id=page.id, space_id=page.space_id,
            state=proposal.state,
        )
    )  # fmt: skip


def together(
    chosen: Sequence[tuple[Proposal, Seen]], decide: Callable[[Proposal, Seen], Decided]
) -> list[Decided]:
    """Decide the same on proposals that travel together, for several pages: on all of them, or on none."""
    ordered = sorted(chosen, key=lambda each: (each[0].page_id, each[0].id))
    return [decide(proposal, seen) for proposal, seen in ordered]
