"""A word that is used behind closed doors only is like a word that nobody ever used."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from essp.wiki.tagging import topics_of
from tests.canary.conftest import Reader, some_on_both
from tests.canary.filling import MISSING, paths, routes, values_of
from tests.canary.test_hidden_and_missing import _no_tokens, said  # noqa: F401 - a fixture
from tests.canary.world import World
from tests.turns import Turn

MakeReader = Callable[[str], Reader]
FIELDS = ("name", "other_name", "parent", "into", "topics", "text", "q")
HIDDEN, NEVER = "canaryclosedtopic", "pelicanrareword"
BEGUN = re.compile(r"/t/[0-9a-z]{10}")
Said = tuple[str, dict[str, str], str]
AROUND = {"name": "A name", "language": "en", "title": "A title", "text": "Words.", "based_on": "1"}


def anew(answer: Said) -> Said:
    """An answer without the id of the conversation that it began, which is new each time."""
    status, headers, text = answer
    known = {name: BEGUN.sub("/t/…", value) for name, value in headers.items()}
    return status, known, BEGUN.sub("/t/…", text)


@pytest.mark.parametrize("field", some_on_both("topics", FIELDS))
def test_writing_a_hidden_word_is_like_writing_one_that_nobody_used(
    field: str, app: Flask, world: World, reader: MakeReader, turn: Turn
) -> None:
    who, told = reader("outsider"), []
    values = {name: each[:1] for name, each in values_of(world, app).items()}
    values["uid"] = [world.pages["open"].uid]
    for at, rule in enumerate(routes(app, "POST")):
        if not turn.takes(at, FIELDS.index(field), of=5):
            continue
        # Programs are asked by their own tests; letters and passwords may be tried only so often.
        if rule.rule.startswith(("/api/", "/password/", "/sign-in", "/account/password")):
            continue
        for path in paths(rule, values):
            answers = [
                anew(said(who.ask(path, "POST", data={**AROUND, field: word}), word))
                for word in (HIDDEN, NEVER)
            ]
            if answers[0] != answers[1]:
                told.append(f"{path}: {answers[0][0]} / {answers[1][0]}")
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    "path",
    ["/topics?q={}", "/topics?q={}&view=az", "/complete/topics?q={}", "/topics/heat/merge?into={}",
     "/topics/new?name={}", "/topics/{}", "/topics/{}/history", "/api/v1/topics?q={}"],
)  # fmt: skip
def test_asking_for_a_hidden_word_is_like_asking_for_one_that_nobody_used(
    path: str, world: World, reader: MakeReader
) -> None:
    for name in ("outsider", "administrator", "program"):
        who = reader(name)
        answers = [said(who.ask(path.format(word)), word) for word in (HIDDEN, NEVER)]
        assert answers[0] == answers[1], (name, path)


def test_the_word_may_be_taken_in_the_open_and_shows_no_past(
    world: World, reader: MakeReader, app: Flask
) -> None:
    quiet = {each.topic.label("en"): each for each in topics_of(world.pages["closed"])}
    assert not quiet[HIDDEN].topic.open and MISSING["topic"] not in world.topics
    assert HIDDEN in reader("member").ask("/topics?view=az").text
