"""What programs get of links."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from essp.core.rest import Told


class LinkedPage(Told):
    """A page at one end of a link."""

    uid: str
    title: str
    space: str
    url: str


class BacklinkTold(Told):
    """A page that links to another, how often, and whether it shows it as a part of itself."""

    page: LinkedPage
    times: int
    includes: bool


class LinkTold(Told):
    """A link as written. No page: there is none that the caller may know of."""

    title: str
    section: str | None
    includes: bool
    page: LinkedPage | None
    fragment: str | None = Field(description="Of the section as it is called today.")
    fault: Literal["no page", "archived", "no section"] | None


class Links(Told):
    """The links of a page: a part of those to it, all from it, and those to the web."""

    linked_from: list[BacklinkTold]
    total: int = Field(description="How many pages link here in all.")
    next: str | None
    links: list[LinkTold]
    web: list[str]
