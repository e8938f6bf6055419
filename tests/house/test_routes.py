"""Every route says who may come in, has a readable address, and takes typed parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from essp.core.access import mark_of
from tests.house.code import told

WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.json)?|-")
# Names of things, which are text. A number names its converter: <int:number>.
TEXTS = {
    "uid", "slug", "space_slug", "page_slug", "handle", "name", "token", "topic", "search", "field",
    "comment",
    "talk", "said", "case", "claim", "doubt", "proposal", "protection", "asked",
    "group", "held", "hand", "table", "tile", "measure", "pilot", "condition", "endorsement", "question", "invitation", "reply",
}  # fmt: skip
TYPES = {"IntegerConverter": "int", "UnicodeConverter": "str"}
# A form's own page, for the answer to what was entered.
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def routes(app: Flask) -> Iterator[tuple[Rule, Callable[..., Any]]]:
    """Every route of the application with its view, the files of the front end aside."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule, app.view_functions[rule.endpoint]


def test_every_view_is_marked_with_who_may_come_in(app: Flask) -> None:
    told(
        [f"{rule}: {rule.endpoint}" for rule, view in routes(app) if mark_of(view) is None],
        "@members, @requires(role) or @public right under the route.",
    )


def test_every_path_is_in_kebab_case(app: Flask) -> None:
    faults = [
        f"{rule}: {part}"
        for rule, _view in routes(app)
        for part in rule.rule.strip("/").split("/")
        if part and not part.startswith("<") and not WORDS.fullmatch(part)
    ]
    told(faults, "lower-case words joined by hyphens.")


def test_every_parameter_has_a_type_that_the_view_repeats(app: Flask) -> None:
    faults = []
    for rule, view in routes(app):
        known = inspect.signature(inspect.unwrap(view)).parameters
        for name, converter in rule._converters.items():
            wanted = TYPES.get(type(converter).__name__, "?")
            if wanted == "str" and name not in TEXTS:
                faults.append(f"{rule}: {name} is not the name of a text")
            if name not in known or str(known[name].annotation) != wanted:
                faults.append(f"{rule}: {name} is {wanted} in the path and not in the view")
    told(
        faults, "<int:number> for numbers, one of the known names for texts, annotated in the view."
    )


def test_every_view_says_in_a_sentence_what_it_answers(app: Flask) -> None:
    told(
        [f"{rule}: {rule.endpoint}" for rule, view in routes(app) if not inspect.getdoc(view)],
        "a docstring of one sentence.",
    )


def test_a_route_reads_or_changes_but_never_both(app: Flask) -> None:
    faults = [
        f"{rule}: {sorted(methods)}"
        for rule, _view in routes(app)
        if (methods := (rule.methods or set()) - {"HEAD", "OPTIONS"}) & UNSAFE and "GET" in methods
    ]
    told(faults, "one view that shows the form and another that takes it.")
