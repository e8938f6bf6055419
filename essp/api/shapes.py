"""What programs send and get. Fields that are not named here do not exist."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.core.rest import Given, Told

Limited = Annotated[int, Field(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str, Field(max_length=200, description="`next` of the answer before.")]
Uid = Annotated[str, Field(max_length=10, pattern="^[0-9a-z]*$")]
Slug = Annotated[str, Field(max_length=200, pattern="^[0-9A-Za-z-]*$")]
KNOWN = "How many people you know will be told, where groups such as `@space:x` are named."
Known = Annotated[int, Field(ge=0, le=2**31 - 1, description=KNOWN)]
Summary = Annotated[str, Field(max_length=2000, description="Why, in a line.")]


class Paging(Given):
    """Which part of a list."""

    limit: Limited = 50
    cursor: Cursor | None = None


class PersonRef(Told):
    """A person, named."""

    handle: str
    name: str


class PersonTold(PersonRef):
    """A person as colleagues see them."""

    email: str | None
    job_title: str
    department: str
    location: str
    speaks: list[str]
    about: str
    ask_me_about: list[str]
    state: Literal["active", "left", "not signed in yet"]
    url: str


class People(Told):
    """A part of the list of people."""

    items: list[PersonTold]
    next: str | None


class SpaceTold(Told):
    """A space that the caller may know of."""

    slug: str
    name: str
    purpose: str
    access: Literal["open", "by request", "closed"]
    access_reason: str
    language: str
    readable: bool
    rules: str | None = Field(description="Its house rules in Markdown; for its readers.")
    owners: list[PersonRef]
    url: str


class Spaces(Told):
    """A part of the list of spaces."""

    items: list[SpaceTold]
    next: str | None


class SpaceGiven(Given):
    """A space to be."""

    name: str = Field(max_length=400)
    slug: str = Field("", max_length=400, description="The address wished for.")
    purpose: str = Field("", max_length=2000)
    rules: str = Field("", max_length=100_000)
    access: Literal["open", "by request", "closed"] = "open"
    access_reason: str = Field("", max_length=2000)
    language: Literal["en", "nl"] = "en"


class PageRef(Told):
    """A page, named."""

    uid: str
    title: str
    space: str
    revision: int
    parent: str | None
    archived: bool
    updated_at: datetime
    url: str


class Pages(Told):
    """A part of the list of a space's pages."""

    items: list[PageRef]
    next: str | None


class TopicRef(Told):
    """A topic, named in the language of the caller."""

    slug: str
    name: str
    url: str


class PageTold(PageRef):
    """A page with its present text and the topics it carries."""

    text: str
    topics: list[TopicRef]
    language: str
    words: int
    updated_by: PersonRef


class PageSaved(PageTold):
    """A page after a change. `saved` is false where nothing differed, or all of it waits."""

    saved: bool
    merged_with: list[int] = Field(description="Revisions of others that were merged in.")
    proposal: str | None = Field(None, description="uid of what waits for an owner.")


class PageGiven(Given):
    """A page to be."""

    title: str = Field(max_length=2000)
    text: str
    told: Known = 0
    parent: Uid | None = Field(None, description="uid of the page above.")
    summary: Summary = ""


class TextGiven(Given):
    """A new text of a page."""

    text: str
    told: Known = 0
    summary: Summary = ""
    minor: bool = False


class TitleGiven(Given):
    """Another title for a page."""

    title: str = Field(max_length=2000)
    summary: Summary = ""


class PlaceGiven(Given):
    """Another place for a page."""

    space: Slug | None = Field(None, description="The page's own when absent.")
    parent: Uid | None = Field(None, description="uid of the page above.")
    summary: Summary = ""


class ReasonGiven(Given):
    """Why something is done."""

    summary: Summary = ""


class RevisionRef(Told):
    """A revision without its text."""

    number: int
    kind: str
    author: PersonRef
    co_authors: list[PersonRef]
    at: datetime
    title: str
    summary: str
    minor: bool
    based_on: int | None
    refers_to: int | None
    size: int
    words_added: int
    words_removed: int
    hash: str
    hidden: str
    url: str


class Revisions(Told):
    """A part of the history of a page, the newest first."""

    items: list[RevisionRef]
    next: str | None


class RevisionTold(RevisionRef):
    """A revision with its text."""

    text: str


class Steps(Given):
    """Which two revisions."""

    from_: int = Field(alias="from", ge=1, le=2**31 - 1)
    to: int = Field(ge=1, le=2**31 - 1)


class Segment(Told):
    """A piece of a line, in both revisions or in one of them."""

    kind: Literal["same", "inserted", "deleted"]
    text: str


class Line(Told):
    """A line of a comparison with its numbers in both revisions."""

    kind: str
    old_number: int | None
    new_number: int | None
    segments: list[Segment]


class Difference(Told):
    """Two revisions compared: the lines that differ, with a few around them."""

    old: RevisionRef
    new: RevisionRef
    words_added: int
    words_removed: int
    hunks: list[list[Line]]


class ShareTold(Told):
    """How much of the present text is a person's."""

    person: PersonRef
    words: int
    rank: int
    share: float


class PieceTold(Told):
    """Words in a row by one author from one revision; no author where there are no words."""

    text: str
    author: str | None
    revision: int | None


class Attribution(Told):
    """Who wrote what: joined, the pieces are the text."""

    uid: str
    revision: int
    words: int
    shares: list[ShareTold]
    pieces: list[PieceTold]


class Question(Given):
    """What is looked for."""

    q: str = Field(max_length=2000)
    kind: Literal["page", "thread", "file", "person", "space"] | None = None
    cursor: Cursor | None = None


class ResultTold(Told):
    """One thing found."""

    kind: Literal["page", "thread", "file", "person", "space"]
    title: str
    url: str
    uid: str | None = None
    excerpts: list[str]


class Results(Told):
    """What was found. `meant` is the question put right; `degraded` that only titles were searched."""

    items: list[ResultTold]
    next: str | None
    meant: str | None
    corrected: bool
    degraded: bool
