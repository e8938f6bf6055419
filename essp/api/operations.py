"""How an operation is declared and answered, and as whom: by a bearer token and by nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import _
from essp.core.limits import Limit, Limits, TooManyAttempts
from essp.core.rest import (
    Given,
    Operation,
    Problem,
    Reply,
    Told,
    answer,
    body_of,
    problem,
    query_of,
)
from essp.people.sessions import hashed

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
OPERATIONS: list[Operation] = []
KEYED = ["Idempotency-Key"]
LONGEST_KEY = 40
WRITES = Limit("api write", 120, 60)
_KEY = "essp.api.limits"
View = Callable[..., Told | Reply | Response]


def operation(
    method: str,
    path: str,
    told: type[Told],
    *,
    body: type[Given] | None = None,
    query: type[Given] | None = None,
    status: int = 200,
    problems: Sequence[int] = (),
    headers: Sequence[str] = (),
    upload: bool = False,
    raw: bool = False,
    may_wait: bool = False,
) -> Callable[[View], View]:
    """Declare a view as an operation; it gets `body` and `query` checked, beside the path's words."""

    def declare(view: View) -> View:
        declared = Operation(
            method, path, view, told, body=body, query=query, status=status, problems=problems,
            headers=headers, upload=upload, raw=raw, may_wait=may_wait,
        )  # fmt: skip
        OPERATIONS.append(declared)

        @wraps(view)
        def run(**words: Any) -> Response:
            return _answered(declared, words)

        blueprint.add_url_rule(path, view.__name__, members(run), methods=[method])
        return view

    return declare


def _answered(declared: Operation, words: dict[str, Any]) -> Response:
    if declared.writes:
        limits().hit(WRITES, hashed(request.headers.get("Authorization", "")))
    if any("\0" in str(word) for word in words.values()):
        raise NotFound  # nothing is named so, and PostgreSQL would refuse to look
    if declared.query is not None:
        words["query"] = query_of(declared.query)
    if declared.body is not None:
        words["body"] = body_of(declared.body)
    found = declared.view(**words)
    if isinstance(found, Response):
        return found
    return answer(found if isinstance(found, Reply) else Reply(found, declared.status))


def save_key() -> str | None:
    """What a program calls this save, so that it is one however often it is sent."""
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        return None
    if not 0 < len(sent) <= LONGEST_KEY or not sent.isprintable():
        raise Problem(
            400, _("An Idempotency-Key has 1 to %(limit)s characters.", limit=LONGEST_KEY)
        )
    return sent


def limits() -> Limits:
    """The counters of this application."""
    storage = current_app.config["SETTINGS"].limits_storage
    found: Limits = current_app.extensions.setdefault(_KEY, Limits(storage))
    return found


@blueprint.errorhandler(Problem)
def _problem(found: Problem) -> ResponseReturnValue:
    return problem(found)


@blueprint.errorhandler(Invalid)
def _invalid(found: Invalid) -> ResponseReturnValue:
    told = [{"field": name, "message": str(text)} for name, text in found.errors.items()]
    return problem(Problem(422, errors=told))


@blueprint.errorhandler(TooManyAttempts)
def _too_many(found: TooManyAttempts) -> ResponseReturnValue:
    response = problem(Problem(429))
    response.headers["Retry-After"] = str(found.wait)
    return response


@blueprint.after_request
def _name_the_scheme(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="essp"'
    response.headers.add("Vary", "Authorization")
    return response
