"""What people write in threads: cleaned, made into HTML once, and read for whom and what it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.core.markdown import (
    Rendered,
    name_groups,
    name_people,
    place_includes,
    render,
    set_apart,
)
from essp.discussions.models import Post
from essp.people.models import Person
from essp.people.queries import by_handles
from essp.spaces.calling import links_of

LARGEST = 100_000
LONGEST_TITLE = 255
LONGEST_REASON = 500
MOST_MENTIONS = 50
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Written:
    """A text as it is kept, with the ids of the people it calls and the topics behind a `#`.

    `groups` are those it calls, as they are written; who is only quoted is not called.
    """

    text: str
    html: str
    links: list[list[Any]]
    plain: str
    mentioned: tuple[int, ...]
    topics: Sequence[str]
    groups: tuple[str, ...] = ()


def written(text: str, uid: str, language: str, place_id: int | None = None) -> Written:
    """What is kept of the text of the post `uid` in the space `place_id`.

    Raises Invalid when it is empty or too large, or names more people than one post may call.
    """
    text = clean_text(text)
    rendered = render(text, language=language)
    people = _people(rendered.mentions)
    called = [each for each in people if each.handle in rendered.called]
    if len(called) > MOST_MENTIONS:
        raise Invalid(
            text=_(
                "This would call %(count)s people; a post may call %(most)s. It was not sent and is"
                " still here. Take some names out, or ask an owner of the space to announce it: that"
                " tells everybody who watches the space.",
                count=len(called),
                most=MOST_MENTIONS,
            )
        )
    return Written(
        text,
        html_of(rendered, people, uid, links_of(rendered.groups, place_id)),
        [[link.index, link.space, link.title, link.section, link.bare] for link in rendered.links],
        rendered.text,
        tuple(each.id for each in called),
        rendered.topics,
        tuple(each for each in rendered.called if ":" in each),
    )


def html_of(
    rendered: Rendered, people: Sequence[Person], uid: str, groups: Mapping[str, str]
) -> str:
    """The HTML with names for handles and links for groups, and with ids that no other post has.

    A page is not shown inside a post: what asks for that becomes a link.
    """
    labels = {link.index: escape(link.label) for link in rendered.links}
    html = place_includes(
        name_groups(
            name_people(rendered.html, {each.handle: each.name for each in people}), groups
        ),
        lambda number: f'<p><a class="wikilink" data-wl="{number}">{labels[number]}</a></p>',
    )
    return set_apart(html, f"{uid}-")


def keep(post: Post, found: Written) -> None:
    """Let the post say this."""
    post.text, post.html, post.links, post.plain = found.text, found.html, found.links, found.plain


def clean_text(text: str) -> str:
    """Line ends are newlines; control characters and half pairs are gone, and blank ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = UNPRINTABLE.sub("", text).strip("\n").rstrip()
    size = len(kept.encode())
    if not kept.strip():
        raise Invalid(text=_("Write something first."))
    if size > LARGEST:
        raise Invalid(
            text=_(
                "This is %(size)s KB; a post may have %(limit)s KB. It was not sent and is still here: "
                "make a page of it and link to that.",
                size=size // 1000,
                limit=LARGEST // 1000,
            )
        )
    return kept


def clean_title(title: str) -> str:
    """A title as it is kept. Raises Invalid when it is empty or too long."""
    title = clean_line(title)
    if not title or not any(unicodedata.category(c)[0] not in "ZC" for c in title):
        raise Invalid(title=_("Say in one line what it is about."))
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            title=_(
                "This title has %(size)s characters; use at most %(limit)s.",
                size=len(title),
                limit=LONGEST_TITLE,
            )
        )
    return title


def clean_reason(reason: str, field: str = "reason", *, needed: bool = False) -> str:
    """A reason in one line. Raises Invalid when it is too long, or needed and empty."""
    reason = clean_line(reason)
    if needed and not reason:
        raise Invalid(**{field: _("Say why, in a few words: everyone sees it.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid(**{field: _("Use at most %(limit)s characters.", limit=LONGEST_REASON)})
    return reason


def _people(handles: Sequence[str]) -> Sequence[Person]:
    return sorted(by_handles(handles), key=lambda person: person.id)
