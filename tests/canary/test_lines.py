"""Every event of the live line, sent by every kind of person: nothing that is heard is not for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask

from essp.core.db import transaction
from essp.core.text.anchors import Anchor
from essp.core.worker import do_all
from essp.discussions.closing import close_thread, reopen_thread
from essp.discussions.editing import edit_post
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Outcome
from essp.discussions.passages import Pointed, comment
from essp.discussions.posting import reply
from essp.discussions.queries import find_post, find_thread, opening_of
from essp.discussions.reacting import react
from essp.wiki.editing import edit_page
from tests.canary.conftest import Reader, some_on_both
from tests.canary.world import World
from tests.lines import Window
from tests.turns import Turn

MakeReader = Callable[[str], Reader]
SIGNED_IN = ["outsider", "asker", "member", "owner", "manager", "administrator"]
OWN = {"connect", "disconnect", "*"}
MISSING = "zzzzzzzzzz"


def events(app: Flask) -> list[str]:
    """Every event that a line may send."""
    return sorted(set(app.extensions["socketio"].server.handlers["/"]) - OWN)


def things(world: World) -> Iterator[str]:
    """What an event may name."""
    yield from [page.uid for page in world.pages.values()]
    yield from [*world.threads, *world.posts, *world.comments]
    yield from [file.uid for file in world.files]
    yield from [space.slug for space in world.spaces.values()]
    yield from [person.handle for person in world.people.values()]


def windows(
    app: Flask, world: World, who: Reader, turn: Turn
) -> Iterator[tuple[Window, list[Any]]]:
    """A window on things, by events, with what it was answered: each thing by each event, for a
    third of the people in this run and for the others in the next two."""
    for place, (event, thing) in enumerate(product(events(app), things(world))):
        if turn.takes(place, place // len(list(things(world))), SIGNED_IN.index(who.name), of=3):
            window = Window(app, who.browser)
            answer = window.emit(event, {"uid": thing, "writing": True, "after": 0, "on": True})
            yield window, [answer]


def happen(world: World) -> None:
    """What may be heard: everything is written in, by somebody who may."""
    femke, ruben = world.people["owner"], world.people["member"]
    for uid in world.threads:
        with transaction():
            opening = opening_of(find_thread(ruben, uid))
            said = reply(ruben, opening.uid, text=f"{world.canary('livepost', MEMBERS)} {uid}")
            react(femke, said.uid, Meaning.HELPFUL, on=True)
            edit_post(ruben, said.uid, text=world.canary("liveedit", MEMBERS), based_on=1)
        with transaction():
            close_thread(femke, uid, Outcome.DROPPED, reason=world.canary("livewhy", MEMBERS))
        with transaction():
            reopen_thread(femke, uid)
    for name in ("request", "closed"):
        page = world.pages[name]
        with transaction():
            text = f"Word. {world.canary('livetext', MEMBERS)}\n"
            edit_page(ruben, page, text=text, based_on=page.revision_number)
            comment(
                ruben, page.uid, Pointed(anchor=Anchor("Word")), text=world.canary("livec", MEMBERS)
            )
    do_all()


MEMBERS = frozenset({"member", "owner"})


@pytest.mark.parametrize("name", some_on_both("outsider", SIGNED_IN))
def test_no_line_tells_a_person_what_is_not_for_them(
    name: str, app: Flask, world: World, reader: MakeReader, monkeypatch: pytest.MonkeyPatch,
    turn: Turn,
) -> None:  # fmt: skip
    monkeypatch.setattr("essp.core.realtime.MOST_OF_ONE_PERSON", 10_000)
    monkeypatch.setattr(app.extensions["essp-lines"], "_most", 10_000)
    opened = list(windows(app, world, reader(name), turn))
    happen(world)
    heard = json.dumps([[*answers, *window.get_received()] for window, answers in opened])
    for window, _answers in opened:
        window.disconnect()
    assert not world.leaked(name, heard, "")


@pytest.mark.parametrize("name", some_on_both("outsider", ["outsider", "administrator"]))
def test_what_one_may_not_know_of_is_answered_on_the_line_like_what_is_missing(
    name: str, app: Flask, world: World, reader: MakeReader
) -> None:
    window = Window(app, reader(name).browser)
    hidden = [world.pages["closed"].uid, world.pages["request"].uid, *world.threads[1:]]
    for event in sorted(set(events(app)) - {"page:close", "thread:close"}):
        missing = window.emit(event, {"uid": MISSING})
        assert missing == {"error": "missing"}
        assert {json.dumps(window.emit(event, {"uid": uid})) for uid in hidden} == {
            json.dumps(missing)
        }
    window.disconnect()


@pytest.mark.parametrize("name", ["anonymous", "left", "program"])
def test_whoever_is_not_signed_in_opens_no_line(
    name: str, app: Flask, world: World, reader: MakeReader
) -> None:
    assert not Window(app, reader(name).browser).is_connected()


def test_the_walk_names_every_thread_of_its_world(world: World) -> None:
    ruben = world.people["member"]
    assert {find_post(ruben, uid).thread.uid for uid in world.posts} <= set(things(world))
