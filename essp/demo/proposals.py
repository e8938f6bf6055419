"""What people of the demonstration propose for pages of others, and what came of it so far."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from essp.core.db import session
from essp.demo.model import Demo
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author
from essp.wiki.deciding import Seen, send_back
from essp.wiki.editing import locked
from essp.wiki.looking import agree, remark
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of

SAID = Path(__file__).parent / "content" / "proposals.toml"
Deed = tuple[datetime, Callable[[], object]]
Told = Mapping[str, Any]


def deeds(demo: Demo, author: Author) -> Iterator[Deed]:
    """What is said of pages of this demonstration, each with its moment. They must be written by then."""
    pages = {f"{page.space}/{page.slug}" for page in demo.pages}
    for told in tomllib.loads(SAID.read_text(encoding="utf-8"))["proposal"]:
        if told["page"] not in pages:
            continue
        yield _at(told), partial(_propose, author, told)
        for said in told.get("said", ()):
            yield _at(said), partial(_say, author, told, said)


def _at(told: Told) -> datetime:
    moment: datetime = told["at"].replace(tzinfo=TIME_ZONE)
    return moment


def _page(author: Author, told: Told) -> Page:
    space, _slash, slug = told["page"].partition("/")
    return author.pages[space, slug]


def _propose(author: Author, told: Told) -> None:
    page = locked(_page(author, told))
    text = text_of(page)
    for change in told["change"]:
        if text.count(change["old"]) != 1:
            raise ValueError(f"{told['page']} says not once: {change['old']}")
        text = text.replace(change["old"], change["new"])
    who, number = author.people[told["by"]], page.revision_number
    propose(who, page, text=text, based_on=number, reason=told["reason"])


def _say(author: Author, told: Told, said: Told) -> None:
    page, who = _page(author, told), author.people[said["by"]]
    proposer = author.people[told["by"]]
    proposal = session().scalars(
        select(Proposal).where(Proposal.page_id == page.id, Proposal.author_id == proposer.id)
    ).one()  # fmt: skip
    seen = Seen(proposal.version, page.revision_number)
    if said["deed"] == "sends back":
        send_back(who, proposal, seen, reason=said["words"])
    elif said["deed"] == "agrees":
        agree(who, proposal, text=said["words"])
    else:
        remark(who, proposal, text=said["words"])
