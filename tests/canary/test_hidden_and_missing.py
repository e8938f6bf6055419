"""What one may not know of is answered exactly like what does not exist: reading, changing, naming it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from essp.api import operations
from essp.core.limits import Limit
from tests.canary.conftest import Reader, some_on_both
from tests.canary.filling import (
    MISSING,
    NAMED_BEHIND,
    address,
    beside,
    hidden_values,
    paths,
    routes,
    values_of,
)
from tests.canary.world import World
from tests.turns import Turn

MakeReader = Callable[[str], Reader]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUTSIDE = ["anonymous", "outsider", "administrator", "left", "program"]
# A token, and the post or the proposal that an answer made.
TOKEN = re.compile(
    r'name="(csrf_token|save_key)" value="[^"]+"|#p-[0-9a-z]{10}|/proposals/[0-9a-z]{10}'
)
CHANGING = {"Set-Cookie", "Date", "Content-Length", "ETag"}
ENTERED = {
    "title": "Another title", "text": "Words.", "based_on": "1", "current": "1", "summary": "Why",
    "answer": "accept", "person": "noor-jansen", "access": "open", "name": "A name",
    "purpose": "A purpose", "reason": "Please", "language": "en", "parent": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr(operations, "WRITES", Limit("canary", 1_000_000, 60))


def said(answer: TestResponse, *own_words: Any) -> tuple[str, dict[str, str], str]:
    """An answer without what differs each time, and without the words of the question."""

    def plain(text: str) -> str:
        for word in own_words:
            text = text.replace(str(word), "…")
        return TOKEN.sub("", text)

    headers = {k: plain(v) for k, v in answer.headers if k not in CHANGING}
    return answer.status, headers, plain(answer.get_data(as_text=True))


def hidden_addresses(app: Flask, world: World) -> Iterator[tuple[str, Rule, str, str, Any]]:
    """Method, route, the address of something hidden, that of something missing, what was named."""
    hidden = hidden_values(world)
    for method in METHODS:
        for rule in routes(app, method):
            for name in rule.arguments & hidden.keys():
                others = {n: v for n, v in (MISSING | beside(world)).items() if n in rule.arguments}
                missing = address(rule, {**others, name: MISSING[name]})
                for value in hidden[name]:
                    yield method, rule, address(rule, {**others, name: value}), missing, value


def options_of(path: str, method: str) -> dict[str, Any]:
    """What a request carries: the fields of every form, or of every operation."""
    if method == "GET":
        return {}
    if path.startswith("/api/"):
        return {
            "json": {"title": "Another title", "text": "Words."},
            "headers": {"If-Match": '"1"'},
        }
    return {"data": ENTERED}


@pytest.mark.parametrize("name", some_on_both("outsider", OUTSIDE))
def test_a_hidden_thing_answers_every_method_like_a_missing_one(
    name: str, app: Flask, world: World, reader: MakeReader, turn: Turn
) -> None:
    who, told, missed = reader(name), [], {}
    for at, each in enumerate(hidden_addresses(app, world)):
        # Everything hidden is asked for at each of its doors by the outsiders together.
        if not turn.takes(at, OUTSIDE.index(name), of=len(OUTSIDE)):
            continue
        method, rule, hidden, missing, value = each
        options = options_of(hidden, method)
        if (method, missing) not in missed:
            answer = who.ask(missing, method, **dict(options))
            missed[method, missing] = said(answer, *MISSING.values())
        seen = said(who.ask(hidden, method, **dict(options)), value, *MISSING.values())
        like = missed[method, missing]
        if seen != like:
            told.append(f"{method} {rule}: {value}: {seen[0]} {seen[1]} / {like[0]} {like[1]}")
    assert not told, "\n".join([f"to {name}:", *told])


@pytest.mark.parametrize("field", ["space", "parent"])
def test_naming_a_hidden_thing_in_a_form_is_like_naming_a_missing_one(
    field: str, app: Flask, world: World, reader: MakeReader, turn: Turn
) -> None:
    who = reader("outsider")
    hidden = world.spaces["closed"].slug if field == "space" else world.pages["closed"].uid
    missing = MISSING["slug"] if field == "space" else MISSING["uid"]
    values = {name: each[:1] for name, each in values_of(world, app).items()}
    told = []
    for at, rule in enumerate(routes(app, "POST")):
        if not turn.takes(at, ["space", "parent"].index(field), of=2):
            continue
        for path in paths(rule, values):
            answers = [
                said(who.ask(path, "POST", **_naming(path, field, value)), hidden, missing)
                for value in (hidden, missing)
            ]
            if answers[0] != answers[1]:
                told.append(f"{path}: {answers[0][0]} / {answers[1][0]}")
    assert not told, "\n".join(told)


def _naming(path: str, field: str, value: str) -> dict[str, Any]:
    options = options_of(path, "POST")
    kind = "json" if "json" in options else "data"
    return {**options, kind: {**options[kind], field: value}}


def test_naming_a_hidden_thing_behind_the_question_mark_is_like_naming_a_missing_one(
    app: Flask, world: World, reader: MakeReader
) -> None:
    who, told = reader("outsider"), []
    hidden = {"page": world.pages["closed"].uid, "space": world.spaces["closed"].slug}
    hidden["key"] = hidden["space"]
    for rule in routes(app, "POST"):
        for name in NAMED_BEHIND.get(rule.endpoint, ()):
            missing = MISSING["uid"] if name == "page" else MISSING["slug"]
            answers = [
                said(
                    who.ask(f"{rule.rule}?for=new&{name}={value}", "POST", data=ENTERED), hidden[name],
                    missing,
                )
                for value in (hidden[name], missing)
            ]  # fmt: skip
            if answers[0] != answers[1]:
                told.append(f"{rule}?{name}: {answers[0][0]} / {answers[1][0]}")
    assert not told, "\n".join(told)


def test_naming_a_hidden_thing_to_the_interface_is_like_naming_a_missing_one(
    world: World, reader: MakeReader
) -> None:
    who, page, closed = reader("program"), world.pages["open"], world.spaces["closed"]
    hidden = world.pages["closed"].uid
    asked = [
        (f"/api/v1/pages/{page.uid}/move", {}, "space", closed.slug, MISSING["slug"]),
        (f"/api/v1/pages/{page.uid}/move", {}, "parent", hidden, MISSING["uid"]),
        (
            "/api/v1/spaces/open-land/pages",
            {"title": "x", "text": "x"},
            "parent",
            hidden,
            MISSING["uid"],
        ),
    ]
    for path, sent, field, there, missing in asked:
        answers = [
            said(who.ask(path, "POST", json={**sent, field: value}), there, missing)
            for value in (there, missing)
        ]
        assert answers[0] == answers[1] and answers[0][0].startswith("404"), (path, answers)


def test_an_address_that_a_page_had_before_it_was_hidden_leads_nowhere(
    world: World, reader: MakeReader
) -> None:
    for name in ("outsider", "administrator"):
        who = reader(name)
        gone = said(who.ask("/s/open-land/once-open"), "once-open")
        assert gone == said(who.ask("/s/open-land/never-was"), "never-was")
        assert gone[0].startswith("404")
    assert reader("member").ask("/s/open-land/once-open").status_code in {301, 308}


def test_the_link_to_a_page_that_was_hidden_looks_like_the_link_to_one_that_never_was(
    world: World, reader: MakeReader
) -> None:
    shown = reader("outsider").ask(f"/s/open-land/{world.pages['open'].slug}").text
    assert "Once open" in shown and "wikilink--wanted" in shown
    assert "wikilink--wanted" not in reader("member").ask("/s/open-land/open-page").text
