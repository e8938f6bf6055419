"""Errors as people meet them: what happened and what to do, on a page or as problem+json."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import _
from essp.core.incoming import CutOffError, wants_json


def install(app: Flask) -> None:
    """Answer every error in words."""
    app.register_error_handler(NotFound, lambda _error: answer(404))
    app.register_error_handler(Refused, lambda error: answer(403, str(error.reason)))
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(CSRFError, lambda _error: answer(400, _expired()))
    app.register_error_handler(CutOffError, lambda _error: _cut_off())
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, lambda _error: answer(500))


def _cut_off() -> ResponseReturnValue:
    reason = _("Not all of it arrived, so nothing of it was kept. Go back and send it again.")
    return (jsonify(error=reason), 400) if wants_json() else answer(400, reason)


def answer(status: int, reason: str = "") -> Response:
    """The error page, or problem+json under `/api/`."""
    title, advice = words(status)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "status": status, "title": title}
        problem["detail"] = reason or advice
        response = jsonify(problem)
        response.content_type = "application/problem+json"
        response.status_code = status
        return response
    page = render_template(
        [f"errors/{status}.html", "errors/error.html"],
        status=status,
        title=title,
        reason=reason,
        advice=advice,
    )
    return make_response(page, status)


def words(status: int) -> tuple[str, str]:
    """Title and advice for a status. Hidden and missing share theirs."""
    known = {
        400: (_("That request could not be used"), _("Go back, reload the page and try again.")),
        401: (_("Sign in first"), _("You need to sign in to see this.")),
        403: (_("You may not do this"), _("Ask an owner of the space if you think you should.")),
        404: (
            _("There is nothing here"),
            _("The address may be wrong, or the page is not for everyone. Try the search."),
        ),
        405: (_("That is not possible here"), _("Go back and use the buttons on the page.")),
        409: (_("Somebody was first"), _("Reload the page to see what changed.")),
        413: (
            _("That is too large"),
            _(
                "Use at most 1 MB of text or %(limit)s MB for a file.",
                limit=current_app.config["SETTINGS"].file_megabytes,
            ),
        ),
        422: (_("Something is not right yet"), _("Go back and look at what you entered.")),
        429: (_("Too many attempts"), _("Wait a while and try again.")),
        500: (
            _("Something broke on our side"),
            _("Nothing you saved is lost. Try again; if it stays, tell the administrator."),
        ),
    }
    return known.get(status, (_("That did not work"), _("Go back and try again.")))


def _expired() -> str:
    return _("The form was open for too long. Go back, reload the page and send it again.")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in range(300, 400):
        return error.get_response()
    if status == 401 and not request.path.startswith("/api/"):
        return redirect(url_for("people.sign_in", next=_wanted()), 303)
    response = answer(status)
    wait = error.get_response().headers.get("Retry-After")
    if wait:
        response.headers["Retry-After"] = wait
    return response


def _wanted() -> str | None:
    """Where somebody who signs in first goes on: what they asked for, or where the form they sent stands."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    stood = urlsplit(request.referrer or "")
    here = stood.netloc == request.host
    return (f"{stood.path}?{stood.query}" if stood.query else stood.path) if here else None


def _invalid(error: Invalid) -> ResponseReturnValue:
    return answer(422, " ".join(str(text) for text in error.errors.values()))
