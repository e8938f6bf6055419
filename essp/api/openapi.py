"""The OpenAPI document, made of the declared operations: it cannot promise what they do not keep."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from essp.api.operations import OPERATIONS, blueprint
from essp.core.access import public
from essp.core.rest import PROBLEM, Operation

TEMPLATE = "#/components/schemas/{model}"
PARAMETER = re.compile(r"<(?:(int):)?(\w+)>")
ALWAYS = (401,)
PROBLEM_SHAPE = {
    "type": "object",
    "required": ["type", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
UPLOAD = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}
BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
ABOUT = {
    "If-Match": 'The ETag of the revision that was read, such as "12".',
    "Idempotency-Key": "At most 40 characters; the same key again is the same save.",
}


@blueprint.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """The description of every operation, for programs that read it."""
    return jsonify(document())


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI 3.1 document."""
    schemas, definitions = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        path = PARAMETER.sub(r"{\2}", f"/api/v1{each.path}")
        paths.setdefault(path, {})[each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ESSP",
            "version": "1",
            "description": "Spaces, pages with attributed history, people and search. Every "
            "operation acts as the person of its token and sees what that person sees.",
        },
        "paths": paths,
        "components": {
            "schemas": {**definitions, "Problem": PROBLEM_SHAPE},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


Schemas = dict[Any, dict[str, Any]]


def _schemas() -> tuple[Schemas, dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], str]]
    wanted = [(each.told, "serialization") for each in OPERATIONS]
    wanted += [
        (shape, "validation")
        for each in OPERATIONS
        for shape in (each.body, each.query)
        if shape is not None
    ]
    found, top = models_json_schema(list(dict.fromkeys(wanted)), ref_template=TEMPLATE)  # type: ignore[arg-type]
    return dict(found), top.get("$defs", {})


def _operation(each: Operation, schemas: Schemas) -> dict[str, Any]:
    said = inspect.cleandoc(each.view.__doc__ or "")
    told: dict[str, Any] = {
        "operationId": each.view.__name__,
        "summary": said.splitlines()[0],
        "description": said,
        "parameters": [*_path_words(each), *_query_words(each), *_headers(each)],
        "responses": _responses(each, schemas),
    }
    if each.body is not None:
        content = {"application/json": {"schema": schemas[each.body, "validation"]}}
        told["requestBody"] = {"required": True, "content": content}
    if each.upload:
        told["requestBody"] = {"required": True, "content": {"multipart/form-data": UPLOAD}}
    return told


def _path_words(each: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if kind else "string"},
        }
        for kind, name in PARAMETER.findall(each.path)
    ]


def _query_words(each: Operation) -> list[dict[str, Any]]:
    if each.query is None:
        return []
    shape = each.query.model_json_schema(ref_template=TEMPLATE)
    needed = shape.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in shape["properties"].items()
    ]


def _headers(each: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header",
            "required": name == "If-Match" and each.method == "PUT",
            "description": ABOUT[name],
            "schema": {"type": "string"},
        }
        for name in each.headers
    ]


def _responses(each: Operation, schemas: Schemas) -> dict[str, Any]:
    content = {"application/json": {"schema": schemas[each.told, "serialization"]}}
    good = {str(each.status): {"description": "Done.", "content": BYTES if each.raw else content}}
    if each.may_wait:
        good["202"] = {"description": "What was sent, or a part of it, waits.", "content": content}
    failing = {*ALWAYS, *each.problems}
    if each.body is not None:
        failing |= {400, 415, 422, 429}
    if each.query is not None:
        failing.add(422)
    if each.upload:
        failing |= {400, 413, 422, 429}
    if each.headers:
        failing.add(400)
    trouble = {
        str(status): {
            "description": "A problem, in words.",
            "content": {PROBLEM: {"schema": {"$ref": TEMPLATE.format(model="Problem")}}},
        }
        for status in sorted(failing)
    }
    return good | trouble
