"""Search, suggestions and the quick switcher answer outsiders as if nothing hidden were there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import quote

import pytest

from tests.canary.conftest import Reader, some_on_both
from tests.canary.proposals import WAITS
from tests.canary.world import World
from tests.turns import Turn

OUTSIDE = ("outsider", "manager", "administrator", "program")
PATHS = (
    "/search?q={}", "/search?q={}&kind=page", "/search?q={}&kind=space", "/switch?q={}",
    "/complete/sections?page={}", "/complete/parts?space={}", "/complete/people?q={}", "/complete/pages?q={}",
)  # fmt: skip
WORDS = (
    "canaryclosedtext", "canaryclosedtitle", "canaryrequesttext", "canarymovedtext",
    "canaryclosedspacename", "canaryclosedfilename", "canaryclosedtopic", "canaryclosedheading",
    "canaryclosedfilenew", "canaryclosedfilebytes",
)  # fmt: skip
ASKING = (
    "{}", "{:.9}", "{:.12}*", "*", "canar*", "*{:.8}*", "{}x", '"{}"', "in:title {}", "topic:{}",
    "author:femke {}", "plan -{}", "{} OR read", "space:{}",
)  # fmt: skip


def questions() -> Iterator[str]:
    """Each way of asking for each hidden word, and what is there for everyone."""
    yield from dict.fromkeys(way.format(word) for word in WORDS for way in ASKING)
    yield from ("read", "femke", "ruben", "plan", "below", "guarded", "once open", "heat", "pla")


@pytest.mark.parametrize("name", some_on_both("outsider", OUTSIDE))
def test_no_way_of_asking_finds_what_is_hidden(
    name: str, world: World, reader: Callable[[str], Reader], turn: Turn
) -> None:
    who, leaks = reader(name), []
    for at, (question, path) in enumerate(product(questions(), PATHS)):
        # Each way of asking in each run, at other doors by other readers.
        if turn.takes(at, at // len(PATHS), OUTSIDE.index(name), of=5):
            answer = who.ask(path.format(quote(question)))
            assert answer.status_code < 500, question
            leaks += [
                f"{path} {question}: {word}"
                for word in world.leaked(name, answer.get_data(as_text=True), question)
            ]
    assert not leaks, "\n".join([f"to {name}:", *leaks])


def test_what_is_hidden_is_found_by_who_may_see_it(
    world: World, reader: Callable[[str], Reader]
) -> None:
    words = ("canaryclosedtext", "canaryrequesttext", "canarymovedtext", "canaryclosedfilenew")
    for word in words:
        found = reader("member").ask(f"/search?q={word}").text
        assert f"<mark>{word}" in found, word


@pytest.mark.parametrize("name", ["outsider", "member", "owner"])
def test_what_waits_for_an_owner_is_found_by_nobody(
    name: str, world: World, reader: Callable[[str], Reader]
) -> None:
    for path in PATHS:
        answer = reader(name).ask(path.format(WAITS)).get_data(as_text=True)
        assert f"/p/{world.pages['open'].uid}" not in answer, path
        assert f"<mark>{WAITS}" not in answer and "what was proposed" not in answer, path
