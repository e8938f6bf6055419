"""Shapes of how a page stands and of how curation of a space stands, as programs send and get them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.api.shapes import PersonRef, Uid
from essp.core.rest import Given, Told

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Words = Annotated[str, Field(max_length=5000)]


class VerificationTold(Told):
    """Until when an owner vouches for a revision; `kind` is verified, or seen where they only saw it."""

    kind: str
    revision: int
    by: PersonRef | None
    at: datetime
    until: date
    overdue: bool
    looked_at: str


class ClaimTold(Told):
    """A sentence that holds until a day or as long as something stays as it is. `flag` says why it is to
    be looked at: due, changed or gone; nothing where it holds."""

    claim: str
    quote: str
    by: PersonRef
    at: datetime
    until: date | None
    depends_on: str
    flag: str


class DoubtTold(Told):
    """A sentence that somebody doubts, and what an owner answered."""

    doubt: str
    page: str
    quote: str
    says: str
    by: PersonRef
    at: datetime
    reason: str
    outcome: str
    answer: str
    decided_by: PersonRef | None
    decided_at: datetime | None
    url: str


class StandingTold(Told):
    """How a page stands: what an owner vouches for, which sentences are marked, and which are in doubt."""

    revision: int
    verified: VerificationTold | None
    claims: list[ClaimTold]
    doubts: list[DoubtTold]
    may_verify: bool


class VerifyGiven(Given):
    """The revision that was read, a day until which it holds (the proposed one without), and what was
    looked at."""

    revision: Number
    until: date | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class PointedGiven(Given):
    """Words of a sentence as readers see them, with those around them where the words stand twice."""

    quote: Words
    before: Words = ""
    after: Words = ""


class DoubtGiven(PointedGiven):
    """What is said of the sentence, and why."""

    says: Literal["wrong", "asks"]
    reason: Annotated[str, Field(max_length=4000)]


class DoubtAnswerGiven(Given):
    """What became of it, and why; `words` are needed unless it was mended."""

    outcome: Literal["mended", "right", "left"]
    words: Annotated[str, Field(max_length=4000)] = ""


class ClaimGiven(PointedGiven):
    """How long the sentence holds: until a day, as long as a page, a file or a number stays as it is
    (`depends_uid` names the page or file), or both."""

    until: date | None = None
    depends_on: Literal["", "page", "file", "number"] = ""
    depends_uid: Uid = ""
    number: Annotated[str, Field(max_length=60)] = ""


class LookGiven(Given):
    """Until which day it holds from now on, where it had one."""

    until: date | None = None


class LookBack(Given):
    """How many days to look back."""

    days: Annotated[int, Field(ge=1, le=365)] = 28


class ShareTold(Told):
    """A part of a whole, between what it lies with 95 % certainty; nothing of nothing."""

    part: int
    whole: int
    value: float | None
    low: float | None
    high: float | None


class LoadTold(Told):
    """How many proposals wait for each of the owners; `own` is yours."""

    owners: int
    own: int | None
    median: float | None
    most: int | None


class CurationTold(Told):
    """How the queue of a space stands. Waits are in working days. Where `hidden`, fewer than five people
    proposed something, and waits and shares are not told."""

    days: int
    waiting: int
    late: int
    proposals: int
    hidden: bool
    median: float | None
    ninety: float | None
    on_time: ShareTold | None
    accepted: ShareTold | None
    read_verified: float | None
    read_overdue: float | None
    overdue_pages: int
    pages: int
    load: LoadTold
    url: str
