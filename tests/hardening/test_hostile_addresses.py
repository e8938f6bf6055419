"""Whatever stands in an address or behind its question mark, the answer is one a person can use."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.hardening.conftest import Attacker
from tests.hardening.furnished import Furnished, address, routes
from tests.house.code import modules
from tests.turns import Turn

pytestmark = pytest.mark.usefixtures("failures_are_answers")

NUMBERS = ["0", "-1", "1e9", "٣", "2147483648", "99999999999", "9" * 25, "9" * 5000]
TEXTS = [
    "\0", "a\0b", "\x1b[2J%' OR 1=1 --", "{{7*7}}%s%n{0.__class__}", "../../etc/passwd",
    "\ud7ff\uffff\u202e", "x" * 5000, "null", "*a~9 [a TO zzz]", "(" * 300, '"unclosed', "author:",
    "NOT AND OR boost^1e11", "__class__", "2026-13-45", "0001-01-01T00:00:00+23:59_1",
    "9999-12-31T23:59:59-12:00_1", "2026-01-01T00:00:00+00:00_99999999999",
]  # fmt: skip
# How many runs of commits after each other try every value at every route. No class of values is
# shorter, so each route meets each class in each run.
PARTS = 6
# What a database may object to is tried on each; the rest concerns the code alone.
STORED = {"\0", "a\0b", "\ud7ff\uffff\u202e", "2147483648", "9" * 25, "%00", "%c3%28%ed%a0%80"}
RAW = ["%ff%fe", "%00", "%c3%28%ed%a0%80", "%zz%", "%2e%2e%2f", "&&&===", "q[]=1&q[]=2"]
ASKED = re.compile(
    r'args(?:\.get\(|\[)\s*"(\w+)"|"(\w+)" (?:not )?in request\.args|_number\(\s*"(\w+)"'
)


def parameters() -> list[str]:
    """Every query parameter that the code asks for, those of the programs, and an unknown one."""
    texts = [path.read_text(encoding="utf-8") for path in modules()]
    found = {name for text in texts for match in ASKED.findall(text) for name in match if name}
    return sorted(found | {"limit", "cursor", "kind", "unknown"})


def reads_a_query(app: Flask, rule: Rule) -> bool:
    """Whether the module of this route's view looks behind the question mark at all."""
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    return bool(
        re.search(
            r"request\.args|query_of|_part\(", inspect.getsource(sys.modules[view.__module__])
        )
    )


def failed(attacker: Attacker, asked: Iterator[tuple[str, dict[str, str]]]) -> list[str]:
    """The requests that were answered by a failure, in words."""
    found = []
    for path, headers in asked:
        answer = attacker.ask(path, headers=headers)
        if answer.status_code >= 500:
            found.append(f"{path[:200]}: {answer.status_code}")
    return found


def headers_for(path: str, site: Furnished) -> dict[str, str]:
    """What a program sends along with its requests."""
    return {"Authorization": f"Bearer {site.secret}"} if path.startswith("/api/") else {}


def tried(values: list[str]) -> list[str]:
    """These values, or on PostgreSQL those of them that are for a database."""
    if os.environ.get("ESSP_TEST_DATABASE", "sqlite") == "sqlite":
        return values
    return [value for value in values if value in STORED]


def test_no_value_of_a_query_parameter_is_answered_by_a_failure(
    app: Flask, site: Furnished, attacker: Attacker, turn: Turn
) -> None:
    names = parameters()
    assert {"q", "part", "page", "before", "from", "author", "next"} <= set(names)

    def asked() -> Iterator[tuple[str, dict[str, str]]]:
        queries = [
            urlencode(dict.fromkeys(names, value)) for value in tried([*NUMBERS, *TEXTS])
        ] + ["&".join(f"{name}={raw}" for name in names) for raw in tried(RAW)]
        for at, (_method, rule) in enumerate(routes(app, "GET")):
            path = address(rule, site)
            if not reads_a_query(app, rule):
                continue
            for place, query in enumerate(queries):
                if turn.takes(at, place, of=PARTS):
                    yield f"{path}?{query}", headers_for(path, site)

    assert not failed(attacker, asked())


def test_no_part_of_an_address_is_answered_by_a_failure(
    app: Flask, site: Furnished, attacker: Attacker, turn: Turn
) -> None:
    def asked() -> Iterator[tuple[str, dict[str, str]]]:
        for at, (_method, rule) in enumerate(routes(app, "GET")):
            for name, converter in rule._converters.items():
                numeric = "Integer" in type(converter).__name__
                values = tried(NUMBERS) if numeric else [quote(v, safe="") for v in tried(TEXTS)]
                for place, value in enumerate([*values, *tried(RAW)]):
                    if turn.takes(at, place, of=PARTS):
                        path = address(rule, site, **{name: "HOSTILE" if not numeric else 424242})
                        filled = path.replace("HOSTILE", value).replace("424242", value)
                        yield filled, headers_for(path, site)

    assert not failed(attacker, asked())
