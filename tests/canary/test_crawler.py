"""Every route, asked by every kind of reader: no answer holds a word that is not for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import true
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from essp.wiki import queries
from tests.canary.conftest import READERS, Reader, some_on_both
from tests.canary.filling import UnknownParameterError, named_behind, paths, routes, values_of
from tests.canary.listening import heard
from tests.canary.proposals import WAITS
from tests.canary.world import World
from tests.turns import Turn

MakeReader = Callable[[str], Reader]
Address = tuple[Rule, str]
EVERY_READER = some_on_both("member outsider", READERS)
# Into how many turns the addresses of a reader are parted: an outsider is everywhere in each run. Of
# the others each is at every route in each run, and all of them together at every address.
TURNS = {"outsider": 1, "asker": 3, "manager": 3, "administrator": 3}
# Where canaries sing that sing nowhere else: what a reader is to hear is looked for here first.
NESTS = {
    "attachments.version",
    "care.file_of_case",
    "care.show",
    "curation.page_owners",
    "curation.receipt",
    "discussions.ask_arrange",
    "discussions.history",
    "people.profile",
    "spaces.members",
    "spaces.space_rules_history",
    "wiki.new_drafts",
    "wiki.page_drafts",
    "wiki.revision",
}
QUERIES = {
    "discussions.ask": ("", "?title=About+a+guarded+plan+because+before"),
    "discussions.create": ("", "?title=About+a+guarded+plan+because+before"),
    "discussions.ask_close": ("", "?outcome=duplicate"),
    "wiki.compare": ("", "?from=1&to=2&all=1&view=side"),
    "wiki.edit": ("", "?fresh=1"),
    "wiki.export_page": ("", "?below=1"),
    "insight.day": ("", "?period=week", "?period=month", "?department={department}"),
    "insight.silos": ("", "?order=alike&one={department}&other=Sales"),
    "insight.knowledge": ("", "?all=1&show=gap"),
    "insight.mine": ("", "?show=searches", "?show=opened"),
    "insight.log": ("", "?by={owner}"),
    "insight.export": (
        "", "?format=json", "?format=json&scope=space&key={closed}&measure=D4",
        "?scope=space&key={request}", "?scope=department&key={department}&measure=D5",
        "?scope=topic&key=heat", "?of={pilot}",
    ),
    "api.read_figure": (
        "", "?scope=space&key={closed}", "?scope=department&key={department}", "?scope=topic&key=heat",
    ),
}  # fmt: skip


# Where what waits for an owner is shown, to who asks for it.
DOORS_TO_WHAT_WAITS = {
    "api.read_proposal",
    "wiki.change_proposal",
    "wiki.newest",
    "wiki.proposal",
}


def everything_said(answer: TestResponse) -> str:
    """Status line, headers and body."""
    return "\n".join(
        [answer.status, *(f"{name}: {value}" for name, value in answer.headers), _body(answer)]
    )


def _body(answer: TestResponse) -> str:
    data = answer.get_data()
    if answer.mimetype == "application/zip":
        with ZipFile(BytesIO(data)) as archive:
            data = b"\n".join([data, *map(archive.read, archive.namelist())])
    return data.decode("utf-8", "replace")


def addresses(app: Flask, world: World) -> Iterator[tuple[Rule, list[str]]]:
    """Every address there is to read by its route, some with a query."""
    values = values_of(world, app)
    for rule in routes(app, "GET"):
        queries = [each.format(**named_behind(world)) for each in QUERIES.get(rule.endpoint, ("",))]
        yield rule, [path + query for path in paths(rule, values) for query in queries]


def walk(name: str, app: Flask, world: World, turn: Turn) -> tuple[list[Address], list[Address]]:
    """The addresses to which a reader walks in this run, at least one of every route; and the rest,
    to which they walk as long as there is something that they have not heard.
    """
    taken: list[Address] = []
    left: list[Address] = []
    who, of = READERS.index(name), TURNS.get(name, 2)
    for at, (rule, all_of_it) in enumerate(addresses(app, world)):
        for place, path in enumerate(all_of_it):
            due = len(all_of_it) == 1 or turn.takes(at, place, who, of=of)
            (taken if due else left).append((rule, path))
    return taken, sorted(left, key=lambda address: address[0].endpoint not in NESTS)


@pytest.mark.parametrize("name", EVERY_READER)
def test_no_route_tells_a_reader_what_is_not_for_them(
    name: str, app: Flask, world: World, reader: MakeReader, turn: Turn
) -> None:
    who, leaks, unheard = reader(name), [], _to_be_heard(world, name)
    taken, left = walk(name, app, world, turn)
    for walked, (rule, path) in enumerate(taken + left):
        if walked >= len(taken) and not unheard:
            break
        answer = who.ask(path)
        assert answer.status_code < 500, path
        said = everything_said(answer)
        leaks += [f"{rule.endpoint} {path}: {word}" for word in world.leaked(name, said, path)]
        if WAITS in said.lower() and rule.endpoint not in DOORS_TO_WHAT_WAITS:
            leaks.append(f"{rule.endpoint} {path}: what waits for an owner")
        unheard = unheard.difference(heard(unheard, said.lower()) if unheard else ())
    assert len(taken) > 100
    assert not leaks, "\n".join([f"to {name}:", *leaks])
    assert not unheard, f"these canaries prove nothing, for {name} never meets them: {unheard}"


def _to_be_heard(world: World, name: str) -> set[str]:
    """The canaries that sing for a reader; one that is heard by nobody would prove nothing."""
    if name not in {"member", "owner"}:
        return set()
    mine = {word for word, may_see in world.secrets.items() if name in may_see}
    return {word for word in mine if not word.endswith(("wanted", "whyclosed"))}


def test_a_route_with_a_new_parameter_must_teach_the_crawler(app: Flask, world: World) -> None:
    rule = Rule("/strange/<thing>", endpoint="strange")
    Map([rule])
    with pytest.raises(UnknownParameterError, match="cannot fill"):
        list(paths(rule, values_of(world, app)))


def test_the_crawler_hears_a_door_that_is_left_open(
    app: Flask, world: World, reader: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "readable_by", lambda _actor: true())
    monkeypatch.setattr(queries, "readable_by_person", lambda _person_id: true())
    monkeypatch.setattr(queries, "_page_of_reader", queries._page_of_reader.__wrapped__)
    path = f"/p/{world.pages['closed'].uid}/history"
    leaks = world.leaked("outsider", everything_said(reader("outsider").ask(path)), path)
    assert {"canaryclosedsummary", "canaryclosedtitle"} <= set(leaks)
