"""Where the browser meets the recorder: which screens are things that people open.

Only screens that somebody asked for and got are noticed: no fragment, no form, no refusal, and nothing that
a program reads by its interface. Where a screen was reached from a search or from who knows what, by
the address that the browser says it came from, that is noticed too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

from essp.people.current import visitor
from essp.people.models import Person
from essp.stats import recording
from essp.stats.verbs import Opened, Thing

Likely = Callable[..., Any]

SCREENS = {
    "discussions.show": (Thing.THREAD, "talk"),
    "people.profile": (Thing.PERSON, "handle"),
    "topics.show": (Thing.TOPIC, "topic"),
    "spaces.show": (Thing.SPACE, "slug"),
    "attachments.show": (Thing.FILE, "uid"),
    "attachments.serve": (Thing.FILE, "uid"),
}
PAGES = {"wiki.show", "wiki.newest", "wiki.approved"}
CAME_FROM = {
    "/search": Opened.SEARCH_CLICK,
    "/who-knows": Opened.FIND_OPEN,
    "/ask": Opened.SUGGESTION_OPEN,
}


def install(app: Flask) -> None:
    """Notice what is opened, on this application."""
    app.after_request(_notice)


def opened_page(person_id: int, page_id: int) -> None:
    """A page was opened: its view tells its id, which no address does."""
    recording.opened(person_id, Opened.VIEW, Thing.PAGE, page_id)
    _came_from(person_id, Thing.PAGE, page_id)


def suggested(ask: Likely) -> Likely:
    """The same question for what may answer, noticed where it found something for who is asking."""

    @wraps(ask)
    def noticed(actor: Person, *told: Any, **more: Any) -> Any:
        found = ask(actor, *told, **more)
        if found:
            recording.opened(actor.id, Opened.SUGGESTED)
        return found

    return noticed


def _notice(answer: Response) -> Response:
    endpoint = request.endpoint or ""
    if endpoint not in SCREENS and endpoint != "expertise.results":
        return answer
    if request.method != "GET" or answer.status_code != 200 or "HX-Request" in request.headers:
        return answer
    person = visitor()
    if person is None:
        return answer
    if endpoint == "expertise.results":
        if request.args.get("q", "").strip():
            recording.opened(person.id, Opened.FIND)
        return answer
    kind, name = SCREENS[endpoint]
    verb = Opened.VIEW
    if endpoint == "attachments.serve":
        # What a page shows within its text was not asked for by anybody.
        if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
            return answer
        verb = Opened.DOWNLOAD
    address = (request.view_args or {})[name]
    recording.opened(person.id, verb, kind, address)
    _came_from(person.id, kind, address)
    return answer


def _came_from(person_id: int, kind: Thing, address: str | int) -> None:
    """What led here, where that was a search, who knows what, or the form that asks a question.

    Of who knows what it is noted who was opened: it is counted whether they were asked then.
    """
    if not request.referrer:
        return
    came = urlsplit(request.referrer)
    verb = CAME_FROM.get(came.path.removeprefix(request.script_root))
    if verb is None or came.netloc != request.host:
        return
    if verb is Opened.FIND_OPEN and kind is Thing.PERSON:
        recording.opened(person_id, verb, kind, address)
    else:
        recording.opened(person_id, verb)
