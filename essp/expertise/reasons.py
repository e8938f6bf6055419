"""Why somebody was asked: the lines of evidence as they were then, in both languages.

They are kept with the invitation. What is shown of them later is asked again: a line that leads to
something the reader may no longer open is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import select

from essp.core.db import session
from essp.core.i18n import LANGUAGES, language
from essp.core.mail import written_in
from essp.discussions.models import Post, Thread
from essp.expertise.shapes import Line
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import readable_by
from essp.wiki.models import Page

MOST = 3
_PLACE = re.compile(r"/(p|t|posts|s)/([\w-]+)")


@dataclass(frozen=True)
class Because:
    """One line of why: a kind of evidence, the sentence with its link, and the same in plain words."""

    kind: str
    html: Markup
    plain: str


def kept(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines of evidence as an invitation keeps them: the best few, in every language."""
    return [
        {"kind": line.kind.value, "text": _in_all(line), "work": line.work, "path": line.path}
        for line in lines[:MOST]
    ]


def _in_all(line: Line) -> dict[str, str]:
    said = {}
    for code in LANGUAGES:
        with written_in(code):
            said[code] = str(line.text)
    return said


def shown(reader: Person, why: Iterable[Mapping[str, Any]]) -> list[Because]:
    """Why somebody was asked, as this reader may see it now."""
    return [_because(each) for each in why if _may_open(reader, str(each.get("path", "")))]


def _because(kept_line: Mapping[str, Any]) -> Because:
    texts, work = kept_line.get("text", {}), str(kept_line.get("work", ""))
    text = str(texts.get(language()) or next(iter(texts.values()), ""))
    path = str(kept_line.get("path", ""))
    name = Markup('<a href="{}">{}</a>').format(path, work) if path else escape(work)
    before, place, after = text.partition("%(work)s")
    html = escape(before) + (name if place else Markup()) + escape(after)
    plain = f"{before}{work if place else ''}{after}"
    return Because(str(kept_line.get("kind", "")), html, plain)


def _may_open(reader: Person, path: str) -> bool:
    """Whether the reader may open what a line leads to; one that leads nowhere tells of nobody's work."""
    if not path:
        return True
    place = _PLACE.match(path)
    if place is None:
        return path.startswith("/people/")
    kind, key = place.groups()
    found = {
        "p": select(Page.id).join(Page.space).where(Page.uid == key),
        "t": select(Thread.id).join(Thread.space).where(Thread.uid == key),
        "posts": select(Post.id).join(Post.thread).join(Thread.space).where(Post.uid == key),
        "s": select(Space.id)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(SpaceAddress.slug == key.lower()),
    }[kind]
    return session().scalar(found.where(readable_by(reader)).limit(1)) is not None
