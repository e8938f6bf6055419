"""What happens to pages."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class PageEdited(Fact):
    """A page has a new revision: its first one, an edit, a merge, a restored or undone one."""

    page_id: int
    space_id: int
    number: int
    revision_kind: str


@dataclass(frozen=True, kw_only=True)
class PageRelocated(Fact):
    """A page was renamed or moved in the tree or to another space."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PageArchived(Fact):
    """A page was put away."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PageBroughtBack(Fact):
    """An archived page is in use again."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PageImported(Fact):
    """An importer brought a page, or new revisions of one, with its history. Tells nobody."""

    page_id: int
    space_id: int
    revisions: int


@dataclass(frozen=True, kw_only=True)
class PageTopicsChanged(Fact):
    """Somebody put topics on a page or took some off, beside its text."""

    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class PageTemplateMarked(Fact):
    """A page became a template of its space, or an ordinary page again; `template` tells which."""

    page_id: int
    space_id: int
    template: bool


@dataclass(frozen=True, kw_only=True)
class VersionHidden(Fact):
    """A moderator closed an earlier version of a page to its readers."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class VersionShown(Fact):
    """A moderator opened a hidden version of a page again."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PageApproved(Fact):
    """An owner approved what a guarded page says now."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ProposalMade(Fact):
    """Somebody proposed a text for a page: it waits for an owner."""

    proposal_id: int
    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalRevised(Fact):
    """The author of a proposal changed it: it waits, again or still."""

    proposal_id: int
    page_id: int
    space_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class ProposalStuck(Fact):
    """The page of a proposal changed the same words: its author is to set it right."""

    proposal_id: int
    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ProposalRemarked(Fact):
    """Somebody said something about a proposal, or checked it."""

    proposal_id: int
    page_id: int
    space_id: int
    remark_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Fact):
    """A proposal is approved, sent back, declined, withdrawn or lapsed, as `state` tells."""

    proposal_id: int
    page_id: int
    space_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PageProtected(Fact):
    """An owner guarded a page, all below it or a section, or confirmed that it stays locked."""

    page_id: int
    space_id: int
    protection_id: int


@dataclass(frozen=True, kw_only=True)
class PageReleased(Fact):
    """A protection was lifted by an owner, or came to its end."""

    page_id: int
    space_id: int
    protection_id: int


@dataclass(frozen=True, kw_only=True)
class UnlockAsked(Fact):
    """Somebody asked the owners of a locked page to unlock it."""

    page_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class UnlockAnswered(Fact):
    """An owner unlocked what somebody asked about or said why it stays locked, or the lock ended."""

    page_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class LockUnconfirmed(Fact):
    """A lock without an end is to be confirmed by the owners of its page."""

    page_id: int
    space_id: int
    protection_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalLate(Fact):
    """A proposal waits for longer than was promised: its owners are reminded, once."""

    proposal_id: int
    page_id: int
    space_id: int
