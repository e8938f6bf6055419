"""A shelf of finished HTML: what is the same for many requests is drawn once and kept in memory.

What is put on it carries all it was made of in its key, so nothing on it ever has to be thrown away
because it is wrong; the oldest unused pieces make room. One piece of text stands in the place of each
secret (a CSRF token) and is filled in for the request.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import Flask, g, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from essp.core import i18n
from essp.core.reader import reader

LARGEST = 64_000_000
CSRF_MARK = "\ue000csrf\ue000"


class Shelf:
    """Pieces of HTML by key; together at most `LARGEST` characters."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self.pieces: OrderedDict[Hashable, str] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The piece of that key; made and put there when it is missing."""
        with self.lock:
            found = self.pieces.get(key)
            if found is not None:
                self.pieces.move_to_end(key)
                return found
        made = make()
        with self.lock:
            if key not in self.pieces:
                self.pieces[key] = made
                self.size += len(made)
            while self.size > self.largest and len(self.pieces) > 1:
                _key, oldest = self.pieces.popitem(last=False)
                self.size -= len(oldest)
        return made

    def clear(self) -> None:
        """Take everything off: the database behind it is another one."""
        with self.lock:
            self.pieces.clear()
            self.size = 0


shelf = Shelf()


def install(app: Flask) -> None:
    """Give templates the word `shell`."""
    app.jinja_env.globals["shell"] = shell


def shell(part: str, nav: str = "", sign_out: bool = True) -> Markup:
    """A part of the frame around every screen, as this reader sees it."""
    me = reader()
    who = (me.id, me.name, me.handle, me.picture_url) if me else None
    key = ("shell", part, nav, sign_out, who, i18n.language(), request.script_root)
    html = shelf.get(
        key,
        lambda: render_template(
            f"shell/{part}.html", nav=nav, sign_out=sign_out, csrf_token=lambda: CSRF_MARK
        ),
    )
    return with_token(html)


def with_token(html: str) -> Markup:
    """A piece of the shelf with this request's CSRF token in its place."""
    if CSRF_MARK not in html:
        return Markup(html)  # noqa: S704 - drawn by a template
    if "csrf_for_shelf" not in g:
        g.csrf_for_shelf = generate_csrf()
    return Markup(html.replace(CSRF_MARK, g.csrf_for_shelf))  # noqa: S704 - drawn by a template
