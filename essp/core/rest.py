"""What an interface for programs needs: problems in a known form, revisions as ETags, pages of lists.

Operations are declared with the shapes they take and give, so that what is checked and what the
OpenAPI document promises cannot differ.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Response, jsonify, request
from pydantic import BaseModel, ConfigDict, ValidationError

from essp.core import errors
from essp.core.i18n import _
from essp.core.wrong_fields import sentence_for

PROBLEM = "application/problem+json"
REVISION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
M = TypeVar("M", bound=BaseModel)


class Problem(Exception):
    """An answer that is not what was asked for: a status, what happened, and more fields."""

    def __init__(self, status: int, detail: str = "", **more: Any) -> None:
        super().__init__(f"{status}: {detail}")
        self.status, self.detail, self.more = status, detail, more


class Given(BaseModel):
    """The base of what a program sends: a field that is not named here is refused."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """The base of what a program gets."""


@dataclass(frozen=True)
class Reply:
    """An answer other than a plain 200."""

    told: Told
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One operation as it is declared: where, what it takes and gives, and how it can fail.

    `upload` takes a file in the field `file` of a form; `raw` gives the bytes of one. One that may wait
    for somebody (`may_wait`) answers 202 when it does.
    """

    method: str
    path: str
    view: Callable[..., Any]
    told: type[Told]
    body: type[Given] | None = None
    query: type[Given] | None = None
    status: int = 200
    problems: Sequence[int] = ()
    headers: Sequence[str] = ()
    upload: bool = False
    raw: bool = False
    may_wait: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


def problem(found: Problem) -> Response:
    """A problem as the answer."""
    title, advice = errors.words(found.status)
    told = {"type": "about:blank", "status": found.status, "title": title}
    response = jsonify(told | {"detail": found.detail or advice} | found.more)
    response.status_code, response.content_type = found.status, PROBLEM
    return response


def answer(reply: Reply) -> Response:
    """A reply as JSON in UTF-8."""
    response = Response(
        reply.told.model_dump_json(by_alias=True), reply.status, mimetype="application/json"
    )
    response.headers.update(dict(reply.headers))
    return response


def body_of(shape: type[M]) -> M:
    """What was sent, checked. Raises Problem 415, 400 or 422."""
    if request.mimetype != "application/json":
        raise Problem(415, _("Send JSON, and say so: Content-Type: application/json."))
    try:
        sent = request.get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, _("What was sent is not UTF-8.")) from None
    try:
        return shape.model_validate_json(sent)
    except ValidationError as error:
        raise _refused(error) from None


def query_of(shape: type[M]) -> M:
    """The question mark's part of the address, checked. Raises Problem 422."""
    try:
        return shape.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise _refused(error) from None


def _refused(error: ValidationError) -> Problem:
    found = error.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return Problem(400, _("What was sent is not JSON."))
    return Problem(
        422,
        errors=[
            {
                "field": ".".join(str(part) for part in each["loc"]),
                "message": sentence_for(each["type"], each.get("ctx", {})),
            }
            for each in found
        ],
    )


def revision_asked_for() -> int:
    """The revision that `If-Match` names. Raises Problem 428 without one, 400 for something else."""
    named = revision_named()
    if named is None:
        raise Problem(
            428, _("Name the revision you started from: If-Match with the ETag you read.")
        )
    return named


def revision_named() -> int | None:
    """The revision that `If-Match` names, if it is sent. Raises Problem 400 for something else."""
    sent = request.headers.get("If-Match")
    if sent is None:
        return None
    found = REVISION.fullmatch(sent.strip())
    if found is None:
        raise Problem(
            400, _("If-Match must be the ETag of a revision, such as %(tag)s.", tag='"12"')
        )
    return int(found[1])


def revision_tag(number: int) -> dict[str, str]:
    """The ETag of a revision, as a header."""
    return {"ETag": f'"{number}"'}


def cursor_of(*place: int | str) -> str:
    """Where a list goes on, as one opaque word."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str, kind: type[int] = int) -> int:
    """Where a list goes on. Raises Problem 400 for a cursor that was not given out."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        place = None
    if not isinstance(place, list) or len(place) != 1 or type(place[0]) is not kind:
        raise Problem(400, _("This cursor was not given out here. Begin the list anew."))
    if not 0 <= place[0] < 2**31:
        raise Problem(400, _("This cursor was not given out here. Begin the list anew."))
    return int(place[0])
