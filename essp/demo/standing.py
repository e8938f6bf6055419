"""What owners and readers say of the pages of the demonstration: verified, marked and doubted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from essp.core.text.anchors import Anchor
from essp.curation.claims import Holds, claim
from essp.curation.doubts import doubt
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.demo.model import Demo
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author
from essp.wiki.models import Page

SAID = Path(__file__).parent / "content" / "standing.toml"
Deed = tuple[datetime, Callable[[], object]]
Told = Mapping[str, Any]


def deeds(demo: Demo, author: Author) -> Iterator[Deed]:
    """What was said of the pages of the demonstration, each with its moment, when they are written."""
    known = {f"{page.space}/{page.slug}" for page in demo.pages}
    tables = tomllib.loads(SAID.read_text(encoding="utf-8"))
    for kind, verb in (("verified", _verify), ("claim", _claim), ("doubt", _doubt)):
        for told in (each for each in tables[kind] if each["page"] in known):
            yield told["at"].replace(tzinfo=TIME_ZONE), partial(verb, author, told)


def _page(author: Author, told: Told) -> Page:
    space, _slash, slug = told["page"].partition("/")
    return author.pages[space, slug]


def _verify(author: Author, told: Told) -> None:
    page = _page(author, told)
    looked = Looked(page.revision_number, note=told["note"])
    verify(author.people[told["by"]], page.uid, looked, told["until"])


def _claim(author: Author, told: Told) -> None:
    at = Pointed(Anchor(told["quote"]))
    holds = Holds(until=told["until"])
    claim(author.people[told["by"]], _page(author, told).uid, at, holds)


def _doubt(author: Author, told: Told) -> None:
    at = Pointed(Anchor(told["quote"]))
    who, uid = author.people[told["by"]], _page(author, told).uid
    doubt(who, uid, at, told["says"], told["reason"])
