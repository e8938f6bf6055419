"""The language before sign-in: whoever cannot set it in an account yet chooses it for the browser."""

from __future__ import annotations

from flask import Response, abort, redirect, request

from essp.core.access import public
from essp.core.i18n import LANGUAGES
from essp.core.web import LANGUAGE
from essp.people.web.edge import answer_with, blueprint, same_site_path, settings, typed

YEAR = 365 * 24 * 60 * 60


@blueprint.post("/language")
@public
def choose_language() -> Response:
    """Keep the language in a cookie, and go back to the page where it was chosen."""
    chosen = typed("language")
    if chosen not in LANGUAGES:
        abort(400)
    answer = answer_with(redirect(same_site_path(request.form.get("next")), 303))
    answer.set_cookie(
        LANGUAGE, chosen, max_age=YEAR, httponly=True, samesite="Lax",
        secure=settings().secure_cookies,
    )  # fmt: skip
    return answer


def language_of_browser() -> str | None:
    """What was chosen for this browser before sign-in, as it came: it may be no language at all."""
    return request.cookies.get(LANGUAGE)


def forget_language(answer: Response) -> Response:
    """Let the browser's own language count again."""
    answer.delete_cookie(LANGUAGE, httponly=True, samesite="Lax", secure=settings().secure_cookies)
    return answer
