"""Wiki links in posts, led where this reader may go. Who knows the pages says where they are.

    lead_with(pages_meant)        where the parts are put together

It is asked once for all posts on a screen: given the actor, the space they stand in and what is
written in links (space or None, and title), it gives address and title of each that the actor may
read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from essp.core.i18n import _
from essp.core.ids import key_of
from essp.core.markdown import Target, place_links, section_id
from essp.people.models import Person
from essp.spaces.models import Space

Meant = tuple[str | None, str]
Lead = Callable[[Person, Space, Collection[Meant]], Mapping[Meant, tuple[str, str]]]


def _nowhere(
    _actor: Person, _space: Space, _wanted: Collection[Meant]
) -> Mapping[Meant, tuple[str, str]]:
    return {}


_lead: list[Lead] = [_nowhere]


def lead_with(work: Lead) -> None:
    """Let this say where links lead."""
    _lead[0] = work


def placed(
    actor: Person, space: Space, texts: Sequence[tuple[str, Sequence[Sequence[Any]]]]
) -> list[str]:
    """The HTML of several posts of a space with their links led; `texts` are HTML and `Post.links`."""
    wanted = {(each[1], each[2]) for _html, links in texts for each in links if each[2]}
    found = _lead[0](actor, space, wanted) if wanted else {}
    return [
        place_links(html, {each[0]: _target(found, space, *each[1:]) for each in links})
        for html, links in texts
    ]


def _target(
    found: Mapping[Meant, tuple[str, str]], space: Space, asked: str | None, title: str,
    section: str | None, bare: bool,
) -> Target:  # fmt: skip
    fragment = f"#{section_id(section)}" if section else ""
    if (asked, title) in found:
        path, present = found[asked, title]
        renamed = bare and key_of(title) != key_of(present)
        label = ": ".join(part for part in (present, section) if part) if renamed else None
        return Target(href=path + fragment, found=True, label=label)
    address = f"/s/{asked or space.slug}/-/new?{urlencode({'title': title})}"
    return Target(href=address, found=False, title=_("This page does not exist yet. Start it."))
