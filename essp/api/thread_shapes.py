"""What programs send and get of conversations, their posts, and comments on pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from essp.api.shapes import Known, Paging, PersonRef, Slug, TopicRef, Uid
from essp.core.rest import Given, Told

NO_NUL = r"^[^\x00]*$"

Begun = Literal["question", "discussion", "idea", "announcement"]
Said = Literal["helpful", "same question", "outdated", "thanks", "support"]
About = Annotated[
    str,
    Field(
        max_length=100,
        pattern=NO_NUL,
        description="`page:uid`, `person:handle` or `topic:address`.",
    ),
]


class ThreadQuestion(Paging):
    """Which threads, and which part of them."""

    space: Slug | None = Field(None, description="Address of a space.")
    kind: Begun | None = None
    state: Literal["open", "unanswered", "closed"] | None = None
    topic: str | None = Field(
        None, max_length=200, pattern=NO_NUL, description="Address or name of a topic."
    )
    about: About | None = None
    q: str | None = Field(
        None, max_length=400, description="As in a search: the 200 that fit best."
    )


class SubjectTold(Told):
    """What a thread is about."""

    kind: str
    title: str
    url: str


class ThreadRef(Told):
    """A thread without its posts. `posts`, `people` and `accepted` count what is in sight."""

    uid: str
    title: str
    kind: str
    space: str
    language: str
    author: PersonRef
    at: datetime
    about: SubjectTold | None
    posts: int
    people: int
    accepted: int = Field(description="Answers that stand accepted.")
    support: int
    last_at: datetime
    closed: bool
    outcome: str | None
    url: str


class Threads(Told):
    """A part of the threads."""

    items: list[ThreadRef]
    next: str | None


class PostTold(Told):
    """One post. Its text is null once it is out of sight; `gone` then says why."""

    uid: str
    number: int
    parent: str | None = Field(description="uid of the post it replies to.")
    author: PersonRef
    at: datetime
    text: str | None
    remark: bool = Field(description="Under a question: it asks back or notes, and is no answer.")
    revision: int
    edited_at: datetime | None
    gone: Literal["deleted", "hidden"] | None
    gone_note: str
    accepted_by: list[PersonRef]
    reactions: dict[str, int] = Field(description="How many people say it, by meaning.")
    url: str


class Posts(Told):
    """A part of the posts of a thread, in the order they came."""

    items: list[PostTold]
    next: str | None


class LeadTold(Told):
    """Where a thread leads, or (not `here`) what leads to it."""

    way: str
    here: bool
    title: str
    url: str
    by: PersonRef


class ThreadTold(ThreadRef):
    """A thread with what began it. One that was merged has no posts; `merged_into` names the other."""

    topics: list[TopicRef]
    asks_confirmation: bool
    closed_at: datetime | None
    closed_by: PersonRef | None
    closing_reason: str
    merged_into: str | None
    leads: list[LeadTold]
    opening: PostTold | None


class ThreadGiven(Given):
    """A thread to be."""

    kind: Begun = "question"
    title: str = Field(max_length=2000)
    text: str
    told: Known = 0
    about: About = ""
    topics: str = Field("", max_length=2000, description="Names, with commas between them.")
    asks_confirmation: bool = Field(False, description="For an announcement.")


class SaidGiven(Given):
    """What a reply says."""

    text: str
    told: Known = 0


class ReplyGiven(SaidGiven):
    """A reply to be; right under a question a `remark` is no answer."""

    remark: bool = False


class PostGiven(Given):
    """Another text of a post; with the opening one perhaps another title of its thread."""

    text: str
    told: Known = 0
    title: str | None = Field(None, max_length=2000)
    remark: bool | None = Field(None, description="Of a reply right under a question.")


class ReactionGiven(Given):
    """What you say of a post with one press; not `on` takes it back."""

    meaning: Said
    on: bool = True


class EndGiven(Given):
    """How a thread ended; a `duplicate` names the `other` one that asks the same."""

    outcome: Literal["answered", "decided", "dropped", "duplicate"]
    reason: str = Field("", max_length=2000)
    other: Uid = ""


class CommentTold(Told):
    """A comment on a passage. `quote` is what it was made on, `words` what stands there now."""

    uid: str
    quote: str
    words: str
    standing: Literal["same", "changed", "heading", "earlier"]
    heading: bool = Field(description="On a heading with all below it.")
    made_in: int = Field(description="The revision it was made in.")
    author: PersonRef
    at: datetime
    resolved: bool
    became: int | None = Field(description="The revision that it became.")
    posts: list[PostTold]
    url: str


class Comments(Told):
    """The comments on a page, in the order of its text."""

    items: list[CommentTold]


class CommentGiven(Given):
    """A comment on words of a page, or on a `section` by its fragment."""

    text: str
    told: Known = 0
    quote: str = Field("", max_length=20_000, description="The words it is about.")
    before: str = Field("", max_length=1000, description="What stands before them.")
    after: str = Field("", max_length=1000)
    section: str = Field("", max_length=200)
    revision: int | None = Field(None, ge=1, le=2**31 - 1, description="The one that was read.")
