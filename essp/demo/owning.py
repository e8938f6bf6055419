"""Who owns pages of the demonstration: people and groups, deputies, who was asked, what is handed over."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from essp.curation import appointing, handing_over
from essp.curation.places import Place
from essp.demo.model import Demo
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author
from essp.spaces import grouping
from essp.spaces.steward_models import OwnerGroup
from essp.spaces.stewarding import Wanted

OWNERS = Path(__file__).parent / "content" / "owners.toml"
Deed = tuple[datetime, Callable[[], object]]
Told = Mapping[str, Any]


def deeds(demo: Demo, author: Author) -> Iterator[Deed]:
    """Who is asked for what and answers, each with its moment, of the pages that are written."""
    told = tomllib.loads(OWNERS.read_text(encoding="utf-8"))
    pages = {f"{page.space}/{page.slug}" for page in demo.pages}
    spaces = {space.slug for space in demo.spaces}
    for each in told["group"]:
        if each["space"] in spaces:
            yield _at(each), partial(_make_group, author, each)
    for kind, happen in (("owned", _own), ("handover", _hand_over)):
        for each in told[kind]:
            if each["page"] in pages:
                yield _at(each), partial(happen, author, each)


def _at(told: Told) -> datetime:
    moment: datetime = told["at"].replace(tzinfo=TIME_ZONE)
    return moment


def _place(author: Author, told: Told) -> Place:
    space, _slash, slug = told["page"].partition("/")
    return Place(author.spaces[space], author.pages[space, slug])


def _make_group(author: Author, told: Told) -> None:
    owner, space = author.people[told["by"]], author.spaces[told["space"]]
    group = grouping.make_group(owner, space, told["name"])
    for handle in told["members"]:
        member = author.people[handle]
        grouping.ask_into_group(owner, space, group, member)
        if member.id != owner.id:
            grouping.join_group(member, space, group)


def _own(author: Author, told: Told) -> None:
    place = _place(author, told)
    wanted = Wanted(
        line=place.line,
        person=author.people[told["person"]] if "person" in told else None,
        group=_group(place, told["group"]) if "group" in told else None,
        deputy=told.get("deputy", False),
        subtree=told.get("subtree", False),
        note=told.get("note", ""),
    )
    row = appointing.appoint(author.people[told["by"]], place, wanted)
    if "accepted" in told:
        appointing.accept(author.people[told["accepted"]], row.uid)


def _group(place: Place, name: str) -> OwnerGroup:
    [found] = [each for each in grouping.groups_of(place.space) if each.name == name]
    return found


def _hand_over(author: Author, told: Told) -> None:
    handing_over.hand_over(
        author.people[told["from"]], _place(author, told), to=author.people[told["to"]],
        note=told["note"],
    )  # fmt: skip
