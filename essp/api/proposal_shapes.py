"""Shapes of proposals, as programs send and get them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.api.shapes import Paging, PersonRef
from essp.core.rest import Given, Told

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Reason = Annotated[str, Field(max_length=4000, description="Why.")]


class ProposalQuestion(Paging):
    """Whose: what you proposed (`mine`), or what waits for you to decide (`waiting`)."""

    show: Literal["mine", "waiting"] = "mine"


class ProposalGiven(Given):
    """A text for a page, the revision it started from, and why.

    `together_with` is an open proposal of yours that it is to travel with. Where one of yours waits for the
    page already, the text is added to that one.
    """

    text: str
    based_on: Number
    reason: Reason = ""
    together_with: Annotated[str, Field(max_length=20)] = ""


class ProposalRef(Told):
    """A proposal as it stands in a list; `space` and `page` say for what."""

    proposal: str
    page: str
    title: str
    space: str
    author: PersonRef
    state: str
    stuck: bool
    at: datetime
    reason: str
    words_added: int
    words_removed: int
    bundle: str | None
    url: str


class Proposals(Told):
    """A part of a list of proposals."""

    items: list[ProposalRef]
    next: str | None


class PartTold(Told):
    """One run of words that differs within a passage: its number, the words before and after."""

    number: int
    before: str
    after: str


class HunkTold(Told):
    """One passage that differs: its number, the heading it stands below, its lines before and after.

    `parts` are the runs of words that differ in it, where they are several.
    """

    number: int
    line: int
    heading: str
    before: str
    after: str
    parts: list[PartTold]


class RemarkTold(Told):
    """What somebody said of it; `kind` is remark, agrees, release or reminder."""

    kind: str
    by: PersonRef
    at: datetime
    version: int
    text: str


class ProposalTold(ProposalRef):
    """A proposal whole. Deciding names its `version` and the `revision` of the page as they are here."""

    version: int
    revision: int
    based_on: int
    text: str
    hunks: list[HunkTold] | None
    owners: list[PersonRef]
    may_decide: bool
    decided_by: PersonRef | None
    decided_at: datetime | None
    decision: str
    became: int | None
    remarks: list[RemarkTold]


class AlsoDecided(Given):
    """Another proposal that travels with it, as it was shown."""

    proposal: Annotated[str, Field(max_length=20)]
    version: Number
    revision: Number


class ProposalDecisionGiven(Given):
    """What becomes of a proposal as it was shown: in the `version`, on the `revision` of the page.

    Approving takes all of it, or the passages in `hunks`, and of a passage in `parts` only these runs of
    words, by the number of the passage; `text` is the whole text as you amended it. What
    is left out goes back to its author where `rest_back` says so. `also` names others that are approved as
    they are, or declined, with it: all of them or none.
    """

    decision: Literal["approve", "send_back", "decline"]
    version: Number
    revision: Number
    reason: Reason = ""
    hunks: Annotated[list[Number], Field(max_length=2000)] | None = None
    parts: dict[Number, tuple[Number, ...]] | None = None
    text: str | None = None
    rest_back: bool = False
    also: Annotated[tuple[AlsoDecided, ...], Field(max_length=50)] = ()


class RemarkGiven(Given):
    """Something said about a proposal; `agrees` says that you checked it."""

    text: Reason = ""
    agrees: bool = False
