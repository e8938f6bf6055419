"""What guards pages of the demonstration: a whole page, one part of a page, and one that is locked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from essp.demo.model import Demo
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author
from essp.wiki.guard_models import Level
from essp.wiki.models import Page
from essp.wiki.protecting import Wish, protect
from essp.wiki.sections import sections_of

GUARDED = Path(__file__).parent / "content" / "guarded.toml"
Told = Mapping[str, Any]


def deeds(demo: Demo, author: Author) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What is guarded, each with its moment, of the pages that are written."""
    known = {f"{page.space}/{page.slug}" for page in demo.pages}
    for told in tomllib.loads(GUARDED.read_text(encoding="utf-8"))["guarded"]:
        if told["page"] in known:
            yield told["at"].replace(tzinfo=TIME_ZONE), partial(_guard, author, told)


def _guard(author: Author, told: Told) -> None:
    space, _slash, slug = told["page"].partition("/")
    page, until = author.pages[space, slug], told.get("until")
    wish = Wish(
        level=Level(told["level"]),
        section_id=_section(page, told["part"]) if "part" in told else None,
        reason=told["reason"],
        until=until.replace(tzinfo=TIME_ZONE) if until else None,
    )
    protect(author.people[told["by"]], page, wish)


def _section(page: Page, words: str) -> int:
    [found] = [each.id for each in sections_of(page) if each.words == words]
    return found
