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
from tests.canary.conftest import READERS, Reader
from tests.canary.filling import UnknownParameterError, paths, routes, values_of
from tests.canary.world import World

MakeReader = Callable[[str], Reader]
QUERIES = {
    "wiki.compare": ("", "?from=1&to=2&all=1&view=side"),
    "wiki.edit": ("", "?fresh=1"),
    "wiki.export_page": ("", "?below=1"),
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


def addresses(app: Flask, world: World) -> Iterator[tuple[Rule, str]]:
    """Every address there is to read, some with a query."""
    values = values_of(world, app)
    for rule in routes(app, "GET"):
        for path in paths(rule, values):
            for query in QUERIES.get(rule.endpoint, ("",)):
                yield rule, path + query


@pytest.mark.parametrize("name", READERS)
def test_no_route_tells_a_reader_what_is_not_for_them(
    name: str, app: Flask, world: World, reader: MakeReader
) -> None:
    who, leaks, walked = reader(name), [], 0
    for rule, path in addresses(app, world):
        answer = who.ask(path)
        walked += 1
        assert answer.status_code < 500, path
        leaks += [
            f"{rule.endpoint} {path}: {word}"
            for word in world.leaked(name, everything_said(answer), path)
        ]
    assert walked > 100
    assert not leaks, "\n".join([f"to {name}:", *leaks])


@pytest.mark.parametrize("name", ["member", "owner"])
def test_the_canaries_sing_where_they_may(
    name: str, app: Flask, world: World, reader: MakeReader
) -> None:
    who = reader(name)
    seen = "".join(_body(who.ask(path)) for _rule, path in addresses(app, world)).lower()
    silent = {
        word
        for word, may_see in world.secrets.items()
        if name in may_see and word not in seen and not word.endswith(("wanted", "whyclosed"))
    }
    assert not silent, "these canaries prove nothing: nobody ever sees them"


def test_a_route_with_a_new_parameter_must_teach_the_crawler(app: Flask, world: World) -> None:
    rule = Rule("/strange/<thing>", endpoint="strange")
    Map([rule])
    with pytest.raises(UnknownParameterError, match="cannot fill"):
        list(paths(rule, values_of(world, app)))


def test_the_crawler_hears_a_door_that_is_left_open(
    app: Flask, world: World, reader: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "readable_by", lambda _actor: true())
    path = f"/p/{world.pages['closed'].uid}/history"
    leaks = world.leaked("outsider", everything_said(reader("outsider").ask(path)), path)
    assert {"canaryclosedsummary", "canaryclosedtitle"} <= set(leaks)
