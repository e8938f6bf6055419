"""The OpenAPI document and the operations say the same, whatever is sent."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essp.api.openapi import document
from essp.api.operations import limits
from essp.care.models import Case, Thing
from essp.care.reporting import report
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.text.anchors import Anchor
from essp.curation.appointing import appoint
from essp.curation.claims import Holds, claim
from essp.curation.doubts import doubt
from essp.curation.places import of_page
from essp.curation.sentences import Pointed as Sentence
from essp.discussions.passages import Pointed, comment, comment_by_id
from essp.discussions.posting import reply
from essp.people.models import Person
from essp.spaces.stewarding import Wanted
from essp.wiki.editing import locked
from essp.wiki.models import Page
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of
from tests.api.conftest import ProgramOf
from tests.discussions.talking import answer, ask
from tests.house.code import ROOT
from tests.house.test_words import is_sentence

ODD = st.sampled_from(
    ["", "\0", "\ud800", "../..", "__class__", "%s%n", "{0.__class__}", "' OR 1=1 --", "\r\nX: y",
     "9" * 30, "-1", "1e9", "null", "[]", "é" * 300, "🦆", "x" * 3000]
)  # fmt: skip
SCALAR = st.one_of(ODD, st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.floats())
ANYTHING = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3)
)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the document: method, path, description."""
    return [
        (method.upper(), path, told)
        for path, methods in document()["paths"].items()
        for method, told in methods.items()
    ]


def names() -> list[str]:
    return [told["operationId"] for _method, _path, told in operations()]


def test_the_document_is_there_for_everyone_and_names_every_operation(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    promised = {(method, re.sub(r"{\w+}", "{}", path)) for method, path, _told in operations()}
    routed = {
        (method, re.sub(r"<[^>]+>", "{}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule != "/api/v1/openapi.json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert promised == routed
    assert answer.json == json.loads(json.dumps(document()))


def test_every_reference_of_the_document_leads_somewhere() -> None:
    text = json.dumps(document())
    known = document()["components"]["schemas"]
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert wanted and wanted <= set(known)
    assert all(is_sentence(told["description"]) for _method, _path, told in operations())


def _shaped(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Something of a schema's shape, or nearly."""
    if "$ref" in schema:
        return _named(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([_shaped(each) for each in schema["anyOf"]])
    kind = schema.get("type")
    if kind == "object":
        fields = {name: _shaped(each) for name, each in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=fields)
    simple = {"integer": st.integers(-1, 300), "boolean": st.booleans(), "null": st.none()}
    return simple.get(kind or "", st.one_of(ODD, st.text(max_size=40)))


@cache
def _named(name: str) -> st.SearchStrategy[Any]:
    return _shaped(document()["components"]["schemas"][name])


def commented(actor: Person, page: Page) -> str:
    """The uid of a comment on the first words of a page."""
    with transaction():
        made = comment(actor, page.uid, Pointed(anchor=Anchor("Start at")), text="Why?")
    return comment_by_id(page, made.thread_id).thread.uid


def proposed(actor: Person, page: Page) -> str:
    """The uid of a proposal for a page."""
    text = f"{text_of(page)}\nMore.\n"
    with transaction():
        return propose(
            actor, locked(page), text=text, based_on=page.revision_number, reason="Why not"
        ).uid


def owned_and_doubted(actor: Person, page: Page) -> dict[str, str]:
    """Somebody who was asked to own a page, and a sentence of it that is marked and in doubt."""
    at = Sentence(Anchor("Start at"))
    with transaction():
        place = of_page(actor, page.uid)
        asked = appoint(actor, place, Wanted(line=place.line, person=actor))
        marked = claim(actor, page.uid, at, Holds(until=clock.now().date() + timedelta(days=9)))
        return {
            "held": asked.uid, "claim": marked.uid,
            "doubt": doubt(actor, page.uid, at, "asks", "Is it?").uid,
        }  # fmt: skip


def reported(page: Page, said: str) -> str:
    """The uid of a case about a reply to a post, which the owner of its space may look after."""
    names = {"created_at": page.created_at, "joined_at": page.created_at}
    noor, ruben = (
        Person(handle=each, name=each, name_key=each, email=f"{each}@example.org", **names)
        for each in ("noor-vos", "ruben-vos")
    )
    with transaction():
        session().add_all([noor, ruben])
        session().flush()
        made = report(ruben, Thing.POST, reply(noor, said, text="Fool.").uid, reason="unkind")
        return session().get_one(Case, made.report.case_id).uid


@pytest.mark.parametrize("name", names())
def test_no_input_breaks_an_operation(
    name: str, app: Flask, page: Page, femke: Person, program_of: ProgramOf
) -> None:
    program = program_of(femke)
    [(method, path, told)] = [each for each in operations() if each[2]["operationId"] == name]
    good = {"slug": page.space.slug, "uid": page.uid, "number": "1", "handle": femke.handle}
    thread = ask(femke, page.space)
    good |= {"topic": "transformers", "talk": thread.uid, "said": answer(femke, thread).uid}
    good |= {
        "measure": "D1",
        "comment": commented(femke, page),
        "case": reported(page, good["said"]),
    }
    good |= {"proposal": proposed(femke, page)}
    good |= owned_and_doubted(femke, page)
    words_of = {
        key: st.sampled_from([value, value, value, "zzzz", "\0", "x" * 300])
        for key, value in good.items()
        if f"{{{key}}}" in path
    }
    query = {
        each["name"]: _shaped(each["schema"]) | SCALAR
        for each in told["parameters"]
        if each["in"] == "query"
    }
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    body_of = _shaped(body) | ANYTHING if body else st.none()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def fuzz(data: st.DataObject) -> None:
        limits().reset()
        words = {key: data.draw(each) for key, each in words_of.items()}
        asked = {
            name: str(data.draw(each)).encode("utf-8", "replace")
            for name, each in query.items()
            if data.draw(st.booleans())
        }
        sent = data.draw(body_of)
        headers = {"Authorization": f"Bearer {program.secret}"}
        if data.draw(st.booleans()):
            headers["If-Match"] = data.draw(st.sampled_from(['"1"', "1", "*", "x", '"99"']))
        options = {"data": json.dumps(sent), "content_type": "application/json"} if body else {}
        answer = program.client.open(
            path.format(**words), method=method, query_string=asked, headers=headers, **options
        )
        assert answer.status_code < 500
        assert str(answer.status_code) in told["responses"], (answer.status_code, answer.text)
        problem = answer.status_code >= 400
        assert answer.mimetype == ("application/problem+json" if problem else "application/json")

    fuzz()


def test_the_guide_names_every_operation_and_every_problem() -> None:
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for method, path, told in operations():
        assert f"`{method} {path.removeprefix('/api/v1')}" in guide, (method, path)
        for status in told["responses"]:
            assert int(status) < 400 or f"| {status} |" in guide, status
