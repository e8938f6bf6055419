"""How the crawler fills the parameters of a route: by name, with things that are open and hidden."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.routing import Rule

from essp.stats import exporting
from essp.stats.tiles import TILES
from tests.canary.world import World

MISSING = {
    "slug": "no-such-place", "space_slug": "no-such-place", "page_slug": "no-such-page",
    "uid": "zzzzzzzzzz", "handle": "nobody-here", "name": "nothing.txt", "token": "x" * 43,
    "number": 999_999, "sign_in_id": 999_999, "token_id": 999_999, "width": 999_999,
    "topic": "no-such-topic", "search": "zzzzzzzzzz", "field": "zzzzzzzzzz",
    "comment": "zzzzzzzzzz", "talk": "zzzzzzzzzz", "said": "zzzzzzzzzz", "case": "zzzzzzzzzz",
    "question": "zzzzzzzzzz", "invitation": "zzzzzzzzzz", "reply": "not-me",
    "claim": "zzzzzzzzzz", "doubt": "zzzzzzzzzz", "pilot": "zzzzzzzzzz", "condition": "no-such", "endorsement": "zzzzzzzzzz",
    "group": "zzzzzzzzzz", "held": "zzzzzzzzzz", "hand": "zzzzzzzzzz",
    "proposal": "zzzzzzzzzz", "protection": "zzzzzzzzzz", "right": 999_999, "table": "no-such-table", "tile": "no-such", "measure": "no-such-figure", "asked": "zzzzzzzzzz",
}  # fmt: skip


# What a permanent id names, by the part of the address before it; elsewhere it may be any.
KINDS = {"p": "page uid", "pages": "page uid", "files": "file uid"}


# What an address names behind its question mark, by the route that reads it there.
NAMED_BEHIND = {
    "wiki.preview": ("page", "space"),
    "discussions.near": ("space",),
    "spaces.called": ("space",),
    "discussions.keep": ("key",),
    "discussions.send_files": ("key",),
    "discussions.preview": ("key",),
}


class UnknownParameterError(AssertionError):
    """A route takes a parameter that the crawler was never told about."""

    def __init__(self, rule: Rule, name: str) -> None:
        super().__init__(
            f"{rule} takes <{name}>, which the canary crawler cannot fill: add values for it, open "
            f"and hidden, to values_of() and MISSING in {__name__.replace('.', '/')}.py"
        )


def values_of(world: World, app: Flask) -> dict[str, list[Any]]:
    """For each parameter's name everything that it can stand for."""
    slugs = [space.slug for space in world.spaces.values()]
    pages = [page for name, page in world.pages.items() if not name.endswith("below")]
    return {
        "slug": slugs,
        "space_slug": slugs,
        "page_slug": [page.slug for page in pages] + ["once-open"],
        "topic": ["heat", *world.topics, "canaryclosedtopic"],
        "uid": [page.uid for page in pages] + [file.uid for file in world.files],
        "page uid": [page.uid for page in pages] + [world.files[-1].uid],
        "file uid": [file.uid for file in world.files] + [pages[-1].uid],
        "handle": sorted({person.handle for person in world.people.values()}),
        "name": ["renamed.txt", *(file.name for file in world.files[1:])],
        "token": world.one_time,
        "number": [1, 2, *(request.id for request in world.requests)],
        "width": [320],
        "search": world.searches,
        "field": world.fields,
        "comment": world.comments,
        "talk": world.threads,
        "said": world.posts,
        "case": world.cases,
        "claim": world.claims,
        "doubt": world.doubts,
        "group": world.groups,
        "held": world.held,
        "hand": world.hands,
        "proposal": world.proposals,
        "protection": world.protections,
        "asked": world.asked,
        "question": world.questions,
        "invitation": world.invitations,
        "reply": ["not-me", "closed"],
        "endorsement": world.endorsements,
        "right": [1],
        "table": [*exporting.tables()],
        "tile": [each.slug for each in TILES],
        "measure": ["D1", "D8", "M02"],
        "condition": ["answered", "pioneering"],
        "pilot": world.pilots,
        "sign_in_id": [1],
        "token_id": [1],
    }


def hidden_values(world: World) -> dict[str, list[Any]]:
    """For each parameter that names a place what an outsider may not know of."""
    pages = [world.pages[name] for name in ("closed", "closed archived", "moved", "request")]
    closed = world.spaces["closed"].slug
    return {
        "slug": [closed],
        "space_slug": [closed],
        "topic": [*world.topics, "canaryclosedtopic", "canaryclosedset"],
        "uid": [page.uid for page in pages] + [file.uid for file in world.files[1:]],
        "talk": world.threads[1:],
        "said": world.posts[1:],
        "case": world.cases[2:],
        "claim": world.claims[1:],
        "doubt": world.doubts[2:],
        "group": world.groups[1:],
        "held": world.held[1:],
        "hand": world.hands[1:],
        "proposal": world.proposals[1:],
        "protection": world.protections[1:],
        "asked": world.asked[1:],
        "question": world.questions,
        "invitation": world.invitations,
        "endorsement": world.endorsements,
        "pilot": world.pilots[1:],
    }


def named_behind(world: World) -> dict[str, str]:
    """What doors of insight read behind the question mark: spaces, a department, a person, a pilot."""
    return {
        "closed": world.spaces["closed"].slug,
        "request": world.spaces["request"].slug,
        "department": quote(world.people["owner"].department),
        "owner": world.people["owner"].handle,
        "pilot": world.pilots[-1],
    }


def beside(world: World) -> dict[str, Any]:
    """What stands in the other parameters of an address that names something hidden."""
    return {
        "page_slug": world.pages["closed"].slug,
        "name": world.files[-1].name,
        "handle": world.people["owner"].handle,
        "number": 1,
        "width": 320,
        "reply": "not-me",
        "table": "figures",
        "measure": "D1",
        "comment": world.comments[-1],
    }


def routes(app: Flask, method: str) -> Iterator[Rule]:
    """Every route that answers this method, the files of the front end aside."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and method in (rule.methods or ()):
            yield rule


def paths(rule: Rule, values: dict[str, list[Any]]) -> Iterator[str]:
    """The addresses of a route for all combinations of values."""
    names = sorted(rule.arguments)
    for name in names:
        if name not in values:
            raise UnknownParameterError(rule, name)
    for chosen in product(*(values[_kind(rule, name)] for name in names)):
        yield address(rule, dict(zip(names, chosen, strict=True)))


def _kind(rule: Rule, name: str) -> str:
    """What a parameter of a route stands for: each kind of thing is asked for at its own doors."""
    before = rule.rule.split(f"<{name}>")[0].rstrip("/").rsplit("/", 1)[-1]
    return KINDS.get(before, name) if name == "uid" else name


def address(rule: Rule, filled: dict[str, Any]) -> str:
    """The address of a route with these values."""
    built = rule.build(filled, append_unknown=False)
    assert built is not None, (rule, filled)
    return str(built[1])
