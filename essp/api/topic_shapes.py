"""What programs get about topics."""

from __future__ import annotations

from pydantic import Field

from essp.api.shapes import PageRef, Paging, PersonRef, TopicRef
from essp.core.rest import Told


class TopicQuestion(Paging):
    """Which topics, and which part of them."""

    q: str = Field("", max_length=200, description="Words in one of its names.")


class TopicTold(TopicRef):
    """A topic with its names, its place and how many pages carry it that you may read."""

    names: dict[str, str] = Field(description="The name it goes by, by language.")
    synonyms: list[str]
    parent: str | None = Field(description="Address of the wider topic.")
    pages: int


class Topics(Told):
    """A part of the topics."""

    items: list[TopicTold]
    next: str | None


class TopicPage(TopicTold):
    """A topic with what is here and who can be asked: the pages changed last, at most 100."""

    description: str
    below: list[TopicRef]
    latest: list[PageRef]
    people: list[PersonRef]
