"""What comes in with a request: kept to what can be looked up, and to what this site's own pages send.

Numbers in an address are those that a row can have and texts hold no NUL, so no view has to ask a
database what it cannot answer: SQLite and PostgreSQL refuse larger numbers, PostgreSQL every NUL. And
a form is taken from this site's own pages alone, whatever tokens another site may have got hold of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import flask
from flask import abort, current_app, request
from werkzeug import routing
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

LARGEST = 2**31 - 1
READING = {"GET", "HEAD", "OPTIONS"}


class IntegerConverter(routing.IntegerConverter):
    """A number that the row of a table can have."""

    def __init__(self, map: routing.Map, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


class UnicodeConverter(routing.UnicodeConverter):
    """One part of a path, of one character or more, none of them NUL."""

    def __init__(self, map: routing.Map, **options: Any) -> None:
        super().__init__(map, **options)
        self.regex = self.regex.replace("[^/]", "[^/\\x00]")


class CutOffError(Exception):
    """A form came in only in part: the connection broke, or what sent it did."""


class Request(flask.Request):
    """A request whose query and form hold no NUL. Raises CutOffError for a form that breaks off."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters behind the question mark."""
        return _without_nul(super().args)

    def make_form_data_parser(self) -> FormDataParser:
        """One that says so where a form breaks off, instead of finding nothing in it."""
        parser = super().make_form_data_parser()
        parser.silent = False
        return parser

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except ValueError:
            empty: MultiDict[str, str] = ImmutableMultiDict()
            self.__dict__.update(form=empty, files=ImmutableMultiDict())
            raise CutOffError from None
        self.__dict__["form"] = _without_nul(self.__dict__["form"])


def install(app: flask.Flask) -> None:
    """Let in what can be looked up; call it before routes are registered."""
    app.request_class = Request
    app.url_map.converters |= {
        "int": IntegerConverter,
        "string": UnicodeConverter,
        "default": UnicodeConverter,
    }
    app.before_request(_refuse_other_sites)


def files_sent() -> Iterator[tuple[str, BinaryIO]]:
    """The files of the form that was sent, by name; a field in which none was chosen is left out."""
    for each in request.files.getlist("file"):
        if each.filename:
            yield each.filename, cast(BinaryIO, each.stream)


def wants_json() -> bool:
    """Whether script asks, which is answered in JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return bool(best == "application/json")


def _without_nul(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    if not any("\0" in part for pair in sent.items(multi=True) for part in pair):
        return sent
    return ImmutableMultiDict(
        [(name.replace("\0", ""), text.replace("\0", "")) for name, text in sent.items(multi=True)]
    )


def _refuse_other_sites() -> None:
    """Refuse what a page of another site makes a browser send; programs name no origin."""
    if request.method in READING or request.path.startswith("/api/"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        own = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("Origin")
        # Behind a proxy the request may name the inner host: the configured address counts too.
        known = {request.host, urlsplit(current_app.config["SETTINGS"].url).netloc}
        own = origin is None or urlsplit(origin).netloc in known
    if not own:
        abort(400)
