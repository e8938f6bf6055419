"""The comments on a page as lists: a few of each, or one list whole and in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for

from essp.discussions import passages
from essp.discussions.anchoring import Page
from essp.discussions.passage_models import Standing
from essp.discussions.passages import Comment
from essp.discussions.web.comments_shown import Shown, shown
from essp.discussions.web.edge import part_asked
from essp.people.current import me

FEW = 20
PART = 40


@dataclass(frozen=True)
class Listed:
    """One list as far as it is shown. `more` is the address of all of it, where there is more."""

    shown: Sequence[Shown]
    total: int
    more: str = ""
    part: int = 1
    parts: int = 1


def listed(page: Page) -> tuple[str, Mapping[str, Listed]]:
    """The list that is asked for alone, or none, and the lists: open, on earlier text, resolved."""
    found = passages.comments_of(me(), page)
    lists: dict[str, list[Comment]] = {"open": [], "earlier": [], "resolved": []}
    for each in found:
        lists[_place(each)].append(each)
    chosen = request.args.get("show", "")
    if chosen not in lists:
        return "", {name: _few(page, name, each) for name, each in lists.items()}
    return chosen, {chosen: _part(page, lists[chosen])}


def _place(each: Comment) -> str:
    if each.thread.closed:
        return "resolved"
    return "earlier" if each.passage.standing == Standing.EARLIER.value else "open"


def _few(page: Page, name: str, found: Sequence[Comment]) -> Listed:
    more = url_for(".comments", uid=page.uid, show=name) if len(found) > FEW else ""
    return Listed(shown(page, found[:FEW]), len(found), more)


def _part(page: Page, found: Sequence[Comment]) -> Listed:
    parts = max(1, -(-len(found) // PART))
    number = min(part_asked() or 1, parts)
    window = found[(number - 1) * PART : number * PART]
    return Listed(shown(page, window), len(found), part=number, parts=parts)
