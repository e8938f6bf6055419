"""Real communities for the finder of people: their pages imported, their topics with their knowers.

`ESSP_TEST_DATA` names the folder of real content; in it `rust-experts` holds a git bundle and
`topics.jsonl`, whose `relevant` gives each knower by the name before the @ of their address what they are
worth, and whose `ignore` are neither right nor wrong. The other is described in `bench.experts_wiki`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from bench import experts_wiki
from bench.experts_baselines import Corpus
from bench.site import application
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.expertise import rebuilding
from essp.importers.git import GitSource
from essp.importers.loading import load
from essp.people import accounts
from essp.people.models import Person, Role
from essp.search import indexing, live
from essp.search.backends import IndexMissing
from essp.search.backends.stemming import stem
from essp.search.words import FUNCTION_WORDS, words
from essp.wiki.models import Contribution, Page, Rendering, Revision

CHECKOUT = Path(__file__).resolve().parent.parent
CONTENT = Path(os.environ.get("ESSP_TEST_DATA", CHECKOUT.parent / "shared" / "data"))
OUTPUT = Path(os.environ.get("ESSP_BENCH_DATA", "instance/bench")).resolve()
KEEPER = "keeper@example.org"


@dataclass(frozen=True)
class Topic:
    """What is looked for, in few words and perhaps in a sentence, and who is right."""

    id: str
    query: str
    query_long: str
    relevant: Mapping[str, int]
    ignore: Sequence[str]


@dataclass(frozen=True)
class Community:
    """Where its content is, in which folder its site is made, and how to come by repository and topics."""

    name: str
    content: Path
    folder: str
    repository: Callable[[], Path]
    topics: Callable[[], list[Topic]]


def _listed_topics() -> list[Topic]:
    lines = (CONTENT / "rust-experts" / "topics.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.strip()]
    return [
        Topic(t["id"], t["query"], t.get("query_long", ""), t["relevant"], t["ignore"])
        for t in told
    ]


def _wiki() -> Path:
    return experts_wiki.unpack(CONTENT / WIKI, OUTPUT / "wiki-unpacked")


def _reported_topics() -> list[Topic]:
    return [
        Topic(group, *experts_wiki.ASKED[group], right, aside)
        for group, right, aside in experts_wiki.declared(_wiki())
    ]


def _wiki_repository() -> Path:
    made = OUTPUT / "wiki.git"
    shutil.rmtree(made, ignore_errors=True)
    return experts_wiki.as_repository(_wiki(), made)


WIKI = "hyperledger-dokuwiki.tar.xz"
COMMUNITIES = (
    Community(
        "declared: a language's proposals, guide and reference", CONTENT / "rust-experts", "experts",
        lambda: CONTENT / "rust-experts" / "rust-docs.bundle", _listed_topics,
    ),
    Community(
        "sent to report: a wiki of projects and working groups", CONTENT / WIKI, "experts-wiki",
        _wiki_repository, _reported_topics,
    ),
)  # fmt: skip


def site_of(community: Community) -> Flask:
    """The site with the community's pages, imported and indexed if that was not done yet."""
    app = application(OUTPUT / community.folder)
    bring_up_to_date(app)
    with app.app_context():
        if _has_index():
            return app
        print("  importing the community, which takes some minutes", flush=True)
        with GitSource(community.repository()) as source:
            load(keeper(), "community", source)
        indexing.rebuild()
        rebuilding.rebuild()
    return app


def _has_index() -> bool:
    """Whether the community was made to the end: its pieces of work are indexed last."""
    try:
        return bool(live.works().held())
    except IndexMissing:
        return False


def keeper() -> Person:
    """Who looks after the site, and who asks."""
    found = session().scalar(select(Person).where(Person.email == KEEPER))
    if found is not None:
        return found
    with transaction():
        return accounts.create_person(
            "Ada Keeper", KEEPER, password="a long enough one", site_name="Bench",
            role=Role.ADMINISTRATOR,
        )  # fmt: skip


def names() -> dict[int, str]:
    """By what the topics call people, by id: what stands before the @ of their address."""
    rows = session().execute(select(Person.id, Person.email, Person.handle))
    return {row[0]: (row[1] or row[2]).partition("@")[0] for row in rows}


def stems_in(text: str) -> list[str]:
    """The telling words of a text as English stems."""
    return [stem(word, "en") for word in words(text) if word not in FUNCTION_WORDS]


def corpus() -> Corpus:
    """The pages as the reference ways see them."""
    texts = session().execute(
        select(Page.id, Page.title, Rendering.plain)
        .join(Rendering, Rendering.page_id == Page.id)
        .where(Page.in_use())
    )
    stems = {row[0]: Counter(stems_in(f"{row[1]}\n{row[2]}")) for row in texts}
    edits: dict[int, dict[int, float]] = defaultdict(dict)
    for page, person, count in session().execute(
        select(Revision.page_id, Revision.author_id, func.count()).group_by(
            Revision.page_id, Revision.author_id
        )
    ):
        edits[page][person] = count
    standing: dict[int, dict[int, float]] = defaultdict(dict)
    for page, person, count in session().execute(
        select(Contribution.page_id, Contribution.person_id, Contribution.words)
    ):
        standing[page][person] = count
    return Corpus(stems, edits, standing)
